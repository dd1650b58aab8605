//! What a decoded picture's stored values look like, for those who ask.

use serde::{Deserialize, Serialize};

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
