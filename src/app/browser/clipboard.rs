//! Words into the clipboard.

use wasm_bindgen_futures::JsFuture;
use web_sys::Navigator;

/// Copies; says whether the browser let it happen.
pub(in crate::app) async fn copied(words: &str) -> bool {
    let navigator = web_sys::window().map(|window| window.navigator());
    // Without https there is no clipboard.
    let there =
        |navigator: &Navigator| js_sys::Reflect::get(navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
    let promise = navigator.filter(there).map(|navigator| navigator.clipboard().write_text(words));
    match promise {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}
