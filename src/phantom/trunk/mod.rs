//! A belly and a loin from the front, and a loin from the side.
//!
//! Heights count down from the middle of the twelfth thoracic vertebra, in centimetres.

mod abdomen;
mod bowel;
mod lateral;
mod pelvis;
mod ribs;
mod soft_parts;
mod spine;
mod vertebra;

pub(super) use abdomen::{expose_abdomen, expose_lumbar_spine};
pub(super) use lateral::expose as expose_lateral;

use super::film::{AT_60_KEV, Tissue};

const TISSUE: Tissue = AT_60_KEV;
/// What bone takes beyond flesh, a centimetre.
const CORTICAL: f32 = TISSUE.bone().0;
const SPONGY: f32 = TISSUE.bone().1;
