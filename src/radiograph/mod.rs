//! A DICOM, PNG or JPEG file's bytes → [`Radiograph`]: what the header claims, and the first frame as grey modality values.
//!
//! | folder | step |
//! | --- | --- |
//! | `format`, `content` | which kind of file it is; what it holds |
//! | `file` | preamble, meta group, data set; where the pixels lie |
//! | `header`, `attribute` | the facts that the header claims; all of it |
//! | `codec` | encoded pixels → the first frame's stored values |
//! | `pixels` | stored values → modality values; windows, palettes, overlays |
//! | `picture` | arithmetic on grey pictures, which the classifier uses too |

mod attribute;
#[cfg(feature = "engine")]
mod codec;
#[cfg(feature = "engine")]
mod content;
#[cfg(feature = "engine")]
mod file;
mod format;
mod header;
mod limits;
mod picture;
mod pixels;
mod preamble;
mod refusal;
mod visible;

pub use attribute::{Attribute, AttributeGroup};
#[cfg(feature = "engine")]
pub use content::Content;
#[cfg(feature = "engine")]
pub use file::Part10;
pub use format::Format;
pub use header::{Code, Header};
pub use limits::{MAX_FILE_BYTES, MAX_PIXELS};
pub use picture::{Field, GreyImage, Polarity, Rows, Thumbnail, contrast, exposed_field, percentile, resample};
pub use pixels::{LookupTable, ModalityLut, PixelFormat, View, VoiLut, Window, WindowFunction};
#[cfg(feature = "engine")]
pub use pixels::{Overlay, Radiograph};
pub use preamble::Preamble;
pub use refusal::Refusal;
pub use visible::{is_invisible, visible};
