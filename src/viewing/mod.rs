//! Radiograph → what the eye sees.
//!
//! | file | step |
//! | --- | --- |
//! | `open` | (feature `engine`, in a worker) a file's bytes → [`About`] and the pixels to draw from |
//! | `film` | those two → [`Film`]: the pixels, and smaller and smaller copies |
//! | `viewport`, `look` | which part is seen, and how |
//! | `preferences` | which of that a reader expects again with the next picture |
//! | `levels` | smaller copies of a picture |
//! | `placement`, `axis` | where the canvas's pixels lie on the picture |
//! | `toning`, `paint` | a film's samples → the canvas's pixels |
//! | `save` | (feature `engine`, in a worker) what was painted → a PNG file |
//! | `heat`, `overlay` | class activation map and the file's drawings, above them |

mod about;
mod axis;
mod film;
mod heat;
mod levels;
mod look;
#[cfg(feature = "engine")]
mod open;
mod overlay;
mod paint;
mod placement;
mod preferences;
#[cfg(feature = "engine")]
mod save;
mod toning;
mod viewport;

pub use crate::radiograph::{Attribute, AttributeGroup};
pub use about::About;
pub use film::Film;
pub use heat::{heat_colour, lay_heat};
pub use look::Look;
#[cfg(feature = "engine")]
pub use open::open;
pub use preferences::{Preferences, PreferredMap, PreferredView};
#[cfg(feature = "engine")]
pub use save::png;
pub use viewport::Viewport;
