//! Reading in WebAssembly, for Node.js: what `tests/browser/decoding.test.mjs` compares with native code, and
//! `benches/decode.mjs` times. Natively it is empty.
#![cfg(target_arch = "wasm32")]

#[path = "../tests/collection/digest.rs"]
mod digest;

use dicom_imaging_router::radiograph::resample::resample;
use dicom_imaging_router::radiograph::{Part10, Refusal, exposed_field};
use wasm_bindgen::prelude::*;

/// The digest of a file, as JSON.
///
/// # Errors
/// Never, unless JSON fails.
#[wasm_bindgen]
pub fn digest(bytes: &[u8]) -> Result<String, JsError> {
    Ok(serde_json::to_string(&digest::Digest::of(bytes))?)
}

/// Reads and decodes a file; with `shrink`, makes a picture of network size from it too.
///
/// # Errors
/// The refusal's words.
#[wasm_bindgen]
pub fn read(bytes: &[u8], shrink: bool) -> Result<(), JsError> {
    let read = || -> Result<(), Refusal> {
        let file = Part10::parse(bytes)?;
        let picture = file.radiograph()?;
        if shrink {
            std::hint::black_box(resample(&picture, exposed_field(&picture), 192, 192));
        }
        Ok(())
    };
    read().map_err(|refusal| JsError::new(&refusal.to_string()))
}
