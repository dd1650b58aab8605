//! The inside of a worker: reads files, runs the core, answers.

use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent};
use web_time::Instant;

use super::message::{FromWorker, ToWorker, pack, unpack};
use crate::case::Case;
use crate::classifier::Classifier;
use crate::radiograph::{MAX_FILE_BYTES, Refusal, Thumbnail};
use crate::routing::RoutingTable;

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
    let answer_to = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((message, attachment)) = unpack(event.data()) {
            let (answer, thumbnail) = answer(&core, message, attachment);
            let pixels = thumbnail.map_or(JsValue::NULL, |t| Uint8Array::from(t.rgba.as_slice()).buffer().into());
            // A page that can't be answered is gone.
            let _ = pack(&answer, &pixels).and_then(|answer| answer_to.post_message(&answer));
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // it lives as long as the worker
    scope.post_message(&pack(&FromWorker::Awake, &JsValue::NULL)?)
}

fn answer(core: &RefCell<Option<Core>>, message: ToWorker, attachment: JsValue) -> (FromWorker, Option<Thumbnail>) {
    match message {
        ToWorker::SetUp { description, table } => match set_up(&attachment, &description, &table) {
            Ok(ready) => {
                core.replace(Some(ready));
                (FromWorker::Ready, None)
            }
            Err(error) => (FromWorker::Unusable(error.to_string()), None),
        },
        ToWorker::Run { job, name } => {
            let mut case = run(core.borrow().as_ref(), name, attachment);
            let thumbnail = case.thumbnail.take();
            let (rows, columns) = thumbnail.as_ref().map_or((0, 0), |t| (t.rows, t.columns));
            (FromWorker::Finished { job, case: Box::new(case), rows, columns }, thumbnail)
        }
    }
}

fn set_up(onnx: &JsValue, description: &str, table: &str) -> Result<Core, Box<dyn std::error::Error>> {
    let classifier = Classifier::load(&Uint8Array::new(onnx).to_vec(), description)?;
    let table = RoutingTable::parse(table)?;
    // The first run allocates and lets the browser compile the hot loops; better now than on the first film.
    let side = classifier.model().input_size;
    classifier.predict(&vec![0.0; side * side])?;
    Ok(Core { classifier, table })
}

fn run(core: Option<&Core>, name: String, file: JsValue) -> Case {
    let started = Instant::now();
    let (Some(core), Ok(file)) = (core, file.dyn_into::<File>()) else {
        return Case::failed(name, "not-ready", "The classifier was not ready. Drop the file again.");
    };
    if file.size() > MAX_FILE_BYTES as f64 {
        let limit = MAX_FILE_BYTES >> 20;
        return Case::refused(name, Refusal::TooLarge(format!("more than {limit} MiB")));
    }
    match FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(&file)) {
        Ok(buffer) => {
            let bytes = Uint8Array::new(&buffer).to_vec();
            Case::run(name, &bytes, started, &core.classifier, &core.table)
        }
        Err(_) => Case::failed(
            name,
            "unreadable",
            "The browser could not open it: a folder, or a file that was moved or is locked. Drop it again.",
        ),
    }
}
