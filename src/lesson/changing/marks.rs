//! What is drawn over a picture.

use super::place::span;
use super::within;
use crate::lesson::{Mark, Shape};
use crate::radiograph::GreyImage;

/// Most marks; a hand draws fewer.
const MOST_MARKS: usize = 1000;

/// Draws marks, each over those before it.
pub(super) fn draw(picture: &mut GreyImage, marks: &[Mark]) {
    for mark in marks.iter().take(MOST_MARKS) {
        let grey = within(mark.grey, 0.0, 1.0, 1.0);
        match mark.shape {
            Shape::Rectangle(area) => {
                let (top, bottom) = span(area.top, area.height, picture.rows);
                let (left, right) = span(area.left, area.width, picture.columns);
                let lines = picture.values.chunks_exact_mut(picture.columns).take(bottom).skip(top);
                lines.for_each(|line| line[left..right].fill(grey));
            }
            Shape::Line { from, to, thickness } => line(picture, from, to, within(thickness, 0.0, 1.0, 0.0), grey),
        }
    }
}

/// Fills the pixels whose middles are near enough to the line.
fn line(picture: &mut GreyImage, from: (f32, f32), to: (f32, f32), thickness: f32, grey: f32) {
    let (height, width) = (picture.rows as f32, picture.columns as f32);
    let point = |(x, y): (f32, f32)| (within(x, 0.0, 1.0, 0.0) * width, within(y, 0.0, 1.0, 0.0) * height);
    let (start, end) = (point(from), point(to));
    let radius = (thickness * height.max(width) / 2.0).max(0.5); // never so thin that it misses every middle
    let lines = |one: f32, other: f32, count: usize| {
        let first = (one.min(other) - radius).floor().max(0.0) as usize;
        first..((one.max(other) + radius).ceil() as usize).min(count)
    };
    for row in lines(start.1, end.1, picture.rows) {
        for column in lines(start.0, end.0, picture.columns) {
            if distance((column as f32 + 0.5, row as f32 + 0.5), start, end) <= radius {
                picture.values[row * picture.columns + column] = grey;
            }
        }
    }
}

/// From a point to the nearest of a line.
fn distance((x, y): (f32, f32), start: (f32, f32), end: (f32, f32)) -> f32 {
    let (across, down) = (end.0 - start.0, end.1 - start.1);
    let length = across * across + down * down;
    let share = if length > 0.0 { ((x - start.0) * across + (y - start.1) * down) / length } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    (x - start.0 - share * across).hypot(y - start.1 - share * down)
}
