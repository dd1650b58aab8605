//! Keys pressed anywhere on the page.

use std::cell::Cell;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

thread_local! {
    static LETTERS: Cell<bool> = const { Cell::new(true) };
}

/// Whether single letters and signs are keys from now on. People who dictate need them off (WCAG 2.1.4).
pub(in crate::app) fn set_letters(on: bool) {
    LETTERS.set(on);
}

/// Hears every key, but those with Ctrl, Alt or Meta, those for a dialog, and single letters where they are off.
pub(in crate::app) fn listen(on_key: impl Fn(&KeyboardEvent) + 'static) -> Option<EventListener> {
    let document = web_sys::window()?.document()?;
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&document.clone(), "keydown", options, move |event| {
        let dialog = document.query_selector("dialog[open]").ok().flatten();
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && !(event.ctrl_key() || event.meta_key() || event.alt_key())
            && dialog.is_none()
            && (LETTERS.get() || event.key().chars().count() > 1)
        {
            on_key(event);
        }
    }))
}

/// Whether the key goes into a field.
pub(in crate::app) fn is_writing(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| {
        let kind = element.get_attribute("type").unwrap_or_default();
        match element.tag_name().as_str() {
            "TEXTAREA" | "SELECT" => true,
            "INPUT" => !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "file"),
            _ => false,
        }
    })
}

/// Whether the key goes into a field that isn't empty: Escape empties it first.
pub(in crate::app) fn is_written(event: &KeyboardEvent) -> bool {
    let value = |element: Element| js_sys::Reflect::get(&element, &"value".into()).ok()?.as_string();
    is_writing(event)
        && target(event).filter(|one| one.tag_name() != "SELECT").and_then(value).is_some_and(|text| !text.is_empty())
}

/// Whether the key is for something that scrolls or opens by itself.
pub(in crate::app) fn is_in_region(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| matches!(element.closest("[role=region], summary"), Ok(Some(_))))
}

fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
