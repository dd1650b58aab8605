//! A file's bytes → its data set, and where its pixels lie (PS3.10, PS3.5 section 7).

mod header;
pub(super) mod limits;

#[cfg(feature = "engine")]
pub(super) mod attributes;
#[cfg(feature = "engine")]
mod code_extensions;
#[cfg(feature = "engine")]
mod elements;
#[cfg(feature = "engine")]
mod encoding;
#[cfg(feature = "engine")]
mod kind;
#[cfg(feature = "engine")]
mod meta_group;
#[cfg(feature = "engine")]
mod part10;
#[cfg(feature = "engine")]
mod walk;

#[cfg(feature = "engine")]
pub(super) use elements::Encoding;
pub use header::Header;
#[cfg(feature = "engine")]
pub(super) use kind::kind_without_image;
#[cfg(feature = "engine")]
pub use part10::Part10;
#[cfg(feature = "engine")]
pub(super) use walk::PixelData;
