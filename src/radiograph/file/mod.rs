//! A file's bytes → its data set, and where its pixels lie (PS3.10, PS3.5 section 7).

pub(super) mod attributes;
mod code_extensions;
mod elements;
mod encoding;
mod identifying;
mod kind;
mod listing;
mod meta_group;
mod part10;
mod walk;

pub(super) use elements::Encoding;
pub(super) use kind::kind_without_image;
pub use part10::Part10;
pub(super) use walk::PixelData;
