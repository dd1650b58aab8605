//! The picture as it is to be saved, at its own resolution.

use crate::viewing::{Film, Look, Viewport};

/// Longest side.
const LONGEST: f64 = 8192.0;

/// A painted picture.
pub(in crate::app) struct Picture {
    pub(in crate::app) width: usize,
    pub(in crate::app) height: usize,
    /// Red, green, blue and 255, row by row.
    pub(in crate::app) rgba: Vec<u8>,
    /// Whether an activation map lies over it.
    pub(in crate::app) map: bool,
}

/// Paints the whole picture, turned and windowed as it is seen.
pub(super) fn picture(film: &Film, viewport: Viewport, look: &Look) -> Picture {
    let about = &film.about;
    let (columns, rows) = (about.columns as f64, about.rows as f64 * about.pixel_aspect);
    let scale = (LONGEST / columns.max(rows)).min(1.0);
    let (across, down) = (columns * scale, rows * scale);
    let (width, height) = if viewport.quarter_turns.is_multiple_of(2) { (across, down) } else { (down, across) };
    let viewport = viewport.fit_keeping_turn(about, width, height);
    let (width, height) = (width.round() as usize, height.round() as usize);
    let mut rgba = vec![0; width * height * 4];
    film.paint(&viewport, look, width, height, &mut rgba);
    Picture { width, height, rgba, map: look.map.is_some() }
}
