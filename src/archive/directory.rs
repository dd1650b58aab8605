//! What an archive holds, from its central directory.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

use zip::CompressionMethod;
use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use super::paths::segments;
use super::{ArchiveError, Deflated, Entry, MOST_ENTRIES, MOST_NAME_BYTES, Place, is_system_file};
use crate::radiograph::visible;

/// A local file header up to the name (APPNOTE 4.3.7): signature, facts, lengths of name and extra field.
const LOCAL_HEADER: usize = 30;
const LOCAL_SIGNATURE: [u8; 4] = *b"PK\x03\x04";
/// Where macOS keeps what belongs to its Finder.
const FINDER_FOLDER: &str = "__MACOSX";

/// Lists an archive's files in their order; folders and what systems leave there are left out. Reads the directory and each
/// file's local header, not the files.
///
/// # Errors
/// For the archive as a whole: [`ArchiveError::NotAnArchive`], [`ArchiveError::TooManyFiles`],
/// [`ArchiveError::Unreadable`]. A file that can't be had says so in its own entry.
pub fn list(archive: impl Read + Seek) -> Result<Vec<Entry>, ArchiveError> {
    let mut archive = ZipIterable::try_new(archive, Config::default()).map_err(of_the_whole)?;
    if archive.len() > MOST_ENTRIES {
        return Err(ArchiveError::TooManyFiles);
    }
    let directory = archive.files().map_err(of_the_whole)?;
    let mut found = Vec::new();
    let mut name_bytes = 0;
    for entry in directory.by_ref() {
        let entry = entry.map_err(of_the_whole)?;
        if let Some(name) = name(&entry) {
            name_bytes += name.len();
            if name_bytes > MOST_NAME_BYTES {
                return Err(ArchiveError::TooManyFiles);
            }
            found.push((name, Listed::of(&entry)));
        }
    }
    let reader = directory.reader_mut();
    let size = reader.seek(SeekFrom::End(0)).map_err(|_| ArchiveError::Unreadable)?;
    let mut taken = Taken::default();
    let entry = |(name, listed): (String, Result<Listed, ArchiveError>)| {
        let place = listed.and_then(|listed| listed.place(reader, size)).and_then(|place| taken.add(place));
        Entry { name, place }
    };
    Ok(found.into_iter().map(entry).collect())
}

/// The parts of an archive that belong to a file already. Two files in the same bytes are the mark of a bomb: a small
/// archive of a hundred thousand films.
#[derive(Default)]
struct Taken(BTreeMap<u64, u64>);

impl Taken {
    fn add(&mut self, place: Place) -> Result<Place, ArchiveError> {
        let end = place.start + place.length;
        let before = self.0.range(..end).next_back();
        if place.length > 0 && before.is_some_and(|(_, other)| *other > place.start) {
            return Err(ArchiveError::Damaged);
        }
        if place.length > 0 {
            self.0.insert(place.start, end);
        }
        Ok(place)
    }
}

fn of_the_whole(error: ZipError) -> ArchiveError {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => ArchiveError::Unreadable,
        _ => ArchiveError::NotAnArchive,
    }
}

/// The path to show; none for what is no file.
fn name(entry: &ZipFileEntry<'_>) -> Option<String> {
    let raw = entry.name().map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), Into::into);
    if entry.is_dir() || raw.ends_with(['/', '\\']) {
        return None;
    }
    let segments: Vec<String> = segments(&raw).map(|segment| visible(segment).into_owned()).collect();
    if segments.first().is_some_and(|folder| folder == FINDER_FOLDER) {
        return None;
    }
    let path = if segments.is_empty() { "unnamed".to_owned() } else { segments.join("/") };
    (!is_system_file(&path)).then_some(path)
}

/// What the directory says of a file, in few bytes.
struct Listed {
    header: u64,
    length: u64,
    deflated: Option<Deflated>,
}

impl Listed {
    fn of(entry: &ZipFileEntry<'_>) -> Result<Self, ArchiveError> {
        if entry.encrypted() {
            return Err(ArchiveError::Encrypted);
        }
        let length = entry.compressed_size();
        let deflated = match entry.compression() {
            CompressionMethod::STORE if entry.size() == length => None,
            CompressionMethod::STORE => return Err(ArchiveError::Damaged),
            CompressionMethod::DEFLATE => Some(Deflated { size: entry.size(), crc32: entry.crc32() }),
            _ => return Err(ArchiveError::UnsupportedCompression),
        };
        if deflated.is_some_and(|deflated| !deflated.fits(length)) {
            return Err(ArchiveError::Damaged);
        }
        Ok(Self { header: entry.header_start(), length, deflated })
    }

    fn place(self, archive: &mut (impl Read + Seek), size: u64) -> Result<Place, ArchiveError> {
        let Self { length, deflated, .. } = self;
        let start = data_start(self.header, archive)?;
        let fits = start.checked_add(length).is_some_and(|end| end <= size);
        if fits { Ok(Place { start, length, deflated }) } else { Err(ArchiveError::Damaged) }
    }
}

/// The first byte after the local header, whose name and extra field may differ from the directory's.
fn data_start(header: u64, archive: &mut (impl Read + Seek)) -> Result<u64, ArchiveError> {
    archive.seek(SeekFrom::Start(header)).map_err(|_| ArchiveError::Damaged)?;
    let mut bytes = [0; LOCAL_HEADER];
    archive.read_exact(&mut bytes).map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => ArchiveError::Damaged,
        _ => ArchiveError::Unreadable,
    })?;
    if bytes[..4] != LOCAL_SIGNATURE {
        return Err(ArchiveError::Damaged);
    }
    let [.., name_low, name_high, extra_low, extra_high] = bytes;
    let lengths = [[name_low, name_high], [extra_low, extra_high]].map(|length| u64::from(u16::from_le_bytes(length)));
    header.checked_add(LOCAL_HEADER as u64 + lengths[0] + lengths[1]).ok_or(ArchiveError::Damaged)
}
