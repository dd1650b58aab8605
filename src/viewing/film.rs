//! A picture to draw from, and smaller and smaller copies of it.

use std::cell::Cell;
use std::rc::Rc;

use super::About;
use super::levels::{Level, grey_levels, rgb_levels};
use super::overlay::OverlayLevels;
use super::toning::Toning;

/// A picture in memory. Takes a third more than its samples, for the copies.
pub struct Film {
    /// Everything about it.
    pub about: Rc<About>,
    pub(super) pixels: Pixels,
    pub(super) overlay: Option<OverlayLevels>,
    /// The largest sample.
    pub(super) greatest: u16,
    /// The last look's table, so that moving a picture needn't make it anew.
    pub(super) toning: Cell<Option<Toning>>,
}

/// The picture itself, then halved again and again.
pub(super) enum Pixels {
    Grey(Vec<Level<u16>>),
    Colour(Vec<Level<[u8; 4]>>),
}

impl Film {
    /// Takes what `open` gave; none where the two don't belong together.
    #[must_use]
    pub fn new(about: About, pixels: &[u8]) -> Option<Self> {
        let count = about.rows.checked_mul(about.columns).filter(|count| *count > 0)?;
        if !(about.step > 0.0 && about.first.is_finite() && about.pixel_aspect > 0.0) {
            return None;
        }
        let width = if about.colour { 4 } else { 2 };
        let (samples, bits) = pixels.split_at_checked(count.checked_mul(width)?)?;
        if bits.len() != if about.has_overlay { count.div_ceil(8) } else { 0 } {
            return None;
        }
        let overlay = about.has_overlay.then(|| OverlayLevels::of(about.rows, about.columns, bits));
        let (pixels, greatest) = if about.colour {
            (Pixels::Colour(rgb_levels(about.rows, about.columns, samples.as_chunks().0.to_vec())), 255)
        } else {
            let samples: Vec<u16> = samples.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
            let greatest = samples.iter().copied().max().unwrap_or_default();
            (Pixels::Grey(grey_levels(about.rows, about.columns, samples)), greatest)
        };
        Some(Self { about: Rc::new(about), pixels, overlay, greatest, toning: Cell::new(None) })
    }

    /// The modality value at picture coordinates (column, row), luma 0–255 of a colour picture; none outside the picture.
    #[must_use]
    pub fn value_at(&self, column: f64, row: f64) -> Option<f64> {
        let index = |place: f64, count: usize| {
            (place >= 0.0 && place < count as f64).then_some(place as usize) // also false for what is no number
        };
        let (column, row) = (index(column, self.about.columns)?, index(row, self.about.rows)?);
        let at = row * self.about.columns + column;
        match &self.pixels {
            Pixels::Grey(levels) => {
                let sample = levels.first()?.samples.get(at)?;
                Some(self.about.first + self.about.step * f64::from(*sample))
            }
            Pixels::Colour(levels) => {
                let [red, green, blue, _] = levels.first()?.samples.get(at)?.map(f64::from);
                Some(0.299 * red + 0.587 * green + 0.114 * blue)
            }
        }
    }
}
