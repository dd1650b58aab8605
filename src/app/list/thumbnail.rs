//! A thumbnail.

use std::rc::Rc;

use web_sys::{Blob, Url};
use yew::prelude::*;

/// A picture file that the browser holds for as long as this lives.
#[derive(Debug)]
pub(in crate::app) struct Thumbnail {
    address: AttrValue,
}

impl Thumbnail {
    /// None where the browser can't hold it.
    pub(in crate::app) fn new(file: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(file).ok().map(|address| Self { address: address.into() })
    }
}

impl Drop for Thumbnail {
    fn drop(&mut self) {
        Url::revoke_object_url(&self.address).ok();
    }
}

/// Whether two handles are the same one: quicker than to compare what they hold.
pub(in crate::app) fn same<T>(a: Option<&Rc<T>>, b: Option<&Rc<T>>) -> bool {
    a.map(Rc::as_ptr) == b.map(Rc::as_ptr)
}

/// Its place in a row.
pub(in crate::app) fn film(thumbnail: Option<&Rc<Thumbnail>>) -> Html {
    match thumbnail {
        // The row's text says it all.
        Some(thumbnail) => html! { <img class="film" src={thumbnail.address.clone()} alt="" decoding="async" /> },
        None => html! { <span class="film blank" aria-hidden="true" /> },
    }
}
