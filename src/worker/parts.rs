//! The page's own parts, as `www/start.js` fetches them: each must have the hash that stands in the page.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::phrase;
use crate::text::Phrase;

#[wasm_bindgen]
extern "C" {
    /// A promise of a response; rejected for what is no part, or has another hash.
    #[wasm_bindgen(js_namespace = parts)]
    fn get(name: &str) -> Promise;
    /// Fulfilled once what was fetched is kept for the service worker.
    #[wasm_bindgen(js_namespace = parts)]
    fn kept() -> Promise;
    #[wasm_bindgen(js_namespace = parts)]
    fn close();
}

/// Requests a part at once, unless that has been done; the future waits for it.
///
/// # Errors
/// A sentence that says which part is missing and what to do.
pub fn part(name: &str) -> impl Future<Output = Result<Response, Phrase>> + use<> {
    let (request, name) = (get(name), name.to_owned());
    async move {
        let response: Response = JsFuture::from(request).await.map_err(|_| missing(&name))?.unchecked_into();
        if response.ok() { Ok(response) } else { Err(missing(&name)) }
    }
}

/// Waits until the parts that were fetched are kept for the service worker.
pub async fn parts_kept() {
    JsFuture::from(kept()).await.ok();
}

/// From now on the page, and each worker started after, can ask the host for a model and for nothing else.
pub fn close_the_network() {
    close();
}

pub(super) fn missing(name: &str) -> Phrase {
    phrase!(part_missing, path = name.to_owned())
}
