//! A small picture for the eye.

use super::percentile::percentiles;
use super::resample::resample;
use super::{Field, Polarity, Radiograph, Window};

/// An 8-bit grey picture, 0 = black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Height in pixels.
    pub rows: usize,
    /// Width in pixels.
    pub columns: usize,
    /// Row by row from the top left.
    pub pixels: Vec<u8>,
}

impl Radiograph {
    /// The whole picture with its longer side at `side` pixels, as it should look: the header's window where it
    /// leaves something to see, else the 1st to 99th percentile.
    #[must_use]
    pub fn thumbnail(&self, side: usize) -> Thumbnail {
        let longer = self.image.rows.max(self.image.columns);
        let fit = |length: usize| (length * side / longer).max(1);
        let small = resample(&self.image, Field::whole(&self.image), fit(self.image.rows), fit(self.image.columns));
        let (low, high) = percentiles(&small.values, 0.01, 0.99).unwrap_or((0.0, 1.0));
        let (low, high) = (f64::from(low), f64::from(high));
        let stretch = Window { center: (low + high) / 2.0 + 0.5, width: (high - low).max(0.0) + 1.0 };
        let shows = |window: &Window| {
            let half = window.width / 2.0;
            let range = high - low;
            // A window that misses the picture's own range, or is 20 times wider or narrower, was not meant for it.
            window.center + half > low
                && window.center - half < high
                && window.width * 20.0 > range
                && window.width < range.max(1.0) * 20.0
        };
        let window = self.window.filter(shows).unwrap_or(stretch);
        let pixels = small.values.iter().map(|value| {
            let brightness = window.brightness(*value);
            let shown = if self.polarity == Polarity::Inverted { 1.0 - brightness } else { brightness };
            (shown * 255.0).round() as u8
        });
        Thumbnail { rows: small.rows, columns: small.columns, pixels: pixels.collect() }
    }
}
