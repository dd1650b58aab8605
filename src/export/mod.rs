//! Taking results out: for a table program, for other programs, for the page around, for an archive, for a bug report.

mod csv;
mod diagnostics;
mod embedded;
mod json;
mod pieces;
#[cfg(feature = "engine")]
mod report;

use thiserror::Error;

use crate::phrase;
use crate::text::Phrase;

pub use csv::to_csv;
pub use diagnostics::{Environment, diagnostics};
pub use embedded::{EMBED_VERSION, Told, ToldCase};
pub use json::{to_json, to_json_line};
pub use pieces::{ListForm, Pieces};
#[cfg(feature = "engine")]
pub use report::{Algorithm, Made, ReportError, structured_report};

/// Why a list could not be written.
#[derive(Debug, Error)]
#[error("{}", self.phrase())]
pub enum ExportError {
    /// The CSV writer failed.
    Csv(#[from] ::csv::Error),
    /// The JSON writer failed; not known to happen.
    Json(#[from] serde_json::Error),
    /// What was written isn't UTF-8; not known to happen.
    Utf8,
}

impl ExportError {
    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Csv(why) => phrase!(list_unwritable, why = why.to_string()),
            Self::Json(why) => phrase!(list_unwritable, why = why.to_string()),
            Self::Utf8 => phrase!(table_not_utf8),
        }
    }
}
