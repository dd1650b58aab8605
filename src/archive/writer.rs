//! Writes an archive piece by piece. Files that lie on a disk aren't copied: the archive's pieces point at them.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use thiserror::Error;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use crate::phrase;
use crate::text::Phrase;

/// Files from this size on need the larger headers (ZIP64, APPNOTE 4.3.9.2).
const LARGE: u64 = u32::MAX as u64;

/// A part of an archive; laid end to end, the parts are the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<P> {
    /// Bytes.
    Bytes(Vec<u8>),
    /// A whole file that was lent, and still lies elsewhere.
    Lent(P),
}

/// Why a file isn't in the archive, or there is no archive.
#[derive(Debug, Error)]
#[error("{}", self.phrase())]
pub enum WriteError {
    /// It can't be read to its end, or has another size than a moment ago.
    Unreadable,
    /// The ZIP format can't express it.
    Zip(#[from] ZipError),
}

impl WriteError {
    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unreadable => phrase!(write_moved),
            Self::Zip(why) => phrase!(write_failed, why = why.to_string()),
        }
    }
}

/// Writes an archive of files as they are, without packing them.
pub struct ArchiveWriter<P, F: FnMut(Piece<P>)> {
    zip: ZipWriter<Shared<P, F>>,
    sink: Shared<P, F>,
}

impl<P, F: FnMut(Piece<P>)> ArchiveWriter<P, F> {
    /// An archive that gives away its pieces in order, each as soon as nothing in it can change.
    pub fn new(give: F) -> Self {
        let sink = Sink { give, settled: 0, bytes: Vec::new(), lending: false, lent: 0, loan: None, position: 0 };
        let sink = Shared(Rc::new(RefCell::new(sink)));
        let mut zip = ZipWriter::new(Shared(Rc::clone(&sink.0)));
        zip.set_flush_on_finish_file(true); // tells the sink when a file's header is final
        Self { zip, sink }
    }

    /// Adds a file from memory. `path` must be safe and new ([`UniquePaths`](super::UniquePaths)).
    ///
    /// # Errors
    /// [`WriteError::Zip`]; the archive then goes on without the file.
    pub fn add(&mut self, path: &str, content: &[u8]) -> Result<(), WriteError> {
        self.start(path, content.len() as u64)?;
        self.sink.0.borrow_mut().bytes.reserve(content.len()); // once, instead of doubling
        let written = self.zip.write_all(content);
        written.or_else(|error| self.abort(ZipError::Io(error).into()))
    }

    /// Adds a file of `size` bytes that stays where it is. `reader` reads it once, for its checksum.
    ///
    /// # Errors
    /// [`WriteError::Unreadable`] if it can't be read or has another size, [`WriteError::Zip`]; the archive then goes on
    /// without the file.
    pub fn lend(&mut self, path: &str, file: P, size: u64, reader: impl Read) -> Result<(), WriteError> {
        self.start(path, size)?;
        self.sink.0.borrow_mut().lending = true;
        let copied = io::copy(&mut reader.take(size + 1), &mut self.zip);
        self.sink.0.borrow_mut().lending = false;
        if copied.is_ok_and(|copied| copied == size) {
            self.sink.0.borrow_mut().loan = Some(file);
            Ok(())
        } else {
            self.abort(WriteError::Unreadable)
        }
    }

    /// Writes the directory and gives away the last piece.
    ///
    /// # Errors
    /// [`WriteError::Zip`]; there is no archive then.
    pub fn finish(self) -> Result<(), WriteError> {
        self.zip.finish()?;
        self.sink.0.borrow_mut().settle();
        Ok(())
    }

    fn start(&mut self, path: &str, size: u64) -> Result<(), WriteError> {
        Ok(self.zip.start_file(
            path,
            SimpleFileOptions::DEFAULT.compression_method(zip::CompressionMethod::STORE).large_file(size >= LARGE),
        )?)
    }

    fn abort(&mut self, why: WriteError) -> Result<(), WriteError> {
        self.zip.abort_file()?;
        self.sink.0.borrow_mut().forget();
        Err(why)
    }
}

/// What the ZIP writer writes to: holds the file at work, whose header is filled in last.
struct Sink<P, F> {
    give: F,
    /// Bytes given away.
    settled: u64,
    /// The file's header, and its content unless that is lent; at the end, the directory.
    bytes: Vec<u8>,
    /// Whether what is written is lent, so that only its length counts.
    lending: bool,
    lent: u64,
    loan: Option<P>,
    position: u64,
}

impl<P, F: FnMut(Piece<P>)> Sink<P, F> {
    fn end(&self) -> u64 {
        self.settled + self.bytes.len() as u64 + self.lent
    }

    fn settle(&mut self) {
        self.settled = self.end();
        self.lent = 0;
        if !self.bytes.is_empty() {
            (self.give)(Piece::Bytes(std::mem::take(&mut self.bytes)));
        }
        if let Some(loan) = self.loan.take() {
            (self.give)(Piece::Lent(loan));
        }
    }

    /// Takes back the file at work.
    fn forget(&mut self) {
        self.bytes.clear();
        self.lent = 0;
        self.position = self.settled;
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.position == self.end() && self.lending {
            self.lent += bytes.len() as u64;
        } else if self.position == self.end() && self.lent == 0 {
            self.bytes.extend_from_slice(bytes);
        } else {
            let at = usize::try_from(self.position - self.settled).map_err(io::Error::other)?;
            let header = self.bytes.get_mut(at..at + bytes.len());
            header.ok_or(io::ErrorKind::InvalidInput)?.copy_from_slice(bytes);
        }
        self.position += bytes.len() as u64;
        Ok(())
    }
}

/// The sink, reached by the ZIP writer and by its owner.
struct Shared<P, F>(Rc<RefCell<Sink<P, F>>>);

impl<P, F: FnMut(Piece<P>)> Write for Shared<P, F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().settle();
        Ok(())
    }
}

/// Asked for by `set_flush_on_finish_file`, which reads nothing.
impl<P, F> Read for Shared<P, F> {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl<P, F: FnMut(Piece<P>)> Seek for Shared<P, F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut sink = self.0.borrow_mut();
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => sink.end().checked_add_signed(offset),
            SeekFrom::Current(offset) => sink.position.checked_add_signed(offset),
        };
        // What was given away is out of reach.
        sink.position = position.filter(|position| *position >= sink.settled).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(sink.position)
    }
}
