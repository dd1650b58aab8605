//! The exposed field: the part of a picture inside collimator blades, letterbox bars and scanner margins.
//!
//! The training's twin is `exposed_field` in `models/training/preparation.py`; both look at the same samples.

use serde::{Deserialize, Serialize};

use super::Rows;
use super::percentile::percentiles;

/// Lines, and samples a line, at which the field is looked for.
const GRID: usize = 128;
/// A line whose 10th and 90th percentile differ by at most this share of the picture's range is frame; a marker
/// covers less of it than that.
const EMPTY: f32 = 0.04;
/// A field of fewer grid lines than a fifth is none: then the whole picture is taken.
const LEAST: usize = GRID.div_ceil(5);

/// A rectangle of a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// First row.
    pub top: usize,
    /// First column.
    pub left: usize,
    /// Height, at least 1.
    pub rows: usize,
    /// Width, at least 1.
    pub columns: usize,
}

impl Field {
    /// The whole picture.
    #[must_use]
    pub fn whole(image: &impl Rows) -> Self {
        Self { top: 0, left: 0, rows: image.rows(), columns: image.columns() }
    }
}

/// Samples of a picture on a grid, and the bounds found so far (ends exclusive).
struct Grid {
    samples: Vec<f32>,
    rows: (usize, usize),
    columns: (usize, usize),
    limit: f32,
}

impl Grid {
    fn of(image: &impl Rows) -> Self {
        let at = |line: usize, side: usize| (2 * line + 1) * side / (2 * GRID);
        let mut whole_row = vec![0.0; image.columns()];
        let mut samples = Vec::with_capacity(GRID * GRID);
        for row in 0..GRID {
            image.read_row(at(row, image.rows()), 0, &mut whole_row);
            samples.extend((0..GRID).map(|column| whole_row[at(column, image.columns())]));
        }
        let limit = EMPTY * spread(samples.clone(), 0.01);
        Self { samples, rows: (0, GRID), columns: (0, GRID), limit }
    }

    /// Moves the bounds of the rows, or of the columns, inwards past lines without content.
    fn narrow(&mut self, by_rows: bool) {
        let (lines, across) = if by_rows { (self.rows, self.columns) } else { (self.columns, self.rows) };
        let is_empty = |line: usize| {
            let at = |other: usize| if by_rows { line * GRID + other } else { other * GRID + line };
            spread((across.0..across.1).map(|other| self.samples[at(other)]).collect(), 0.1) <= self.limit
        };
        let first = (lines.0..lines.1).find(|line| !is_empty(*line)).unwrap_or(lines.1);
        let end = (first..lines.1).rev().find(|line| !is_empty(*line)).map_or(first, |line| line + 1);
        *(if by_rows { &mut self.rows } else { &mut self.columns }) = (first, end);
    }

    fn is_too_small(&self) -> bool {
        [self.rows, self.columns].iter().any(|(first, end)| end - first < LEAST)
    }
}

/// Finds the exposed field.
#[must_use]
pub fn exposed_field(image: &impl Rows) -> Field {
    let mut grid = Grid::of(image);
    for by_rows in [true, false, true, false] {
        grid.narrow(by_rows);
        if grid.rows.0 == grid.rows.1 || grid.columns.0 == grid.columns.1 || (!by_rows && grid.is_too_small()) {
            return Field::whole(image);
        }
    }
    let pixel = |line: usize, side: usize| line * side / GRID;
    let (top, left) = (pixel(grid.rows.0, image.rows()), pixel(grid.columns.0, image.columns()));
    let (bottom, right) = (pixel(grid.rows.1, image.rows()), pixel(grid.columns.1, image.columns()));
    Field { top, left, rows: (bottom - top).max(1), columns: (right - left).max(1) }
}

/// Distance between the percentiles `share` and `1 - share`.
fn spread(mut values: Vec<f32>, share: f64) -> f32 {
    percentiles(&mut values, share, 1.0 - share).map_or(0.0, |(low, high)| high - low)
}

#[cfg(test)]
mod tests {
    use super::super::GreyImage;
    use super::*;

    /// A picture whose `inner` rectangle has content and whose frame has a shade of its own on each side.
    fn framed(rows: usize, columns: usize, inner: Field) -> GreyImage {
        let value = |row: usize, column: usize| {
            let inside = (inner.top..inner.top + inner.rows).contains(&row)
                && (inner.left..inner.left + inner.columns).contains(&column);
            match inside {
                true => ((row * 37 + column * 91) % 1000) as f32,
                false if column < inner.left => 0.0,
                false if row < inner.top => 900.0,
                false => 300.0 + (row + column) as f32 % 5.0,
            }
        };
        let values = (0..rows * columns).map(|index| value(index / columns, index % columns)).collect();
        GreyImage { rows, columns, values }
    }

    #[test]
    fn a_frame_of_any_shade_is_cut_off() {
        let inner = Field { top: 100, left: 60, rows: 300, columns: 200 };
        let found = exposed_field(&framed(512, 384, inner));
        for (ours, theirs) in [(found.top, 100), (found.left, 60), (found.rows, 300), (found.columns, 200)] {
            assert!(ours.abs_diff(theirs) <= 8, "{found:?}"); // two grid lines
        }
    }

    #[test]
    fn a_picture_without_frame_is_kept_whole_whatever_its_size() {
        for (rows, columns) in [(256, 256), (40, 900), (3, 2), (1, 1)] {
            let image = framed(rows, columns, Field { top: 0, left: 0, rows, columns });
            assert_eq!(exposed_field(&image), Field::whole(&image));
        }
    }

    #[test]
    fn flat_pictures_and_specks_are_kept_whole() {
        let flat = GreyImage { rows: 50, columns: 70, values: vec![8.0; 3500] };
        assert_eq!(exposed_field(&flat), Field::whole(&flat));
        let speck = framed(500, 500, Field { top: 200, left: 200, rows: 20, columns: 20 });
        assert_eq!(exposed_field(&speck), Field::whole(&speck));
    }
}
