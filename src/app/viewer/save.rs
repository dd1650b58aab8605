//! The picture as a PNG file, at its own resolution.

use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement};

use super::canvas::Painter;
use crate::app::browser::save;
use crate::viewing::{Film, Look, Viewport};

/// Longest side: larger canvases are refused by some browsers.
const LONGEST: f64 = 8192.0;

/// Offers the whole picture as a download, turned and windowed as it is seen.
pub(super) fn save_png(film: &Film, viewport: Viewport, look: &Look, name: String) -> Option<()> {
    let about = &film.about;
    let (columns, rows) = (about.columns as f64, about.rows as f64 * about.pixel_aspect);
    let scale = (LONGEST / columns.max(rows)).min(1.0);
    let (across, down) = (columns * scale, rows * scale);
    let (width, height) = if viewport.quarter_turns.is_multiple_of(2) { (across, down) } else { (down, across) };
    let viewport = viewport.fit_keeping_turn(about, width, height);
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    Painter::default().draw(&canvas, film, viewport, look, (width.round() as usize, height.round() as usize));
    let hand_over = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            save(&name, &blob);
        }
    });
    canvas.to_blob(hand_over.unchecked_ref()).ok()
}
