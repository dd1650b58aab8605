//! DICOM bytes → [`Radiograph`]: what the header claims, and the first frame as grey modality values.
//!
//! | file | step |
//! | --- | --- |
//! | `part10` | preamble, meta group, data set |
//! | `attributes`, `header` | the facts the header claims |
//! | `stream_header` | what a compressed stream says of itself, checked first |
//! | `frame` | decoding of the first frame's stored values |
//! | `modality_lut`, `grey` | stored values → modality values |
//! | `voi_lut`, `thumbnail` | what the eye is shown |
//! | `field`, `resample`, `percentile` | arithmetic on pictures that the classifier uses too |

#[cfg(feature = "engine")]
mod attributes;
mod field;
#[cfg(feature = "engine")]
mod frame;
#[cfg(feature = "engine")]
mod grey;
mod header;
#[cfg(all(feature = "engine", target_arch = "wasm32"))]
mod jpeg2000_memory;
#[cfg(feature = "engine")]
mod modality_lut;
#[cfg(feature = "engine")]
mod part10;
pub mod percentile;
mod refusal;
pub mod resample;
#[cfg(feature = "engine")]
mod stream_header;
mod thumbnail;
mod voi_lut;

pub use field::{Field, exposed_field};
#[cfg(feature = "engine")]
pub use frame::MAX_PIXELS;
#[cfg(all(feature = "engine", not(target_arch = "wasm32")))]
pub(crate) use grey::LUMA;
pub use header::Header;
#[cfg(feature = "engine")]
pub use part10::{MAX_FILE_BYTES, Part10};
pub use refusal::Refusal;
pub use thumbnail::Thumbnail;
pub use voi_lut::Window;

/// Whether larger values are brighter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// Larger is brighter (MONOCHROME2, colour).
    Normal,
    /// Larger is darker (MONOCHROME1; PS3.3 C.7.6.3.1.2).
    Inverted,
}

/// A grey picture in modality values (after the Modality LUT, before any window).
#[derive(Debug, Clone, PartialEq)]
pub struct GreyImage {
    /// Height in pixels, at least 1.
    pub rows: usize,
    /// Width in pixels, at least 1.
    pub columns: usize,
    /// Row by row from the top left; `rows × columns` finite values.
    pub values: Vec<f32>,
}

/// A decoded picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Radiograph {
    /// The first frame, in modality values.
    pub image: GreyImage,
    /// Whether larger values are brighter.
    pub polarity: Polarity,
    /// The header's first window, if it has one.
    pub window: Option<Window>,
}
