//! `route`: the page's core, natively. Prints one JSON object a file, with the fields of the page's export, or the
//! figures of a labelled folder.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Write};
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use dicom_imaging_router::case::Case;
use dicom_imaging_router::classifier::Classifier;
use dicom_imaging_router::evaluation::{EvaluationError, Figures, Verdict, read_manifest};
use dicom_imaging_router::export::{Algorithm, Made, structured_report, to_json_line};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use lexopt::prelude::*;

const MODEL: &[u8] = include_bytes!("../../models/default/model.onnx");
const DESCRIPTION: &str = include_str!("../../models/default/model.json");

/// Runs that `--time` takes the mean of.
const TIMED_RUNS: usize = 20;

const USAGE: &str = "\
usage: route [--model FOLDER] [--report FOLDER] FILE…
       route [--model FOLDER] --evaluate MANIFEST.csv [--split NAME]…
       route [--model FOLDER] --time

The first prints one JSON object a line, one for each file. The second prints the figures of each split of a manifest
(columns path, group, and if there split and patient; pictures as DICOM, PNG or JPEG). The third prints the milliseconds
of each of the network's operators, and of each kind. --model names a folder with
model.onnx and model.json; without it, the model of the page is used. --report writes a DICOM structured report on each
film that was placed in a group. Research and teaching, not diagnosis.";

#[derive(Default)]
struct Options {
    model: Option<PathBuf>,
    manifest: Option<PathBuf>,
    splits: Vec<String>,
    files: Vec<PathBuf>,
    reports: Option<PathBuf>,
    time: bool,
}

impl Options {
    fn parse() -> Result<Self, lexopt::Error> {
        let mut options = Self::default();
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("model") => options.model = Some(arguments.value()?.into()),
                Long("evaluate") => options.manifest = Some(arguments.value()?.into()),
                Long("split") => options.splits.push(arguments.value()?.string()?),
                Long("report") => options.reports = Some(arguments.value()?.into()),
                Long("time") => options.time = true,
                Value(file) => options.files.push(file.into()),
                other => return Err(other.unexpected()),
            }
        }
        let tasks = [!options.files.is_empty(), options.manifest.is_some(), options.time];
        if tasks.into_iter().filter(|task| *task).count() != 1 {
            return Err("name either files or a manifest, or ask for --time".into());
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    let options = match Options::parse() {
        Ok(options) => options,
        Err(error) => {
            eprintln!("route: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("route: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn std::error::Error>> {
    let classifier = match &options.model {
        None => Classifier::load(MODEL, DESCRIPTION)?,
        Some(folder) => {
            let description = std::fs::read_to_string(folder.join("model.json"))?;
            Classifier::load(&std::fs::read(folder.join("model.onnx"))?, &description)?
        }
    };
    let table = RoutingTable::parse(DEFAULT_TABLE)?;
    let mut out = io::stdout().lock();
    if options.time {
        return time(&classifier, &mut out);
    }
    if let Some(manifest) = &options.manifest {
        return evaluate(manifest, &options.splits, &classifier, &table, &mut out);
    }
    for file in &options.files {
        let case = route(file, &classifier, &table);
        writeln!(out, "{}", to_json_line(&case)?)?;
        if let Some(folder) = &options.reports {
            match report(file, &case, &classifier, folder) {
                Ok(written) => eprintln!("{}: report in {}", case.file, written.display()),
                Err(error) => eprintln!("{}: no report. {error}", case.file),
            }
        }
    }
    Ok(())
}

/// Writes a structured report, named by its identifier: files of the same name can come from many folders.
fn report(
    file: &Path,
    case: &Case,
    classifier: &Classifier,
    folder: &Path,
) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    // The keys of std's hasher come from the system's random source.
    let half = || u128::from(RandomState::new().build_hasher().finish());
    let random = [(); 4].map(|()| half() << 64 | half());
    let made = Made { unix_seconds: now.as_secs().try_into()?, utc_offset_minutes: 0, random };
    let written = structured_report(&std::fs::read(file)?, case, &Algorithm::of(classifier.model()), &made)?;
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.dcm", made.document_uid()));
    std::fs::write(&path, written)?;
    Ok(path)
}

/// Prints a table: operators in the order in which they run, then the sum of each kind.
fn time(classifier: &Classifier, out: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let times = classifier.time_operators(TIMED_RUNS)?;
    let mut kinds: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    writeln!(out, "{:>9}  {:34}  {:28}  output", "ms", "operator", "name")?;
    for time in &times {
        writeln!(out, "{:9.3}  {:34}  {:28}  {:?}", time.milliseconds, time.kind, time.name, time.shape)?;
        let (count, sum) = kinds.entry(&time.kind).or_default();
        (*count, *sum) = (*count + 1, *sum + time.milliseconds);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|(_, (_, a)), (_, (_, b))| b.total_cmp(a));
    writeln!(out)?;
    for (kind, (count, sum)) in &kinds {
        writeln!(out, "{sum:9.3}  {count} × {kind}")?;
    }
    writeln!(out, "{:9.3}  in all", kinds.iter().map(|(_, (_, sum))| sum).sum::<f64>())?;
    Ok(())
}

fn route(path: &Path, classifier: &Classifier, table: &RoutingTable) -> Case {
    let started = Instant::now();
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Case::failed(name, "unreadable", format!("The file can't be opened: {error}.")),
    };
    survive(&name, || Case::run(name.clone(), &bytes, started, classifier, table))
}

/// Some codecs still panic on hostile streams; in the page that costs a worker, here one line.
fn survive(name: &str, run: impl FnOnce() -> Case) -> Case {
    panic::catch_unwind(panic::AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Case::failed(name.to_owned(), "crashed", "Reading this file made the decoder stop. It is probably damaged.")
    })
}

fn evaluate(
    manifest: &Path,
    wanted: &[String],
    classifier: &Classifier,
    table: &RoutingTable,
    out: &mut impl Write,
) -> Result<(), Box<dyn std::error::Error>> {
    let entries = read_manifest(manifest)?;
    let mut splits: Vec<&String> = entries.iter().map(|entry| &entry.split).collect();
    splits.sort();
    splits.dedup();
    splits.retain(|split| wanted.is_empty() || wanted.contains(split));
    if splits.is_empty() {
        return Err(EvaluationError::Empty.into());
    }
    let mut report = serde_json::Map::new();
    for split in splits {
        let mut verdicts = Vec::new();
        for entry in entries.iter().filter(|entry| entry.split == *split) {
            let case = route(&entry.path, classifier, table);
            if case.probabilities.is_none() {
                eprintln!("{}: {}", case.file, case.explanation);
            }
            verdicts.push(Verdict::of(entry, &case, table));
        }
        eprintln!("{split}: {} pictures", verdicts.len());
        report.insert(split.clone(), serde_json::to_value(Figures::of(&verdicts))?);
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
    Ok(())
}
