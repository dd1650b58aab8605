//! A painted picture as a PNG file.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::reading;
use crate::viewing;

pub(super) fn png(width: u32, height: u32, rgba: &JsValue) -> Result<Blob, String> {
    let file = viewing::png(width, height, &Uint8Array::new(rgba).to_vec());
    let file = file.map_err(|_| "The picture could not be saved. Close other tabs and try again.".to_owned())?;
    reading::blob(&file, "image/png")
}
