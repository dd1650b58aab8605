//! Why a file yields no usable pixels, in words for the person who dropped it.

use thiserror::Error;

/// Why no radiograph could be had from a file. The text says what is wrong and what to do next; it never holds
/// patient data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Neither a DICOM file (PS3.10), nor a bare data set, nor PNG or JPEG.
    #[error(
        "This is not a DICOM file, nor a picture as PNG or JPEG. Choose files exported from an imaging system (often \
         named .dcm), or such pictures."
    )]
    NotDicom,
    /// A DICOM object without pixels; the name of its kind (report, PDF, presentation state …).
    #[error("This DICOM file holds no image ({0}). Choose the image itself.")]
    NoImage(String),
    /// A transfer syntax that can't be decoded; its name or UID.
    #[error("The picture is stored as {0}, which can't be read here. Export it uncompressed or as JPEG Lossless.")]
    UnsupportedTransferSyntax(String),
    /// Pixels of a kind that isn't read; which.
    #[error("The picture's pixels are {0}, which can't be read here. Export it as a grey-scale image.")]
    UnsupportedPixels(String),
    /// More than a limit allows; which.
    #[error("The file is too large to read safely: {0}.")]
    TooLarge(String),
    /// The file ends before its content does.
    #[error("The file ends too early: part of it is missing. Copy or export it again.")]
    Truncated,
    /// The header says one thing and the data another.
    #[error("The header contradicts the picture ({0}). Export the file again from its source.")]
    ContradictingHeader(String),
    /// Anything else that makes it unreadable.
    #[error("The file is damaged and can't be read. Copy or export it again.")]
    Damaged,
}

impl Refusal {
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
