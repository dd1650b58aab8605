//! Stored values → grey for the network, and what an eye should see (PS3.3 C.7.6.3, C.11; PS3.4 annex N.2).

#[cfg(feature = "engine")]
mod colour;
mod lookup_table;
mod modality_lut;
#[cfg(feature = "engine")]
mod overlay;
#[cfg(feature = "engine")]
mod padding;
mod pixel_format;
#[cfg(feature = "engine")]
mod radiograph;
#[cfg(feature = "engine")]
mod samples;
mod voi_lut;

#[cfg(feature = "engine")]
pub use self::radiograph::Radiograph;
pub use lookup_table::LookupTable;
pub use modality_lut::ModalityLut;
#[cfg(feature = "engine")]
pub use overlay::Overlay;
pub use pixel_format::PixelFormat;
pub use voi_lut::{View, VoiLut, Window, WindowFunction};
