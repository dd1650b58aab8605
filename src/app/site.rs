//! What the host says of its page: read at the start, then worn.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use super::root;
use crate::phrase;
use crate::site::{Accent, FILE, Reading, Site};
use crate::worker::part;

/// Reads `site.json`. Without it, or with a changed one, the page is as it was made.
pub(super) async fn read() -> Reading {
    match text().await {
        Some(json) => Reading::of(&json),
        None => Reading::without(phrase!(site_unsealed)),
    }
}

async fn text() -> Option<String> {
    let response = part(FILE).await.ok()?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Name and colours. By way of the object model: a style attribute in markup would be forbidden.
pub(super) fn put_on(site: &Site) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(&site.name);
    }
    let root = root().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    if let Some((root, Accent { dark, light })) = root.zip(site.accent) {
        let colours = [
            ("--site-accent", dark),
            ("--site-on-accent", dark.ink()),
            ("--site-accent-light", light),
            ("--site-on-accent-light", light.ink()),
        ];
        for (name, colour) in colours {
            root.style().set_property(name, &colour.css()).ok();
        }
    }
}
