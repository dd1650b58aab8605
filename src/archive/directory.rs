//! What an archive holds, from its central directory.

use std::io::{Read, Seek, SeekFrom};

use zip::CompressionMethod;
use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use super::paths::segments;
use super::{ArchiveError, Deflated, Entry, MOST_ENTRIES, Place, is_system_file};

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
    let found = directory.by_ref().collect::<Result<Vec<_>, _>>().map_err(of_the_whole)?;
    let reader = directory.reader_mut();
    let size = reader.seek(SeekFrom::End(0)).map_err(|_| ArchiveError::Unreadable)?;
    Ok(found.iter().filter_map(|entry| Some(Entry { name: name(entry)?, place: place(entry, reader, size) })).collect())
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
    let segments: Vec<String> = segments(&raw).map(|segment| segment.replace(char::is_control, "_")).collect();
    if segments.first().is_some_and(|folder| folder == FINDER_FOLDER) {
        return None;
    }
    let path = if segments.is_empty() { "unnamed".to_owned() } else { segments.join("/") };
    (!is_system_file(&path)).then_some(path)
}

fn place(entry: &ZipFileEntry<'_>, archive: &mut (impl Read + Seek), size: u64) -> Result<Place, ArchiveError> {
    if entry.encrypted() {
        return Err(ArchiveError::Encrypted);
    }
    let deflated = match entry.compression() {
        CompressionMethod::STORE if entry.size() == entry.compressed_size() => None,
        CompressionMethod::STORE => return Err(ArchiveError::Damaged),
        CompressionMethod::DEFLATE => Some(Deflated { size: entry.size(), crc32: entry.crc32() }),
        _ => return Err(ArchiveError::UnsupportedCompression),
    };
    let (start, length) = (data_start(entry.header_start(), archive)?, entry.compressed_size());
    let fits = start.checked_add(length).is_some_and(|end| end <= size);
    if fits { Ok(Place { start, length, deflated }) } else { Err(ArchiveError::Damaged) }
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
    Ok(header + LOCAL_HEADER as u64 + lengths[0] + lengths[1])
}
