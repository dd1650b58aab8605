//! A file's bytes, read ahead by the page while its workers are busy.

use js_sys::{Array, ArrayBuffer, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use web_time::Instant;

use crate::case::Case;
use crate::radiograph::{MAX_FILE_BYTES, Refusal};

/// Larger files are read by their worker, lest they fill the memory or hold up the page.
const MOST_AHEAD: f64 = (64 << 20) as f64;

/// After so long, a read is left to the worker, which has a time limit: a disk that never answers must not hold up the rest.
const MOST_WAIT_MS: i32 = 5_000;

/// Code and words for a file that the browser can't open.
pub(super) const UNREADABLE: (&str, &str) =
    ("unreadable", "The browser could not open it: a folder, or a file that was moved or is locked. Drop it again.");

/// What a worker is handed.
pub(super) enum Contents {
    /// The bytes, and the milliseconds it took to read them.
    Bytes(ArrayBuffer, f64),
    /// A large file, or one on a slow disk, unread.
    Handle(File),
}

impl Contents {
    /// Reads a file; one that can't be read, or is too large, is a finished case.
    pub(super) async fn of(file: File, name: &str) -> Result<Self, Case> {
        if file.size() > MAX_FILE_BYTES as f64 {
            let limit = MAX_FILE_BYTES >> 20;
            return Err(Case::refused(name.to_owned(), Refusal::TooLarge(format!("more than {limit} MiB"))));
        }
        if file.size() > MOST_AHEAD {
            return Ok(Self::Handle(file));
        }
        let started = Instant::now();
        let first = Promise::race(&Array::of2(&file.array_buffer(), &after(MOST_WAIT_MS)));
        match JsFuture::from(first).await {
            Ok(buffer) if buffer.is_instance_of::<ArrayBuffer>() => {
                Ok(Self::Bytes(buffer.unchecked_into(), started.elapsed().as_secs_f64() * 1000.0))
            }
            Ok(_) => Ok(Self::Handle(file)),
            Err(_) => Err(Case::failed(name.to_owned(), UNREADABLE.0, UNREADABLE.1)),
        }
    }

    /// What goes into the message, the milliseconds, and whether it is handed over instead of copied.
    pub(super) fn attachment(&self) -> (&JsValue, f64, bool) {
        match self {
            Self::Bytes(buffer, read_ms) => (buffer, *read_ms, true),
            Self::Handle(file) => (file, 0.0, false),
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
