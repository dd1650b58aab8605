//! Bones and vessels: round bars along curves, with a wall.

use super::exposure::Exposure;
use super::solid::through;

/// A point of a tube's axis: x, y, z, and the radius there; centimetres.
pub(in crate::phantom) type Knot = [f32; 4];

/// What a tube is made of, as attenuation beyond that of its surroundings, a centimetre.
#[derive(Clone, Copy)]
pub(in crate::phantom) struct Material {
    pub(in crate::phantom) wall: f32,
    pub(in crate::phantom) core: f32,
    /// The wall's thickness in centimetres; 0: all core.
    pub(in crate::phantom) thickness: f32,
    /// Depth by width of its cross-section.
    pub(in crate::phantom) flatness: f32,
    /// The share of its length, towards its end, over which it vanishes.
    pub(in crate::phantom) fading: f32,
    /// Whether it ends as flat as it starts, because another goes on from there.
    pub(in crate::phantom) goes_on: bool,
}

/// A ray along a tube would cross all of it; ribs bend before that.
const STEEPEST: f32 = 0.38;

/// Adds a tube's line integrals. It is cut off flat at its start, so that it can grow out of another, and round at its
/// end.
pub(in crate::phantom) fn add_tube(exposure: &mut Exposure, axis: &[Knot], material: Material) {
    let thickest = axis.iter().map(|knot| knot[3]).fold(0.0, f32::max);
    let reach = |sign: f32, dimension: usize| {
        sign * (axis.iter().map(|knot| sign * knot[dimension]).fold(f32::MIN, f32::max) + thickest)
    };
    let (left, right) = exposure.columns(reach(-1.0, 0), reach(1.0, 0));
    let (top, bottom) = exposure.rows(reach(-1.0, 1), reach(1.0, 1));
    let width = right.saturating_sub(left);
    // For each place how deep it lies inside, by the nearest piece, and that piece's integral.
    let mut nearest = vec![(0.0_f32, 0.0_f32); width * bottom.saturating_sub(top)];
    let lengthening: Vec<f32> = axis.windows(2).map(lengthening).collect();
    let last_piece = axis.len().saturating_sub(2);
    for (piece, pair) in axis.windows(2).enumerate() {
        let [from, to] = [pair[0], pair[1]];
        let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        let flat = (dx * dx + dy * dy).max(1e-9);
        let oblique = |t: f32| {
            let neighbour = lengthening[if t < 0.5 { piece.saturating_sub(1) } else { (piece + 1).min(last_piece) }];
            lengthening[piece] + (t - 0.5).abs() * (neighbour - lengthening[piece])
        };
        let thick = from[3].max(to[3]);
        let (first, last) = exposure.columns(from[0].min(to[0]) - thick, from[0].max(to[0]) + thick);
        let (upper, lower) = exposure.rows(from[1].min(to[1]) - thick, from[1].max(to[1]) + thick);
        for row in upper..lower {
            let y = exposure.y(row) - from[1];
            for column in first..last {
                let x = exposure.x(column) - from[0];
                let t = (x * dx + y * dy) / flat;
                if (piece == 0 && t < 0.0) || (material.goes_on && piece == last_piece && t > 1.0) {
                    continue;
                }
                let t = t.clamp(0.0, 1.0);
                let (off_x, off_y) = (x - t * dx, y - t * dy);
                let square = off_x * off_x + off_y * off_y;
                let radius = from[3] + t * (to[3] - from[3]);
                let outer = radius * radius - square;
                let place = &mut nearest[(row - top) * width + column - left];
                if outer <= place.0 {
                    continue;
                }
                let hollow = (radius - material.thickness).max(0.0);
                let inner = (hollow * hollow - square).max(0.0).sqrt();
                let integral = material.wall * (outer.sqrt() - inner) + material.core * inner;
                let left_over = 1.0 - (piece as f32 + t) / (last_piece + 1) as f32;
                let strength = if material.fading > 0.0 { (left_over / material.fading).min(1.0) } else { 1.0 };
                *place = (outer, 2.0 * integral * material.flatness * oblique(t) * strength);
            }
        }
    }
    for (row, line) in nearest.chunks_exact(width.max(1)).enumerate() {
        exposure.row(top + row)[left..right].iter_mut().zip(line).for_each(|(sum, (_, integral))| *sum += integral);
    }
}

/// How much longer a ray's way through a piece is than if it lay in the film's plane.
fn lengthening(pair: &[Knot]) -> f32 {
    let along = |dimension: usize| (pair[1][dimension] - pair[0][dimension]).powi(2);
    let flat = (along(0) + along(1)).max(1e-9);
    1.0 / (flat / (flat + along(2))).sqrt().max(STEEPEST)
}

/// A smooth axis through points: each has its place along the way, then x, y, z and the radius.
pub(in crate::phantom) fn curve(points: &[[f32; 5]], steps: u8) -> Vec<Knot> {
    let last = points.last().map_or(0.0, |point| point[0]);
    (0..steps).filter_map(|step| through(points, last * f32::from(step) / f32::from(steps))).collect()
}
