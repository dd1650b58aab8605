//! A file's bytes, read ahead by the page while its workers are busy.

use js_sys::{Array, ArrayBuffer, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_time::Instant;

use super::source::Source;
use crate::archive::Deflated;
use crate::case::Case;
use crate::phrase;

/// Larger files are read by their worker, lest they fill the memory or hold up the page.
const MOST_AHEAD: f64 = (64 << 20) as f64;

/// After so long, a read is left to the worker, which has a time limit: a disk that never answers must not hold up the rest.
const MOST_WAIT_MS: i32 = 5_000;

/// Code for a file that the browser can't open.
pub(super) const UNREADABLE: &str = "unreadable";

/// What a worker is handed.
pub(super) struct Contents {
    /// The bytes as an `ArrayBuffer`; for a large file, or one on a slow disk, the `Blob`, unread.
    pub(super) attachment: JsValue,
    /// Whether it is handed over instead of copied.
    pub(super) handed_over: bool,
    /// Milliseconds that reading took.
    pub(super) read_ms: f64,
    /// What inflating the bytes yields.
    pub(super) deflated: Option<Deflated>,
}

impl Contents {
    /// Reads a file; one that can't be read, or is too large, is a finished case.
    pub(super) async fn of(source: Source, name: &str) -> Result<Self, Case> {
        let size = source.checked_size().map_err(|refusal| Case::refused(name.to_owned(), refusal))?;
        let deflated = source.deflated;
        let unread = |blob| Self { attachment: blob, handed_over: false, read_ms: 0.0, deflated };
        if size > MOST_AHEAD {
            return Ok(unread(source.blob.into()));
        }
        let started = Instant::now();
        let first = Promise::race(&Array::of2(&source.blob.array_buffer(), &after(MOST_WAIT_MS)));
        match JsFuture::from(first).await {
            Ok(buffer) if buffer.is_instance_of::<ArrayBuffer>() => {
                let read_ms = started.elapsed().as_secs_f64() * 1000.0;
                Ok(Self { attachment: buffer, handed_over: true, read_ms, deflated })
            }
            Ok(_) => Ok(unread(source.blob.into())),
            Err(_) => Err(Case::failed(name.to_owned(), UNREADABLE, phrase!(failed_unreadable))),
        }
    }
}

/// A promise that is kept, with nothing in it, after a while.
fn after(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        // Without a window there is no page to wait for.
        let _ = web_sys::window()
            .map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds));
    })
}
