//! The inside of a worker: hears the page's messages and answers them.

mod archive;
mod bundle;
mod classify;
mod drawing;
mod lesson;
mod reading;
mod report;
mod saving;

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use self::bundle::bundle;
use super::message::{FromWorker, ToWorker, pack, unpack};
use super::traffic::watch_traffic;
use crate::archive::Deflated;
use crate::classifier::Classifier;
use crate::phantom::SAMPLES;
use crate::phrase;
use crate::routing::RoutingTable;
use crate::text::Phrase;
use crate::viewing;

/// Most memory that a worker keeps, in bytes. A film of usual size needs less than half; and WebAssembly's memory never
/// shrinks, so what one huge film took would be gone for as long as the worker lives.
const MOST_MEMORY_KEPT: usize = 256 << 20;

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
    let page = Page(js_sys::global().dyn_into()?);
    let scope = page.0.clone();
    let watched = page.clone();
    watch_traffic(move |traffic| watched.tell(&FromWorker::Traffic(traffic)));
    let core = RefCell::new(None);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match unpack(event.data()) {
        Some((ToWorker::SetUp { description, table }, onnx)) => {
            *core.borrow_mut() = set_up(&page, &onnx, &description, &table);
        }
        Some((message, attachment)) => {
            // Without: the page has heard that this worker is unusable, and ends it.
            if let Some(core) = core.borrow().as_ref() {
                answer(&page, core, message, attachment);
                if memory() > MOST_MEMORY_KEPT {
                    page.tell(&FromWorker::Outgrown);
                }
            }
        }
        None => {}
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // it lives as long as the worker
    scope.post_message(&pack(&FromWorker::Awake, &JsValue::NULL)?)
}

/// Bytes of this worker's memory.
fn memory() -> usize {
    const PAGE: usize = 64 << 10;
    core::arch::wasm32::memory_size::<0>() * PAGE
}

/// The page, to be answered. One that can't be answered is gone.
#[derive(Clone)]
struct Page(DedicatedWorkerGlobalScope);

impl Page {
    fn tell(&self, message: &FromWorker) {
        self.tell_with(message, &JsValue::NULL);
    }

    /// The attachment is copied (a blob: its handle).
    fn tell_with(&self, message: &FromWorker, attachment: &JsValue) {
        let _ = pack(message, attachment).and_then(|message| self.0.post_message(&message));
    }

    /// The bytes are handed over.
    fn hand_over(&self, message: &FromWorker, bytes: &[u8]) {
        let buffer = Uint8Array::from(bytes).buffer();
        let _ = pack(message, &buffer)
            .and_then(|message| self.0.post_message_with_transfer(&message, &Array::of1(&buffer)));
    }
}

/// Loads model and table, and warms up: the first run allocates and lets the browser compile the hot loops, better now
/// than on the first film.
fn set_up(page: &Page, onnx: &JsValue, description: &str, table: &str) -> Option<Core> {
    let load = || -> Result<Core, Phrase> {
        let classifier =
            Classifier::load(&Uint8Array::new(onnx).to_vec(), description).map_err(|error| error.phrase())?;
        Ok(Core { classifier, table: RoutingTable::parse(table).map_err(|error| error.phrase())? })
    };
    let warm_up = |core: Core| -> Result<Core, Phrase> {
        page.tell(&FromWorker::Ready);
        let side = core.classifier.model().input_size;
        core.classifier.predict(&vec![0.0; side * side]).map_err(|error| error.phrase())?;
        Ok(core)
    };
    load().and_then(warm_up).map_err(|why| page.tell(&FromWorker::Unusable(why))).ok()
}

fn answer(page: &Page, core: &Core, message: ToWorker, attachment: JsValue) {
    match message {
        ToWorker::SetUp { .. } => {} // once is enough
        ToWorker::Run { job, name, read_ms, deflated } => {
            let contents = classify::Contents { attachment, read_ms, deflated };
            classify::classify(page, core, job, name, contents);
        }
        ToWorker::Open { deflated } => match open(core, attachment, deflated) {
            Ok((about, pixels)) => page.hand_over(&FromWorker::Opened(Box::new(about)), &pixels),
            Err(why) => page.tell(&FromWorker::Failed(why)),
        },
        ToWorker::Lesson { deflated, changes } => {
            match lesson::steps(&core.classifier, &attachment.into(), deflated, &changes) {
                Ok((lesson, pictures)) => page.hand_over(&FromWorker::Taught(Box::new(lesson)), &pictures),
                Err(why) => page.tell(&FromWorker::Failed(why)),
            }
        }
        ToWorker::Answer { deflated, changes } => {
            match lesson::answer(&core.classifier, attachment, deflated, &changes) {
                Ok((answer, pictures)) => page.hand_over(&FromWorker::Answered(Box::new(answer)), &pictures),
                Err(why) => page.tell(&FromWorker::Failed(why)),
            }
        }
        ToWorker::List => match archive::list(attachment) {
            Ok(entries) => page.tell(&FromWorker::Listed(entries)),
            Err(why) => page.tell(&FromWorker::Failed(why.phrase())),
        },
        ToWorker::Report { deflated, case } => {
            let report = report::report(page, core, attachment, deflated, &case);
            match report.and_then(|bytes| reading::blob(&bytes, "application/dicom")) {
                Ok(blob) => page.tell_with(&FromWorker::Written, &blob),
                Err(why) => page.tell(&FromWorker::Failed(why)),
            }
        }
        ToWorker::Save { width, height } => match saving::png(width, height, &attachment) {
            Ok(blob) => page.tell_with(&FromWorker::Written, &blob),
            Err(why) => page.tell(&FromWorker::Failed(why)),
        },
        ToWorker::Sample(id) => match sample(&id) {
            Ok(blob) => page.tell_with(&FromWorker::Written, &blob),
            Err(why) => page.tell(&FromWorker::Failed(why)),
        },
        ToWorker::Bundle(parts) => match bundle(page, core, parts, &attachment.into()) {
            Ok(blob) => page.tell_with(&FromWorker::Written, &blob),
            Err(why) => page.tell(&FromWorker::Failed(why)),
        },
        ToWorker::TimeOperators { rounds } => {
            page.tell(&FromWorker::Timed(core.classifier.time_operators(rounds).unwrap_or_default()));
        }
    }
}

fn sample(id: &str) -> Result<Blob, Phrase> {
    let sample = SAMPLES.iter().find(|sample| sample.id == id).ok_or_else(|| phrase!(failed_unexpected))?;
    let bytes = sample.dicom().map_err(|why| phrase!(write_failed, why = why.to_string()))?;
    reading::blob(&bytes, "application/dicom")
}

fn open(core: &Core, file: JsValue, deflated: Option<Deflated>) -> Result<(viewing::About, Vec<u8>), Phrase> {
    let bytes = reading::bytes(file, deflated).map_err(|unread| unread.words)?;
    viewing::open(&bytes, &core.classifier).map_err(|failure| failure.phrase())
}
