//! Which fragments make up the first frame (PS3.5 annex A.4).

use std::borrow::Cow;
use std::ops::Range;

use dicom_dictionary_std::{tags, uids};

use crate::radiograph::Refusal;
use crate::radiograph::file::Part10;
use crate::radiograph::file::attributes::number;

/// How JPEG, JPEG-LS and JPEG 2000 streams start; a frame is one stream.
const STARTS: &[&[u8]] = &[&[0xff, 0xd8, 0xff], &[0xff, 0x4f, 0xff, 0x51], b"\0\0\0\x0cjP  "];

/// An item's tag and length.
const ITEM_HEADER: usize = 8;

/// The first frame's encoded bytes; `second` is where the next one begins, if the Basic Offset Table says so.
pub(super) fn first_frame<'a>(
    file: &'a Part10<'_>,
    second: Option<usize>,
    fragments: &[Range<usize>],
) -> Result<Cow<'a, [u8]>, Refusal> {
    let bytes = |fragment: &Range<usize>| &file.bytes[fragment.clone()];
    let count = fragments_of_first(file, second, fragments, bytes);
    match fragments.get(..count) {
        None | Some([]) => Err(Refusal::Truncated),
        Some([only]) => Ok(Cow::Borrowed(bytes(only))),
        Some(several) => Ok(Cow::Owned(several.iter().map(bytes).collect::<Vec<_>>().concat())),
    }
}

fn fragments_of_first<'a>(
    file: &Part10<'_>,
    second: Option<usize>,
    fragments: &[Range<usize>],
    bytes: impl Fn(&Range<usize>) -> &'a [u8],
) -> usize {
    let frames = number(&file.data_set, tags::NUMBER_OF_FRAMES).unwrap_or(1).max(1) as usize;
    // An RLE frame is one fragment (PS3.5 A.4.2).
    if frames == fragments.len() || file.transfer_syntax == uids::RLE_LOSSLESS {
        return 1;
    }
    if frames == 1 {
        return fragments.len();
    }
    let second = second.or_else(|| extended_offset(file, 1));
    let start = |fragment: &Range<usize>| fragment.start - ITEM_HEADER;
    let by_table = second
        .zip(fragments.first())
        .and_then(|(second, first)| fragments.iter().position(|fragment| start(fragment) - start(first) >= second));
    let begins = |fragment: &Range<usize>| STARTS.iter().any(|mark| bytes(fragment).starts_with(mark));
    let by_stream = || fragments.iter().skip(1).position(begins).map(|at| at + 1);
    by_table.filter(|count| *count > 0).or_else(by_stream).unwrap_or(fragments.len())
}

/// An entry of the Extended Offset Table (7FE0,0001).
fn extended_offset(file: &Part10<'_>, frame: usize) -> Option<usize> {
    let table = file.data_set.get(tags::EXTENDED_OFFSET_TABLE)?.to_bytes().ok()?;
    let entry = table.get(frame * 8..frame * 8 + 8)?;
    usize::try_from(u64::from_le_bytes(entry.try_into().ok()?)).ok()
}
