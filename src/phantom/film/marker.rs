//! The lead letter that says which side is which.

use super::exposure::Exposure;
use super::tube::{Material, add_tube};

/// A side of the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::phantom) enum Side {
    Left,
    Right,
}

/// Lays an L or an R onto the film, its upper left corner at a place; 1.2 cm high.
pub(in crate::phantom) fn add_marker(exposure: &mut Exposure, side: Side, [x, y]: [f32; 2]) {
    const LEAD: Material =
        Material { wall: 30.0, core: 30.0, thickness: 0.0, flatness: 1.0, fading: 0.0, goes_on: false };
    let letter: &[[f32; 2]] = match side {
        Side::Left => &[[0.0, 0.0], [0.0, 1.2], [0.7, 1.2]],
        Side::Right => {
            &[[0.0, 1.2], [0.0, 0.0], [0.5, 0.05], [0.68, 0.32], [0.5, 0.6], [0.05, 0.64], [0.35, 0.66], [0.75, 1.2]]
        }
    };
    let line: Vec<_> = letter.iter().map(|[right, down]| [x + right, y + down, 0.0, 0.12]).collect();
    add_tube(exposure, &line, LEAD);
}
