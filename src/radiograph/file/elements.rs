//! Single element headers (PS3.5 section 7.1), read with every bound checked.

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::{StandardDataDictionary, tags};

use crate::radiograph::Refusal;

/// How elements are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::radiograph) struct Encoding {
    pub(in crate::radiograph) explicit_vr: bool,
    pub(in crate::radiograph) big_endian: bool,
}

impl Encoding {
    pub(super) const IMPLICIT: Self = Self { explicit_vr: false, big_endian: false };
    pub(super) const EXPLICIT: Self = Self { explicit_vr: true, big_endian: false };
    pub(super) const BIG_ENDIAN: Self = Self { explicit_vr: true, big_endian: true };

    pub(super) fn number(self, bytes: &[u8]) -> u32 {
        let push = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
        if self.big_endian { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) }
    }

    pub(super) fn tag(self, bytes: &[u8]) -> Tag {
        Tag(self.number(&bytes[..2]) as u16, self.number(&bytes[2..4]) as u16)
    }
}

/// An element's header.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element {
    pub(super) tag: Tag,
    pub(super) vr: VR,
    /// None if undefined (a sequence or encapsulated pixels; PS3.5 section 7.5).
    pub(super) length: Option<usize>,
    /// Where the value starts.
    pub(super) value: usize,
}

impl Element {
    /// Reads the header at `at`.
    pub(super) fn at(bytes: &[u8], at: usize, encoding: Encoding) -> Result<Self, Refusal> {
        let head = bytes.get(at..at.saturating_add(8)).ok_or(Refusal::Truncated)?;
        let tag = encoding.tag(head);
        let delimiter = tag.group() == 0xfffe;
        let (vr, length, size) = if delimiter || !encoding.explicit_vr {
            let vr = if delimiter { VR::UN } else { usual_vr(tag) };
            (vr, encoding.number(&head[4..8]), 8)
        } else {
            // As dicom-object does, an unknown VR is taken for UN, which has a long length.
            let vr = VR::from_binary([head[4], head[5]]).unwrap_or(VR::UN);
            if has_short_length(vr) {
                (vr, encoding.number(&head[6..8]), 8)
            } else {
                let length = bytes.get(at + 8..at + 12).ok_or(Refusal::Truncated)?;
                (vr, encoding.number(length), 12)
            }
        };
        let length = (length != u32::MAX).then_some(length as usize);
        Ok(Self { tag, vr, length, value: at + size })
    }

    /// The end of its value, if it has a length.
    pub(super) fn end(&self) -> Option<usize> {
        self.value.checked_add(self.length?)
    }
}

/// VRs with a 16-bit length (PS3.5 table 7.1-2); all others, future ones too, have a 32-bit length.
fn has_short_length(vr: VR) -> bool {
    !matches!(
        vr,
        VR::OB
            | VR::OD
            | VR::OF
            | VR::OL
            | VR::OV
            | VR::OW
            | VR::SQ
            | VR::SV
            | VR::UC
            | VR::UN
            | VR::UR
            | VR::UT
            | VR::UV
    )
}

fn usual_vr(tag: Tag) -> VR {
    if tag == tags::PIXEL_DATA {
        return VR::OW;
    }
    StandardDataDictionary.by_tag(tag).map_or(VR::UN, |entry| entry.vr().relaxed())
}
