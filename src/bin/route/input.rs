//! A file to be read: on the disk, or in a ZIP archive there.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dicom_imaging_router::archive::{self, ArchiveError, Blocks, Place};
use dicom_imaging_router::case::Case;
use dicom_imaging_router::phrase;
use dicom_imaging_router::radiograph::{MAX_FILE_BYTES, Refusal};
use dicom_imaging_router::text::Phrase;

/// Bytes of an archive's directory fetched at once: a thousand files.
const BLOCK: u32 = 64 << 10;

/// A file that hasn't been read.
pub(crate) struct Input {
    /// Its path as given; in an archive, the archive's and its own.
    pub(crate) name: String,
    source: Source,
}

enum Source {
    File(PathBuf),
    Archived(Arc<PathBuf>, Place),
    /// A stable code, and words.
    Nowhere(&'static str, Phrase),
}

impl Input {
    /// A file on the disk.
    pub(crate) fn file(path: PathBuf) -> Self {
        Self { name: path.display().to_string(), source: Source::File(path) }
    }

    /// What can't be read, and why: it has its line too.
    pub(crate) fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> Self {
        let words = format!("It can't be opened: {why}.").into();
        Self { name: path.display().to_string(), source: Source::Nowhere("unreadable", words) }
    }

    /// An archive's files; if it can't be read, itself.
    pub(crate) fn in_archive(path: PathBuf) -> Vec<Self> {
        let name = path.display().to_string();
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) => return vec![Self::unreadable(&path, &error)],
        };
        let size = file.metadata().map_or(0, |facts| facts.len());
        let entries = archive::list(Blocks::new(size, BLOCK, move |start, end| part(&mut file, start, end)));
        let path = Arc::new(path);
        let archived = |place| Source::Archived(path.clone(), place);
        match entries {
            Err(error) => vec![Self { name, source: nowhere(error) }],
            Ok(entries) => entries
                .into_iter()
                .map(|entry| Self {
                    name: format!("{name}/{}", entry.name),
                    source: entry.place.map_or_else(nowhere, archived),
                })
                .collect(),
        }
    }

    /// The bytes; what can't be had, or is too large, is a finished case.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Box<Case>> {
        let unreadable = |error: io::Error| {
            Box::new(Case::failed(self.name.clone(), "unreadable", format!("The file can't be opened: {error}.")))
        };
        let too_large = || {
            let limit = phrase!(size_over, most = MAX_FILE_BYTES >> 20);
            Box::new(Case::refused(self.name.clone(), Refusal::TooLarge(limit)))
        };
        match &self.source {
            Source::File(path) => whole(path).map_err(unreadable)?.ok_or_else(too_large),
            Source::Archived(_, place) if place.length > MAX_FILE_BYTES as u64 => Err(too_large()),
            Source::Archived(archive, place) => {
                let bytes = File::open(archive.as_path())
                    .and_then(|mut archive| part(&mut archive, place.start, place.start + place.length));
                let bytes = bytes.map_err(unreadable)?;
                let Some(deflated) = place.deflated else { return Ok(bytes) };
                deflated.inflate(&bytes).map_err(|error| match error {
                    ArchiveError::TooLarge => too_large(),
                    other => Box::new(Case::failed(self.name.clone(), other.code(), other.phrase())),
                })
            }
            Source::Nowhere(code, words) => Err(Box::new(Case::failed(self.name.clone(), code, words.clone()))),
        }
    }
}

fn nowhere(error: ArchiveError) -> Source {
    Source::Nowhere(error.code(), error.phrase())
}

/// A file's bytes; none if they are more than are read. Devices and pipes don't say how many they have.
fn whole(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > MAX_FILE_BYTES as u64 {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= MAX_FILE_BYTES).then_some(bytes))
}

/// The bytes from `start` up to, not with, `end`.
fn part(file: &mut File, start: u64, end: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(end - start).read_to_end(&mut bytes)?;
    Ok(bytes)
}
