//! A first walk over a data set, before dicom-object parses it: finds the pixels without copying them, and checks
//! every length and the depth of sequences. dicom-object 0.10 sets memory aside for whatever a length says (up to
//! 4 GiB), and overflows the stack on ten thousand nested sequences; so it is given only what it parses safely.

use std::cell::Cell;
use std::ops::Range;

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::elements::{Element, Encoding};
use crate::phrase;
use crate::radiograph::Refusal;
use crate::radiograph::limits::{
    MAX_DEPTH, MAX_ELEMENTS, MAX_FRAGMENTS, MAX_HEADER_BYTES, MAX_TEXT_BYTES, MAX_VALUE_BYTES,
};

// Items and their delimiters (PS3.5 section 7.5); the dictionary lists them as no attributes.
pub(super) const ITEM: Tag = Tag(0xfffe, 0xe000);
pub(super) const ITEM_END: Tag = Tag(0xfffe, 0xe00d);
pub(super) const SEQUENCE_END: Tag = Tag(0xfffe, 0xe0dd);

/// Where the pixels lie in the data set's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::radiograph) enum PixelData {
    /// Uncompressed, perhaps cut off.
    Native {
        at: Range<usize>,
        /// Written as 16-bit words, which big endian turns round (PS3.5 section 8.2).
        words: bool,
    },
    /// In fragments (PS3.5 annex A.4).
    Encapsulated {
        /// Where the second frame begins, counted from the first fragment's item tag, if the Basic Offset Table says so.
        second_frame: Option<usize>,
        fragments: Vec<Range<usize>>,
    },
    /// Float or Double Float Pixel Data.
    Float,
}

/// What the walk found.
pub(super) struct Walk {
    /// The elements before the pixels that dicom-object can parse.
    pub(super) header: Vec<Range<usize>>,
    pub(super) pixels: Option<PixelData>,
    /// Why it ended early.
    pub(super) fault: Option<Refusal>,
}

impl Walk {
    /// Walks until the pixels. What follows them (signatures, padding, rubbish) is of no use here.
    pub(super) fn over(bytes: &[u8], encoding: Encoding) -> Self {
        let count = Cell::new(0);
        let walker = Walker { bytes, encoding, count: &count, strict: false };
        let mut walk = Self { header: Vec::new(), pixels: None, fault: None };
        let (mut at, mut kept) = (0, 0);
        while at < bytes.len() {
            match walker.step(at) {
                Ok(Step::Element { end, fit }) => {
                    if fit {
                        kept += end - at;
                        if kept > MAX_HEADER_BYTES {
                            walk.fault = Some(Refusal::TooLarge(phrase!(size_header, most = MAX_HEADER_BYTES >> 20)));
                            break;
                        }
                        walk.keep(at..end);
                    }
                    at = end;
                }
                Ok(Step::Pixels(pixels)) => {
                    walk.pixels = Some(pixels);
                    break;
                }
                Err(fault) => {
                    walk.fault = Some(fault);
                    break;
                }
            }
        }
        walk
    }

    fn keep(&mut self, element: Range<usize>) {
        match self.header.last_mut() {
            Some(last) if last.end == element.start => last.end = element.end,
            _ => self.header.push(element),
        }
    }
}

enum Step {
    /// `fit`: dicom-object can parse it.
    Element {
        end: usize,
        fit: bool,
    },
    Pixels(PixelData),
}

#[derive(Clone, Copy)]
struct Walker<'a> {
    bytes: &'a [u8],
    encoding: Encoding,
    /// Elements seen.
    count: &'a Cell<usize>,
    /// Whether only plain elements that fill their items exactly will do.
    strict: bool,
}

impl Walker<'_> {
    fn step(self, at: usize) -> Result<Step, Refusal> {
        let element = Element::at(self.bytes, at, self.encoding)?;
        match (element.tag, element.length) {
            (tags::PIXEL_DATA, Some(_)) => {
                let end = element.end().unwrap_or(usize::MAX).min(self.bytes.len());
                let words = element.vr == VR::OW;
                Ok(Step::Pixels(PixelData::Native { at: element.value.min(end)..end, words }))
            }
            (tags::PIXEL_DATA, None) => self.fragments(element.value).map(Step::Pixels),
            (tags::FLOAT_PIXEL_DATA | tags::DOUBLE_FLOAT_PIXEL_DATA, _) => Ok(Step::Pixels(PixelData::Float)),
            _ => self.past_top_level(&element),
        }
    }

    /// Steps over an element, and says whether dicom-object 0.10 can parse it. It takes sequences of unknown VR for
    /// 4 GiB, loses its place after values that are no whole number of their VR's units and after delimiters where none
    /// belongs, and trusts lengths inside of sequences; so of these it sees only those that are needed, walked strictly.
    fn past_top_level(self, element: &Element) -> Result<Step, Refusal> {
        let needed =
            matches!(element.tag, tags::MODALITY_LUT_SEQUENCE | tags::VOILUT_SEQUENCE | tags::ANATOMIC_REGION_SEQUENCE);
        let plain = element.length.is_some_and(|length| length.is_multiple_of(unit(element.vr)));
        let fit = if element.vr == VR::SQ { needed } else { plain && element.tag.group() != ITEM.group() };
        let most = if is_text(element.vr) { MAX_TEXT_BYTES } else { MAX_VALUE_BYTES };
        match (Self { strict: needed, ..self }.past(element, 0), element.end()) {
            (Ok(end), _) => Ok(Step::Element { end, fit: fit && end - element.value <= most }),
            (Err(Refusal::Damaged | Refusal::Truncated), Some(end)) if end <= self.bytes.len() => {
                Ok(Step::Element { end, fit: false })
            }
            (Err(fault), _) => Err(fault),
        }
    }

    /// Where the element after this one starts.
    fn past(self, element: &Element, depth: usize) -> Result<usize, Refusal> {
        self.count.set(self.count.get() + 1);
        if self.count.get() > MAX_ELEMENTS {
            return Err(Refusal::TooLarge(phrase!(size_elements, most = MAX_ELEMENTS)));
        }
        let end = element.end();
        if end.is_some_and(|end| end > self.bytes.len()) {
            return Err(Refusal::Truncated);
        }
        if self.strict && element.tag.group() == ITEM.group() {
            return Err(Refusal::Damaged);
        }
        if self.strict && element.vr != VR::SQ && element.length.is_none_or(|it| !it.is_multiple_of(unit(element.vr))) {
            return Err(Refusal::Damaged);
        }
        match (element.vr, end) {
            (VR::SQ, end) => self.items(element.value, end, depth + 1),
            (_, Some(end)) => Ok(end),
            // A sequence of unknown VR is implicit VR little endian inside (PS3.5 section 6.2.2 note 2).
            (VR::UN, None) => Self { encoding: Encoding::IMPLICIT, ..self }.items(element.value, None, depth + 1),
            // An icon's encapsulated pixels.
            (VR::OB | VR::OW, None) => self.opaque_items(element.value),
            _ => Err(Refusal::Damaged),
        }
    }

    /// Walks a sequence's items up to its end or delimiter; returns where it ends.
    fn items(self, mut at: usize, end: Option<usize>, depth: usize) -> Result<usize, Refusal> {
        if depth > MAX_DEPTH {
            return Err(Refusal::TooLarge(phrase!(size_depth, most = MAX_DEPTH)));
        }
        while end.is_none_or(|end| at < end) {
            let item = Element::at(self.bytes, at, self.encoding)?;
            match item.tag {
                ITEM => at = self.elements(item.value, item.end(), depth)?,
                SEQUENCE_END if !(self.strict && end.is_some()) => return Ok(end.unwrap_or(item.value)),
                _ => return Err(Refusal::Damaged),
            }
        }
        if self.strict && end.is_some_and(|end| end != at) {
            return Err(Refusal::Damaged);
        }
        Ok(end.unwrap_or(at))
    }

    /// Walks an item's elements up to its end or delimiter; returns where it ends.
    fn elements(self, mut at: usize, end: Option<usize>, depth: usize) -> Result<usize, Refusal> {
        if end.is_some_and(|end| end > self.bytes.len()) {
            return Err(Refusal::Truncated);
        }
        while end.is_none_or(|end| at < end) {
            let element = Element::at(self.bytes, at, self.encoding)?;
            if element.tag == ITEM_END && !(self.strict && end.is_some()) {
                return Ok(element.value);
            }
            at = self.past(&element, depth)?;
        }
        if self.strict && end.is_some_and(|end| end != at) {
            return Err(Refusal::Damaged);
        }
        Ok(at)
    }

    fn opaque_items(self, mut at: usize) -> Result<usize, Refusal> {
        loop {
            let item = Element::at(self.bytes, at, self.encoding)?;
            match (item.tag, item.end()) {
                (ITEM, Some(end)) if end <= self.bytes.len() => at = end,
                (SEQUENCE_END, _) => return Ok(item.value),
                (ITEM, _) => return Err(Refusal::Truncated),
                _ => return Err(Refusal::Damaged),
            }
        }
    }

    /// The fragments of encapsulated pixels. A missing end or a cut last fragment is left to the decoder: the first
    /// frame may well be whole.
    fn fragments(self, mut at: usize) -> Result<PixelData, Refusal> {
        let mut items = Vec::new();
        while let Ok(item) = Element::at(self.bytes, at, self.encoding) {
            let Some(end) = item.end().filter(|_| item.tag == ITEM) else { break };
            let end = end.min(self.bytes.len());
            items.push(item.value.min(end)..end);
            if items.len() > MAX_FRAGMENTS {
                return Err(Refusal::TooLarge(phrase!(size_fragments, most = MAX_FRAGMENTS)));
            }
            at = end;
        }
        if items.is_empty() {
            return Err(Refusal::Truncated);
        }
        let table = items.remove(0);
        let offset = |four: &[u8]| u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize;
        let second_frame = self.bytes[table].get(4..8).map(offset);
        Ok(PixelData::Encapsulated { second_frame, fragments: items })
    }
}

/// Whether dicom-object makes a list of texts of a VR's value.
fn is_text(vr: VR) -> bool {
    unit(vr) == 1 && !matches!(vr, VR::SQ | VR::OB | VR::UN)
}

/// Bytes that a value of a VR is made of (PS3.5 section 6.2).
fn unit(vr: VR) -> usize {
    match vr {
        VR::US | VR::SS | VR::OW => 2,
        VR::UL | VR::SL | VR::FL | VR::AT | VR::OF | VR::OL => 4,
        VR::FD | VR::OD | VR::OV | VR::SV | VR::UV => 8,
        _ => 1,
    }
}
