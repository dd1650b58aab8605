//! A ZIP archive of films, reports and texts.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::time::Duration;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;
use web_time::Instant;

use super::reading::{self, blocks, bytes};
use super::report::report;
use super::{Core, Page};
use crate::archive::{ArchiveWriter, Piece, UniquePaths};
use crate::phrase;
use crate::text::Phrase;
use crate::worker::message::{BundlePart, FromWorker, PartContent};

/// Bytes of a film read at once, for its checksum.
const SLICE: u32 = 4 << 20;
/// Written bytes above this leave the worker's memory.
const MOST_HELD: usize = 4 << 20;
/// Smaller parts are held by the archive itself: each blob is an object of its own in the browser.
const SMALL: usize = 64 << 10;
/// A sign of life at most this often.
const TELL_EVERY: Duration = Duration::from_millis(100);
/// Where it says what is missing.
const NOT_INCLUDED: &str = "not-included.txt";

/// Writes the archive; `blobs` holds each part's file, or null. Parts that can't be had are named in a text instead.
pub(super) fn bundle(page: &Page, core: &Core, parts: Vec<BundlePart>, blobs: &Array) -> Result<Blob, Phrase> {
    let archive = RefCell::new(Archive::default());
    let mut writer = ArchiveWriter::new(|piece| archive.borrow_mut().take(piece));
    let mut paths = UniquePaths::default();
    let mut missing = String::new();
    let progress = Progress { page, done: Cell::new(0), total: parts.len(), told: Cell::new(None) };
    for (blob, BundlePart { path, content }) in blobs.iter().zip(parts) {
        let path = paths.take(&path);
        let written = match content {
            PartContent::Original(None) => lend(&mut writer, &path, blob, &progress),
            PartContent::Original(deflated) => bytes(blob, deflated)
                .map_err(|unread| unread.words)
                .and_then(|film| writer.add(&path, &film).map_err(|error| error.phrase())),
            PartContent::Report { deflated, case } => report(page, core, blob, deflated, &case)
                .and_then(|report| writer.add(&path, &report).map_err(|error| error.phrase())),
            PartContent::Text(text) => writer.add(&path, text.as_bytes()).map_err(|error| error.phrase()),
        };
        if let Err(why) = written {
            let _ = write!(missing, "{path}: {why}\r\n"); // a String takes it all
        }
        progress.done.set(progress.done.get() + 1);
        progress.tell();
    }
    let mut finish = || {
        if !missing.is_empty() {
            let text = format!("These files could not be included.\r\n\r\n{missing}");
            writer.add(&paths.take(NOT_INCLUDED), text.as_bytes())?;
        }
        Ok(())
    };
    finish().and_then(|()| writer.finish()).map_err(|error| phrase!(archive_failed, why = error.phrase()))?;
    archive.into_inner().into_blob()
}

/// Adds a film that stays where it is.
fn lend<F: FnMut(Piece<Blob>)>(
    writer: &mut ArchiveWriter<Blob, F>,
    path: &str,
    film: JsValue,
    progress: &Progress<'_>,
) -> Result<(), Phrase> {
    let film: Blob = film.dyn_into().map_err(|_| phrase!(failed_unreadable))?;
    let size = film.size() as u64;
    let reader = blocks(&film, SLICE, || progress.tell());
    writer.lend(path, film.clone(), size, reader).map_err(|error| error.phrase())
}

/// Tells the page that this worker lives.
struct Progress<'a> {
    page: &'a Page,
    done: Cell<usize>,
    total: usize,
    told: Cell<Option<Instant>>,
}

impl Progress<'_> {
    fn tell(&self) {
        if self.told.get().is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            self.page.tell(&FromWorker::Progress { done: self.done.get(), total: self.total });
            self.told.set(Some(Instant::now()));
        }
    }
}

/// The archive's pieces, out of the worker's memory as soon as there are some megabytes.
#[derive(Default)]
struct Archive {
    parts: Array,
    held: Vec<u8>,
    failed: Option<Phrase>,
}

impl Archive {
    fn take(&mut self, piece: Piece<Blob>) {
        match piece {
            Piece::Bytes(bytes) if self.held.is_empty() => self.held = bytes,
            Piece::Bytes(bytes) => self.held.extend_from_slice(&bytes),
            Piece::Lent(film) => {
                self.let_go();
                self.parts.push(&film);
            }
        }
        if self.held.len() > MOST_HELD {
            self.let_go();
        }
    }

    fn let_go(&mut self) {
        let held = std::mem::take(&mut self.held);
        if held.len() <= SMALL {
            self.parts.push(&Uint8Array::from(&*held));
            return;
        }
        match reading::blob(&held, "") {
            Ok(blob) => drop(self.parts.push(&blob)),
            Err(why) => self.failed = Some(why),
        }
    }

    fn into_blob(mut self) -> Result<Blob, Phrase> {
        self.let_go();
        self.failed.map_or_else(|| reading::of_parts(&self.parts, "application/zip"), Err)
    }
}
