//! The wrist: two rows of small bones, and the ends of radius and ulna.

use super::{CORTICAL, SPONGY};
use crate::phantom::film::{Exposure, Outline, Slab, add_slab};

const SMALL: Slab =
    Slab { half_depth: 0.72, rounding: 0.62, wall: 0.05, shell: CORTICAL, core: 0.75 * SPONGY, trabeculae: 0.4 };
const FOREARM: Slab =
    Slab { half_depth: 0.95, rounding: 0.9, wall: 0.08, shell: CORTICAL, core: 0.6 * SPONGY, trabeculae: 0.45 };

const TRAPEZIUM: &[[f32; 2]] =
    &[[2.3, 18.2], [3.0, 18.3], [3.55, 18.8], [3.45, 19.4], [2.9, 19.75], [2.4, 19.5], [2.15, 18.9]];
const TRAPEZOID: &[[f32; 2]] =
    &[[1.25, 17.7], [1.9, 17.55], [2.3, 17.9], [2.2, 18.6], [1.8, 19.15], [1.3, 18.9], [1.15, 18.3]];
const CAPITATE: &[[f32; 2]] = &[
    [-0.35, 17.75],
    [0.4, 17.6],
    [1.0, 17.8],
    [1.05, 18.6],
    [0.95, 19.4],
    [0.6, 20.05],
    [0.1, 20.15],
    [-0.3, 19.7],
    [-0.4, 18.8],
];
const HAMATE: &[[f32; 2]] = &[
    [-2.35, 18.35],
    [-1.6, 17.95],
    [-0.8, 17.85],
    [-0.5, 18.3],
    [-0.5, 19.3],
    [-0.62, 20.0],
    [-1.1, 19.9],
    [-1.8, 19.3],
];
const SCAPHOID: &[[f32; 2]] = &[
    [2.75, 19.75],
    [2.85, 20.25],
    [2.35, 20.85],
    [1.6, 21.25],
    [1.05, 21.1],
    [1.0, 20.4],
    [1.35, 19.75],
    [2.0, 19.45],
];
const LUNATE: &[[f32; 2]] =
    &[[-0.3, 20.3], [0.3, 20.4], [0.85, 20.4], [0.95, 21.0], [0.5, 21.4], [-0.1, 21.35], [-0.45, 20.9]];
const TRIQUETRUM: &[[f32; 2]] =
    &[[-2.0, 19.75], [-1.3, 19.95], [-0.6, 20.25], [-0.55, 20.9], [-1.0, 21.2], [-1.7, 20.85], [-2.1, 20.3]];
const RADIUS: &[[f32; 2]] = &[
    [3.1, 21.1],
    [2.5, 21.55],
    [1.6, 21.75],
    [0.6, 21.85],
    [-0.3, 21.8],
    [-0.55, 22.1],
    [-0.4, 22.8],
    [0.1, 23.8],
    [0.25, 25.5],
    [1.2, 27.0],
    [2.1, 25.5],
    [2.35, 23.8],
    [2.9, 22.6],
    [3.2, 21.6],
];
const ULNA: &[[f32; 2]] = &[
    [-2.55, 21.35],
    [-2.25, 21.85],
    [-1.7, 22.0],
    [-1.0, 22.0],
    [-0.75, 22.4],
    [-0.95, 23.2],
    [-1.1, 24.4],
    [-1.2, 26.0],
    [-1.7, 27.0],
    [-2.15, 26.0],
    [-2.15, 24.4],
    [-2.35, 23.0],
    [-2.65, 22.0],
];

pub(super) fn add(exposure: &mut Exposure) {
    for outline in [TRAPEZIUM, TRAPEZOID, CAPITATE, HAMATE, SCAPHOID, LUNATE, TRIQUETRUM] {
        add_slab(exposure, &Outline::through(outline).grown(0.09), SMALL);
    }
    for outline in [RADIUS, ULNA] {
        add_slab(exposure, &Outline::through(outline), FOREARM);
    }
    // Pisiform, before the triquetrum; the hamate's hook, seen end-on.
    add_slab(exposure, &Outline::ellipse([-1.6, 20.75], [0.5, 0.6]), Slab { half_depth: 0.45, ..SMALL });
    add_slab(exposure, &Outline::ellipse([-1.35, 18.95], [0.3, 0.4]), Slab { half_depth: 0.4, rounding: 0.3, ..SMALL });
}
