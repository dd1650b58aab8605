//! The page (Yew): takes files in, hands them to the worker pool, shows what comes back. No DICOM and no tensors here.
//!
//! | folder | what it shows |
//! | --- | --- |
//! | `shell` | masthead, drop zone, introduction, help: what is around everything |
//! | `list` | the worklist: progress, filters, rows, exports |
//! | `detail` | one file: the decision and why, a person's review, the header |
//! | `viewer` | its picture |
//! | `rules` | the routing table, to edit and try |
//! | `model` | the network: figures, limits; another one instead |
//! | `lesson` | one film's way from file to decision, step by step |
//! | `browser` | downloads, dropped folders, keys, kept settings |

mod browser;
mod detail;
mod lesson;
mod list;
mod model;
mod names;
mod page;
mod rules;
mod shell;
mod site;
mod state;
mod viewer;

use std::cell::Cell;
use std::panic;

use wasm_bindgen_futures::spawn_local;

use crate::text::{Language, Text};

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
}

/// What the page speaks.
fn language() -> Language {
    LANGUAGE.get()
}

/// The page's words in the visitor's language.
fn text() -> &'static Text {
    language().text()
}

/// From now on the page speaks this language. Whoever calls it draws the page again.
fn speak(language: Language) {
    LANGUAGE.set(language);
    if let Some(root) = root() {
        root.set_attribute("lang", language.tag()).ok();
    }
}

/// Puts the page into the document's `#app`, once it knows what the host says of it. A panic is shown there rather than swallowed.
pub fn start() {
    panic::set_hook(Box::new(|fault| {
        if let (Some(notice), Some(place)) = (by_id("crash"), by_id("crash-place")) {
            // The place in the source alone: the message could hold what a file said.
            place.set_text_content(fault.location().map(ToString::to_string).as_deref());
            notice.remove_attribute("hidden").ok();
        }
    }));
    spawn_local(async {
        let reading = site::read().await;
        site::put_on(&reading.site);
        if let Some(root) = by_id("app") {
            root.replace_children_with_node_0();
            yew::Renderer::<page::Page>::with_root_and_props(root, page::PageProps { reading }).render();
        }
    });
}

fn by_id(id: &str) -> Option<web_sys::Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}

/// The document's `html` element.
fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}
