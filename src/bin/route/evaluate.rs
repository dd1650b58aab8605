//! The figures of a labelled folder.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use dicom_imaging_router::evaluation::{EvaluationError, Figures, Verdict, read_manifest};

use crate::input::Input;
use crate::router::Router;

/// Prints the figures of each split of a manifest that is wanted; of all, if none is named.
pub(crate) fn evaluate(
    manifest: &Path,
    wanted: &[String],
    router: &Router,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let entries = read_manifest(manifest)?;
    let mut splits: Vec<&String> = entries.iter().map(|entry| &entry.split).collect();
    splits.sort();
    splits.dedup();
    splits.retain(|split| wanted.is_empty() || wanted.contains(split));
    if splits.is_empty() {
        return Err(EvaluationError::Empty.into());
    }
    let mut report = serde_json::Map::new();
    for split in splits {
        let mut verdicts = Vec::new();
        for entry in entries.iter().filter(|entry| entry.split == *split) {
            let case = router.route(&Input::file(entry.path.clone())).case;
            if case.probabilities.is_none() {
                eprintln!("{}: {}", case.file, case.explanation);
            }
            verdicts.push(Verdict::of(entry, &case, &router.table));
        }
        eprintln!("{split}: {} pictures", verdicts.len());
        report.insert(split.clone(), serde_json::to_value(Figures::of(&verdicts))?);
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
    Ok(())
}
