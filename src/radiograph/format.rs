//! What kind of file a picture came in.

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
