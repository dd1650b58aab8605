//! Taking results out: for a table program, for other programs, for an archive, for a bug report.

mod csv;
mod diagnostics;
mod json;
#[cfg(feature = "engine")]
mod report;

use thiserror::Error;

use crate::phrase;
use crate::text::Phrase;

pub use csv::to_csv;
pub use diagnostics::{Environment, diagnostics};
pub use json::{to_json, to_json_line};
#[cfg(feature = "engine")]
pub use report::{Algorithm, Made, ReportError, structured_report};

/// Why a list could not be written.
#[derive(Debug, Error)]
#[error("{}", self.phrase())]
pub enum ExportError {
    /// The CSV writer failed.
    Csv(#[from] ::csv::Error),
    /// What was written isn't UTF-8; not known to happen.
    Utf8,
}

impl ExportError {
    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Csv(why) => phrase!(table_unwritable, why = why.to_string()),
            Self::Utf8 => phrase!(table_not_utf8),
        }
    }
}
