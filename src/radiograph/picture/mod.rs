//! Arithmetic on grey pictures, wherever they come from.

mod contrast;
mod field;
pub mod percentile;
pub mod resample;
mod thumbnail;

pub use contrast::contrast;
pub use field::{Field, exposed_field};
pub use thumbnail::Thumbnail;

/// Whether larger values are brighter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// Larger is brighter (MONOCHROME2, colour).
    Normal,
    /// Larger is darker (MONOCHROME1, PS3.3 C.7.6.3.1.2; Presentation LUT Shape INVERSE, PS3.3 C.11.6).
    Inverted,
}

/// A grey picture that can be read row by row, so that none of full size need be made.
pub trait Rows {
    /// Height in pixels, at least 1.
    fn rows(&self) -> usize;
    /// Width in pixels, at least 1.
    fn columns(&self) -> usize;
    /// Gives `put` each number of `out` together with the finite value that belongs to it: those of a row, from a column
    /// on. So values can be added up, or compared, without being written down first.
    fn each_of_row(&self, row: usize, column: usize, out: &mut [f32], put: impl Fn(&mut f32, f32));

    /// Fills `out` with values of a row, from a column on.
    fn read_row(&self, row: usize, column: usize, out: &mut [f32]) {
        self.each_of_row(row, column, out, |out, value| *out = value);
    }
}

/// A grey picture in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct GreyImage {
    /// Height in pixels, at least 1.
    pub rows: usize,
    /// Width in pixels, at least 1.
    pub columns: usize,
    /// Row by row from the top left; `rows × columns` finite values.
    pub values: Vec<f32>,
}

impl Rows for GreyImage {
    fn rows(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn each_of_row(&self, row: usize, column: usize, out: &mut [f32], put: impl Fn(&mut f32, f32)) {
        let start = row * self.columns + column;
        let values = &self.values[start..start + out.len()];
        out.iter_mut().zip(values).for_each(|(out, value)| put(out, *value));
    }
}
