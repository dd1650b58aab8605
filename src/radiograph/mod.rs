//! DICOM bytes → [`Radiograph`]: what the header claims, and the first frame as grey modality values.
//!
//! | folder | step |
//! | --- | --- |
//! | `file` | preamble, meta group, data set; where the pixels lie |
//! | `header` | the facts that the header claims |
//! | `codec` | encoded pixels → the first frame's stored values |
//! | `pixels` | stored values → modality values; windows, palettes, overlays |
//! | `picture` | arithmetic on grey pictures, which the classifier uses too |

#[cfg(feature = "engine")]
mod codec;
#[cfg(feature = "engine")]
mod file;
mod format;
mod header;
mod limits;
mod picture;
#[cfg(feature = "engine")]
mod pixels;
mod refusal;

#[cfg(feature = "engine")]
pub use file::Part10;
pub use format::Format;
pub use header::{Code, Header};
pub use limits::{MAX_FILE_BYTES, MAX_PIXELS};
pub use picture::{Field, GreyImage, Polarity, Rows, Thumbnail, exposed_field, percentile, resample};
#[cfg(feature = "engine")]
pub use pixels::{LookupTable, Overlay, Radiograph, View, VoiLut, Window, WindowFunction};
pub use refusal::Refusal;
