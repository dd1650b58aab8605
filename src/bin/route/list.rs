//! Paths from a list.

use std::ffi::OsString;
use std::io::{self, BufRead, Read};
use std::path::PathBuf;

/// Bytes of a path: systems take 4,096 (Linux) to 65,534 (Windows).
const LONGEST: u64 = 64 << 10;

/// A list's paths, each with a separator behind it, read as they are wanted. Empty lines are none; a line can end as on
/// Windows.
///
/// # Errors
/// The list can't be read, or is none; nothing comes after that.
pub(crate) fn paths(mut list: impl BufRead, separator: u8) -> impl Iterator<Item = io::Result<PathBuf>> {
    let mut next = move || -> io::Result<Option<PathBuf>> {
        loop {
            let mut line = Vec::new();
            if list.by_ref().take(LONGEST).read_until(separator, &mut line)? == 0 {
                return Ok(None);
            }
            if line.len() as u64 == LONGEST {
                return Err(wrong("the list has a line that is too long for a path"));
            }
            if line.last() == Some(&separator) {
                line.pop();
            }
            if line.contains(&0) {
                return Err(wrong("the list has NULs in its lines: if they stand between the paths, add --null"));
            }
            if separator == b'\n' && line.last() == Some(&b'\r') {
                line.pop();
            }
            if !line.is_empty() {
                return path(line).map(Some);
            }
        }
    };
    let mut ended = false;
    std::iter::from_fn(move || {
        let path = if ended { None } else { next().transpose() };
        ended = !matches!(path, Some(Ok(_)));
        path
    })
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(unix)]
fn path(line: Vec<u8>) -> io::Result<PathBuf> {
    Ok(<OsString as std::os::unix::ffi::OsStringExt>::from_vec(line).into())
}

#[cfg(not(unix))]
fn path(line: Vec<u8>) -> io::Result<PathBuf> {
    String::from_utf8(line).map(OsString::from).map(Into::into).map_err(|_| wrong("the list isn't UTF-8"))
}
