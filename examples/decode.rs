//! Reading in WebAssembly, for Node.js: what `tests/browser/collection.test.mjs` compares with native code, and
//! `benches/decode.mjs` times. Natively it is empty.
#![cfg(target_arch = "wasm32")]

#[path = "../tests/collection/digest.rs"]
mod digest;

use wasm_bindgen::prelude::*;

/// The digest of a file, as JSON.
///
/// # Errors
/// Never, unless JSON fails.
#[wasm_bindgen]
pub fn digest(bytes: &[u8]) -> Result<String, JsError> {
    Ok(serde_json::to_string(&digest::Digest::of(bytes))?)
}
