//! What goes into a ZIP archive that a worker writes.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::message::{BundlePart, PartContent};
use super::source::Source;
use crate::case::Case;

/// A file of a bundle.
pub struct BundleItem {
    /// Its path in the archive; made safe and unique there.
    pub path: String,
    /// What it holds.
    pub content: BundleContent,
}

/// What a file of a bundle holds.
pub enum BundleContent {
    /// A film, byte for byte (inflated, if it lies in an archive).
    Original(Source),
    /// A DICOM structured report on a film.
    Report {
        /// The film.
        source: Source,
        /// What is reported.
        case: Box<Case>,
    },
    /// A text, UTF-8.
    Text(String),
}

/// Takes items apart into what goes through JSON, and the blobs in the same order.
pub(super) fn take_apart(items: Vec<BundleItem>) -> (Vec<BundlePart>, Array) {
    let blobs = Array::new();
    let parts = items.into_iter().map(|BundleItem { path, content }| {
        let (content, blob) = match content {
            BundleContent::Original(source) => (PartContent::Original(source.deflated), source.blob.into()),
            BundleContent::Report { source, case } => {
                (PartContent::Report { deflated: source.deflated, case }, source.blob.into())
            }
            BundleContent::Text(text) => (PartContent::Text(text), JsValue::NULL),
        };
        blobs.push(&blob);
        BundlePart { path, content }
    });
    (parts.collect(), blobs)
}
