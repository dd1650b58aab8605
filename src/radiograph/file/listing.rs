//! A file's header → one line for each attribute. Read from the bytes themselves: dicom-object is given only what it
//! parses safely (see `walk`), and a person wants to see the rest too.

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::{StandardDataDictionary, tags};

use super::attributes::shown;
use super::code_extensions::text_of;
use super::elements::{Element, Encoding};
use super::identifying::is_identifying;
use super::walk::{ITEM, ITEM_END, SEQUENCE_END};
use crate::radiograph::limits::{MAX_DEPTH, MAX_TEXT_CHARACTERS};
use crate::radiograph::{Attribute, AttributeGroup};

/// Attributes that are listed; those after them are not.
const MOST: usize = 5_000;
/// Bytes of a value that are looked at: enough for that many characters in any character set.
const LOOKED_AT: usize = 8 * MAX_TEXT_CHARACTERS;

/// What an element inherits from what it lies in.
#[derive(Clone)]
struct Context {
    encoding: Encoding,
    /// Specific Character Set (0008,0005), its first value.
    character_set: String,
    depth: usize,
    identifying: bool,
    group: Option<AttributeGroup>,
}

/// Lists elements up to the pixels, or to where the bytes make no sense.
pub(super) fn listing(bytes: &[u8], encoding: Encoding, list: &mut Vec<Attribute>) {
    let context = Context { encoding, character_set: String::new(), depth: 0, identifying: false, group: None };
    elements(bytes, 0..bytes.len(), context, list);
}

/// Lists elements; returns where they end, or none where nothing after them can be found.
fn elements(
    bytes: &[u8],
    range: std::ops::Range<usize>,
    mut context: Context,
    list: &mut Vec<Attribute>,
) -> Option<usize> {
    let mut at = range.start;
    while at < range.end && list.len() < MOST {
        let element = Element::at(bytes, at, context.encoding).ok()?;
        if element.tag == ITEM_END {
            return Some(element.value);
        }
        let end = element.end().map(|end| end.min(bytes.len()));
        let value =
            &bytes[element.value.min(bytes.len())..end.unwrap_or(element.value).max(element.value.min(bytes.len()))];
        if element.tag == tags::SPECIFIC_CHARACTER_SET {
            let sets = String::from_utf8_lossy(value);
            // A name that is no character set's is as good as none.
            context.character_set = sets.split('\\').next().unwrap_or_default().trim_matches(['\0', ' ']).to_owned();
        }
        let inner = Context {
            depth: context.depth + 1,
            identifying: context.identifying || is_identifying(element.tag),
            group: context.group.or_else(|| Some(group_of(element.tag))),
            // A sequence of unknown VR is implicit VR little endian inside (PS3.5 section 6.2.2 note 2).
            encoding: if element.vr == VR::UN { Encoding::IMPLICIT } else { context.encoding },
            ..context.clone()
        };
        let sequence = element.vr == VR::SQ || (element.vr == VR::UN && end.is_none());
        let pixels = matches!(element.tag, tags::PIXEL_DATA | tags::FLOAT_PIXEL_DATA | tags::DOUBLE_FLOAT_PIXEL_DATA);
        let index = list.len();
        list.push(Attribute {
            tag: format!("{:04x},{:04x}", element.tag.group(), element.tag.element()),
            keyword: keyword(element.tag),
            vr: if sequence { VR::SQ } else { element.vr }.to_string().to_owned(),
            value: if sequence { String::new() } else { value_of(&element, value, &context) },
            level: context.depth.min(MAX_DEPTH) as u8,
            identifying: inner.identifying,
            group: inner.group.unwrap_or(AttributeGroup::Other),
        });
        if pixels && context.depth == 0 {
            if element.length.is_none() {
                list[index].value = "(compressed)".to_owned();
            }
            return None;
        }
        at = match end {
            _ if sequence => {
                let (count, after) = items(bytes, element.value, end, &inner, list);
                list[index].value = if count == 1 { "(1 item)".to_owned() } else { format!("({count} items)") };
                end.or(after)?
            }
            Some(end) => end,
            // An icon's encapsulated pixels.
            None => opaque_items(bytes, element.value, context.encoding)?,
        };
    }
    Some(at)
}

/// Lists a sequence's items; returns their number, and where they end.
fn items(
    bytes: &[u8],
    mut at: usize,
    end: Option<usize>,
    context: &Context,
    list: &mut Vec<Attribute>,
) -> (usize, Option<usize>) {
    let mut count = 0;
    if context.depth > MAX_DEPTH {
        return (count, None);
    }
    while at < end.unwrap_or(bytes.len()) && list.len() < MOST && count < MOST {
        let Ok(item) = Element::at(bytes, at, context.encoding) else { return (count, None) };
        match item.tag {
            ITEM => {
                count += 1;
                let limit = item.end().unwrap_or(bytes.len()).min(end.unwrap_or(bytes.len()));
                let after = elements(bytes, item.value..limit, context.clone(), list);
                match item.end().or(after) {
                    Some(after) => at = after,
                    None => return (count, None),
                }
            }
            SEQUENCE_END => return (count, Some(item.value)),
            _ => return (count, None),
        }
    }
    (count, (count < MOST).then_some(at))
}

fn opaque_items(bytes: &[u8], mut at: usize, encoding: Encoding) -> Option<usize> {
    loop {
        let item = Element::at(bytes, at, encoding).ok()?;
        match item.tag {
            ITEM => at = item.end()?,
            SEQUENCE_END => return Some(item.value),
            _ => return None,
        }
    }
}

fn keyword(tag: Tag) -> String {
    let known = StandardDataDictionary.by_tag(tag).map(|entry| entry.alias());
    match (known, tag.group() % 2, tag.element()) {
        (Some(known), 0, _) => known.to_owned(),
        (_, 1, 0x10..=0xff) => "PrivateCreator".to_owned(), // PS3.5 section 7.8.1
        _ => String::new(),
    }
}

fn value_of(element: &Element, value: &[u8], context: &Context) -> String {
    let looked_at = &value[..value.len().min(LOOKED_AT)];
    let encoding = context.encoding;
    match element.vr {
        VR::US => numbers::<2>(looked_at, |word| encoding.number(&word).to_string()),
        VR::SS => numbers::<2>(looked_at, |word| (encoding.number(&word) as u16).cast_signed().to_string()),
        VR::UL => numbers::<4>(looked_at, |word| encoding.number(&word).to_string()),
        VR::SL => numbers::<4>(looked_at, |word| encoding.number(&word).cast_signed().to_string()),
        VR::FL => numbers::<4>(looked_at, |word| f32::from_bits(encoding.number(&word)).to_string()),
        VR::FD => numbers::<8>(looked_at, |word| f64::from_bits(wide(encoding, word)).to_string()),
        VR::UV => numbers::<8>(looked_at, |word| wide(encoding, word).to_string()),
        VR::SV => numbers::<8>(looked_at, |word| wide(encoding, word).cast_signed().to_string()),
        VR::AT => numbers::<4>(looked_at, |word| {
            let tag = encoding.tag(&word);
            format!("{:04x},{:04x}", tag.group(), tag.element())
        }),
        VR::OB | VR::OW | VR::OF | VR::OD | VR::OL | VR::OV => byte_count(value.len()),
        VR::UN if !value.iter().all(|byte| matches!(byte, 0 | b' '..=b'~')) => byte_count(value.len()),
        VR::ST | VR::LT | VR::UT | VR::UR => shown(text_of(looked_at, &context.character_set).trim_matches(BLANK)),
        _ => {
            let text = text_of(looked_at, &context.character_set);
            shown(&text.split('\\').map(|one| one.trim_matches(BLANK)).collect::<Vec<_>>().join(SEPARATOR))
        }
    }
}

const BLANK: [char; 2] = ['\0', ' '];
const SEPARATOR: &str = " \\ ";

fn wide(encoding: Encoding, word: [u8; 8]) -> u64 {
    let [a, b] = [&word[..4], &word[4..]].map(|half| u64::from(encoding.number(half)));
    if encoding.big_endian { a << 32 | b } else { b << 32 | a }
}

fn numbers<const SIZE: usize>(value: &[u8], show: impl Fn([u8; SIZE]) -> String) -> String {
    shown(&value.as_chunks().0.iter().map(|word| show(*word)).collect::<Vec<_>>().join(SEPARATOR))
}

/// `(1,234 bytes)`.
fn byte_count(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap_or("")).collect();
    format!("({} bytes)", groups.join(","))
}

/// What an attribute is about: by the module that it mostly stands in (PS3.3 annex C).
fn group_of(Tag(group, element): Tag) -> AttributeGroup {
    match (group, element) {
        (0x0010, _) => AttributeGroup::Patient,
        (
            0x0008,
            0x0020
            | 0x0030
            | 0x0050..=0x0051
            | 0x0090..=0x009d
            | 0x1030
            | 0x1032
            | 0x1048..=0x1049
            | 0x1060..=0x1062
            | 0x1080
            | 0x1084
            | 0x1110
            | 0x1120,
        )
        | (0x0020, 0x000d | 0x0010)
        | (0x0012 | 0x0032 | 0x0038, _) => AttributeGroup::Study,
        (0x0008, 0x0021 | 0x0031 | 0x0060 | 0x0068 | 0x103e | 0x103f | 0x1050..=0x1052 | 0x1070 | 0x1072)
        | (0x0018, 0x0015 | 0x1030)
        | (0x0020, 0x000e | 0x0011 | 0x0060)
        | (0x0040, _) => AttributeGroup::Series,
        (0x0008, 0x0070 | 0x0080..=0x0082 | 0x1010 | 0x1040 | 0x1041 | 0x1090)
        | (0x0018, 0x1000..=0x1005 | 0x1010..=0x101b | 0x1020 | 0x1050 | 0x1200 | 0x1201) => AttributeGroup::Equipment,
        (0x0028 | 0x7fe0 | 0x6000..=0x60ff, _) => AttributeGroup::Pixels,
        (0x0008 | 0x0018 | 0x0020 | 0x0054 | 0x2050, _) => AttributeGroup::Image,
        _ => AttributeGroup::Other,
    }
}
