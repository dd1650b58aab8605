//! A thumbnail as a small JPEG file: a browser keeps thousands of them without unpacking those out of sight.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ImageData, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use crate::radiograph::Thumbnail;

const QUALITY: f64 = 0.85;

/// The file as a `Blob`; null where this browser can't draw in a worker. The row's text says it all.
pub(super) async fn jpeg(thumbnail: Thumbnail) -> JsValue {
    match draw(&thumbnail) {
        Ok(blob) => JsFuture::from(blob).await.unwrap_or(JsValue::NULL),
        Err(_) => JsValue::NULL,
    }
}

fn draw(thumbnail: &Thumbnail) -> Result<Promise, JsValue> {
    let (width, height) = (thumbnail.columns as u32, thumbnail.rows as u32);
    let canvas = OffscreenCanvas::new(width, height)?;
    let context: OffscreenCanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&thumbnail.rgba), width, height)?;
    context.put_image_data(&image, 0.0, 0.0)?;
    let options = ImageEncodeOptions::new();
    options.set_type("image/jpeg");
    options.set_quality(QUALITY);
    canvas.convert_to_blob_with_options(&options)
}
