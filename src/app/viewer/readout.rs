//! Numbers on the picture: zoom, window, the value under the pointer.

use super::canvas::density;
use super::gestures::Place;
use crate::app::text;
use crate::radiograph::VoiLut;
use crate::text::fill;
use crate::viewing::{Film, Look, Viewport};

/// `over`: where the pointer is, and the canvas's size in device pixels.
pub(super) fn readout(film: &Film, viewport: Viewport, look: &Look, over: Option<(Place, (f64, f64))>) -> String {
    let density = density();
    let mut parts = vec![format!("{:.0}\u{a0}%", viewport.zoom / density * 100.0)];
    if let VoiLut::Window(window) = look.lut {
        let (center, width) = (format!("{:.0}", window.center), format!("{:.0}", window.width));
        parts.push(fill(text().window_readout, &[("center", &center), ("width", &width)]));
    }
    if let Some((over, size)) = over {
        let (column, row) = viewport.to_picture(&film.about, (over.0 * density, over.1 * density), size);
        if let Some(value) = film.value_at(column, row) {
            parts.push(format!("({:.0}, {:.0}) {value:.0}", column.floor(), row.floor()));
        }
    }
    parts.join(" · ")
}
