//! A body's parts crossed by parallel rays, and the film that they leave.

mod exposure;
mod marker;
mod noise;
mod outline;
mod shaft;
mod solid;
mod technique;
mod texture;
mod tissue;
mod tube;
mod union;

pub(super) use exposure::{Exposure, Field};
pub(super) use marker::{Side, add_marker};
pub(super) use noise::Dice;
pub(super) use outline::{Outline, Slab, add_slab};
pub(super) use shaft::{Shaft, add_shaft};
pub(super) use solid::{Section, Solid, add_solid, uncovered};
pub(super) use technique::Technique;
pub(super) use texture::add_mottle;
pub(super) use tissue::{AT_40_KEV, AT_60_KEV, Tissue};
pub(super) use tube::{Knot, Material, add_tube, curve};
pub(super) use union::Union;
