//! Hands the visitor a file made in the page.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers `text` as a download. Does nothing where the browser refuses.
pub(in crate::app) fn download(name: &str, mime: &str, text: &str) {
    text_file(text, mime).iter().for_each(|file| save(name, file));
}

/// A text as a file, which the browser keeps outside of the page's memory.
pub(in crate::app) fn text_file(text: &str, mime: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &options)
}

/// The same for a file that is there already.
pub(in crate::app) fn save(name: &str, blob: &Blob) {
    let _ = offer(name, blob);
}

fn offer(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has the blob by then; keeping the address would keep its memory.
    gloo::timers::callback::Timeout::new(10_000, move || drop(Url::revoke_object_url(&address))).forget();
    Ok(())
}
