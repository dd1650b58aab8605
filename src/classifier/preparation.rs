//! Radiograph → the network's input. The training's twin is `models/training/preparation.py`.

use crate::radiograph::percentile::percentiles;
use crate::radiograph::resample::resample;
use crate::radiograph::{Field, Polarity, Rows, exposed_field};

use super::{Fit, ModelDescription, Normalisation};

/// A range below this share of the values themselves is rounding noise of the resampling: a flat picture.
const FLAT: f32 = 1e-5;

/// The network's input, and the grey that its black and white stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// The input: see [`prepare`].
    pub values: Vec<f32>,
    /// The low percentile. Brighter is larger: an inverted picture's values have changed their sign.
    pub darkest: f32,
    /// The high percentile, likewise.
    pub brightest: f32,
}

/// The input's grey values, `size × size`, from the normalisation's `low` to its `high`, or, where it has a mean and
/// standard deviation for each channel, from 0 to 1: those are applied when the grey is written to the channels.
///
/// The exposed field is resampled to a square (for the default network its aspect ratio is dropped on purpose: letterbox
/// bars would tell the network which archive a picture comes from), then stretched between two percentiles *of the
/// resampled picture*, so that neither bit depth nor window nor resolution matters. A flat picture is black everywhere.
#[must_use]
pub fn prepare(picture: &impl Rows, polarity: Polarity, model: &ModelDescription) -> Vec<f32> {
    prepare_field(picture, exposed_field(picture), polarity, model).values
}

/// The same for a field that is known already, with its ends.
#[must_use]
pub fn prepare_field(picture: &impl Rows, field: Field, polarity: Polarity, model: &ModelDescription) -> Prepared {
    let size = model.input_size;
    let (rows, columns) = match model.fit {
        Fit::Stretch => (size, size),
        Fit::Letterbox => inside(field, size),
    };
    let mut values = resample(picture, field, rows, columns).values;
    if polarity == Polarity::Inverted {
        values.iter_mut().for_each(|value| *value = -*value);
    }
    let (darkest, brightest) =
        percentiles(&mut values.clone(), model.low_percentile, model.high_percentile).unwrap_or((0.0, 0.0));
    let range = brightest - darkest;
    let flat = range <= FLAT * darkest.abs().max(brightest.abs());
    let (black, white) = match model.normalisation {
        Normalisation::Range { low, high } => (low, high),
        Normalisation::Standard { .. } => (0.0, 1.0),
    };
    for value in &mut values {
        *value = if flat { black } else { black + ((*value - darkest) / range).clamp(0.0, 1.0) * (white - black) };
    }
    if rows * columns == size * size {
        return Prepared { values, darkest, brightest };
    }
    let mut square = vec![black; size * size];
    let (top, left) = ((size - rows) / 2, (size - columns) / 2);
    for (to, from) in square.chunks_exact_mut(size).skip(top).zip(values.chunks_exact(columns)) {
        to[left..left + columns].copy_from_slice(from);
    }
    Prepared { values: square, darkest, brightest }
}

/// Rows and columns of a field, shrunk or enlarged until its longer side is `size`.
fn inside(field: Field, size: usize) -> (usize, usize) {
    let longer = field.rows.max(field.columns) as f64;
    let side = |of: usize| ((of as f64 * size as f64 / longer).round() as usize).clamp(1, size);
    (side(field.rows), side(field.columns))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::radiograph::GreyImage;

    fn model(more: &str) -> ModelDescription {
        let json = format!(
            r#"{{"name": "a", "input_size": 16, "groups": ["abdomen", "adult_chest", "paediatric_chest", "spine", "other"]{more}}}"#
        );
        ModelDescription::parse(&json).unwrap()
    }

    /// Twice as wide as high, brighter to the right.
    fn ramp() -> GreyImage {
        GreyImage { rows: 32, columns: 64, values: (0..32 * 64).map(|at| (at % 64) as f32).collect() }
    }

    fn ends(values: &[f32]) -> (f32, f32) {
        values.iter().fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(*value), high.max(*value)))
    }

    #[test]
    fn black_and_white_become_what_the_description_says() {
        let prepared = |more: &str| ends(&prepare(&ramp(), Polarity::Normal, &model(more)));
        assert_eq!(prepared(""), (-1.0, 1.0));
        assert_eq!(prepared(r#", "normalisation": {"low": 0, "high": 255}"#), (0.0, 255.0));
        assert_eq!(prepared(r#", "normalisation": {"mean": [0.5], "std": [0.2]}"#), (0.0, 1.0));
    }

    #[test]
    fn a_letterbox_keeps_the_proportion_with_black_above_and_below() {
        let values = prepare(&ramp(), Polarity::Normal, &model(r#", "fit": "letterbox""#));
        let is_black = |row: usize| values[row * 16..(row + 1) * 16].iter().all(|value| *value == -1.0);
        assert_eq!((0..16).filter(|row| is_black(*row)).collect::<Vec<_>>(), [0, 1, 2, 3, 12, 13, 14, 15]);
        let stretched = prepare(&ramp(), Polarity::Normal, &model(""));
        assert_eq!(values[4 * 16..5 * 16], stretched[..16]);
    }
}
