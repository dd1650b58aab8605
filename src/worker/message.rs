//! What page and worker say to each other. A message is `[json, attachment]`: the attachment is what doesn't go through
//! JSON (blobs, buffers), or null.

use js_sys::Array;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::traffic::Traffic;
use crate::archive::{Deflated, Entry};
use crate::case::Case;
use crate::classifier::OperatorTime;
use crate::lesson::{Answer, Changes, Lesson};
use crate::text::Phrase;
use crate::viewing::About;

/// From the page.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToWorker {
    /// Load this model and routing table. Attachment: the ONNX file as an `ArrayBuffer`.
    SetUp { description: String, table: String },
    /// Run this file. Attachment: its bytes as an `ArrayBuffer`, which took so many milliseconds to read; or a `Blob`,
    /// unread.
    Run { job: usize, name: String, read_ms: f64, deflated: Option<Deflated> },
    /// Open this file for the eye. Attachment: a `Blob`.
    Open { deflated: Option<Deflated> },
    /// Show each step of this file's way to its answer, with such changes. Attachment: an array with its `Blob`, and the
    /// ONNX file as an `ArrayBuffer`.
    Lesson { deflated: Option<Deflated>, changes: Changes },
    /// Answer for this file with such changes. Attachment: a `Blob`.
    Answer { deflated: Option<Deflated>, changes: Changes },
    /// List what this archive holds. Attachment: a `Blob`.
    List,
    /// Write a structured report on this file. Attachment: a `Blob`.
    Report { deflated: Option<Deflated>, case: Box<Case> },
    /// Write a painted picture as PNG. Attachment: red, green, blue and 255 of its pixels, row by row, as an `ArrayBuffer`.
    Save { width: u32, height: u32 },
    /// Make the sample with this identifier.
    Sample(String),
    /// Write these into an archive. Attachment: an array with each one's `Blob`, or null.
    Bundle(Vec<BundlePart>),
    /// Time the network's operators, for the benchmark page.
    TimeOperators { rounds: usize },
}

/// A file of an archive to write.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BundlePart {
    pub(super) path: String,
    pub(super) content: PartContent,
}

/// What it holds, as far as it goes through JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum PartContent {
    Original(Option<Deflated>),
    Report { deflated: Option<Deflated>, case: Box<Case> },
    Text(String),
}

/// From a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromWorker {
    /// Its WebAssembly runs; it waits for `SetUp`.
    Awake,
    /// The model is loaded; it warms up before it takes a file.
    Ready,
    /// The model or the table can't be used; why.
    Unusable(Phrase),
    /// A file has its answer; `Drawn` follows. The case's own explanation is English, as in exports.
    Finished { job: usize, case: Box<Case>, explanation: Phrase },
    /// Nothing of the file is left to do. Attachment: its thumbnail as a JPEG `Blob`, if it has one.
    Drawn { job: usize },
    /// It is at work; so many of the parts are done.
    Progress { done: usize, total: usize },
    /// A file is open. Attachment: its pixels as an `ArrayBuffer`.
    Opened(Box<About>),
    /// A file's steps are known. Attachment: what their pictures lie in, as an `ArrayBuffer`.
    Taught(Box<Lesson>),
    /// A changed file has its answer. Attachment: what its pictures lie in, as an `ArrayBuffer`.
    Answered(Box<Answer>),
    /// What an archive holds.
    Listed(Vec<Entry>),
    /// A report, a picture, a sample or an archive is written. Attachment: a `Blob`.
    Written,
    /// What was asked for can't be had; why, in a sentence.
    Failed(Phrase),
    /// Its memory has grown beyond what a worker may keep: to be replaced as soon as it rests.
    Outgrown,
    /// It has asked the network for something, or was kept from it.
    Traffic(Traffic),
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
