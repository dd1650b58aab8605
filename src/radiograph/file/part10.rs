//! The outermost layer of a file (PS3.10 section 7): meta group, data set, and where the pixels lie.

use std::borrow::Cow;

use dicom_core::Tag;
use dicom_object::InMemDicomObject;

use super::attributes::text;
use super::elements::Encoding;
use super::encoding::inflated;
use super::listing::listing;
use super::meta_group::MetaGroup;
use super::walk::{PixelData, Walk};
use crate::phrase;
use crate::radiograph::limits::MAX_FILE_BYTES;
use crate::radiograph::{Attribute, Header};
use crate::radiograph::{Radiograph, Refusal};

/// Tag, VR and length.
const SHORTEST_ELEMENT: usize = 8;

/// A parsed file.
#[derive(Debug)]
pub struct Part10<'a> {
    /// The elements before the pixels.
    pub data_set: InMemDicomObject,
    /// Transfer Syntax UID, as said or, where the file doesn't say, as found.
    pub transfer_syntax: String,
    /// The meta group's bytes.
    meta: &'a [u8],
    /// The data set's bytes, which the pixels are taken from without a copy.
    pub(in crate::radiograph) bytes: Cow<'a, [u8]>,
    pub(in crate::radiograph) encoding: Encoding,
    pub(in crate::radiograph) pixels: Option<PixelData>,
    fault: Option<Refusal>,
}

impl<'a> Part10<'a> {
    /// Parses a whole file, pixels left as they are. A data set that breaks off is parsed up to there, so that its
    /// header can be shown; [`Part10::radiograph`] then says what is wrong.
    ///
    /// # Errors
    /// [`Refusal::NotDicom`], [`Refusal::TooLarge`], [`Refusal::Truncated`] or [`Refusal::Damaged`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(Refusal::TooLarge(phrase!(size_of_file, n = bytes.len() >> 20, most = MAX_FILE_BYTES >> 20)));
        }
        let meta = MetaGroup::of(bytes)?;
        if meta.marked && meta.data_set.len() < SHORTEST_ELEMENT {
            return Err(Refusal::Truncated);
        }
        let found = || Encoding::found(meta.data_set, meta.marked).map(|encoding| encoding.uid().to_owned());
        let transfer_syntax = meta.transfer_syntax.or_else(found).ok_or(if meta.marked {
            Refusal::Damaged
        } else {
            Refusal::NotDicom
        })?;
        let bytes = inflated(&transfer_syntax, meta.data_set);
        if bytes.is_empty() {
            return Err(Refusal::Damaged); // it could not be inflated
        }
        let encoding = Encoding::of(&transfer_syntax, &bytes);
        let Walk { header, pixels, fault } = Walk::over(&bytes, encoding);
        if let Some(fault) = fault.clone().filter(|_| header.is_empty()) {
            return Err(fault);
        }
        let header: Cow<'_, [u8]> = match header.as_slice() {
            [whole] => Cow::Borrowed(&bytes[whole.clone()]),
            parts => parts.iter().flat_map(|part| &bytes[part.clone()]).copied().collect(),
        };
        let data_set = InMemDicomObject::read_dataset_with_ts(&*header, encoding.syntax()?)
            .map_err(|_| fault.clone().unwrap_or(Refusal::Damaged))?;
        Ok(Self { meta: meta.elements, data_set, transfer_syntax, bytes, encoding, pixels, fault })
    }

    /// The facts that the header claims.
    #[must_use]
    pub fn header(&self) -> Header {
        Header::of(&self.data_set, &self.transfer_syntax)
    }

    /// Every attribute before the pixels, those in sequences included, in the file's order; at most 5,000.
    #[must_use]
    pub fn attributes(&self) -> Vec<Attribute> {
        let mut list = Vec::new();
        listing(self.meta, Encoding::EXPLICIT, &mut list);
        listing(&self.bytes, self.encoding, &mut list);
        list
    }

    /// The first value of an attribute that is text, in Unicode; none if absent or empty.
    #[must_use]
    pub fn text(&self, tag: Tag) -> Option<String> {
        text(&self.data_set, tag)
    }

    /// Decodes the first frame.
    ///
    /// # Errors
    /// Any [`Refusal`] but [`Refusal::NotDicom`].
    pub fn radiograph(&self) -> Result<Radiograph<'_>, Refusal> {
        match &self.fault {
            Some(fault) => Err(fault.clone()),
            None => Radiograph::of(self),
        }
    }
}
