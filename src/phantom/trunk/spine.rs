//! Vertebrae of the loin and the last of the chest, from the front, and their places.

use super::vertebra::{Vertebra, add_vertebra};
use crate::phantom::film::Exposure;

/// Height, half width, half height of each body, from the ninth thoracic vertebra to the fifth lumbar.
const BODIES: [[f32; 3]; 9] = [
    [-8.4, 1.65, 1.12],
    [-5.7, 1.75, 1.15],
    [-2.9, 1.85, 1.2],
    [0.0, 1.98, 1.25],
    [3.2, 2.1, 1.31],
    [6.6, 2.16, 1.37],
    [10.1, 2.25, 1.4],
    [13.7, 2.36, 1.42],
    [17.3, 2.55, 1.38],
];
const FIRST_LUMBAR: usize = 4;

/// `lean`: how far the loin's middle stands to the film's right.
pub(super) fn add_spine(exposure: &mut Exposure, lean: f32) {
    let aside = |height: f32| lean * (1.0 - ((height - 8.0) / 11.0).powi(2)).max(-0.2);
    for (index, [height, half_width, half_height]) in BODIES.into_iter().enumerate() {
        let turn = (aside(height - 1.0) - aside(height + 1.0)) / 2.0;
        let lumbar = index.checked_sub(FIRST_LUMBAR).map(|order| order as f32);
        add_vertebra(exposure, &Vertebra { place: [aside(height), height], half_width, half_height, turn, lumbar });
    }
}
