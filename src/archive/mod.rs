//! ZIP archives: what lies where in one that is read, and the writing of one that outgrows the memory.
//!
//! Reading never unpacks an archive as a whole: [`list`] says where each file lies, and [`Deflated::inflate`] unpacks one.

#[cfg(feature = "engine")]
mod blocks;
#[cfg(feature = "engine")]
mod directory;
mod inflate;
#[cfg(feature = "engine")]
mod paths;
#[cfg(feature = "engine")]
mod writer;

use serde::{Deserialize, Serialize};
use thiserror::Error;

#[cfg(feature = "engine")]
pub use blocks::Blocks;
#[cfg(feature = "engine")]
pub use directory::list;
pub use inflate::Deflated;
#[cfg(feature = "engine")]
pub use paths::UniquePaths;
#[cfg(feature = "engine")]
pub use writer::{ArchiveWriter, Piece, WriteError};

/// Most files that are taken from one archive.
pub const MOST_ENTRIES: usize = 100_000;

/// Most bytes of the names of an archive's files together; all are kept in memory. A hundred thousand long paths are less.
pub const MOST_NAME_BYTES: usize = 32 << 20;

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path in the archive, with `/`, without `..` and without a leading `/`.
    pub name: String,
    /// Where it lies, or why it can't be had.
    pub place: Result<Place, ArchiveError>,
}

/// Where a file lies in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its first byte, from the archive's beginning.
    pub start: u64,
    /// Its length in the archive, in bytes.
    pub length: u64,
    /// What inflating it yields; none if it is stored as it is.
    pub deflated: Option<Deflated>,
}

/// What operating systems leave in folders, and so in archives.
const SYSTEM_FILES: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini", ".localized"];

/// Whether a path is that of such a file, which nobody meant to drop.
#[must_use]
pub fn is_system_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    SYSTEM_FILES.contains(&name) || name.starts_with("._")
}

/// Why an archive, or a file in it, can't be read, in words for the person who dropped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum ArchiveError {
    /// No ZIP archive, or one that was cut off.
    #[error("This is not a whole ZIP archive. Copy or export it again, or unpack it and drop its files.")]
    NotAnArchive,
    /// More files than [`MOST_ENTRIES`], or longer names than [`MOST_NAME_BYTES`].
    #[error("The archive holds more than 100,000 files. Unpack it and drop its folders one after the other.")]
    TooManyFiles,
    /// The browser can't read it.
    #[error("The archive could not be read: it was moved, is locked, or its disk is gone. Drop it again.")]
    Unreadable,
    /// A file behind a password.
    #[error("The file is locked by a password in its archive. Unpack the archive and drop the file itself.")]
    Encrypted,
    /// A file packed by another method than deflate.
    #[error("The file is packed in a way that can't be read here. Unpack the archive and drop the file itself.")]
    UnsupportedCompression,
    /// A file that unpacks to more than is read.
    #[error("The file is too large to read safely: more than 512 MiB.")]
    TooLarge,
    /// A file that isn't what the archive says.
    #[error("The archive is damaged here: the file can't be unpacked. Copy or export the archive again.")]
    Damaged,
}

impl ArchiveError {
    /// Stable short code, for `data-reason` and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAnArchive => "not-an-archive",
            Self::TooManyFiles => "too-many-files",
            Self::Unreadable => "unreadable",
            Self::Encrypted => "encrypted",
            Self::UnsupportedCompression => "unsupported-compression",
            Self::TooLarge => "too-large",
            Self::Damaged => "damaged",
        }
    }
}
