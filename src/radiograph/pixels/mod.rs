//! Stored values → grey for the network, and what an eye should see (PS3.3 C.7.6.3, C.11; PS3.4 annex N.2).

mod colour;
mod lookup_table;
mod modality_lut;
mod overlay;
mod padding;
mod radiograph;
mod samples;
mod voi_lut;

pub use self::radiograph::Radiograph;
pub use lookup_table::LookupTable;
pub use overlay::Overlay;
pub use voi_lut::{View, VoiLut, Window, WindowFunction};
