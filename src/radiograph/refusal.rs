//! Why a file yields no usable pixels, in words for the person who dropped it.

use thiserror::Error;

use crate::phrase;
use crate::text::Phrase;

/// Why no radiograph could be had from a file. The text says what is wrong and what to do next; it never holds
/// patient data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.phrase())]
pub enum Refusal {
    /// Neither a DICOM file (PS3.10), nor a bare data set, nor PNG or JPEG.
    NotDicom,
    /// A DICOM object without pixels; the name of its kind (report, PDF, presentation state …).
    NoImage(Phrase),
    /// A transfer syntax that can't be decoded; its name or UID.
    UnsupportedTransferSyntax(Phrase),
    /// Pixels of a kind that isn't read; which.
    UnsupportedPixels(Phrase),
    /// More than a limit allows; which.
    TooLarge(Phrase),
    /// The file ends before its content does.
    Truncated,
    /// The header says one thing and the data another.
    ContradictingHeader(Phrase),
    /// Anything else that makes it unreadable.
    Damaged,
}

impl Refusal {
    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::NotDicom => phrase!(refusal_not_dicom),
            Self::NoImage(what) => phrase!(refusal_no_image, what = what.clone()),
            Self::UnsupportedTransferSyntax(syntax) => phrase!(refusal_syntax, syntax = syntax.clone()),
            Self::UnsupportedPixels(what) => phrase!(refusal_pixels, what = what.clone()),
            Self::TooLarge(what) => phrase!(refusal_too_large, what = what.clone()),
            Self::Truncated => phrase!(refusal_truncated),
            Self::ContradictingHeader(what) => phrase!(refusal_contradiction, what = what.clone()),
            Self::Damaged => phrase!(refusal_damaged),
        }
    }

    /// Stable short code, for `data-reason` and exports.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotDicom => "not-dicom",
            Self::NoImage(_) => "no-image",
            Self::UnsupportedTransferSyntax(_) => "unsupported-transfer-syntax",
            Self::UnsupportedPixels(_) => "unsupported-pixels",
            Self::TooLarge(_) => "too-large",
            Self::Truncated => "truncated",
            Self::ContradictingHeader(_) => "contradicting-header",
            Self::Damaged => "damaged",
        }
    }

    /// Whether the file itself is broken (`failed`), rather than of a kind that isn't taken (`refused`).
    #[must_use]
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Truncated | Self::ContradictingHeader(_) | Self::Damaged)
    }
}
