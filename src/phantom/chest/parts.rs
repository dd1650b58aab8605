//! Flesh and air of a chest.

use super::{LUNG, SOFT};
use crate::phantom::film::{Exposure, Section, Solid, add_solid, uncovered};

/// What a chest is made of, bones and vessels left out.
pub(super) struct Parts {
    /// Their union is flesh.
    pub(super) trunk: Vec<Solid>,
    pub(super) lungs: Vec<Solid>,
    /// What lies where lung would else be.
    pub(super) within: Vec<Solid>,
    /// Attenuation beyond flesh, of further parts.
    pub(super) further: Vec<(Solid, f32)>,
}

impl Parts {
    /// Adds their line integrals.
    pub(super) fn add(&self, exposure: &mut Exposure) {
        for row in 0..exposure.field.rows {
            let y = exposure.y(row);
            let sections =
                |solids: &[Solid]| -> Vec<Section> { solids.iter().filter_map(|solid| solid.section(y)).collect() };
            let mut line = vec![0.0_f32; exposure.field.columns];
            for section in sections(&self.trunk) {
                for column in section.columns(exposure) {
                    line[column] += section.half_chord(exposure.x(column)).powi(4);
                }
            }
            // The fourth root of the sum of fourth powers: nearly the largest, without a crease.
            line.iter_mut().for_each(|value| *value = 2.0 * SOFT * value.sqrt().sqrt());
            let within = sections(&self.within);
            let mut covering = Vec::with_capacity(within.len());
            for lung in sections(&self.lungs) {
                for column in lung.columns(exposure) {
                    let x = exposure.x(column);
                    covering.clear();
                    covering.extend(
                        within
                            .iter()
                            .filter(|part| (x - part.centre).abs() < part.half_width)
                            .map(|part| part.interval(x)),
                    );
                    line[column] -= (SOFT - LUNG) * uncovered(lung.interval(x), &mut covering);
                }
            }
            exposure.row(row).copy_from_slice(&line);
        }
        for (solid, beyond) in &self.further {
            add_solid(exposure, solid, *beyond);
        }
    }
}
