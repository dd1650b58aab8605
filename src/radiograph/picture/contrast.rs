//! The range of values that a picture lives in.

use super::percentile::percentiles;
use super::resample::resample;
use super::{Field, Rows};

/// Shares of a field's pixels below black and white.
const SHARES: (f64, f64) = (0.01, 0.99);
/// Side of the small picture that they are counted on.
const COUNTED_ON: usize = 192;

/// From the 1st to the 99th percentile of a field's values: what is shown where no window is asked for.
#[must_use]
pub fn contrast(picture: &impl Rows, field: Field) -> (f64, f64) {
    let mut small = resample(picture, field, COUNTED_ON, COUNTED_ON).values;
    let (low, high) = percentiles(&mut small, SHARES.0, SHARES.1).unwrap_or((0.0, 1.0));
    (f64::from(low), f64::from(high))
}
