//! A ZIP archive's files are found without reading it, and unpacked to what it says, or not at all.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::cell::Cell;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use dicom_imaging_router::archive::{ArchiveError, Blocks, Deflated, Entry, MOST_ENTRIES, Place, list};
use dicom_imaging_router::radiograph::MAX_FILE_BYTES;
use rstest::rstest;
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const BLOCK: u32 = 64 << 10;
const FILM: &[u8] = b"a film, a film, a film, a film, a film, a film, a film";

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored)
}

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated)
}

fn archive(files: &[(&str, SimpleFileOptions)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, options) in files {
        zip.start_file(*name, *options).unwrap();
        zip.write_all(FILM).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn entries(bytes: &[u8]) -> Vec<Entry> {
    list(Cursor::new(bytes)).unwrap()
}

fn names(bytes: &[u8]) -> Vec<String> {
    entries(bytes).into_iter().map(|entry| entry.name).collect()
}

fn unpack(bytes: &[u8], place: Place) -> Result<Vec<u8>, ArchiveError> {
    let slice = &bytes[place.start as usize..(place.start + place.length) as usize];
    place.deflated.map_or_else(|| Ok(slice.to_vec()), |deflated| deflated.inflate(slice))
}

/// Overwrites the last occurrence of `signature` + `offset`: in a central directory with one file, that file's record.
fn patch(bytes: &mut [u8], signature: &[u8; 4], offset: usize, value: &[u8]) {
    let at = bytes.windows(4).rposition(|window| window == signature).unwrap() + offset;
    bytes[at..at + value.len()].copy_from_slice(value);
}

const CENTRAL: &[u8; 4] = b"PK\x01\x02";

#[rstest]
#[case::stored(stored())]
#[case::deflated(deflated())]
#[case::with_large_headers(deflated().large_file(true))]
fn a_file_is_found_and_unpacked(#[case] options: SimpleFileOptions) {
    let bytes = archive(&[("first.dcm", options), ("folder/second.dcm", options)]);
    let entries = entries(&bytes);
    assert_eq!(entries.iter().map(|entry| &*entry.name).collect::<Vec<_>>(), ["first.dcm", "folder/second.dcm"]);
    for entry in entries {
        assert_eq!(unpack(&bytes, entry.place.unwrap()).unwrap(), FILM);
    }
}

#[test]
fn a_file_whose_size_follows_it_is_found() {
    let mut zip = ZipWriter::new_stream(Vec::new());
    zip.start_file("film", deflated()).unwrap();
    zip.write_all(FILM).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(unpack(&bytes, entries(&bytes)[0].place.unwrap()).unwrap(), FILM);
}

#[test]
fn a_comment_at_the_end_and_bytes_before_the_beginning_do_no_harm() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.set_comment("PK\x05\x06 ".repeat(300)).unwrap();
    zip.start_file("film", deflated()).unwrap();
    zip.write_all(FILM).unwrap();
    let bytes = [b"#!/bin/self-unpacking".to_vec(), zip.finish().unwrap().into_inner()].concat();
    assert_eq!(unpack(&bytes, entries(&bytes)[0].place.unwrap()).unwrap(), FILM);
}

#[test]
fn folders_and_the_finders_notes_are_no_films() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory("folder", stored()).unwrap();
    zip.start_file("folder/film", stored()).unwrap();
    zip.start_file("__MACOSX/folder/._film", stored()).unwrap();
    assert_eq!(names(&zip.finish().unwrap().into_inner()), ["folder/film"]);
}

#[rstest]
#[case("../../etc/passwd", "etc/passwd")]
#[case("/absolute/film", "absolute/film")]
#[case("C:\\films\\..\\film", "C:/films/film")]
#[case("./a//b", "a/b")]
#[case("line\nend", "line end")]
#[case("nul\0byte\u{202e}mcd", "nul⟨U+0000⟩byte⟨U+202E⟩mcd")]
#[case("..", "unnamed")]
#[case("Thorax-Übersicht", "Thorax-Übersicht")]
fn names_lead_nowhere_else(#[case] written: &str, #[case] shown: &str) {
    assert_eq!(names(&archive(&[(written, stored())])), [shown]);
}

#[test]
fn an_encrypted_file_is_named_with_the_reason_and_the_others_go_on() {
    let locked = deflated().with_deprecated_encryption(b"secret").unwrap();
    let bytes = archive(&[("locked", locked), ("open", deflated())]);
    let entries = entries(&bytes);
    assert_eq!(entries[0], Entry { name: "locked".to_owned(), place: Err(ArchiveError::Encrypted) });
    assert_eq!(unpack(&bytes, entries[1].place.unwrap()).unwrap(), FILM);
}

#[test]
fn a_file_packed_by_another_method_is_named_with_the_reason() {
    let mut bytes = archive(&[("bzip2", stored())]);
    patch(&mut bytes, CENTRAL, 10, &12_u16.to_le_bytes());
    assert_eq!(entries(&bytes)[0].place, Err(ArchiveError::UnsupportedCompression));
}

#[rstest]
#[case::points_at_no_header(42, 7)]
#[case::longer_than_the_archive(20, 60_000)]
#[case::stored_but_of_two_sizes(24, 3)]
fn a_file_that_is_not_where_the_directory_says_is_damaged(#[case] field: usize, #[case] lie: u32) {
    let mut bytes = archive(&[("film", stored())]);
    if field == 20 {
        patch(&mut bytes, CENTRAL, 24, &lie.to_le_bytes()); // both sizes
    }
    patch(&mut bytes, CENTRAL, field, &lie.to_le_bytes());
    // The offset of the archive itself is found by the first file's header; that lie may cost the whole archive.
    match list(Cursor::new(&bytes)) {
        Ok(entries) => assert_eq!(entries[0].place, Err(ArchiveError::Damaged)),
        Err(error) => assert_eq!(error, ArchiveError::NotAnArchive),
    }
}

#[rstest]
#[case(".DS_Store")]
#[case("disc/Thumbs.db")]
#[case("disc/deep/._film.dcm")]
#[case("desktop.ini")]
fn what_systems_leave_is_no_film(#[case] left: &str) {
    assert_eq!(names(&archive(&[(left, stored()), ("film.dcm", stored())])), ["film.dcm"]);
}

#[test]
fn of_two_files_with_one_name_none_is_lost() {
    let bytes = archive(&[("film-1", deflated()), ("film-2", stored())]);
    let renamed: Vec<u8> = bytes.iter().map(|byte| if *byte == b'2' { b'1' } else { *byte }).collect();
    assert_eq!(names(&renamed), ["film-1", "film-1"]);
}

#[test]
fn a_cut_off_archive_and_what_is_none_are_refused() {
    let bytes = archive(&[("film", deflated())]);
    for length in 0..bytes.len() {
        assert_eq!(list(Cursor::new(&bytes[..length])), Err(ArchiveError::NotAnArchive), "cut to {length} bytes");
    }
    assert_eq!(list(Cursor::new(b"DICM".repeat(1000))), Err(ArchiveError::NotAnArchive));
}

#[test]
fn no_changed_byte_makes_listing_or_unpacking_panic() {
    let whole = archive(&[("first", deflated()), ("second", stored())]);
    for at in 0..whole.len() {
        for bit in [0x01, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= bit;
            for entry in list(Cursor::new(&bytes)).unwrap_or_default() {
                let _ = entry.place.and_then(|place| unpack(&bytes, place));
            }
        }
    }
}

#[test]
fn too_many_files_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..=MOST_ENTRIES {
        zip.start_file(number.to_string(), stored()).unwrap();
    }
    assert_eq!(list(zip.finish().unwrap()), Err(ArchiveError::TooManyFiles));
}

#[rstest]
#[case::too_small(-1, 0)]
#[case::too_large(1, 0)]
#[case::another_checksum(0, 1)]
fn a_lie_about_the_content_is_told(#[case] size: i64, #[case] crc: u32) {
    let bytes = archive(&[("film", deflated())]);
    let mut place = entries(&bytes)[0].place.unwrap();
    let claim = place.deflated.unwrap();
    place.deflated = Some(Deflated { size: claim.size.checked_add_signed(size).unwrap(), crc32: claim.crc32 ^ crc });
    assert_eq!(unpack(&bytes, place), Err(ArchiveError::Damaged));
}

#[test]
fn a_bomb_is_unpacked_no_further_than_it_claims_or_is_allowed() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("bomb", deflated()).unwrap();
    std::io::copy(&mut std::io::repeat(0).take(64 << 20), &mut zip).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 100_000);
    let mut place = entries(&bytes)[0].place.unwrap();
    place.deflated = Some(Deflated { size: 1000, ..place.deflated.unwrap() });
    assert_eq!(unpack(&bytes, place), Err(ArchiveError::Damaged));
    place.deflated = Some(Deflated { size: MAX_FILE_BYTES as u64 + 1, crc32: 0 });
    assert_eq!(unpack(&bytes, place), Err(ArchiveError::TooLarge));
}

#[test]
fn of_a_large_archive_only_the_directory_and_the_headers_are_read() {
    const FILMS: usize = 40;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for film in 0..FILMS {
        zip.start_file(format!("film {film}"), stored()).unwrap();
        zip.write_all(&vec![film as u8; 1 << 20]).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let read = Cell::new(0);
    let fetch = |start: u64, end: u64| {
        read.set(read.get() + (end - start));
        Ok(bytes[start as usize..end as usize].to_vec())
    };
    let entries = list(Blocks::new(bytes.len() as u64, BLOCK, fetch)).unwrap();
    assert_eq!(unpack(&bytes, entries[FILMS - 1].place.unwrap()).unwrap(), [FILMS as u8 - 1; 1 << 20]);
    assert!(read.get() < bytes.len() as u64 / 8, "{} of {} bytes were read", read.get(), bytes.len());
}

#[test]
fn an_archive_that_can_not_be_read_is_not_called_damaged() {
    let gone = |_, _| Err(std::io::Error::other("gone"));
    assert_eq!(list(Blocks::new(1000, BLOCK, gone)), Err(ArchiveError::Unreadable));
}

#[test]
fn blocks_read_what_the_file_holds() {
    let bytes: Vec<u8> = (0..200_000_u32).map(|at| (at / 7) as u8).collect();
    let fetch = |start: u64, end: u64| Ok(bytes[start as usize..end as usize].to_vec());
    let mut file = Blocks::new(bytes.len() as u64, BLOCK, fetch);
    let mut all = Vec::new();
    file.read_to_end(&mut all).unwrap();
    assert_eq!(all, bytes);
    let mut part = [0; 4];
    file.seek(SeekFrom::End(-100_000)).unwrap();
    file.read_exact(&mut part).unwrap();
    assert_eq!(part, bytes[100_000..100_004]);
    assert_eq!(file.seek(SeekFrom::Current(-4)).unwrap(), 100_000);
}
