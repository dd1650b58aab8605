//! Flat and short bones: slabs of a given outline, with a shell around spongy bone.

use super::exposure::Exposure;
use super::solid::hermite;
use super::texture::grain;

/// A closed line in the film's plane; centimetres.
#[derive(Debug, Clone)]
pub(in crate::phantom) struct Outline(Vec<[f32; 2]>);

impl Outline {
    /// A smooth line through points.
    pub(in crate::phantom) fn through(points: &[[f32; 2]]) -> Self {
        const STEPS: usize = 5;
        let at = |index: usize| points[index % points.len()];
        let piece = |index: usize| {
            let ends = [at(index + points.len() - 1), at(index), at(index + 1), at(index + 2)];
            (0..STEPS).map(move |step| hermite(ends, step as f32 / STEPS as f32))
        };
        Self((0..points.len()).flat_map(piece).collect())
    }

    /// An ellipse, upright.
    pub(in crate::phantom) fn ellipse([x, y]: [f32; 2], [wide, high]: [f32; 2]) -> Self {
        let point = |step: u8| {
            let (sin, cos) = (f32::from(step) * std::f32::consts::TAU / 28.0).sin_cos();
            [x + wide * cos, y + high * sin]
        };
        Self((0..28).map(point).collect())
    }

    /// Turned about the origin, clockwise, then moved.
    pub(in crate::phantom) fn placed(self, [x, y]: [f32; 2], turn: f32) -> Self {
        let (sin, cos) = turn.sin_cos();
        Self(self.0.into_iter().map(|[u, v]| [x + u * cos - v * sin, y + u * sin + v * cos]).collect())
    }

    /// As seen in a mirror, if `side` is negative: x against x.
    pub(in crate::phantom) fn on_side(self, side: f32) -> Self {
        Self(self.0.into_iter().map(|[x, y]| [side * x, y]).collect())
    }

    fn heights(&self) -> (f32, f32) {
        let values = || self.0.iter().map(|point| point[1]);
        (values().fold(f32::MAX, f32::min), values().fold(f32::MIN, f32::max))
    }

    /// Its edges, each from a point to the next.
    fn edges(&self) -> impl Iterator<Item = [[f32; 2]; 2]> {
        let from = self.0.last().into_iter().chain(&self.0);
        from.zip(&self.0).map(|(from, to)| [*from, *to])
    }

    /// Farther from its middle by so much of itself.
    pub(in crate::phantom) fn grown(self, share: f32) -> Self {
        let count = self.0.len() as f32;
        let middle: [f32; 2] = std::array::from_fn(|axis| self.0.iter().map(|point| point[axis]).sum::<f32>() / count);
        Self(
            self.0
                .into_iter()
                .map(|point| std::array::from_fn(|axis| point[axis] + share * (point[axis] - middle[axis])))
                .collect(),
        )
    }
}

/// How far a place is from an edge, squared.
fn distance([from, to]: [[f32; 2]; 2], x: f32, y: f32) -> f32 {
    let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    let [px, py] = [x - from[0], y - from[1]];
    let t = ((px * dx + py * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
    let [off_x, off_y] = [px - t * dx, py - t * dy];
    off_x * off_x + off_y * off_y
}

/// What fills an outline.
#[derive(Debug, Clone, Copy)]
pub(in crate::phantom) struct Slab {
    /// Half its depth along the ray, in its middle.
    pub(in crate::phantom) half_depth: f32,
    /// How far from the edge the full depth is reached.
    pub(in crate::phantom) rounding: f32,
    /// The shell's thickness.
    pub(in crate::phantom) wall: f32,
    /// Attenuation beyond that of its surroundings, a centimetre: of the shell, and of what it holds.
    pub(in crate::phantom) shell: f32,
    pub(in crate::phantom) core: f32,
    /// By how much of itself the core varies with its trabeculae.
    pub(in crate::phantom) trabeculae: f32,
}

impl Slab {
    /// The same of one substance throughout.
    pub(in crate::phantom) fn solid(half_depth: f32, rounding: f32, beyond: f32) -> Self {
        Self { half_depth, rounding, wall: 0.0, shell: beyond, core: beyond, trabeculae: 0.0 }
    }

    /// The ray's way through it, so deep inside the outline: all of it, and without the shell.
    pub(super) fn chords(self, depth: f32) -> (f32, f32) {
        let chord = |depth: f32, half: f32, rounding: f32| {
            let rest = 1.0 - (depth / rounding.max(0.01)).min(1.0);
            if depth > 0.0 && half > 0.0 { 2.0 * half * (1.0 - rest * rest).sqrt() } else { 0.0 }
        };
        let inner = chord(depth - self.wall, self.half_depth - self.wall, self.rounding - self.wall);
        (chord(depth, self.half_depth, self.rounding), inner)
    }
}

/// Calls `each` for the places inside an outline: row, column, how deep inside, as far as `reach`.
pub(super) fn inside(exposure: &Exposure, outline: &Outline, reach: f32, mut each: impl FnMut(usize, usize, f32)) {
    let (top, bottom) = outline.heights();
    let (upper, lower) = exposure.rows(top, bottom);
    let mut crossings = Vec::new();
    let mut near = Vec::new();
    for row in upper..lower {
        let y = exposure.y(row);
        crossings.clear();
        near.clear();
        for edge in outline.edges() {
            let [[x0, y0], [x1, y1]] = edge;
            if (y0 > y) != (y1 > y) {
                crossings.push(x0 + (x1 - x0) * (y - y0) / (y1 - y0));
            }
            if y0.min(y1) - reach < y && y < y0.max(y1) + reach {
                near.push(edge);
            }
        }
        crossings.sort_unstable_by(f32::total_cmp);
        for span in crossings.chunks_exact(2) {
            let (first, last) = exposure.columns(span[0], span[1]);
            for column in first..last {
                let x = exposure.x(column);
                if span[0] < x && x < span[1] {
                    let square = near.iter().map(|edge| distance(*edge, x, y)).fold(reach * reach, f32::min);
                    each(row, column, square.sqrt());
                }
            }
        }
    }
}

/// Adds a slab's line integrals.
pub(in crate::phantom) fn add_slab(exposure: &mut Exposure, outline: &Outline, slab: Slab) {
    let mut found = Vec::new();
    inside(exposure, outline, slab.rounding, |row, column, depth| {
        let (whole, inner) = slab.chords(depth);
        let mut core = slab.core * inner;
        if slab.trabeculae > 0.0 {
            core *= 1.0 + slab.trabeculae * trabeculae(exposure.x(column), exposure.y(row));
        }
        found.push((row, column, slab.shell * (whole - inner) + core));
    });
    for (row, column, integral) in found {
        exposure.row(row)[column] += integral;
    }
}

/// Struts of a third of a millimetre, rather along the body than across it.
pub(super) fn trabeculae(x: f32, y: f32) -> f32 {
    grain(x / 0.045, y / 0.16, 11) + 0.7 * grain(x / 0.12, y / 0.05, 12) + 0.6 * grain(x / 0.3, y / 0.4, 13)
}
