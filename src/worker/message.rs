//! What page and worker say to each other. A message is `[json, attachment]`: the attachment is a `File`, an
//! `ArrayBuffer` or null, which don't go through JSON.

use js_sys::Array;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::case::Case;
use crate::classifier::OperatorTime;

/// From the page.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToWorker {
    /// Load this model and routing table. Attachment: the ONNX file as an `ArrayBuffer`.
    SetUp { description: String, table: String },
    /// Run this file. Attachment: its bytes as an `ArrayBuffer`, which took so many milliseconds to read; or the `File`,
    /// unread.
    Run { job: usize, name: String, read_ms: f64 },
    /// Time the network's operators, for the benchmark page.
    TimeOperators { rounds: usize },
}

/// From a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromWorker {
    /// Its WebAssembly runs; it waits for `SetUp`.
    Awake,
    /// The model is loaded; it warms up before it takes a file.
    Ready,
    /// The model or the table can't be used; why.
    Unusable(String),
    /// A file has its answer; `Drawn` follows.
    Finished { job: usize, case: Box<Case> },
    /// Nothing of the file is left to do. Attachment: its thumbnail as a JPEG `Blob`, if it has one.
    Drawn { job: usize },
    /// How long each operator takes.
    Timed(Vec<OperatorTime>),
}

/// Packs a message for `postMessage`.
pub(super) fn pack(message: &impl Serialize, attachment: &JsValue) -> Result<JsValue, JsValue> {
    let json = serde_json::to_string(message).map_err(|error| JsValue::from_str(&error.to_string()))?;
    Ok(Array::of2(&JsValue::from_str(&json), attachment).into())
}

/// Unpacks what `pack` made; none for anything else.
pub(super) fn unpack<M: DeserializeOwned>(data: JsValue) -> Option<(M, JsValue)> {
    let parts = Array::from(&data);
    let message = serde_json::from_str(&parts.get(0).as_string()?).ok()?;
    Some((message, parts.get(1)))
}
