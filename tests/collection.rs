//! Every file of the project's collection of real and hostile DICOM files: read as the reference reader reads it, or
//! with the outcome that `collection/expected.csv` gives and explains. Prints transfer syntax × outcome, and leaves what
//! it read in `target/collection.json`, for `browser/collection.test.mjs` to compare WebAssembly with.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

#[path = "collection/digest.rs"]
mod digest;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use digest::{Digest, Picture};

/// Lossy pictures may differ from the reference by this much: in mean grey levels, and in each block's mean by this
/// share of the range.
const MEAN: f64 = 1.0;
const BLOCK: f64 = 0.015;

/// A line of the collection's index: what the reference reader made of a file.
struct Reference {
    transfer_syntax: String,
    lossless: bool,
    sha256: String,
    range: f64,
    mean: f64,
    grid: Vec<f64>,
}

fn references(folder: &Path) -> BTreeMap<String, Reference> {
    let mut index = csv::Reader::from_path(folder.join("index.csv")).unwrap();
    let headers = index.headers().unwrap().clone();
    let lines = index.records().map(|record| {
        let record = record.unwrap();
        let field = |name: &str| record[headers.iter().position(|header| header == name).unwrap()].to_owned();
        let number = |name: &str| field(name).parse().unwrap_or(0.0);
        let grid: Vec<Vec<f64>> = serde_json::from_str(&field("grid8")).unwrap_or_default();
        let reference = Reference {
            transfer_syntax: field("transfer_syntax"),
            lossless: !field("lossless").is_empty(),
            sha256: field("sha256_i32le"),
            range: number("max") - number("min"),
            mean: number("mean"),
            grid: grid.concat(),
        };
        (field("path").trim_start_matches("files/").to_owned(), reference)
    });
    lines.collect()
}

/// A line of `expected.csv`.
#[derive(serde::Deserialize)]
struct Expected {
    /// `*` stands for anything.
    path: String,
    outcome: String,
    /// Another file with about the same picture.
    like: Option<String>,
}

fn expectations() -> Vec<Expected> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/collection/expected.csv");
    csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect()
}

fn matches(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

fn close(picture: &Picture, mean: f64, grid: &[f64], range: f64) -> bool {
    assert_eq!(grid.len(), picture.grid.len());
    (picture.mean - mean).abs() <= MEAN
        && picture.grid.iter().zip(grid).all(|(ours, theirs)| (ours - theirs).abs() <= BLOCK * range)
}

/// How a picture compares with its reference.
fn compared(picture: &Picture, reference: &Reference) -> &'static str {
    if picture.sha256 == reference.sha256 {
        "exactly right"
    } else if !reference.lossless && close(picture, reference.mean, &reference.grid, reference.range) {
        "right within its loss"
    } else {
        "WRONG"
    }
}

#[test]
fn a_star_stands_for_anything() {
    for (pattern, path, fits) in [
        ("a/*.dcm", "a/b.dcm", true),
        ("a/*.dcm", "a/b.jpg", false),
        ("*/b*c", "a/bxc", true),
        ("ab", "ab", true),
        ("ab", "abc", false),
    ] {
        assert_eq!(matches(pattern, path), fits, "{pattern} {path}");
    }
}

#[test]
fn every_file_of_the_collection_is_read_rightly_or_refused_for_a_true_reason() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/dicom");
    if !folder.is_dir() {
        std::io::stderr().write_all(b"SKIPPED: the collection of real DICOM files is not here\n").unwrap();
        return;
    }
    let (references, expectations) = (references(&folder), expectations());
    let root = folder.join("files");
    let digests: BTreeMap<String, Digest> = files_below(&root)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            (name, Digest::of(&std::fs::read(path).unwrap()))
        })
        .collect();
    let mut table: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (path, digest) in &digests {
        let reference = references.get(path);
        let referred = reference.filter(|reference| !reference.sha256.is_empty());
        let expected = expectations.iter().find(|expected| matches(&expected.path, path));
        let against = digest.picture.as_ref().zip(referred).map(|(picture, reference)| compared(picture, reference));
        let like = expected.and_then(|expected| expected.like.as_deref()).zip(digest.picture.as_ref());
        let (verdict, fine) = match (against, expected) {
            (Some(right @ ("exactly right" | "right within its loss")), _) => (right.to_owned(), true),
            (_, Some(expected)) => (format!("{}, as expected", digest.outcome), digest.outcome == expected.outcome),
            (Some(wrong), None) => (wrong.to_owned(), false),
            (None, None) => (format!("{}, which nobody expected", digest.outcome), false),
        };
        let alike = like.is_none_or(|(other, picture)| {
            let other = digests.get(other).and_then(|other| other.picture.as_ref());
            other.is_some_and(|other| {
                close(picture, other.mean, &other.grid, other.grid.iter().copied().fold(1.0, f64::max))
            })
        });
        if !fine || !alike {
            faults.push(format!("{path}: {verdict} {} (like the other: {alike})", digest.words));
        }
        *table.entry((reference.map_or("", |r| r.transfer_syntax.as_str()), verdict)).or_default() += 1;
    }
    let lines: String =
        table.iter().map(|((syntax, verdict), count)| format!("{syntax:28} {verdict:44} {count:4}\n")).collect();
    std::io::stderr().write_all(lines.as_bytes()).unwrap();
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/collection.json");
    std::fs::write(target, serde_json::to_string(&digests).unwrap()).unwrap();
    assert!(digests.len() >= 513, "only {} files", digests.len());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
