//! The outermost layer of a file (PS3.10 section 7): preamble, file meta information, data set.
//!
//! Real archives hold files without preamble, without meta group, or with a meta group whose length is wrong, and
//! dicom-object opens none of these. So the meta group is walked here, element by element, only for its transfer
//! syntax, and the data set alone is handed to dicom-object.

use std::error::Error;
use std::io;

use dicom_encoding::TransferSyntaxIndex;
use dicom_object::InMemDicomObject;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;
use dicom_transfer_syntax_registry::entries::{
    EXPLICIT_VR_BIG_ENDIAN, EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN,
};

use super::frame::Frame;
use super::modality_lut::ModalityLut;
use super::{GreyImage, Header, Polarity, Radiograph, Refusal, Window};

/// Files above this are refused: a browser's worker holds the file and its decoded pixels in at most 4 GiB.
pub const MAX_FILE_BYTES: usize = 512 << 20;

const PREAMBLE: usize = 128;
const MAGIC: &[u8] = b"DICM";

/// A parsed file: its data set and how that was encoded.
#[derive(Debug)]
pub struct Part10 {
    /// The whole data set, pixel data included (still encoded).
    pub data_set: InMemDicomObject,
    /// Transfer Syntax UID, as said or, where the file doesn't say, as found.
    pub transfer_syntax: String,
}

impl Part10 {
    /// Parses a whole file.
    ///
    /// # Errors
    /// [`Refusal::NotDicom`], [`Refusal::TooLarge`], [`Refusal::Truncated`] or [`Refusal::Damaged`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(Refusal::TooLarge(format!(
                "{} MiB, at most {} are read",
                bytes.len() >> 20,
                MAX_FILE_BYTES >> 20
            )));
        }
        let body = skip_preamble(bytes);
        let marked = body.len() < bytes.len();
        // Without the magic word, a broken meta group is no meta group.
        let (stated, data_set) =
            split_meta_group(body).map_err(|fault| if marked { fault } else { Refusal::NotDicom })?;
        let found = || guess_transfer_syntax(data_set).map(str::to_owned);
        let transfer_syntax = stated.or_else(found).ok_or(Refusal::NotDicom)?;
        // A syntax that the registry doesn't know is an encapsulated one, whose header is explicit little endian
        // (PS3.5 A.4): parse it all the same, so that the refusal can show the header's facts.
        let known = TransferSyntaxRegistry.get(&transfer_syntax);
        let syntax = known.or_else(|| TransferSyntaxRegistry.get(EXPLICIT_VR_LITTLE_ENDIAN.uid()));
        let syntax = syntax.ok_or(Refusal::Damaged)?;
        let data_set = InMemDicomObject::read_dataset_with_ts(data_set, syntax).map_err(|e| damage(&e))?;
        Ok(Self { data_set, transfer_syntax })
    }

    /// The facts that the header claims.
    #[must_use]
    pub fn header(&self) -> Header {
        Header::of(&self.data_set, &self.transfer_syntax)
    }

    /// Decodes the first frame.
    ///
    /// # Errors
    /// Any [`Refusal`] but [`Refusal::NotDicom`].
    pub fn radiograph(self) -> Result<Radiograph, Refusal> {
        let lut = ModalityLut::of(&self.data_set);
        let photometric = self.header().photometric_interpretation.unwrap_or_default();
        let polarity = if photometric == "MONOCHROME1" { Polarity::Inverted } else { Polarity::Normal };
        // Windows are for monochrome pictures only (PS3.3 C.11.2.1.2).
        let window = if photometric.starts_with("MONOCHROME") { Window::of(&self.data_set) } else { None };
        let frame = Frame::decode(self)?;
        let image = GreyImage::of(&frame, &lut);
        if image.values.iter().any(|value| !value.is_finite()) {
            return Err(Refusal::ContradictingHeader("its rescale slope leaves no grey scale".to_owned()));
        }
        Ok(Radiograph { image, polarity, window })
    }
}

fn skip_preamble(bytes: &[u8]) -> &[u8] {
    let after = |at: usize| bytes.get(at..).and_then(|rest| rest.strip_prefix(MAGIC));
    after(PREAMBLE).or_else(|| after(0)).unwrap_or(bytes)
}

/// Walks the group 0002 elements (always explicit VR little endian, PS3.10 section 7.1), ignoring the group's own
/// stated length. Returns the transfer syntax, if stated, and what follows the group.
fn split_meta_group(mut rest: &[u8]) -> Result<(Option<String>, &[u8]), Refusal> {
    const TRANSFER_SYNTAX_UID: [u8; 4] = [0x02, 0x00, 0x10, 0x00];
    let mut syntax = None;
    while rest.starts_with(&[0x02, 0x00]) {
        let long = matches!(rest.get(4..6), Some(b"OB" | b"OW" | b"UN" | b"SQ" | b"UT"));
        let (start, length): (usize, usize) = match (long, rest) {
            (true, [_, _, _, _, _, _, _, _, a, b, c, d, ..]) => (12, u32::from_le_bytes([*a, *b, *c, *d]) as usize),
            (false, [_, _, _, _, _, _, a, b, ..]) => (8, usize::from(u16::from_le_bytes([*a, *b]))),
            _ => return Err(Refusal::Truncated),
        };
        let end = start.checked_add(length).ok_or(Refusal::Damaged)?;
        let value = rest.get(start..end).ok_or(Refusal::Truncated)?;
        if rest.starts_with(&TRANSFER_SYNTAX_UID) {
            let text = String::from_utf8_lossy(value);
            syntax = Some(text.trim_end_matches(['\0', ' ']).to_owned());
        }
        rest = &rest[end..];
    }
    Ok((syntax.filter(|uid| !uid.is_empty()), rest))
}

/// Tells the encoding of a bare data set from its first element, which must be of group 0008 (nothing sorts before
/// it in an image; PS3.5 section 7.1).
fn guess_transfer_syntax(data_set: &[u8]) -> Option<&'static str> {
    let explicit = data_set.get(4..6).is_some_and(|vr| vr.iter().all(u8::is_ascii_uppercase));
    match (data_set.get(..2)?, explicit) {
        ([0x08, 0x00], true) => Some(EXPLICIT_VR_LITTLE_ENDIAN.uid()),
        ([0x08, 0x00], false) => Some(IMPLICIT_VR_LITTLE_ENDIAN.uid()),
        ([0x00, 0x08], true) => Some(EXPLICIT_VR_BIG_ENDIAN.uid()),
        _ => None,
    }
}

fn damage(error: &(dyn Error + 'static)) -> Refusal {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::UnexpectedEof) {
            return Refusal::Truncated;
        }
        cause = error.source();
    }
    Refusal::Damaged
}
