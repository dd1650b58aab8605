//! The page (Yew): takes files in, hands them to the worker pool, shows what comes back. No DICOM and no tensors here.

mod download;
mod film;
mod intake;
mod introduction;
mod page;
mod row;
mod summary;
mod worklist;

use std::panic;

/// Puts the page into the document's `#app`. A panic is shown there rather than swallowed.
pub fn start() {
    panic::set_hook(Box::new(|fault| {
        if let (Some(notice), Some(place)) = (by_id("crash"), by_id("crash-place")) {
            // The place in the source alone: the message could hold what a file said.
            place.set_text_content(fault.location().map(ToString::to_string).as_deref());
            notice.remove_attribute("hidden").ok();
        }
    }));
    if let Some(root) = by_id("app") {
        root.set_inner_html("");
        yew::Renderer::<page::Page>::with_root(root).render();
    }
}

fn by_id(id: &str) -> Option<web_sys::Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}
