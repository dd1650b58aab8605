//! The viewer on the whole screen.

use gloo::events::EventListener;
use web_sys::{Document, Element};

/// Whether something fills the screen.
pub(super) fn is_on() -> bool {
    document().is_some_and(|document| document.fullscreen_element().is_some())
}

/// Has an element fill the screen, or not any more.
pub(super) fn toggle(element: &Element) {
    if is_on() {
        document().iter().for_each(Document::exit_fullscreen);
    } else {
        element.request_fullscreen().ok();
    }
}

/// Hears when that has changed, which Escape does too.
pub(super) fn listen(on_change: impl Fn() + 'static) -> Option<EventListener> {
    let document = document()?;
    Some(EventListener::new(&document, "fullscreenchange", move |_| on_change()))
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
