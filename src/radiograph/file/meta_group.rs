//! Preamble and file meta information (PS3.10 section 7.1).
//!
//! Real archives hold files without preamble, without meta group, or with a meta group whose length is wrong, and
//! dicom-object 0.10 opens none of these. So the group is walked here, only for its transfer syntax.

use super::Encoding;
use crate::radiograph::Refusal;

const PREAMBLE: usize = 128;
const MAGIC: &[u8] = b"DICM";
const GROUP: [u8; 2] = [0x02, 0x00];
const TRANSFER_SYNTAX_UID: [u8; 4] = [0x02, 0x00, 0x10, 0x00];

/// What lies before the data set.
pub(super) struct MetaGroup<'a> {
    /// Transfer Syntax UID (0002,0010), if stated.
    pub(super) transfer_syntax: Option<String>,
    /// The group's elements.
    pub(super) elements: &'a [u8],
    /// What follows the group.
    pub(super) data_set: &'a [u8],
    /// Whether the magic word stands before it.
    pub(super) marked: bool,
}

impl<'a> MetaGroup<'a> {
    /// Steps over preamble and group.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let after = |at: usize| bytes.get(at..).and_then(|rest| rest.strip_prefix(MAGIC));
        let marked = after(PREAMBLE).or_else(|| after(0));
        match marked {
            // The word can stand in a bare data set by chance.
            Some(body) if !body.starts_with(&GROUP) && Encoding::found(bytes, false).is_some() => {
                Self::walk(bytes, false)
            }
            Some(body) => Self::walk(body, true),
            // Without the magic word, a broken meta group is no meta group.
            None => Self::walk(bytes, false).map_err(|_| Refusal::NotDicom),
        }
    }

    /// Walks the elements of group 0002, ignoring the group's own stated length. They should be explicit VR little
    /// endian always; some writers leave the VR out.
    fn walk(group: &'a [u8], marked: bool) -> Result<Self, Refusal> {
        let mut rest = group;
        let mut transfer_syntax = None;
        while rest.starts_with(&GROUP) {
            let vr = rest.get(4..6).ok_or(Refusal::Truncated)?;
            let (start, length): (usize, usize) = match (vr, rest) {
                (b"OB" | b"OW" | b"UN" | b"SQ" | b"UT", [_, _, _, _, _, _, _, _, a, b, c, d, ..]) => {
                    (12, u32::from_le_bytes([*a, *b, *c, *d]) as usize)
                }
                ([b'A'..=b'Z', b'A'..=b'Z'], [_, _, _, _, _, _, a, b, ..]) => {
                    (8, usize::from(u16::from_le_bytes([*a, *b])))
                }
                (_, [_, _, _, _, a, b, c, d, ..]) => (8, u32::from_le_bytes([*a, *b, *c, *d]) as usize),
                _ => return Err(Refusal::Truncated),
            };
            let end = start.checked_add(length).ok_or(Refusal::Damaged)?;
            let value = rest.get(start..end).ok_or(Refusal::Truncated)?;
            if rest.starts_with(&TRANSFER_SYNTAX_UID) {
                let text = String::from_utf8_lossy(value);
                transfer_syntax = Some(text.trim_matches(['\0', ' ']).to_owned()).filter(|uid| !uid.is_empty());
            }
            rest = &rest[end..];
        }
        let elements = &group[..group.len() - rest.len()];
        Ok(Self { transfer_syntax, elements, data_set: rest, marked })
    }
}
