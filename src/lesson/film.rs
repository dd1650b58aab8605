//! From the file to modality values: what the header says of the pixels, and what becomes of them.

use serde::{Deserialize, Serialize};

use super::Picture;
use crate::radiograph::{Format, Header, LookupTable, View, Window};

/// A film's way from the file to what an eye sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilmSteps {
    /// What kind of file it is.
    pub format: Format,
    /// Its length in bytes.
    pub file_bytes: usize,
    /// What its header claims; of PNG and JPEG, rows and columns.
    pub header: Header,
    /// The transfer syntax's name in PS3.6, English, e.g. `JPEG 2000 Image Compression (Lossless Only)`; none where it is
    /// unknown, and for PNG and JPEG.
    pub transfer_syntax_name: Option<String>,
    /// How a pixel is stored, once decoded.
    pub pixel_format: PixelFormat,
    /// The stored values of all pixels; of a picture with colours, their luma.
    pub stored: Histogram,
    /// Stored values from the first to the second mean "no picture here" (Pixel Padding, PS3.3 C.7.5.1.1.2): they are shown as
    /// the picture's darkest.
    pub padding: Option<(i64, i64)>,
    /// How stored values become modality values.
    pub modality: ModalityStep,
    /// The modality values of all pixels.
    pub values: Histogram,
    /// The film in modality values, shrunk until its longer side is at most 320 pixels.
    pub picture: Picture,
    /// A pixel's height by its width.
    pub pixel_aspect: f64,
    /// The windows and VOI LUTs that the header offers.
    pub views: Vec<OfferedView>,
    /// From the 1st to the 99th percentile of the exposed field's modality values.
    pub automatic: Window,
    /// Whether larger values are darker (MONOCHROME1, Presentation LUT Shape INVERSE).
    pub inverted: bool,
}

/// How a pixel is stored (PS3.3 C.7.6.3), once decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PixelFormat {
    /// Height in pixels.
    pub rows: usize,
    /// Width in pixels.
    pub columns: usize,
    /// Bits Allocated: 1, 8, 16 or 32.
    pub bits_allocated: u32,
    /// Bits Stored.
    pub bits_stored: u32,
    /// High Bit.
    pub high_bit: u32,
    /// Whether stored values may be negative (Pixel Representation).
    pub signed: bool,
    /// Samples per Pixel: 1, or 3 for colours.
    pub samples_per_pixel: usize,
}

/// How often values occur, in bins of equal width.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The least value.
    pub low: f64,
    /// The greatest value.
    pub high: f64,
    /// A bin's width: bin `i` counts values from `low + i × width` to before the next bin. The last has `high` too.
    pub width: f64,
    /// How many pixels fall into each bin; together, all pixels. 1–128 bins.
    pub counts: Vec<u32>,
}

/// How stored values become modality values (PS3.3 C.11.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ModalityStep {
    /// `slope × stored + intercept`.
    Linear {
        /// Rescale Slope; 1 where the header has none.
        slope: f64,
        /// Rescale Intercept; 0 where the header has none.
        intercept: f64,
        /// Whether the header has either.
        stated: bool,
    },
    /// Modality LUT Sequence.
    Table(LookupTable),
    /// Colours have none: the grey that the network sees is their luma (ITU-R BT.601); a palette's, by this table.
    Colour(Option<LookupTable>),
}

/// A view that the header offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferedView {
    /// What the header offers.
    pub view: View,
    /// Whether it leaves something to see of this film.
    pub shows: bool,
}

impl ModalityStep {
    /// The modality value of a stored value; of colours without palette, the luma itself.
    #[must_use]
    pub fn apply(&self, stored: i64) -> f32 {
        match self {
            Self::Linear { slope, intercept, .. } => (slope * stored as f64 + intercept) as f32,
            Self::Table(table) | Self::Colour(Some(table)) => table.at(stored),
            Self::Colour(None) => stored as f32,
        }
    }
}
