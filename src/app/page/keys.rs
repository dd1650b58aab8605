//! What the keys do.

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::view::Focus;
use super::{Message, Page};
use crate::app::browser::is_writing;
use crate::app::detail::Verdict;
use crate::app::state::Tab;

/// A key that means something to the page; those of the viewer are its own.
pub(super) fn of_page(event: &KeyboardEvent) -> Option<String> {
    let key = event.key();
    let document = web_sys::window()?.document()?;
    if document.query_selector("dialog[open]").ok()?.is_some() {
        return None; // the dialog has the keyboard
    }
    let writing = is_writing(event);
    let known = match key.as_str() {
        "Escape" => true,
        "ArrowDown" | "ArrowUp" | "/" | "?" | "Delete" | "c" | "C" | "r" | "R" => !writing,
        _ => false,
    };
    if known && matches!(key.as_str(), "/" | "ArrowDown" | "ArrowUp") {
        event.prevent_default();
    }
    known.then_some(key)
}

impl Page {
    /// Whether there is something to draw.
    pub(super) fn on_key(&mut self, context: &Context<Self>, key: &str) -> bool {
        let done = match key {
            "?" => Message::Help(true),
            _ if self.tab != Tab::Worklist => return false,
            "/" => {
                self.focus = Some(Focus::Filter);
                return true;
            }
            "Escape" if self.selected.is_some() => Message::Close,
            "ArrowDown" => Message::Step(1),
            "ArrowUp" => Message::Step(-1),
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
