//! Radiograph → what the eye sees.
//!
//! | file | step |
//! | --- | --- |
//! | `open` | (feature `engine`, in a worker) a file's bytes → [`About`] and the pixels to draw from |
//! | `film` | those two → [`Film`]: the pixels, and smaller and smaller copies |
//! | `viewport`, `look` | which part is seen, and how |
//! | `toning`, `axis`, `paint` | a film's samples → the canvas's pixels |
//! | `heat`, `overlay` | class activation map, overlays and exposed field above them |

mod about;
mod look;
mod viewport;

pub use crate::radiograph::{Attribute, AttributeGroup};
pub use about::About;
pub use look::Look;
pub use viewport::Viewport;
