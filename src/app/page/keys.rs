//! What the keys do.

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::view::{Focus, tab};
use super::{Message, Page};
use crate::app::browser::{is_in_region, is_writing, is_written};
use crate::app::detail::Verdict;
use crate::app::state::Tab;

/// A key that means something to the page; those of the viewer are its own.
pub(super) fn of_page(event: &KeyboardEvent) -> Option<String> {
    let key = event.key();
    let known = match key.as_str() {
        "Escape" => !is_written(event),
        _ if is_writing(event) => false,
        "ArrowDown" | "ArrowUp" => !is_in_region(event) && tab() == Tab::Worklist && has_rows(),
        "/" | "?" | "Delete" | "c" | "C" | "r" | "R" => true,
        _ => false,
    };
    if known && matches!(key.as_str(), "/" | "ArrowDown" | "ArrowUp") {
        event.prevent_default();
    }
    known.then_some(key)
}

/// Whether there is a list to walk through; else the arrows scroll the page.
fn has_rows() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| matches!(document.query_selector(".case"), Ok(Some(_))))
}

impl Page {
    /// Whether there is something to draw.
    pub(super) fn on_key(&mut self, context: &Context<Self>, key: &str) -> bool {
        let done = match key {
            "?" => Message::Help(true),
            _ if self.tab != Tab::Worklist => return false,
            "/" => {
                self.focus = Some(Focus::Element("filter"));
                return true;
            }
            "Escape" if self.selected.is_some() => Message::Close,
            "ArrowDown" => Message::Step(1, true),
            "ArrowUp" => Message::Step(-1, true),
            _ if self.selected.is_none() => return false,
            "c" | "C" => Message::Verdict(Verdict::Confirm),
            "r" | "R" => Message::Retry,
            "Delete" => Message::Remove,
            _ => return false,
        };
        context.link().send_message(done);
        false
    }
}
