//! What an earlier run has written.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Read};

use dicom_imaging_router::case::State;
use thiserror::Error;

use crate::form::Form;

/// Bytes of a line. Each of its texts is limited where the file is read; together they stay far below.
const LONGEST: u64 = 1 << 20;

/// Why an output can't be gone on with.
#[derive(Debug, Error)]
pub(crate) enum EarlierError {
    /// It can't be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It isn't what this program writes in this format.
    #[error("its line {0} isn't one that this version of route writes in this format")]
    Foreign(u64),
}

/// The files that have a line. Of each, 128 bits are kept, so a million lines take some 70 MB.
#[derive(Default)]
pub(crate) struct Earlier {
    form: Option<Form>,
    hashers: [RandomState; 2],
    lines: HashMap<[u64; 2], u32>,
    /// Lines.
    pub(crate) count: u64,
    /// Bytes up to the end of the last whole line.
    pub(crate) bytes: u64,
    some_failed: bool,
}

impl Earlier {
    /// Reads an output up to where it was cut off.
    pub(crate) fn read(output: &File, form: Form) -> Result<Self, EarlierError> {
        let mut earlier = Self::default();
        let mut reader = BufReader::new(output);
        let (mut piece, mut number) = (Vec::new(), 1);
        while reader.by_ref().take(LONGEST + 1 - piece.len() as u64).read_until(b'\n', &mut piece)? > 0 {
            if piece.len() as u64 > LONGEST {
                return Err(EarlierError::Foreign(number));
            }
            if piece.ends_with(b"\n") && form.is_whole(&piece) {
                if number > 1 || form.header().is_empty() {
                    earlier.add(&form, &piece).ok_or(EarlierError::Foreign(number))?;
                } else if piece != form.header().as_bytes() {
                    return Err(EarlierError::Foreign(number));
                }
                earlier.bytes += piece.len() as u64;
                number += 1;
                piece.clear();
            }
        }
        if !form.can_begin(number == 1, &piece) {
            return Err(EarlierError::Foreign(number));
        }
        Ok(Self { form: Some(form), ..earlier })
    }

    fn add(&mut self, form: &Form, line: &[u8]) -> Option<()> {
        let line = form.read(line)?;
        let key = self.key(&line.file);
        *self.lines.entry(key).or_default() += 1;
        self.some_failed |= line.state == State::Failed;
        self.count += 1;
        Some(())
    }

    fn key(&self, name: &str) -> [u64; 2] {
        self.hashers.each_ref().map(|hasher| hasher.hash_one(name))
    }

    /// Whether a file has a line. Each line counts once: a file that is named twice has two.
    pub(crate) fn has(&mut self, file: &str) -> bool {
        let Some(name) = self.form.as_mut().and_then(|form| form.name(file)) else { return false };
        let key = self.key(&name);
        let line = self.lines.get_mut(&key).filter(|lines| **lines > 0);
        line.map(|lines| *lines -= 1).is_some()
    }

    /// Whether one of the lines is of a file that failed.
    pub(crate) fn some_failed(&self) -> bool {
        self.some_failed
    }
}
