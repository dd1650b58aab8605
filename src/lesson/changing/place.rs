//! Where pixels lie.

use super::within;
use crate::lesson::Area;
use crate::radiograph::GreyImage;

/// Left ↔ right.
pub(super) fn mirror(picture: &mut GreyImage) {
    picture.values.chunks_exact_mut(picture.columns).for_each(<[f32]>::reverse);
}

/// Turns a picture clockwise, between pixels linearly. It grows until its corners fit.
pub(super) fn rotate(picture: GreyImage, degrees: f64) -> GreyImage {
    let turns = degrees.rem_euclid(360.0);
    if turns == 0.0 {
        return picture;
    }
    let (sine, cosine) = quarter_exact(turns);
    let (height, width) = (picture.rows as f64, picture.columns as f64);
    let side = |length: f64| ((length - 1e-6).ceil() as usize).max(1);
    let rows = side(height * cosine.abs() + width * sine.abs());
    let columns = side(width * cosine.abs() + height * sine.abs());
    let mut values = Vec::with_capacity(rows * columns);
    for row in 0..rows {
        let y = row as f64 + 0.5 - rows as f64 / 2.0;
        for column in 0..columns {
            let x = column as f64 + 0.5 - columns as f64 / 2.0;
            let from = (y * cosine - x * sine + height / 2.0, x * cosine + y * sine + width / 2.0);
            values.push(between(&picture, from));
        }
    }
    GreyImage { rows, columns, values }
}

/// Sine and cosine, exact for quarters of a turn.
fn quarter_exact(degrees: f64) -> (f64, f64) {
    match degrees {
        90.0 => (1.0, 0.0),
        180.0 => (0.0, -1.0),
        270.0 => (-1.0, 0.0),
        _ => degrees.to_radians().sin_cos(),
    }
}

/// The grey at a place (row, column), where a pixel's middle is at a half; black outside.
fn between(picture: &GreyImage, (row, column): (f64, f64)) -> f32 {
    if !(0.0..picture.rows as f64).contains(&row) || !(0.0..picture.columns as f64).contains(&column) {
        return 0.0;
    }
    let line = |place: f64, count: usize| {
        let place = (place - 0.5).clamp(0.0, (count - 1) as f64);
        let first = place as usize;
        (first, (first + 1).min(count - 1), (place - first as f64) as f32)
    };
    let (above, below, down) = line(row, picture.rows);
    let (left, right, across) = line(column, picture.columns);
    let at = |row: usize, column: usize| picture.values[row * picture.columns + column];
    let along = |row: usize| at(row, left) * (1.0 - across) + at(row, right) * across;
    along(above) * (1.0 - down) + along(below) * down
}

/// Keeps a part.
pub(super) fn crop(picture: &GreyImage, area: Area) -> GreyImage {
    let (top, bottom) = span(area.top, area.height, picture.rows);
    let (left, right) = span(area.left, area.width, picture.columns);
    let lines = picture.values.chunks_exact(picture.columns).take(bottom).skip(top);
    let values = lines.flat_map(|line| &line[left..right]).copied().collect();
    GreyImage { rows: bottom - top, columns: right - left, values }
}

/// First and end of some lines of so many, given in shares: one line at least.
pub(super) fn span(start: f32, length: f32, count: usize) -> (usize, usize) {
    let place = |share: f32, otherwise: f32| (within(share, 0.0, 1.0, otherwise) * count as f32).round() as usize;
    let first = place(start, 0.0).min(count - 1);
    (first, place(start + length, 1.0).clamp(first + 1, count))
}
