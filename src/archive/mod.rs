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

use crate::phrase;
use crate::text::Phrase;

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
#[error("{}", self.phrase())]
pub enum ArchiveError {
    /// No ZIP archive, or one that was cut off.
    NotAnArchive,
    /// More files than [`MOST_ENTRIES`], or longer names than [`MOST_NAME_BYTES`].
    TooManyFiles,
    /// The browser can't read it.
    Unreadable,
    /// A file behind a password.
    Encrypted,
    /// A file packed by another method than deflate.
    UnsupportedCompression,
    /// A file that unpacks to more than is read.
    TooLarge,
    /// A file that isn't what the archive says.
    Damaged,
}

impl ArchiveError {
    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        match self {
            Self::NotAnArchive => phrase!(archive_not_whole),
            Self::TooManyFiles => phrase!(archive_too_many),
            Self::Unreadable => phrase!(archive_unreadable),
            Self::Encrypted => phrase!(archive_encrypted),
            Self::UnsupportedCompression => phrase!(archive_packed_otherwise),
            Self::TooLarge => phrase!(archive_too_large),
            Self::Damaged => phrase!(archive_damaged),
        }
    }

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
