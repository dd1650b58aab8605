//! The page around this one, where it is shown in a frame. Only pages that the host names hear anything, and all that they
//! may ask for is the results, and an empty list.

use gloo::events::EventListener;
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

use crate::export::{EMBED_VERSION, Told};

/// The type of what the page around may say.
const ASK: &str = "dicom-imaging-router/ask";

/// What the page around asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum EmbedderAsks {
    /// What is known of every file.
    Results,
    /// To empty the list.
    Clear,
}

/// A page around this one that may have the results.
pub(in crate::app) struct Embedder {
    window: Window,
    /// One of these; the browser knows which, not every one says so.
    origins: Vec<String>,
    _listener: EventListener,
}

impl Embedder {
    /// None for a page that stands by itself, and where the host doesn't allow the page around.
    pub(in crate::app) fn find(allowed: &[String], on_ask: impl Fn(EmbedderAsks) + 'static) -> Option<Self> {
        let own = web_sys::window()?;
        let window = own.parent().ok().flatten().filter(|parent| !Object::is(parent, &own))?;
        let around = origin_around(&own);
        let may = |origin: &&String| around.as_ref().is_none_or(|around| around == *origin);
        let origins: Vec<String> = allowed.iter().filter(may).cloned().collect();
        if origins.is_empty() {
            return None;
        }
        let (from, known) = (window.clone(), origins.clone());
        let listener = EventListener::new(&own, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let is_parent = event.source().is_some_and(|source| Object::is(&source, &from));
            if is_parent && known.contains(&event.origin()) {
                asked(&event.data()).into_iter().for_each(&on_ask);
            }
        });
        Some(Self { window, origins, _listener: listener })
    }

    /// Where the page around is from: one of these.
    pub(in crate::app) fn origins(&self) -> &[String] {
        &self.origins
    }

    /// Tells it something. The browser hands it over only to a page of the origin that is named.
    pub(in crate::app) fn tell(&self, told: &Told<'_>) {
        let Some(message) = told.to_json().ok().and_then(|json| JSON::parse(&json).ok()) else { return };
        for origin in &self.origins {
            self.window.post_message(&message, origin).ok();
        }
    }
}

/// The origin of the page around, where the browser says so (HTML, `ancestorOrigins`).
fn origin_around(window: &Window) -> Option<String> {
    let ancestors = Reflect::get(&window.location(), &"ancestorOrigins".into()).ok()?;
    Reflect::get_u32(&ancestors, 0).ok()?.as_string()
}

/// What a message asks for; nothing, if it is none of ours.
fn asked(message: &JsValue) -> Option<EmbedderAsks> {
    let field = |name: &str| Reflect::get(message, &name.into()).ok();
    let is_ours = field("type")?.as_string()? == ASK && field("version")?.as_f64()? == f64::from(EMBED_VERSION);
    match field("for")?.as_string()?.as_str() {
        "results" if is_ours => Some(EmbedderAsks::Results),
        "clear" if is_ours => Some(EmbedderAsks::Clear),
        _ => None,
    }
}
