//! What kind of file a picture came in, told by its first bytes.

use serde::{Deserialize, Serialize};

/// What kind of file it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// DICOM, or what was taken for it.
    #[default]
    Dicom,
    /// A PNG picture: no header.
    Png,
    /// A JPEG picture: no header.
    Jpeg,
}

impl Format {
    /// Tells it by a file's beginning. Where DICOM's magic word stands behind the preamble (PS3.10 section 7.1), the
    /// preamble may hold anything, another format's beginning included.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let dicom = bytes.get(128..132) == Some(b"DICM");
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] if !dicom => Self::Png,
            [0xff, 0xd8, 0xff, ..] if !dicom => Self::Jpeg,
            _ => Self::Dicom,
        }
    }

    /// The stable identifier: `dicom`, `png`, `jpeg`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Dicom => "dicom",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }
}
