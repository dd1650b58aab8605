//! One picture of a manifest → its case. DICOM files take the product's own path; PNG and JPEG files, which data sets
//! often come as, join it after decoding.

use std::path::Path;
use std::time::Instant;

use image::{GenericImageView, ImageReader};

use super::EvaluationError;
use crate::case::Case;
use crate::classifier::Classifier;
use crate::radiograph::Radiograph;
use crate::routing::RoutingTable;

/// Runs one file, whatever it is by its content.
///
/// # Errors
/// [`EvaluationError::Picture`] where it can't be opened or is a broken PNG or JPEG. What is wrong with a DICOM file
/// stands in the case, as in the page.
pub fn run_picture(path: &Path, classifier: &Classifier, table: &RoutingTable) -> Result<Case, EvaluationError> {
    let wrong = |error: String| EvaluationError::Picture { path: path.display().to_string(), error };
    let (name, started) = (path.display().to_string(), Instant::now());
    let bytes = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
    let reader = ImageReader::new(std::io::Cursor::new(&bytes))
        .with_guessed_format()
        .map_err(|error| wrong(error.to_string()))?;
    if reader.format().is_none() {
        return Ok(Case::run(name, &bytes, started, classifier, table));
    }
    let picture = reader.decode().map_err(|error| wrong(error.to_string()))?;
    let (columns, rows) = picture.dimensions();
    let colour = picture.color().has_color();
    let samples = if colour { picture.into_rgb16().into_raw() } else { picture.into_luma16().into_raw() };
    let radiograph = Radiograph::of_samples(rows as usize, columns as usize, &samples);
    let radiograph = radiograph.map_err(|refusal| wrong(refusal.to_string()))?;
    Ok(Case::run_radiograph(name, &radiograph, started, classifier, table))
}
