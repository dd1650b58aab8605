//! What an archive holds.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::reading::blocks;
use crate::archive::{self, ArchiveError, Entry};

/// Bytes fetched at once: a directory of a thousand files.
const BLOCK: u32 = 64 << 10;

/// Lists an archive, of which only the directory and each file's header are read.
pub(super) fn list(blob: JsValue) -> Result<Vec<Entry>, ArchiveError> {
    let blob: Blob = blob.dyn_into().map_err(|_| ArchiveError::Unreadable)?;
    archive::list(blocks(&blob, BLOCK, || {}))
}
