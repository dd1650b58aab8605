//! Keys pressed anywhere on the page.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Hears every key that no field is being written into with. `on_key` says whether it has used the key.
pub(in crate::app) fn listen(on_key: impl Fn(&KeyboardEvent) + 'static) -> Option<EventListener> {
    let document = web_sys::window()?.document()?;
    let options = gloo::events::EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&document, "keydown", options, move |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && !(event.ctrl_key() || event.meta_key() || event.alt_key())
        {
            on_key(event);
        }
    }))
}

/// Whether the key goes into a field.
pub(in crate::app) fn is_writing(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| {
        let kind = element.get_attribute("type").unwrap_or_default();
        match element.tag_name().as_str() {
            "TEXTAREA" | "SELECT" => true,
            "INPUT" => !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "file"),
            _ => false,
        }
    })
}
