//! Accuracy in the product: runs a labelled folder through the core and computes the figures that the training
//! computes (`models/training/evaluate.py`), so that the two can be set side by side.
//!
//! | file | step |
//! | --- | --- |
//! | `manifest` | the CSV file that says what each picture shows |
//! | `figures` | cases → confusion matrix, recall, precision, F1, calibration error, misroutes |
//! | `bootstrap` | 95 % intervals over patients |

mod bootstrap;
mod figures;
mod manifest;

use thiserror::Error;

pub use figures::{Figures, GroupFigures, RadiographFigures, Verdict};
pub use manifest::{Entry, read_manifest};

/// Why nothing could be evaluated.
#[derive(Debug, Error)]
pub enum EvaluationError {
    /// The manifest can't be read.
    #[error("the manifest can't be read: {0}")]
    Manifest(#[from] csv::Error),
    /// The manifest names a group that isn't one.
    #[error(
        "the manifest has the group “{0}”; known are abdomen, adult_chest, paediatric_chest, spine, other and none"
    )]
    Group(String),
    /// The manifest names nothing that was asked for.
    #[error("the manifest names no picture of the splits asked for")]
    Empty,
}
