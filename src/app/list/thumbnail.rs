//! A thumbnail.

use std::cell::OnceCell;
use std::rc::Rc;

use web_sys::{Blob, Url};
use yew::prelude::*;

/// A picture file, and the address that it is shown under.
#[derive(Debug)]
pub(in crate::app) struct Thumbnail {
    file: Blob,
    /// Made when a row is drawn, because the page waits for it; none where the browser can't.
    address: OnceCell<Option<AttrValue>>,
}

impl Thumbnail {
    pub(in crate::app) fn new(file: Blob) -> Self {
        Self { file, address: OnceCell::new() }
    }

    fn address(&self) -> Option<AttrValue> {
        let make = || Url::create_object_url_with_blob(&self.file).ok().map(AttrValue::from);
        self.address.get_or_init(make).clone()
    }
}

impl Drop for Thumbnail {
    fn drop(&mut self) {
        if let Some(Some(address)) = self.address.get() {
            Url::revoke_object_url(address).ok();
        }
    }
}

/// Whether two handles are the same one: quicker than to compare what they hold.
pub(in crate::app) fn same<T>(a: Option<&Rc<T>>, b: Option<&Rc<T>>) -> bool {
    a.map(Rc::as_ptr) == b.map(Rc::as_ptr)
}

/// Its place in a row.
pub(in crate::app) fn film(thumbnail: Option<&Rc<Thumbnail>>) -> Html {
    match thumbnail.and_then(|thumbnail| thumbnail.address()) {
        // The row's text says it all.
        Some(address) => html! { <img class="film" src={address} alt="" decoding="async" /> },
        None => html! { <span class="film blank" aria-hidden="true" /> },
    }
}
