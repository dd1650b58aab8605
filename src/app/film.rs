//! A thumbnail.

use std::rc::Rc;

use web_sys::{Blob, Url};
use yew::prelude::*;

/// A picture file that the browser holds for as long as this lives.
#[derive(Debug)]
pub(super) struct Thumbnail {
    address: AttrValue,
}

impl Thumbnail {
    /// None where the browser can't hold it.
    pub(super) fn new(file: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(file).ok().map(|address| Self { address: address.into() })
    }
}

impl Drop for Thumbnail {
    fn drop(&mut self) {
        Url::revoke_object_url(&self.address).ok();
    }
}

#[derive(Properties)]
pub(super) struct FilmProps {
    pub(super) thumbnail: Option<Rc<Thumbnail>>,
}

impl PartialEq for FilmProps {
    fn eq(&self, other: &Self) -> bool {
        same(self.thumbnail.as_ref(), other.thumbnail.as_ref())
    }
}

/// Whether two handles are the same one: quicker than to compare what they hold.
pub(super) fn same<T>(a: Option<&Rc<T>>, b: Option<&Rc<T>>) -> bool {
    a.map(Rc::as_ptr) == b.map(Rc::as_ptr)
}

#[component]
pub(super) fn Film(props: &FilmProps) -> Html {
    match &props.thumbnail {
        // The row's text says it all.
        Some(thumbnail) => html! { <img class="film" src={thumbnail.address.clone()} alt="" decoding="async" /> },
        None => html! { <span class="film blank" aria-hidden="true" /> },
    }
}
