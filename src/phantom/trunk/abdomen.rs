//! Two films of the trunk from the front: a belly lying down, and a loin with the blades drawn in.

use super::bowel::{Bowel, add_bowel};
use super::pelvis::add_pelvis;
use super::ribs::add_ribs;
use super::soft_parts::add_soft_parts;
use super::spine::add_spine;
use crate::phantom::film::{Exposure, Field, Side, add_marker};

/// From the diaphragm to the symphysis: 35 cm × 43 cm.
const ABDOMEN: Field = Field { columns: 848, rows: 1040, pixel: 0.0414, centre: 0.0, top: -7.2 };
/// From the eleventh thoracic vertebra to the sacrum: 21 cm × 36 cm.
const LUMBAR_SPINE: Field = Field { columns: 656, rows: 1120, pixel: 0.032, centre: 0.0, top: -6.2 };

/// A belly from the front, the patient on the back.
pub(in crate::phantom) fn expose_abdomen() -> Exposure {
    let mut exposure = expose(ABDOMEN, Bowel::FILLED, 0.0);
    add_marker(&mut exposure, Side::Right, [-16.2, 26.5]);
    exposure.collimate([-16.9, 16.9], [-6.7, 35.3]);
    exposure
}

/// A loin from the front: the spine leans a little, the bowel was emptied.
pub(in crate::phantom) fn expose_lumbar_spine() -> Exposure {
    let mut exposure = expose(LUMBAR_SPINE, Bowel::EMPTIED, 0.55);
    add_marker(&mut exposure, Side::Left, [8.0, 22.6]);
    exposure.collimate([-9.4, 9.4], [-5.3, 29.0]);
    exposure
}

/// `lean`: how far the loin's middle stands aside, in centimetres.
fn expose(field: Field, bowel: Bowel, lean: f32) -> Exposure {
    let mut exposure = Exposure::of(field);
    add_soft_parts(&mut exposure, bowel.seed);
    add_bowel(&mut exposure, &bowel);
    add_ribs(&mut exposure);
    add_pelvis(&mut exposure);
    add_spine(&mut exposure, lean);
    exposure
}
