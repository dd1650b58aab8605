//! Flesh and fat of a belly. Its organs show because fat lies between them.

use super::TISSUE;
use crate::phantom::film::{Exposure, Solid, add_mottle, add_solid};

/// What an organ takes beyond what a belly holds on the average.
const ORGAN: f32 = TISSUE.muscle - TISSUE.mixed();
const FAT: f32 = TISSUE.fat - TISSUE.mixed();

pub(super) fn add_soft_parts(exposure: &mut Exposure, seed: u32) {
    add_solid(exposure, &outside(0.0, 0.0), TISSUE.mixed());
    add_mottle(exposure, 0.008, 1.7, seed);
    // From the skin inwards: fat, the wall's muscles, fat again (the flank stripe), bowel.
    for (in_from_sides, in_from_front, beyond) in
        [(0.0, 0.0, FAT), (1.7, 1.5, ORGAN - FAT), (3.1, 2.3, FAT - ORGAN), (3.75, 2.7, -FAT)]
    {
        add_solid(exposure, &outside(in_from_sides, in_from_front), beyond);
    }
    for (solid, beyond) in organs() {
        add_solid(exposure, &solid, beyond);
    }
    for side in [-1.0, 1.0] {
        add_solid(exposure, &psoas(side), 2.2 * ORGAN);
        add_solid(exposure, &Solid::ellipsoid([side * 7.5, 27.0, -6.5], [6.0, 9.0, 3.6]), 0.5 * ORGAN); // gluteal muscles
        // The lung's lowest part, behind the liver and the spleen.
        add_solid(exposure, &Solid::ellipsoid([side * 8.2, -13.2, -6.0], [5.6, 8.4, 4.0]), -0.75 * TISSUE.mixed());
    }
}

/// The trunk, or what of it lies so far inwards.
fn outside(in_from_sides: f32, in_from_front: f32) -> Solid {
    let section = |[y, width, depth]: [f32; 3]| [y, 0.0, width + 0.9 - in_from_sides, depth - in_from_front];
    let sections = [
        [-20.0, 15.6, 10.8],
        [-8.0, 15.9, 10.8],
        [0.0, 15.7, 10.4],
        [8.0, 15.3, 9.9],
        [14.0, 15.7, 9.7],
        [20.0, 16.6, 9.6],
        [26.0, 17.3, 9.4],
        [32.0, 17.4, 9.2],
        [40.0, 17.0, 9.0],
    ];
    Solid::loft(0.0, &sections.map(section))
}

/// Beyond what a belly holds on the average.
fn organs() -> Vec<(Solid, f32)> {
    let turned = |centre: [f32; 3], radii: [f32; 3], turn: f32| Solid::Ellipsoid { centre, radii, turn };
    vec![
        (turned([-6.4, -1.6, 1.0], [8.8, 7.0, 7.0], 0.34), ORGAN), // liver, right lobe
        (turned([-9.8, 2.2, -0.5], [3.4, 7.0, 5.6], 0.12), 0.8 * ORGAN), // … its lower tip
        (turned([1.8, -4.6, 4.0], [5.6, 3.0, 3.0], -0.2), 0.7 * ORGAN), // … left lobe
        (turned([10.6, -1.6, -3.5], [2.6, 4.9, 4.6], 0.3), ORGAN), // spleen
        (turned([6.1, 4.3, -4.5], [2.75, 5.5, 2.6], -0.24), 1.9 * ORGAN), // left kidney
        (turned([-6.2, 6.0, -4.5], [2.7, 5.3, 2.6], 0.24), 1.9 * ORGAN), // right kidney
        (Solid::ellipsoid([0.2, 29.6, 2.0], [4.5, 3.2, 3.8]), 1.2 * ORGAN), // bladder
        (Solid::ellipsoid([0.4, 5.5, -1.0], [1.2, 16.0, 1.2]), ORGAN), // aorta and vena cava
    ]
}

/// The muscle from the loin's spine to the thigh.
fn psoas(side: f32) -> Solid {
    Solid::loft(
        -3.0,
        &[
            [1.2, side * 2.4, 0.4, 0.5],
            [3.0, side * 2.8, 1.0, 1.2],
            [6.0, side * 3.3, 1.6, 1.9],
            [10.0, side * 4.0, 2.2, 2.4],
            [14.0, side * 4.8, 2.7, 2.6],
            [18.0, side * 5.7, 2.9, 2.7],
            [22.0, side * 6.7, 2.6, 2.4],
            [26.0, side * 7.7, 2.1, 2.1],
            [30.0, side * 8.6, 1.7, 1.8],
        ],
    )
}
