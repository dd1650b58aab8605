//! Chests from the front.

mod adult;
mod bones;
mod child;
mod parts;
mod vessels;

pub(super) use adult::{Build, expose};
pub(super) use child::expose as expose_child;

/// Attenuation a centimetre at about 70 keV (after NIST's tables; lung at a quarter of water's density).
const SOFT: f32 = 0.19;
const LUNG: f32 = 0.047;
