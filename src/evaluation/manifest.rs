//! The manifest: a CSV file with a row a picture.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::EvaluationError;
use crate::classifier::Group;

/// What stands in the column `group` for what is no radiograph.
const NONE: [&str; 3] = ["none", "ood", ""];

/// One picture of a manifest. Columns: `path` (relative to the manifest), `group` (a group's id; `none`, `ood` or nothing
/// for what is no radiograph), and, if there, `split` and `patient`. Other columns are ignored.
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
/// [`EvaluationError::Manifest`] where it isn't there, is no CSV file, or lacks `path` or `group`;
/// [`EvaluationError::Group`] where it names a group that isn't one.
pub fn read_manifest(manifest: &Path) -> Result<Vec<Entry>, EvaluationError> {
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let mut reader = csv::Reader::from_path(manifest)?;
    reader.deserialize().map(|row| entry(folder, row?)).collect()
}

fn entry(folder: &Path, row: Row) -> Result<Entry, EvaluationError> {
    let group = Group::ALL.into_iter().find(|group| group.id() == row.group);
    if group.is_none() && !NONE.contains(&row.group.as_str()) {
        return Err(EvaluationError::Group(row.group));
    }
    let path = folder.join(&row.path);
    let patient = if row.patient.is_empty() { row.path } else { row.patient };
    Ok(Entry { path, split: row.split, group, patient })
}
