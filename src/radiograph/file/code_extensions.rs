//! Text that changes its character set with escape sequences (ISO/IEC 2022; PS3.3 C.12.1.1.2, PS3.5 section 6.1.2.5).
//! dicom-object 0.10 reads the first value of Specific Character Set only, and leaves the escapes in.

use std::borrow::Cow;

use dicom_dictionary_std::tags;
use dicom_encoding::text::{SpecificCharacterSet, TextCodec};
use dicom_object::InMemDicomObject;

const ESCAPE: u8 = 0x1b;
const DEFAULT: &str = "ISO_IR 6";
const JAPANESE: &str = "ISO 2022 IR 87";

/// What follows the escape character, and the set that it calls (PS3.3 tables C.12-3 and C.12-4).
const SETS: &[(&[u8], &str)] = &[
    (b"(B", DEFAULT),
    (b"-A", "ISO 2022 IR 100"),
    (b"-B", "ISO 2022 IR 101"),
    (b"-C", "ISO 2022 IR 109"),
    (b"-D", "ISO 2022 IR 110"),
    (b"-F", "ISO 2022 IR 126"),
    (b"-G", "ISO 2022 IR 127"),
    (b"-H", "ISO 2022 IR 138"),
    (b"-L", "ISO 2022 IR 144"),
    (b"-T", "ISO 2022 IR 166"),
    (b")I", "ISO 2022 IR 13"),
    (b"(J", "ISO 2022 IR 13"),
    (b"$B", JAPANESE),
    (b"$)C", "ISO 2022 IR 149"),
    (b"$)A", "ISO 2022 IR 58"),
];

/// The text as it should be read.
pub(super) fn decoded<'t>(data_set: &InMemDicomObject, text: &'t str) -> Cow<'t, str> {
    if !text.contains(char::from(ESCAPE)) {
        return Cow::Borrowed(text);
    }
    let first = data_set.get(tags::SPECIFIC_CHARACTER_SET).and_then(|sets| sets.to_multi_str().ok()?.first().cloned());
    let first = first.as_deref().map(str::trim).filter(|first| !first.is_empty()).unwrap_or(DEFAULT);
    // Back to the bytes, then once more with all sets.
    match set(first).and_then(|set| set.encode(text).ok()) {
        Some(bytes) => Cow::Owned(pieces(&bytes, first)),
        None => Cow::Borrowed(text),
    }
}

/// The text of a value's bytes, in a data set whose first character set is `first` (empty: the default one).
pub(super) fn text_of(bytes: &[u8], first: &str) -> String {
    let first = if set(first).is_some() { first } else { DEFAULT };
    pieces(bytes, first)
}

fn pieces(bytes: &[u8], first: &str) -> String {
    let mut name = first;
    let mut text = String::new();
    for (index, piece) in bytes.split(|byte| *byte == ESCAPE).enumerate() {
        let called = SETS.iter().find(|(escape, _)| index > 0 && piece.starts_with(escape));
        let piece = called.map_or(piece, |(escape, called)| {
            name = called;
            &piece[escape.len()..]
        });
        // The decoder for Japanese keeps its own state: it must see the escape.
        let escaped = if name == JAPANESE { [&[ESCAPE], &b"$B"[..], piece].concat() } else { piece.to_vec() };
        text += &set(name).and_then(|set| set.decode(&escaped).ok()).unwrap_or_default();
    }
    text
}

fn set(name: &str) -> Option<SpecificCharacterSet> {
    SpecificCharacterSet::from_code(name)
}
