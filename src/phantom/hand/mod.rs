//! A left hand, palm down. The wrist is below, the thumb to the film's right; heights count from the film's upper edge.

mod carpus;
mod rays;

use super::film::{AT_40_KEV, Exposure, Field, Outline, Side, Tissue, Union, add_marker, add_mottle};

/// 18 cm × 24 cm.
const FIELD: Field = Field { columns: 768, rows: 1024, pixel: 0.0234, centre: 0.0, top: 0.0 };

const TISSUE: Tissue = AT_40_KEV;
/// What bone takes beyond flesh, a centimetre.
const CORTICAL: f32 = TISSUE.bone().0;
const SPONGY: f32 = TISSUE.bone().1;

const PALM: [[f32; 2]; 17] = [
    [3.3, 26.0],
    [3.25, 22.4],
    [3.7, 20.4],
    [4.6, 18.4],
    [4.9, 16.6],
    [4.3, 14.8],
    [3.75, 13.2],
    [3.5, 11.4],
    [2.4, 10.2],
    [0.2, 10.0],
    [-1.8, 10.6],
    [-3.4, 11.6],
    [-4.6, 13.4],
    [-4.75, 15.6],
    [-4.2, 18.6],
    [-3.5, 21.2],
    [-3.3, 26.0],
];

/// The whole film.
pub(super) fn expose() -> Exposure {
    let mut exposure = Exposure::of(FIELD);
    let mut flesh = Union::over(&exposure);
    flesh.slab(&exposure, &Outline::through(&PALM), 1.35, 2.2);
    for ray in &rays::RAYS {
        flesh.limb(&exposure, &ray.flesh(), 0.92);
    }
    flesh.fill(&mut exposure, TISSUE.mixed());
    add_mottle(&mut exposure, 0.018, 0.5, 3);
    for ray in &rays::RAYS {
        ray.add_bones(&mut exposure);
    }
    carpus::add(&mut exposure);
    add_marker(&mut exposure, Side::Left, [-7.6, 4.6]);
    exposure.collimate([-8.75, 8.75], [0.25, 23.75]);
    exposure
}
