//! Stored values → modality values: sample extraction, colour to grey, Modality LUT.

use super::GreyImage;
use super::frame::{Frame, Samples};
use super::modality_lut::ModalityLut;

/// Luma weights of ITU-R BT.601, which YBR_FULL uses too (PS3.3 C.7.6.3.1.2).
pub(crate) const LUMA: [f32; 3] = [0.299, 0.587, 0.114];

impl GreyImage {
    pub(super) fn of(frame: &Frame, lut: &ModalityLut) -> Self {
        let read = SampleReader::of(frame);
        let pixels = frame.rows * frame.columns;
        let spread = frame.samples_per_pixel();
        let at = |pixel: usize, sample: usize| {
            read.stored(if frame.planar { sample * pixels + pixel } else { pixel * spread + sample })
        };
        let values = match frame.samples {
            Samples::Grey => (0..pixels).map(|pixel| lut.apply(read.stored(pixel))).collect(),
            Samples::LumaFirst => (0..pixels).map(|pixel| at(pixel, 0) as f32).collect(),
            Samples::Rgb => (0..pixels)
                .map(|pixel| LUMA.iter().enumerate().map(|(sample, weight)| weight * at(pixel, sample) as f32).sum())
                .collect(),
        };
        Self { rows: frame.rows, columns: frame.columns, values }
    }
}

/// Takes the stored bits out of allocated words (PS3.5 section 8.1.1): BitsStored bits ending at HighBit,
/// two's complement if PixelRepresentation says so.
struct SampleReader<'a> {
    bytes: &'a [u8],
    width: usize,
    left: u32,
    right: u32,
    signed: bool,
}

impl<'a> SampleReader<'a> {
    fn of(frame: &'a Frame) -> Self {
        Self {
            bytes: &frame.bytes,
            width: frame.bits_allocated as usize / 8,
            // Shifting left, then right, drops what lies above and below the stored bits and extends the sign.
            left: 31 - frame.high_bit,
            right: 32 - frame.bits_stored,
            signed: frame.signed,
        }
    }

    fn stored(&self, index: usize) -> i64 {
        let word = match self.bytes.get(index * self.width..(index + 1) * self.width) {
            Some([a]) => u32::from(*a),
            Some([a, b]) => u32::from(u16::from_le_bytes([*a, *b])),
            Some([a, b, c, d]) => u32::from_le_bytes([*a, *b, *c, *d]),
            _ => 0, // not reached: the frame has rows × columns × samples words
        };
        let top = word << self.left;
        if self.signed { i64::from(top.cast_signed() >> self.right) } else { i64::from(top >> self.right) }
    }
}
