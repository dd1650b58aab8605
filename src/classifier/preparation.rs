//! Radiograph → the network's input. The training's twin is `models/training/preparation.py`.

use crate::radiograph::percentile::percentiles;
use crate::radiograph::resample::resample;
use crate::radiograph::{Polarity, Rows, exposed_field};

use super::ModelDescription;

/// A range below this share of the values themselves is rounding noise of the resampling: a flat picture.
const FLAT: f32 = 1e-5;

/// The input tensor's values, `[1, 1, size, size]` in `[-1, 1]`, brighter = larger.
///
/// The exposed field is resampled to a square (its aspect ratio is dropped on purpose: letterbox bars would tell the
/// network which archive a picture comes from), then stretched between two percentiles *of the resampled picture*, so
/// that neither bit depth nor window nor resolution matters. A flat picture gives −1 everywhere.
#[must_use]
pub fn prepare(picture: &impl Rows, polarity: Polarity, model: &ModelDescription) -> Vec<f32> {
    let field = exposed_field(picture);
    let mut values = resample(picture, field, model.input_size, model.input_size).values;
    if polarity == Polarity::Inverted {
        values.iter_mut().for_each(|value| *value = -*value);
    }
    let (low, high) =
        percentiles(&mut values.clone(), model.low_percentile, model.high_percentile).unwrap_or((0.0, 0.0));
    let range = high - low;
    let flat = range <= FLAT * low.abs().max(high.abs());
    for value in &mut values {
        *value = if flat { -1.0 } else { ((*value - low) / range).clamp(0.0, 1.0) * 2.0 - 1.0 };
    }
    values
}
