//! Overlays (PS3.3 C.9.2): drawings over a picture, such as a marker or a ruler. Shown, never fed to the network.

use dicom_core::Tag;
use dicom_object::InMemDicomObject;

use crate::radiograph::codec::{Frame, Layout};
use crate::radiograph::file::attributes::number;

// Elements of an overlay's group.
const ROWS: u16 = 0x0010;
const COLUMNS: u16 = 0x0011;
const ORIGIN: u16 = 0x0050;
const BIT_POSITION: u16 = 0x0102;
const DATA: u16 = 0x3000;

/// A drawing of single bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// Height in pixels.
    pub rows: usize,
    /// Width in pixels.
    pub columns: usize,
    /// The picture's row that its first row lies on; may be negative.
    pub top: i64,
    /// The picture's column that its first column lies on; may be negative.
    pub left: i64,
    /// Row by row, whether a pixel is drawn: eight to a byte, the lowest bit first.
    bits: Vec<u8>,
}

impl Overlay {
    /// All overlays of a header (groups 6000, 6002 … 601E) that have a drawing for the first frame.
    pub(super) fn all(data_set: &InMemDicomObject, frame: &Frame<'_>) -> Vec<Self> {
        (0x6000..=0x601e).step_by(2).filter_map(|group| Self::of(data_set, group, frame)).collect()
    }

    fn of(data_set: &InMemDicomObject, group: u16, frame: &Frame<'_>) -> Option<Self> {
        let tag = |element: u16| Tag(group, element);
        let side = |of| number(data_set, tag(of)).map(|side| side as usize).filter(|side| *side > 0);
        let (rows, columns) = (side(ROWS)?, side(COLUMNS)?);
        let origin = data_set.get(tag(ORIGIN)).and_then(|origin| origin.to_multi_int::<i64>().ok());
        let (top, left) = match origin.as_deref() {
            Some([row, column, ..]) => (row.saturating_sub(1), column.saturating_sub(1)),
            _ => (0, 0),
        };
        let bits = match data_set.get(tag(DATA)) {
            Some(data) => data.to_bytes().ok()?.get(..rows.checked_mul(columns)?.div_ceil(8))?.to_vec(),
            None => embedded(number(data_set, tag(BIT_POSITION))?, rows, columns, frame)?,
        };
        Some(Self { rows, columns, top, left, bits })
    }

    /// The drawn pixels that lie in a picture: rows and columns.
    pub fn pixels(&self, rows: usize, columns: usize) -> impl Iterator<Item = (usize, usize)> {
        let bit = |index: &usize| self.bits[index / 8] >> (index % 8) & 1 == 1;
        let drawn = (0..self.rows * self.columns).filter(bit);
        let within = |at: usize, first: i64, count: usize| {
            usize::try_from(first.saturating_add(at as i64)).ok().filter(|place| *place < count)
        };
        drawn.filter_map(move |index| {
            let row = within(index / self.columns, self.top, rows)?;
            Some((row, within(index % self.columns, self.left, columns)?))
        })
    }
}

/// Overlays in unused bits of the pixels: retired, but in old archives (PS3.5-2001 section 8.1.2).
fn embedded(bit: u32, rows: usize, columns: usize, frame: &Frame<'_>) -> Option<Vec<u8>> {
    let Layout { bits_allocated, bits_stored, high_bit, .. } = frame.layout;
    let stored = high_bit + 1 - bits_stored..=high_bit;
    if bit >= bits_allocated || stored.contains(&bit) || (rows, columns) != (frame.layout.rows, frame.layout.columns) {
        return None;
    }
    let samples = frame.bytes.chunks_exact(frame.layout.width());
    let bits: Vec<u8> = samples.map(|sample| sample[bit as usize / 8] >> (bit % 8) & 1).collect();
    Some(bits.chunks(8).map(|eight| eight.iter().rev().fold(0, |byte, bit| byte << 1 | bit)).collect())
}
