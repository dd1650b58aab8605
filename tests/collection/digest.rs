//! What reading a file came to, in a form that native code and WebAssembly can be compared by.
#![allow(unreachable_pub, reason = "a test and an example use it")]

use dicom_imaging_router::radiograph::{Part10, Refusal, Rows};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// Sides of the grid of block means.
pub const GRID: usize = 8;

/// The outcome of reading a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Digest {
    /// `read`, or the reason's code.
    pub outcome: String,
    /// The reason in words.
    pub words: String,
    /// What was read.
    pub picture: Option<Picture>,
}

/// The first frame's stored values in short.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Picture {
    pub rows: usize,
    pub columns: usize,
    pub samples: usize,
    /// Of the values as little endian 32-bit integers.
    pub sha256: String,
    pub mean: f64,
    /// Means of 8 × 8 blocks, row by row.
    pub grid: Vec<f64>,
}

impl Digest {
    pub fn of(bytes: &[u8]) -> Self {
        match Picture::of(bytes) {
            Ok(picture) => Self { outcome: "read".to_owned(), words: String::new(), picture: Some(picture) },
            Err(refusal) => Self { outcome: refusal.code().to_owned(), words: refusal.to_string(), picture: None },
        }
    }
}

impl Picture {
    fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        let file = Part10::parse(bytes)?;
        let film = file.radiograph()?;
        let (rows, columns, stored) = (film.rows(), film.columns(), film.stored_values());
        let samples = stored.len() / (rows * columns);
        let little: Vec<u8> = stored.iter().flat_map(|value| (*value as i32).to_le_bytes()).collect();
        let sha256 = Sha256::digest(&little).iter().map(|byte| format!("{byte:02x}")).collect();
        let mean = stored.iter().map(|value| *value as f64).sum::<f64>() / stored.len() as f64;
        let grid = (0..GRID * GRID).map(|block| {
            let part = |index: usize, side: usize| index * side / GRID..(index + 1) * side / GRID;
            let places = part(block / GRID, rows).flat_map(|row| {
                part(block % GRID, columns).flat_map(move |column| (0..samples).map(move |s| (row, column, s)))
            });
            let values: Vec<f64> =
                places.map(|(row, column, s)| stored[(row * columns + column) * samples + s] as f64).collect();
            values.iter().sum::<f64>() / values.len().max(1) as f64
        });
        Ok(Self { rows, columns, samples, sha256, mean, grid: grid.collect() })
    }
}
