//! Reading here and there in a large file, a block at a time.

use std::io::{self, Read, Seek, SeekFrom};

/// A file as `Read` and `Seek`, over whatever fetches a part of it. Keeps one block, so it holds little memory.
pub struct Blocks<F> {
    fetch: F,
    size: u64,
    block_size: u64,
    position: u64,
    block: Vec<u8>,
    block_start: u64,
}

impl<F: FnMut(u64, u64) -> io::Result<Vec<u8>>> Blocks<F> {
    /// A file of `size` bytes, fetched `block_size` at once; `fetch(start, end)` yields the bytes from `start` up to, not
    /// with, `end`.
    pub fn new(size: u64, block_size: u32, fetch: F) -> Self {
        let block_size = u64::from(block_size.max(1));
        Self { fetch, size, block_size, position: 0, block: Vec::new(), block_start: 0 }
    }

    fn in_block(&self) -> Option<usize> {
        let at = usize::try_from(self.position.checked_sub(self.block_start)?).ok()?;
        (at < self.block.len()).then_some(at)
    }
}

impl<F: FnMut(u64, u64) -> io::Result<Vec<u8>>> Read for Blocks<F> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.size || out.is_empty() {
            return Ok(0);
        }
        if self.in_block().is_none() {
            let start = self.position / self.block_size * self.block_size; // aligned: a search backwards finds its block again
            self.block = (self.fetch)(start, (start + self.block_size).min(self.size))?;
            self.block_start = start;
        }
        let at = self.in_block().ok_or(io::ErrorKind::UnexpectedEof)?;
        let length = out.len().min(self.block.len() - at);
        out[..length].copy_from_slice(&self.block[at..at + length]);
        self.position += length as u64;
        Ok(length)
    }
}

impl<F> Seek for Blocks<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.size.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
