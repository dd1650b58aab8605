//! Samples → shades of grey, as a table.

use crate::radiograph::VoiLut;

use super::{About, Look};

/// The shade, 0–255, of each sample of a film under a look.
pub(super) struct Toning {
    lut: VoiLut,
    inverted: bool,
    pub(super) shades: Vec<u8>,
}

impl Toning {
    /// A table for samples up to `greatest`.
    pub(super) fn of(about: &About, look: &Look, greatest: u16) -> Self {
        let inverted = about.inverted != look.inverted;
        let shade = |sample: u16| {
            let value = about.first + about.step * f64::from(sample);
            let shade = (look.lut.brightness(value as f32) * 255.0).round() as u8;
            if inverted { 255 - shade } else { shade }
        };
        Self { lut: look.lut.clone(), inverted, shades: (0..=greatest).map(shade).collect() }
    }

    /// Whether it is the table of a look, for the same film.
    pub(super) fn is_of(&self, about: &About, look: &Look) -> bool {
        self.inverted == (about.inverted != look.inverted) && self.lut == look.lut
    }
}
