//! The inside of a worker: reads files, runs the core, answers.

use std::cell::RefCell;
use std::time::Duration;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent};
use web_time::Instant;

use super::contents::UNREADABLE;
use super::drawing::jpeg;
use super::message::{FromWorker, ToWorker, pack, unpack};
use crate::case::Case;
use crate::classifier::Classifier;
use crate::radiograph::Radiograph;
use crate::routing::RoutingTable;

/// Longer side of a thumbnail, in pixels.
const THUMBNAIL_SIDE: usize = 192;

/// What `SetUp` brought.
struct Core {
    classifier: Classifier,
    table: RoutingTable,
}

/// Answers the page's messages from now on. Call once, from the worker's `main`.
///
/// # Errors
/// Where this doesn't run inside a dedicated worker, or the page can't be answered.
pub fn serve() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let core = RefCell::new(None);
    let page = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match unpack(event.data()) {
        Some((ToWorker::SetUp { description, table }, onnx)) => {
            match set_up(&onnx, &description, &table) {
                Ok(ready) => {
                    tell(&page, &FromWorker::Ready, &JsValue::NULL);
                    // The first run allocates and lets the browser compile the hot loops: better now than on the first film.
                    let side = ready.classifier.model().input_size;
                    match ready.classifier.predict(&vec![0.0; side * side]) {
                        Ok(_) => drop(core.replace(Some(ready))),
                        Err(error) => tell(&page, &FromWorker::Unusable(error.to_string()), &JsValue::NULL),
                    }
                }
                Err(error) => tell(&page, &FromWorker::Unusable(error.to_string()), &JsValue::NULL),
            }
        }
        Some((ToWorker::Run { job, name, read_ms }, contents)) => {
            run(core.borrow().as_ref(), name, contents, read_ms, |case, radiograph| {
                tell(&page, &FromWorker::Finished { job, case: Box::new(case) }, &JsValue::NULL);
                let thumbnail = radiograph.map(|radiograph| radiograph.thumbnail(THUMBNAIL_SIDE));
                let page = page.clone();
                spawn_local(async move {
                    let jpeg = if let Some(thumbnail) = thumbnail { jpeg(thumbnail).await } else { JsValue::NULL };
                    tell(&page, &FromWorker::Drawn { job }, &jpeg);
                });
            });
        }
        Some((ToWorker::TimeOperators { rounds }, _)) => {
            let times = core.borrow().as_ref().and_then(|core| core.classifier.time_operators(rounds).ok());
            tell(&page, &FromWorker::Timed(times.unwrap_or_default()), &JsValue::NULL);
        }
        None => {}
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // it lives as long as the worker
    scope.post_message(&pack(&FromWorker::Awake, &JsValue::NULL)?)
}

/// Answers the page. A page that can't be answered is gone.
fn tell(page: &DedicatedWorkerGlobalScope, message: &FromWorker, attachment: &JsValue) {
    let _ = pack(message, attachment).and_then(|message| page.post_message(&message));
}

fn set_up(onnx: &JsValue, description: &str, table: &str) -> Result<Core, Box<dyn std::error::Error>> {
    let classifier = Classifier::load(&Uint8Array::new(onnx).to_vec(), description)?;
    let table = RoutingTable::parse(table)?;
    Ok(Core { classifier, table })
}

/// Runs a file, and tells its case together with the picture, if it has one.
fn run(
    core: Option<&Core>,
    name: String,
    contents: JsValue,
    read_ms: f64,
    then: impl FnOnce(Case, Option<&Radiograph<'_>>),
) {
    let begun = Instant::now();
    let started = begun.checked_sub(Duration::from_secs_f64(read_ms.max(0.0) / 1000.0)).unwrap_or(begun);
    let Some(core) = core else {
        return then(Case::failed(name, "not-ready", "The classifier was not ready. Drop the file again."), None);
    };
    let buffer = match contents.dyn_into::<File>() {
        Ok(file) => FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(&file)),
        Err(buffer) => Ok(buffer.unchecked_into()),
    };
    match buffer {
        Ok(buffer) => {
            let bytes = Uint8Array::new(&buffer).to_vec();
            Case::run_then(name, &bytes, started, &core.classifier, &core.table, then);
        }
        Err(_) => then(Case::failed(name, UNREADABLE.0, UNREADABLE.1), None),
    }
}
