//! The manifest: a CSV file with a row a picture.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::EvaluationError;
use crate::classifier::Group;

/// One picture of a manifest. Columns: `path` (relative to the manifest), `group` (a group's id; anything else means "no
/// radiograph"), and, if there, `split` and `patient`. Other columns are ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it is.
    pub path: PathBuf,
    /// The split it belongs to; empty where the manifest has none.
    pub split: String,
    /// What it shows; none for what is no radiograph.
    pub group: Option<Group>,
    /// Whose it is; its own path where the manifest doesn't say.
    pub patient: String,
}

#[derive(Deserialize)]
struct Row {
    path: String,
    group: String,
    #[serde(default)]
    split: String,
    #[serde(default)]
    patient: String,
}

/// Reads a manifest.
///
/// # Errors
/// [`EvaluationError::Manifest`] where it isn't there, is no CSV file, or lacks `path` or `group`.
pub fn read_manifest(manifest: &Path) -> Result<Vec<Entry>, EvaluationError> {
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let mut reader = csv::Reader::from_path(manifest)?;
    let entry = |row: Row| Entry {
        path: folder.join(&row.path),
        split: row.split,
        group: Group::ALL.into_iter().find(|group| group.id() == row.group),
        patient: if row.patient.is_empty() { row.path } else { row.patient },
    };
    reader.deserialize().map(|row| Ok(entry(row?))).collect()
}
