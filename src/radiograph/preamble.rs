//! The 128 bytes before a DICOM file's magic word, which no reader looks at (PS3.10 section 7.1). Whatever else they hold, a
//! program of another kind may run or open the file by them (CVE-2019-11687). They are never written out again.

use serde::{Deserialize, Serialize};

use crate::phrase;
use crate::text::Phrase;

/// What a preamble that isn't empty looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preamble {
    /// A program: for Windows (`MZ`), Linux (ELF), macOS (Mach-O), or Java.
    Program,
    /// A script (`#!`).
    Script,
    /// A TIFF picture, which the standard names as a use of the preamble: the file is then both.
    Tiff,
    /// An archive: ZIP, gzip, 7z, RAR.
    Archive,
    /// A PDF document.
    Pdf,
    /// A web page, or another text in angle brackets.
    WebPage,
    /// Anything else.
    Other,
}

/// First bytes, and what they are the mark of.
const MARKS: &[(&[u8], Preamble)] = &[
    (b"MZ", Preamble::Program),
    (b"\x7fELF", Preamble::Program),
    (b"\xca\xfe\xba\xbe", Preamble::Program), // Mach-O for several processors, Java
    (b"\xfe\xed\xfa\xce", Preamble::Program),
    (b"\xfe\xed\xfa\xcf", Preamble::Program),
    (b"\xce\xfa\xed\xfe", Preamble::Program),
    (b"\xcf\xfa\xed\xfe", Preamble::Program),
    (b"#!", Preamble::Script),
    (b"II*\0", Preamble::Tiff),
    (b"MM\0*", Preamble::Tiff),
    (b"II+\0", Preamble::Tiff), // BigTIFF
    (b"MM\0+", Preamble::Tiff),
    (b"PK", Preamble::Archive),
    (b"\x1f\x8b", Preamble::Archive),
    (b"7z\xbc\xaf\x27\x1c", Preamble::Archive),
    (b"Rar!", Preamble::Archive),
];

impl Preamble {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Program, Self::Script, Self::Tiff, Self::Archive, Self::Pdf, Self::WebPage, Self::Other];

    /// What is said of the file.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        let kind = match self {
            Self::Program => phrase!(preamble_program),
            Self::Script => phrase!(preamble_script),
            Self::Tiff => return phrase!(preamble_tiff_note),
            Self::Archive => phrase!(preamble_archive),
            Self::Pdf => phrase!(preamble_pdf),
            Self::WebPage => phrase!(preamble_web_page),
            Self::Other => phrase!(preamble_other),
        };
        phrase!(preamble_note, kind = kind)
    }

    /// What a file's preamble looks like; none where it is all zeros, as it should be, or where there is none.
    #[must_use]
    pub fn of(file: &[u8]) -> Option<Self> {
        let (preamble, rest) = file.split_at_checked(128)?;
        if !rest.starts_with(b"DICM") || preamble.iter().all(|byte| *byte == 0) {
            return None;
        }
        if let Some((_, kind)) = MARKS.iter().find(|(mark, _)| preamble.starts_with(mark)) {
            return Some(*kind);
        }
        // These two are looked for behind other bytes, too: readers of PDF take 1024 of them, browsers white space.
        if preamble.windows(5).any(|five| five == b"%PDF-") {
            return Some(Self::Pdf);
        }
        let text = preamble.trim_ascii_start();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        Some(if text.starts_with(b"<") { Self::WebPage } else { Self::Other })
    }
}
