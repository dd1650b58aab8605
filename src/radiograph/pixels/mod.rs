//! Stored values → grey for the network, and what an eye should see (PS3.3 C.7.6.3, C.11; PS3.4 annex N.2).

#[cfg(feature = "engine")]
mod colour;
mod lookup_table;
#[cfg(feature = "engine")]
mod modality_lut;
#[cfg(feature = "engine")]
mod overlay;
#[cfg(feature = "engine")]
mod padding;
#[cfg(feature = "engine")]
mod radiograph;
#[cfg(feature = "engine")]
mod samples;
mod voi_lut;

#[cfg(feature = "engine")]
pub use self::radiograph::Radiograph;
pub use lookup_table::LookupTable;
#[cfg(feature = "engine")]
pub use overlay::Overlay;
pub use voi_lut::{View, VoiLut, Window, WindowFunction};
