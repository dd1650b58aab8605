//! An archive is written piece by piece; films on the disk are pointed at, not copied.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::cell::RefCell;
use std::io::{Cursor, Read, Seek, SeekFrom};

use dicom_imaging_router::archive::{ArchiveWriter, Piece, UniquePaths, WriteError, list};
use rstest::rstest;
use zip::ZipArchive;

type Pieces = RefCell<Vec<Piece<&'static [u8]>>>;

fn writer(pieces: &Pieces) -> ArchiveWriter<&'static [u8], impl FnMut(Piece<&'static [u8]>) + '_> {
    ArchiveWriter::new(|piece| pieces.borrow_mut().push(piece))
}

fn joined(pieces: Pieces) -> Vec<u8> {
    let bytes = |piece: Piece<&[u8]>| match piece {
        Piece::Bytes(bytes) => bytes,
        Piece::Lent(file) => file.to_vec(),
    };
    pieces.into_inner().into_iter().flat_map(bytes).collect()
}

/// Names and contents, as a reader of archives sees them; checksums are compared on the way.
fn contents(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let read = |archive: &mut ZipArchive<_>, index| {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().unwrap().into_owned(), content)
    };
    (0..archive.len()).map(|index| read(&mut archive, index)).collect()
}

const FILM: &[u8] = b"the film's own bytes";

/// A disk that fails after a few bytes.
#[derive(Default)]
struct Failing {
    begun: bool,
}

impl Read for Failing {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if std::mem::replace(&mut self.begun, true) {
            return Err(std::io::Error::other("gone"));
        }
        out[..3].copy_from_slice(b"the");
        Ok(3)
    }
}

#[test]
fn films_and_texts_come_out_as_they_went_in() {
    let pieces = Pieces::default();
    let mut writer = writer(&pieces);
    writer.lend("films/a.dcm", FILM, FILM.len() as u64, FILM).unwrap();
    writer.add("worklist.csv", b"file,group").unwrap();
    writer.finish().unwrap();
    assert!(pieces.borrow().contains(&Piece::Lent(FILM)), "a film is pointed at");
    let expected = [("films/a.dcm".to_owned(), FILM.to_vec()), ("worklist.csv".to_owned(), b"file,group".to_vec())];
    assert_eq!(contents(joined(pieces)), expected);
}

#[test]
fn a_piece_is_given_away_as_soon_as_the_next_file_begins() {
    let pieces = Pieces::default();
    let mut writer = writer(&pieces);
    writer.add("first", &[1; 1000]).unwrap();
    assert_eq!(pieces.borrow().len(), 0);
    writer.add("second", &[2; 1000]).unwrap();
    assert_eq!(pieces.borrow().len(), 1);
}

#[rstest]
#[case::in_the_beginning(0)]
#[case::in_the_middle(1)]
#[case::at_the_end(2)]
fn a_file_that_can_not_be_read_is_left_out_without_a_trace(#[case] dead: usize) {
    let (pieces, without) = (Pieces::default(), Pieces::default());
    let (mut writer, mut other) = (writer(&pieces), writer(&without));
    for at in 0..3 {
        if at == dead {
            let why = writer.lend("dead", FILM, FILM.len() as u64, Failing::default()).unwrap_err();
            assert!(matches!(why, WriteError::Unreadable));
            let why = writer.lend("shrunk", FILM, FILM.len() as u64 + 1, FILM).unwrap_err();
            assert!(matches!(why, WriteError::Unreadable));
            let why = writer.lend("grown", FILM, FILM.len() as u64 - 1, FILM).unwrap_err();
            assert!(matches!(why, WriteError::Unreadable));
        }
        if at < 2 {
            writer.lend(&at.to_string(), FILM, FILM.len() as u64, FILM).unwrap();
            other.lend(&at.to_string(), FILM, FILM.len() as u64, FILM).unwrap();
        }
    }
    writer.finish().unwrap();
    other.finish().unwrap();
    assert_eq!(joined(pieces), joined(without));
}

/// An archive of which only the pieces are there; a lent piece of so many zeros.
struct Virtual(Vec<Piece<u64>>, u64);

impl Virtual {
    fn length(piece: &Piece<u64>) -> u64 {
        match piece {
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::Lent(zeros) => *zeros,
        }
    }
}

impl Read for Virtual {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let mut start = 0;
        for piece in &self.0 {
            let end = start + Self::length(piece);
            if self.1 < end {
                let count = out.len().min((end - self.1) as usize);
                match piece {
                    Piece::Bytes(bytes) => {
                        let at = (self.1 - start) as usize;
                        out[..count].copy_from_slice(&bytes[at..at + count]);
                    }
                    Piece::Lent(_) => out[..count].fill(0),
                }
                self.1 += count as u64;
                return Ok(count);
            }
            start = end;
        }
        Ok(0)
    }
}

impl Seek for Virtual {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let size: u64 = self.0.iter().map(Self::length).sum();
        self.1 = match to {
            SeekFrom::Start(position) => position,
            SeekFrom::End(offset) => size.checked_add_signed(offset).unwrap(),
            SeekFrom::Current(offset) => self.1.checked_add_signed(offset).unwrap(),
        };
        Ok(self.1)
    }
}

/// 2.5 GiB: offsets above 2 GiB. 4.5 GiB: sizes and offsets that need ZIP64.
#[rstest]
#[case::beyond_two_gibibytes(5 << 29)]
#[case::beyond_four_gibibytes(9 << 29)]
fn large_archives_are_written_and_read(#[case] zeros: u64) {
    let pieces = RefCell::new(Vec::new());
    let mut writer = ArchiveWriter::new(|piece| pieces.borrow_mut().push(piece));
    writer.lend("large", zeros, zeros, std::io::repeat(0)).unwrap_err(); // one byte too many
    writer.lend("large", zeros, zeros, std::io::repeat(0).take(zeros)).unwrap();
    writer.add("small", FILM).unwrap();
    writer.finish().unwrap();
    let entries = list(Virtual(pieces.into_inner(), 0)).unwrap();
    let places: Vec<_> = entries.iter().map(|entry| entry.place.unwrap()).collect();
    assert_eq!((places[0].length, places[1].length), (zeros, FILM.len() as u64));
    assert!(places[1].start > zeros);
}

#[rstest]
#[case::leads_out("../../etc/passwd", "etc/passwd")]
#[case::absolute("/films/a.dcm", "films/a.dcm")]
#[case::backslashes("films\\a.dcm", "films/a.dcm")]
#[case::forbidden_in_windows("C:/a<b>?.dcm", "C_/a_b__.dcm")]
#[case::control("a\0b\n.dcm", "a_b_.dcm")]
#[case::ends_in_dots("folder. ./film..", "folder/film")]
#[case::a_device("con/NUL.dcm", "_con/_NUL.dcm")]
#[case::a_port("com1/computer", "_com1/computer")]
#[case::nothing("", "unnamed")]
#[case::only_dots("/../.", "unnamed")]
#[case::hidden(".film", ".film")]
#[case::other_scripts("胸部/Übersicht.dcm", "胸部/Übersicht.dcm")]
fn paths_are_safe_to_unpack(#[case] path: &str, #[case] safe: &str) {
    assert_eq!(UniquePaths::default().take(path), safe);
}

#[test]
fn paths_are_unique_even_where_case_does_not_count() {
    let mut paths = UniquePaths::default();
    let taken =
        ["a/film.dcm", "a/film.dcm", "A/FILM.dcm", "b/film.dcm", "a", "b/film.dcm/c"].map(|path| paths.take(path));
    assert_eq!(taken, ["a/film.dcm", "a/film (2).dcm", "A/FILM (3).dcm", "b/film.dcm", "a (2)", "b/film (2).dcm/c"]);
}

#[test]
fn long_names_are_cut_at_a_letter_and_keep_their_extension() {
    let path = UniquePaths::default().take(&format!("{}.dcm", "ü".repeat(300)));
    assert!(path.ends_with("ü.dcm"));
    assert!((198..=200).contains(&path.len()));
}

#[test]
fn ten_thousand_files_of_one_name_take_no_time() {
    let mut paths = UniquePaths::default();
    let last = (0..10_000).map(|_| paths.take("film.dcm")).last();
    assert_eq!(last.as_deref(), Some("film (10000).dcm"));
}
