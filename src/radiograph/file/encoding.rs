//! Which encoding a data set is in: as stated, or as found where the statement can't be true.

use std::borrow::Cow;
use std::io::Read;

use dicom_core::VR;
use dicom_dictionary_std::uids;
use dicom_encoding::TransferSyntaxIndex;
use dicom_encoding::transfer_syntax::TransferSyntax;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;
use dicom_transfer_syntax_registry::entries::{
    EXPLICIT_VR_BIG_ENDIAN, EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN,
};
use flate2::read::DeflateDecoder;

use super::elements::Encoding;
use crate::radiograph::Refusal;
use crate::radiograph::limits::MAX_FILE_BYTES;

/// Transfer syntaxes whose whole data set is deflated (PS3.5 annexes A.5, A.7 and A.12).
const DEFLATED: &[&str] =
    &[uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, uids::JPIP_REFERENCED_DEFLATE, uids::JPIPHTJ2K_REFERENCED_DEFLATE];

impl Encoding {
    /// The encoding of a data set in a transfer syntax. Every compressed one is explicit VR little endian outside its
    /// pixels (PS3.5 A.4). Where the first element shows that the VRs are there, or aren't, it is believed.
    pub(super) fn of(transfer_syntax: &str, data_set: &[u8]) -> Self {
        if transfer_syntax == EXPLICIT_VR_BIG_ENDIAN.uid() {
            return Self::BIG_ENDIAN;
        }
        let stated = transfer_syntax != IMPLICIT_VR_LITTLE_ENDIAN.uid();
        Self { explicit_vr: names_vr(data_set).unwrap_or(stated), big_endian: false }
    }

    /// Tells the encoding of a data set from its first element. It should be of group 0008 (nothing sorts before it in
    /// an image; PS3.5 section 7.1), and must be unless other `marks` show that this is DICOM.
    pub(super) fn found(data_set: &[u8], marked: bool) -> Option<Self> {
        match (data_set.get(..2)?, names_vr(data_set)?) {
            ([0x00, 0x08], true) => Some(Self::BIG_ENDIAN),
            ([0x08, 0x00], true) => Some(Self::EXPLICIT),
            ([0x08, 0x00], false) => Some(Self::IMPLICIT),
            ([_, 0x00], explicit_vr) if marked => Some(Self { explicit_vr, big_endian: false }),
            _ => None,
        }
    }

    /// The native transfer syntax with this encoding.
    pub(super) fn uid(self) -> &'static str {
        match self {
            Self { big_endian: true, .. } => EXPLICIT_VR_BIG_ENDIAN.uid(),
            Self { explicit_vr: true, .. } => EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            _ => IMPLICIT_VR_LITTLE_ENDIAN.uid(),
        }
    }

    /// Whether a transfer syntax is a native one: its pixels are not encapsulated.
    pub(in crate::radiograph) fn is_native(transfer_syntax: &str) -> bool {
        [Self::IMPLICIT, Self::EXPLICIT, Self::BIG_ENDIAN].iter().any(|encoding| encoding.uid() == transfer_syntax)
            || transfer_syntax == uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
    }

    /// The same for dicom-object.
    pub(super) fn syntax(self) -> Result<&'static TransferSyntax, Refusal> {
        TransferSyntaxRegistry.get(self.uid()).ok_or(Refusal::Damaged)
    }
}

fn names_vr(data_set: &[u8]) -> Option<bool> {
    let vr = data_set.get(4..6)?;
    Some(VR::from_binary([vr[0], vr[1]]).is_some())
}

/// Inflates a deflated data set, up to the limit for files. What was inflated before a fault or the limit is kept:
/// the walk over it says whether it is enough.
pub(super) fn inflated<'a>(transfer_syntax: &str, data_set: &'a [u8]) -> Cow<'a, [u8]> {
    if !DEFLATED.contains(&transfer_syntax) {
        return Cow::Borrowed(data_set);
    }
    // Some writers put zlib's two bytes before the deflated data, against PS3.5 A.5.
    let zlib = matches!(data_set, [0x78, second, ..] if (0x7800 | u16::from(*second)).is_multiple_of(31));
    let data_set = if zlib { &data_set[2..] } else { data_set };
    let mut bytes = Vec::new();
    // An error leaves what came before it in `bytes`.
    let _ = DeflateDecoder::new(data_set).take(MAX_FILE_BYTES as u64).read_to_end(&mut bytes);
    Cow::Owned(bytes)
}
