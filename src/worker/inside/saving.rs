//! A painted picture as a PNG file.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::reading;
use crate::phrase;
use crate::text::Phrase;
use crate::viewing;

pub(super) fn png(width: u32, height: u32, rgba: &JsValue) -> Result<Blob, Phrase> {
    let file = viewing::png(width, height, &Uint8Array::new(rgba).to_vec());
    let file = file.map_err(|_| phrase!(no_room))?;
    reading::blob(&file, "image/png")
}
