//! Bytes out of what the page hands over, and back.

use std::io;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, FileReaderSync};

use crate::archive::{Blocks, Deflated};
use crate::phrase;
use crate::text::Phrase;
use crate::worker::contents::UNREADABLE;

/// Why there are no bytes: a stable code, and words.
pub(super) struct Unread {
    pub(super) reason: &'static str,
    pub(super) words: Phrase,
}

/// A file's bytes, inflated; from an `ArrayBuffer`, or from a `Blob` that is read now.
pub(super) fn bytes(attachment: JsValue, deflated: Option<Deflated>) -> Result<Vec<u8>, Unread> {
    let bytes = match attachment.dyn_into::<Blob>() {
        Ok(blob) => read(&blob).map_err(|_| Unread { reason: UNREADABLE, words: phrase!(failed_unreadable) })?,
        Err(buffer) => Uint8Array::new(&buffer).to_vec(),
    };
    match deflated {
        None => Ok(bytes),
        Some(deflated) => {
            deflated.inflate(&bytes).map_err(|error| Unread { reason: error.code(), words: error.phrase() })
        }
    }
}

fn read(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    Ok(Uint8Array::new(&FileReaderSync::new()?.read_as_array_buffer(blob)?.into()).to_vec())
}

/// A blob to read here and there, or in slices, `block_size` bytes at once; `on_fetch` hears of each.
pub(super) fn blocks(
    blob: &Blob,
    block_size: u32,
    on_fetch: impl Fn(),
) -> Blocks<impl FnMut(u64, u64) -> io::Result<Vec<u8>>> {
    Blocks::new(blob.size() as u64, block_size, move |start, end| {
        on_fetch();
        let slice = blob.slice_with_f64_and_f64(start as f64, end as f64);
        slice.and_then(|slice| read(&slice)).map_err(|_| io::Error::other("the browser can't read it"))
    })
}

/// Bytes as a file of this type.
pub(super) fn blob(bytes: &[u8], mime: &str) -> Result<Blob, Phrase> {
    of_parts(&Array::of1(&Uint8Array::from(bytes)), mime)
}

/// Buffers and blobs, end to end, as a file of this type.
pub(super) fn of_parts(parts: &Array, mime: &str) -> Result<Blob, Phrase> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_blob_sequence_and_options(parts, &options).map_err(|_| phrase!(no_room))
}
