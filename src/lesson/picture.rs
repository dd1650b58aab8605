//! Small grey pictures, whose samples travel in one row of bytes beside the lesson.

use serde::{Deserialize, Serialize};

/// Samples have 16 bits.
const GREATEST: f32 = 65_535.0;

/// A small grey picture: where its samples lie in the bytes that came with it, and what they stand for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Height in pixels.
    pub rows: usize,
    /// Width in pixels.
    pub columns: usize,
    /// The least value, which sample 0 stands for.
    pub low: f32,
    /// The greatest value, which sample 65,535 stands for.
    pub high: f32,
    /// Its first byte: samples of two bytes each, little endian, row by row from the top left.
    pub at: usize,
}

impl Picture {
    /// The values, row by row, right to 1/65,535 of their range; none where the bytes don't belong to this picture.
    #[must_use]
    pub fn values(&self, bytes: &[u8]) -> Option<Vec<f32>> {
        let range = self.high - self.low;
        Some(self.samples(bytes)?.map(|sample| self.low + f32::from(sample) / GREATEST * range).collect())
    }

    /// The same as shades of grey: the least value 0, the greatest 255.
    #[must_use]
    pub fn shades(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        Some(self.samples(bytes)?.map(|sample| (sample >> 8) as u8).collect())
    }

    fn samples<'a>(&self, bytes: &'a [u8]) -> Option<impl Iterator<Item = u16> + use<'a>> {
        let length = self.rows.checked_mul(self.columns)?.checked_mul(2)?;
        let samples = bytes.get(self.at..self.at.checked_add(length)?)?;
        Some(samples.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair)))
    }
}

#[cfg(feature = "engine")]
mod writing {
    use super::{GREATEST, Picture};
    use crate::radiograph::resample::resample;
    use crate::radiograph::{Field, Polarity, Rows};

    /// Longer side of a film that is shown small, in pixels.
    const SHOWN: usize = 320;

    impl Picture {
        /// A whole film with square pixels, made small; `Inverted` changes its values' sign.
        pub(in crate::lesson) fn of(film: &impl Rows, aspect: f64, polarity: Polarity, bytes: &mut Vec<u8>) -> Self {
            let (rows, columns) = square_pixels(film, aspect, SHOWN);
            let mut values = resample(film, Field::whole(film), rows, columns).values;
            if polarity == Polarity::Inverted {
                values.iter_mut().for_each(|value| *value = -*value);
            }
            Self::write(rows, columns, &values, bytes)
        }

        /// Writes a picture of finite values behind those that are there already.
        pub(in crate::lesson) fn write(rows: usize, columns: usize, values: &[f32], bytes: &mut Vec<u8>) -> Self {
            let ends = |(low, high): (f32, f32), value: &f32| (low.min(*value), high.max(*value));
            let (low, high) = values.iter().fold((f32::INFINITY, f32::NEG_INFINITY), ends);
            let (at, range) = (bytes.len(), f64::from(high) - f64::from(low));
            let scale = if range > 0.0 { f64::from(GREATEST) / range } else { 0.0 };
            let sample = |value: &f32| ((f64::from(*value) - f64::from(low)) * scale + 0.5) as u16;
            bytes.extend(values.iter().flat_map(|value| sample(value).to_le_bytes()));
            Self { rows, columns, low, high, at }
        }
    }

    /// Rows and columns of a film with square pixels, shrunk until its longer side is at most so long.
    pub(in crate::lesson) fn square_pixels(film: &impl Rows, aspect: f64, most: usize) -> (usize, usize) {
        let (height, width) = (film.rows() as f64 * aspect, film.columns() as f64);
        let shrunk = (most as f64 / height.max(width)).min(1.0);
        let side = |length: f64| ((length * shrunk).round() as usize).max(1);
        (side(height), side(width))
    }
}

#[cfg(feature = "engine")]
pub(super) use writing::square_pixels;
