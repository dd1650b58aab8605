//! One file through the whole core.

use std::time::Duration;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_time::Instant;

use super::drawing::jpeg;
use super::reading::bytes;
use super::{Core, Page};
use crate::archive::Deflated;
use crate::case::Case;
use crate::radiograph::Radiograph;
use crate::worker::message::FromWorker;

/// Longer side of a thumbnail, in pixels.
const THUMBNAIL_SIDE: usize = 128;

/// A file as the page hands it over.
pub(super) struct Contents {
    pub(super) attachment: JsValue,
    pub(super) read_ms: f64,
    pub(super) deflated: Option<Deflated>,
}

/// Tells the file's case, and when that is on its way, its thumbnail.
pub(super) fn classify(page: &Page, core: &Core, job: usize, name: String, contents: Contents) {
    run(core, name, contents, |case, radiograph| {
        page.tell(&FromWorker::Finished { job, explanation: case.explanation.clone(), case: Box::new(case) });
        let thumbnail = radiograph.map(|radiograph| radiograph.thumbnail(THUMBNAIL_SIDE));
        let page = page.clone();
        spawn_local(async move {
            let jpeg = if let Some(thumbnail) = thumbnail { jpeg(thumbnail).await } else { JsValue::NULL };
            page.tell_with(&FromWorker::Drawn { job }, &jpeg);
        });
    });
}

fn run(core: &Core, name: String, contents: Contents, then: impl FnOnce(Case, Option<&Radiograph<'_>>)) {
    let begun = Instant::now();
    let read = Duration::from_secs_f64(contents.read_ms.max(0.0) / 1000.0);
    let started = begun.checked_sub(read).unwrap_or(begun);
    match bytes(contents.attachment, contents.deflated) {
        Ok(bytes) => Case::run_then(name, &bytes, started, &core.classifier, &core.table, then),
        Err(unread) => then(Case::failed(name, unread.reason, unread.words), None),
    }
}
