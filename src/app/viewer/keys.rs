//! What keys do to the picture.

use web_sys::KeyboardEvent;

use super::view::Message;
use crate::app::browser::is_writing;

/// Device-independent pixels that an arrow key moves the picture.
const STEP: f64 = 40.0;

/// A key pressed anywhere on the page.
pub(super) fn anywhere(event: &KeyboardEvent) -> Option<Message> {
    Some(match event.key().as_str() {
        _ if is_writing(event) => return None,
        "i" | "I" => Message::Invert,
        "m" | "M" => Message::ToggleMap,
        "t" | "T" => Message::Turn,
        "h" | "H" => Message::Mirror,
        "f" | "F" => Message::FullScreen,
        "+" | "=" => Message::Zoom(1.25),
        "-" | "−" => Message::Zoom(0.8),
        "0" => Message::Fit,
        _ => return None,
    })
}

/// An arrow key on the canvas: with Shift as if it were dragged for the window; without, the view goes where the arrow
/// points.
pub(super) fn on_canvas(event: &KeyboardEvent) -> Option<Message> {
    let (right, down) = match event.key().as_str() {
        "ArrowLeft" => (-STEP, 0.0),
        "ArrowRight" => (STEP, 0.0),
        "ArrowUp" => (0.0, -STEP),
        "ArrowDown" => (0.0, STEP),
        _ => return None,
    };
    event.prevent_default();
    event.stop_propagation();
    Some(if event.shift_key() { Message::Window(right, down) } else { Message::Pan(-right, -down) })
}
