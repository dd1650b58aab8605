//! Solids as stacks of horizontal sections. Lengths in centimetres: x to the film's right (the patient's left), y down
//! the body, z towards the patient's front.

use std::ops::Range;

use super::exposure::Exposure;

/// A solid cut at one height: an oval across x and z.
#[derive(Clone, Copy)]
pub(in crate::phantom) struct Section {
    pub(in crate::phantom) centre: f32,
    pub(in crate::phantom) half_width: f32,
    pub(in crate::phantom) half_depth: f32,
    pub(in crate::phantom) z: f32,
    /// Fuller than an ellipse, as trunks are.
    pub(in crate::phantom) full: bool,
}

impl Section {
    /// Half the length of the ray at `x` inside the section.
    pub(in crate::phantom) fn half_chord(&self, x: f32) -> f32 {
        let u = (x - self.centre) / self.half_width;
        let square = if self.full { u * u * u * u } else { u * u };
        self.half_depth * (1.0 - square).max(0.0).sqrt()
    }

    /// The columns that it lies in.
    pub(in crate::phantom) fn columns(&self, exposure: &Exposure) -> Range<usize> {
        let (first, end) = exposure.columns(self.centre - self.half_width, self.centre + self.half_width);
        first..end
    }

    /// Where the ray at `x` enters and leaves.
    pub(in crate::phantom) fn interval(&self, x: f32) -> (f32, f32) {
        let half = self.half_chord(x);
        (self.z - half, self.z + half)
    }
}

/// A solid.
pub(in crate::phantom) enum Solid {
    Ellipsoid {
        centre: [f32; 3],
        radii: [f32; 3],
        /// Turn in the film's plane, in radians, clockwise.
        turn: f32,
    },
    /// Sections smoothly joined: height, centre, half width, half depth of each, from above.
    Loft { sections: Vec<[f32; 4]>, z: f32 },
}

impl Solid {
    pub(in crate::phantom) fn ellipsoid(centre: [f32; 3], radii: [f32; 3]) -> Self {
        Self::Ellipsoid { centre, radii, turn: 0.0 }
    }

    pub(in crate::phantom) fn loft(z: f32, sections: &[[f32; 4]]) -> Self {
        Self::Loft { sections: sections.to_vec(), z }
    }

    /// The section at a height; none above and below the solid.
    pub(in crate::phantom) fn section(&self, y: f32) -> Option<Section> {
        match self {
            Self::Ellipsoid { centre, radii, turn } => {
                let (sin, cos) = turn.sin_cos();
                let v = y - centre[1];
                let [a, b] = [radii[0] * radii[0], radii[1] * radii[1]];
                // (x cos + v sin)² / a + (v cos - x sin)² / b = 1, solved for x.
                let p = cos * cos / a + sin * sin / b;
                let q = v * sin * cos * (1.0 / a - 1.0 / b);
                let r = v * v * (sin * sin / a + cos * cos / b) - 1.0;
                let rest = q * q / p - r; // what the height leaves of the unit sphere
                (rest > 0.0).then(|| Section {
                    centre: centre[0] - q / p,
                    half_width: (rest / p).sqrt(),
                    half_depth: radii[2] * rest.sqrt(),
                    z: centre[2],
                    full: false,
                })
            }
            Self::Loft { sections, z } => {
                let [centre, half_width, half_depth] = through(sections, y)?;
                (half_width > 0.0 && half_depth > 0.0).then_some(Section {
                    centre,
                    half_width,
                    half_depth,
                    z: *z,
                    full: true,
                })
            }
        }
    }
}

/// Adds a solid's line integrals; `beyond` is its attenuation beyond that of its surroundings, a centimetre.
pub(in crate::phantom) fn add_solid(exposure: &mut Exposure, solid: &Solid, beyond: f32) {
    for row in 0..exposure.field.rows {
        let Some(section) = solid.section(exposure.y(row)) else { continue };
        for column in section.columns(exposure) {
            let chord = 2.0 * section.half_chord(exposure.x(column));
            exposure.row(row)[column] += beyond * chord;
        }
    }
}

/// The curve through points (cubic Hermite, tangents by finite differences) at `at`; each point's first number is where
/// it stands. None outside.
pub(in crate::phantom) fn through<const N: usize, const M: usize>(points: &[[f32; N]], at: f32) -> Option<[f32; M]> {
    let next = points.iter().position(|point| point[0] > at).filter(|next| *next > 0)?;
    let (from, to) = (&points[next - 1], &points[next]);
    let (before, after) = (&points[next.saturating_sub(2)], &points[(next + 1).min(points.len() - 1)]);
    let length = to[0] - from[0];
    let t = (at - from[0]) / length;
    let (t2, t3) = (t * t, t * t * t);
    let (start, end) = (2.0 * t3 - 3.0 * t2 + 1.0, 3.0 * t2 - 2.0 * t3);
    let (leaving, arriving) = (t3 - 2.0 * t2 + t, t3 - t2);
    Some(std::array::from_fn(|index| {
        let index = index + 1;
        let slope = |a: &[f32; N], b: &[f32; N]| (b[index] - a[index]) / (b[0] - a[0]) * length;
        start * from[index] + end * to[index] + leaving * slope(before, to) + arriving * slope(from, after)
    }))
}

/// Between the second and the third of four points, at `t` from 0 to 1 (Catmull–Rom).
pub(super) fn hermite([before, from, to, after]: [[f32; 2]; 4], t: f32) -> [f32; 2] {
    std::array::from_fn(|axis| {
        let (leaving, arriving) = (0.5 * (to[axis] - before[axis]), 0.5 * (after[axis] - from[axis]));
        let step = to[axis] - from[axis];
        from[axis] + t * (leaving + t * (3.0 * step - 2.0 * leaving - arriving + t * (leaving + arriving - 2.0 * step)))
    })
}

/// How much of an interval none of the others covers.
pub(in crate::phantom) fn uncovered((low, high): (f32, f32), others: &mut [(f32, f32)]) -> f32 {
    others.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut reached, mut free) = (low, 0.0);
    for (from, to) in others.iter().copied() {
        free += (from.min(high) - reached).max(0.0);
        reached = reached.max(to);
    }
    free + (high - reached).max(0.0)
}
