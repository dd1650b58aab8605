//! Single samples out of a frame's bytes (PS3.5 section 8.1.1): BitsStored bits that end at HighBit, two's complement
//! if PixelRepresentation says so.

use crate::radiograph::codec::Frame;

/// How a word becomes a stored value: shifting left, then right, drops what lies above and below the stored bits and
/// extends the sign.
#[derive(Clone, Copy)]
struct Shifts {
    left: u32,
    right: u32,
    signed: bool,
}

impl Shifts {
    fn of(frame: &Frame<'_>) -> Self {
        let layout = &frame.layout;
        Self { left: 31 - layout.high_bit, right: 32 - layout.bits_stored, signed: layout.signed }
    }

    fn narrow(self, word: u32) -> i32 {
        let top = word << self.left;
        if self.signed { top.cast_signed() >> self.right } else { (top >> self.right).cast_signed() }
    }

    fn wide(self, word: u32) -> i64 {
        let top = word << self.left;
        if self.signed { i64::from(top.cast_signed() >> self.right) } else { i64::from(top >> self.right) }
    }
}

impl Frame<'_> {
    /// Gives `put` each number of `out` with its value: part of a row of one sample, from a column on. Samples of at most 16 bits go through
    /// `narrow`, longer ones through `wide`.
    pub(super) fn read(
        &self,
        sample: usize,
        (row, column): (usize, usize),
        out: &mut [f32],
        put: impl Fn(&mut f32, f32),
        narrow: impl Fn(i32) -> f32,
        wide: impl Fn(i64) -> f32,
    ) {
        let layout = &self.layout;
        let first = row * layout.columns + column;
        let (start, step) = if layout.planar {
            (sample * layout.pixels() + first, 1)
        } else {
            (first * layout.samples_per_pixel() + sample, layout.samples_per_pixel())
        };
        let shifts = Shifts::of(self);
        let width = layout.width();
        let bytes = self.bytes.get(start * width..).unwrap_or_default();
        match (width, step) {
            (1, 1) => each(out, put, bytes.iter().map(|byte| narrow(shifts.narrow(u32::from(*byte))))),
            // The case of most films: what doesn't change is taken out of the loop, which can then work on vectors.
            (2, 1) => {
                let words = bytes.as_chunks().0.iter().map(|word| u32::from(u16::from_le_bytes(*word)));
                if shifts.signed {
                    each(out, put, words.map(|word| narrow(Shifts { signed: true, ..shifts }.narrow(word))));
                } else {
                    each(out, put, words.map(|word| narrow(Shifts { signed: false, ..shifts }.narrow(word))));
                }
            }
            (1, _) => each(out, put, bytes.chunks(step).map(|word| narrow(shifts.narrow(u32::from(word[0]))))),
            (2, _) => {
                let word = |word: &[u8]| u32::from(u16::from_le_bytes([word[0], word[1]]));
                each(out, put, bytes.chunks(step * width).map(|bytes| narrow(shifts.narrow(word(bytes)))));
            }
            _ => {
                let word = |word: &[u8]| u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
                each(out, put, bytes.chunks(step * width).map(|bytes| wide(shifts.wide(word(bytes)))));
            }
        }
    }

    /// All stored values, samples of a pixel side by side, as the decoded frame has them.
    pub(super) fn stored(&self) -> Vec<i64> {
        let samples = self.layout.samples_per_pixel();
        let at = |index: usize| self.stored_at(index / samples, index % samples);
        (0..self.layout.pixels() * samples).map(at).collect()
    }

    /// The stored values of a row's pixels: of each the first sample.
    pub(super) fn stored_row(&self, row: usize, out: &mut Vec<i64>) {
        let columns = self.layout.columns;
        out.clear();
        out.extend((row * columns..(row + 1) * columns).map(|pixel| self.stored_at(pixel, 0)));
    }

    fn stored_at(&self, pixel: usize, sample: usize) -> i64 {
        let (layout, width) = (&self.layout, self.layout.width());
        let place =
            if layout.planar { sample * layout.pixels() + pixel } else { pixel * layout.samples_per_pixel() + sample };
        let word = &self.bytes[place * width..(place + 1) * width];
        Shifts::of(self).wide(word.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }
}

fn each(out: &mut [f32], put: impl Fn(&mut f32, f32), values: impl Iterator<Item = f32>) {
    out.iter_mut().zip(values).for_each(|(out, value)| put(out, value));
}
