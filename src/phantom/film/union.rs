//! Flesh of several solids that run into each other.

use super::exposure::Exposure;
use super::outline::{Outline, Slab, inside};
use super::tube::Knot;

/// The ray's way through all solids together, for each pixel.
pub(in crate::phantom) struct Union {
    /// Sums of eighth powers.
    sums: Vec<f32>,
}

impl Union {
    pub(in crate::phantom) fn over(exposure: &Exposure) -> Self {
        Self { sums: vec![0.0; exposure.field.columns * exposure.field.rows] }
    }

    /// Adds a slab.
    pub(in crate::phantom) fn slab(&mut self, exposure: &Exposure, outline: &Outline, half_depth: f32, rounding: f32) {
        let slab = Slab::solid(half_depth, rounding, 1.0);
        inside(exposure, outline, rounding, |row, column, depth| {
            self.put(exposure, row, column, slab.chords(depth).0);
        });
    }

    /// Adds a limb: balls along a line.
    pub(in crate::phantom) fn limb(&mut self, exposure: &Exposure, axis: &[Knot], flatness: f32) {
        let thickest = axis.iter().map(|knot| knot[3]).fold(0.0, f32::max);
        let reach = |axis_of: usize| {
            let values = || axis.iter().map(|knot| knot[axis_of]);
            (values().fold(f32::MAX, f32::min) - thickest, values().fold(f32::MIN, f32::max) + thickest)
        };
        let ((left, right), (top, bottom)) = (reach(0), reach(1));
        let ((first, last), (upper, lower)) = (exposure.columns(left, right), exposure.rows(top, bottom));
        for row in upper..lower {
            let y = exposure.y(row);
            for column in first..last {
                let x = exposure.x(column);
                let chord = axis.windows(2).map(|pair| half_chord(pair, x, y)).fold(0.0, f32::max);
                self.put(exposure, row, column, 2.0 * flatness * chord);
            }
        }
    }

    /// Adds its line integrals: nearly those of the thickest solid, without a crease.
    pub(in crate::phantom) fn fill(self, exposure: &mut Exposure, attenuation: f32) {
        for (row, line) in self.sums.chunks_exact(exposure.field.columns).enumerate() {
            let target = exposure.row(row).iter_mut();
            target.zip(line).for_each(|(target, sum)| *target += attenuation * sum.sqrt().sqrt().sqrt());
        }
    }

    fn put(&mut self, exposure: &Exposure, row: usize, column: usize, chord: f32) {
        self.sums[row * exposure.field.columns + column] += chord.powi(8);
    }
}

fn half_chord(pair: &[Knot], x: f32, y: f32) -> f32 {
    let ([x0, y0, _, r0], [x1, y1, _, r1]) = (pair[0], pair[1]);
    let [dx, dy] = [x1 - x0, y1 - y0];
    let t = (((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
    let [off_x, off_y] = [x - x0 - t * dx, y - y0 - t * dy];
    let radius = r0 + t * (r1 - r0);
    (radius * radius - off_x * off_x - off_y * off_y).max(0.0).sqrt()
}
