//! How often values occur.

use serde::{Deserialize, Serialize};

/// Most bins.
#[cfg(feature = "engine")]
const MOST_BINS: f64 = 128.0;

/// How often values occur, in bins of equal width.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The least value.
    pub low: f64,
    /// The greatest value.
    pub high: f64,
    /// A bin's width: bin `i` counts values from `low + i × width` to before the next bin. The last has `high` too.
    pub width: f64,
    /// How many pixels fall into each bin; together, all pixels. 1–128 bins.
    pub counts: Vec<u32>,
}

#[cfg(feature = "engine")]
impl Histogram {
    /// Counts the values of so many rows, which `read` gives one after the other, twice. Values are whole `step`s apart, and a
    /// bin is as wide as a whole number of steps, so that none holds more of them than another; a step of 0: any distance.
    pub(super) fn of(rows: usize, step: f64, mut read: impl FnMut(usize, &mut Vec<f64>)) -> Self {
        let mut values = Vec::new();
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for row in 0..rows {
            read(row, &mut values);
            (low, high) = values.iter().fold((low, high), |(low, high), value| (low.min(*value), high.max(*value)));
        }
        let range = high - low;
        let steps = (range / step).round() + 1.0;
        let width = if step > 0.0 { step * (steps / MOST_BINS).ceil() } else { range / MOST_BINS };
        let width = if width > 0.0 && width.is_finite() { width } else { 1.0 };
        let bin = |value: f64| ((value - low + step / 2.0) / width) as usize;
        let last = bin(high).min(MOST_BINS as usize - 1);
        let mut counts = vec![0; last + 1];
        for row in 0..rows {
            read(row, &mut values);
            values.iter().for_each(|value| counts[bin(*value).min(last)] += 1);
        }
        Self { low, high, width, counts }
    }
}

#[cfg(all(test, feature = "engine"))]
mod tests {
    use super::*;

    fn of(step: f64, values: &[f64]) -> Histogram {
        Histogram::of(1, step, |_, out| *out = values.to_vec())
    }

    #[test]
    fn few_values_have_a_bin_each() {
        let histogram = of(1.0, &[3.0, 5.0, 5.0, 4.0, 5.0]);
        assert_eq!((histogram.low, histogram.high, histogram.width), (3.0, 5.0, 1.0));
        assert_eq!(histogram.counts, [1, 1, 3]);
    }

    #[test]
    fn bins_of_evenly_spread_values_are_even() {
        for (step, count) in [(1.0, 4096), (0.1, 1280), (2.5, 512)] {
            let values: Vec<f64> = (0..count).map(|at| f64::from((f64::from(at) * step - 100.0) as f32)).collect();
            let counts = of(step, &values).counts;
            assert_eq!(counts, [count as u32 / 128; 128], "{step}");
        }
    }

    #[test]
    fn a_flat_picture_has_one_bin() {
        assert_eq!(of(1.0, &[7.0; 9]).counts, [9]);
        assert_eq!(of(0.0, &[0.5; 9]).counts, [9]);
    }

    #[test]
    fn fractions_are_counted_too() {
        let values: Vec<f64> = (0..1000).map(|at| f64::from(at) / 999.0).collect();
        let counts = of(0.0, &values).counts;
        assert_eq!((counts.len(), counts.iter().sum::<u32>()), (128, 1000));
        assert!(counts.iter().all(|count| (6..=10).contains(count)), "{counts:?}");
    }
}
