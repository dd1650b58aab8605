//! The last three pairs of ribs.

use super::{CORTICAL, SPONGY};
use crate::phantom::film::{Exposure, Knot, Material, add_tube, curve};

const RIB: Material =
    Material { wall: CORTICAL, core: SPONGY, thickness: 0.1, flatness: 0.75, fading: 0.1, goes_on: false };

const TWELFTH: &[[f32; 5]] =
    &[[0.0, 1.7, -0.5, 0.0, 0.42], [2.0, 4.2, 0.3, 0.0, 0.4], [5.0, 6.9, 2.4, 0.0, 0.36], [7.6, 8.6, 5.0, 0.0, 0.2]];
const ELEVENTH: &[[f32; 5]] = &[
    [0.0, 1.6, -3.2, 0.0, 0.44],
    [3.0, 5.2, -2.5, 0.0, 0.44],
    [7.0, 9.1, 0.0, 0.0, 0.44],
    [11.0, 12.0, 3.4, 0.0, 0.38],
    [13.0, 12.8, 5.4, 0.0, 0.22],
];
const TENTH: &[[f32; 5]] = &[
    [0.0, 1.5, -5.9, 0.0, 0.44],
    [4.0, 6.0, -5.2, 0.0, 0.46],
    [9.0, 10.8, -2.4, 0.0, 0.46],
    [13.0, 13.4, 0.8, 0.0, 0.46],
    [15.0, 13.7, 3.0, 0.0, 0.42],
    [17.0, 12.6, 4.6, 0.0, 0.4],
];
/// Only where it comes down at the side.
const NINTH: &[[f32; 5]] = &[
    [0.0, 12.6, -6.6, 0.0, 0.46],
    [3.0, 14.2, -3.6, 0.0, 0.46],
    [6.0, 14.4, -0.6, 0.0, 0.44],
    [9.0, 13.0, 1.8, 0.0, 0.42],
    [11.0, 11.2, 2.8, 0.0, 0.4],
];

pub(super) fn add_ribs(exposure: &mut Exposure) {
    for side in [-1.0, 1.0] {
        for rib in [NINTH, TENTH, ELEVENTH, TWELFTH] {
            let axis: Vec<Knot> =
                curve(rib, 40).into_iter().map(|[x, y, z, radius]| [side * x, y, z, radius]).collect();
            add_tube(exposure, &axis, RIB);
        }
    }
}
