//! Where a file's bytes are to be had.

use web_sys::{Blob, File};

use crate::archive::{Deflated, Place};
use crate::phrase;
use crate::radiograph::{MAX_FILE_BYTES, Refusal};

/// A file that hasn't been read: one on the disk, or a part of an archive there. Cloning it copies no bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The bytes as they lie there.
    pub blob: Blob,
    /// What inflating them yields; none if they are the file itself.
    pub deflated: Option<Deflated>,
}

impl Source {
    /// A file in an archive; none where the browser can't slice it.
    pub(super) fn within(archive: &Blob, place: Place) -> Option<Self> {
        let (start, end) = (place.start as f64, (place.start + place.length) as f64);
        Some(Self { blob: archive.slice_with_f64_and_f64(start, end).ok()?, deflated: place.deflated })
    }

    /// Bytes as they lie there; refuses what is too large to read, packed or not.
    pub(super) fn checked_size(&self) -> Result<f64, Refusal> {
        let size = self.blob.size(); // once: for a file from a picker the browser looks at the disk, and the page waits
        if self.deflated.map_or(size, |deflated| size.max(deflated.size as f64)) > MAX_FILE_BYTES as f64 {
            return Err(Refusal::TooLarge(phrase!(size_over, most = MAX_FILE_BYTES >> 20)));
        }
        Ok(size)
    }
}

impl From<File> for Source {
    fn from(file: File) -> Self {
        Self { blob: file.into(), deflated: None }
    }
}

impl From<Blob> for Source {
    fn from(blob: Blob) -> Self {
        Self { blob, deflated: None }
    }
}
