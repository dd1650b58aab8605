//! `route FILE…`: the page's core, natively. Prints one JSON object a file, with the fields of the page's export.

use std::io::{self, Write};
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use dicom_imaging_router::case::Case;
use dicom_imaging_router::classifier::Classifier;
use dicom_imaging_router::export::to_json_line;
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};

const MODEL: &[u8] = include_bytes!("../../models/mobilenet-v1/model.onnx");
const DESCRIPTION: &str = include_str!("../../models/mobilenet-v1/model.json");

fn main() -> ExitCode {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if files.is_empty() {
        eprintln!("usage: route FILE…   (prints one JSON object a line; research and teaching, not diagnosis)");
        return ExitCode::from(2);
    }
    match route_all(&files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("route: {error}");
            ExitCode::FAILURE
        }
    }
}

fn route_all(files: &[PathBuf]) -> Result<(), Box<dyn std::error::Error>> {
    let classifier = Classifier::load(MODEL, DESCRIPTION)?;
    let table = RoutingTable::parse(DEFAULT_TABLE)?;
    let mut out = io::stdout().lock();
    for file in files {
        writeln!(out, "{}", to_json_line(&route(file, &classifier, &table))?)?;
    }
    Ok(())
}

fn route(path: &Path, classifier: &Classifier, table: &RoutingTable) -> Case {
    let started = Instant::now();
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Case::failed(name, "unreadable", &format!("The file can't be opened: {error}.")),
    };
    // Some codecs still panic on hostile streams; in the page that costs a worker, here one line.
    let run = || Case::run(name.clone(), &bytes, started, classifier, table);
    panic::catch_unwind(panic::AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Case::failed(name.clone(), "crashed", "Reading this file made the decoder stop. It is probably damaged.")
    })
}
