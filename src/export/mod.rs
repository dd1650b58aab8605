//! Taking results out: for a table program, for other programs, for an archive, for a bug report.

mod csv;
mod diagnostics;
mod json;
mod pieces;
#[cfg(feature = "engine")]
mod report;

use thiserror::Error;

pub use csv::to_csv;
pub use diagnostics::{Environment, diagnostics};
pub use json::{to_json, to_json_line};
pub use pieces::{ListForm, Pieces};
#[cfg(feature = "engine")]
pub use report::{Algorithm, Made, ReportError, structured_report};

/// Why a list could not be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The CSV writer failed.
    #[error("The table could not be written ({0}). Try it again; if it fails again, please report it.")]
    Csv(#[from] ::csv::Error),
    /// The JSON writer failed; not known to happen.
    #[error("The list could not be written ({0}). Try it again; if it fails again, please report it.")]
    Json(#[from] serde_json::Error),
    /// What was written isn't UTF-8; not known to happen.
    #[error("The table could not be written as UTF-8. Please report it.")]
    Utf8,
}
