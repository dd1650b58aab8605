//! The routing table: a form and its JSON side by side, tried on the present worklist at once.

mod condition;
mod destinations;
mod document;
mod editor;
mod fields;
mod rule;

pub(super) use editor::{Draft, Editor};
