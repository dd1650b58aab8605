//! Where a canvas's pixels lie on a picture. Turns are quarters, so each axis of the canvas is one of the picture's.

use super::axis::Axis;
use super::{About, Viewport};

/// A viewport on a canvas of a size.
pub(super) struct Placement {
    pub(super) rows: Axis,
    pub(super) columns: Axis,
    /// Whether the picture's rows run up and down the canvas.
    pub(super) lies: bool,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Placement {
    pub(super) fn of(viewport: &Viewport, about: &About, width: usize, height: usize) -> Self {
        let size = (width as f64, height as f64);
        let start = viewport.to_picture(about, (0.0, 0.0), size);
        let (right, down) = (viewport.offset(about, (1.0, 0.0)), viewport.offset(about, (0.0, 1.0)));
        let lies = viewport.lies();
        let (column_step, row_step) = if lies { (down.0, right.1) } else { (right.0, down.1) };
        Self {
            rows: Axis { start: start.1, step: row_step, count: about.rows },
            columns: Axis { start: start.0, step: column_step, count: about.columns },
            lies,
            width,
            height,
        }
    }

    /// Picture pixels that a canvas pixel covers along the axis where it covers more.
    pub(super) fn coverage(&self) -> f64 {
        self.rows.step.abs().max(self.columns.step.abs())
    }

    /// How many canvas lines there are along the picture's rows' axis and along its columns'.
    pub(super) fn lines(&self) -> (usize, usize) {
        if self.lies { (self.width, self.height) } else { (self.height, self.width) }
    }

    /// Changes each pixel that lies on the picture. `change` gets what `row` and `column` make of the picture coordinates,
    /// once for each line; where they make nothing the pixel stays.
    pub(super) fn each_inside<R: Copy, C: Copy>(
        &self,
        rgba: &mut [[u8; 4]],
        row: impl Fn(f64) -> Option<R>,
        column: impl Fn(f64) -> Option<C>,
        change: impl Fn([u8; 4], R, C) -> [u8; 4],
    ) {
        let (row_lines, column_lines) = self.lines();
        let at_row: Vec<Option<R>> = (0..row_lines).map(|line| row(self.rows.middle(line))).collect();
        let at_column: Vec<Option<C>> = (0..column_lines).map(|line| column(self.columns.middle(line))).collect();
        let (rows, columns) = (self.rows.inside(row_lines), self.columns.inside(column_lines));
        let (down, across) = if self.lies { (&columns, &rows) } else { (&rows, &columns) };
        for (y, line) in rgba.chunks_exact_mut(self.width).enumerate().take(down.end).skip(down.start) {
            for (x, pixel) in line.iter_mut().enumerate().take(across.end).skip(across.start) {
                let (row_line, column_line) = if self.lies { (x, y) } else { (y, x) };
                if let (Some(row), Some(column)) = (at_row[row_line], at_column[column_line]) {
                    *pixel = change(*pixel, row, column);
                }
            }
        }
    }
}
