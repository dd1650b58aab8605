//! What the command line asks for.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use lexopt::prelude::*;

use crate::form::Format;

pub(crate) const USAGE: &str = "\
usage: route [OPTIONS] PATH…
       route [--model FOLDER] [--table FILE] --evaluate MANIFEST.csv [--split NAME]…
       route [--model FOLDER] --time

The first says of each X-ray which body part it shows and where it should go: one line a file, in the order of the
inputs. A PATH is a file (DICOM, PNG, JPEG), a ZIP archive, a folder with all that is below it, or - for a list on
standard input, one path a line.

  --output FILE         writes there, not to standard output; refuses a file that has something in it, but with:
  --resume              goes on with FILE: skips the inputs that have a line in it, does a line again that was cut off
  --format ndjson|csv   one JSON object a line (the default), or a table; both as the page exports them
  --jobs N              files read at once; all cores if left out
  -0, --null            the list on standard input has a NUL after each path, as find -print0 writes it
  --quiet               no progress on standard error
  --report FOLDER       writes a DICOM structured report there for each film that was placed in a group
  --table FILE          another routing table than the page's
  --model FOLDER        another model than the page's: model.onnx and model.json

The second prints the figures of each split of a manifest (columns path, group, and if there split and patient; pictures
as DICOM, PNG or JPEG). The third prints the milliseconds of each of the network's operators, and of each kind.

exit codes:
  0  every file has its line, and none failed; files of a kind that isn't taken (\"refused\") are no failure
  1  it could not run, or not to the end; standard error says why. --resume goes on from there
  2  the command line is wrong
  3  every file has its line, but some failed: damaged, or not to be opened

Research and teaching, not diagnosis.";

/// All of it.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) model: Option<PathBuf>,
    pub(crate) table: Option<PathBuf>,
    pub(crate) task: Task,
    pub(crate) splits: Vec<String>,
    pub(crate) reports: Option<PathBuf>,
    pub(crate) format: Format,
    pub(crate) output: Option<PathBuf>,
    pub(crate) resume: bool,
    pub(crate) jobs: Option<NonZeroUsize>,
    pub(crate) null: bool,
    pub(crate) quiet: bool,
}

/// What is to be done.
#[derive(Default)]
pub(crate) enum Task {
    #[default]
    Help,
    Version,
    Time,
    Evaluate(PathBuf),
    /// Files, folders, archives, and `-`.
    Route(Vec<OsString>),
}

impl Options {
    pub(crate) fn parse() -> Result<Self, lexopt::Error> {
        let mut options = Self::default();
        let (mut paths, mut others, mut only_for_files) = (Vec::new(), Vec::new(), None);
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long(name @ ("output" | "resume" | "format" | "jobs" | "null" | "report")) => {
                    only_for_files = Some(format!("--{name}"));
                }
                Short('0') => only_for_files = Some("--null".into()),
                _ => {}
            }
            match argument {
                Long("model") => options.model = Some(arguments.value()?.into()),
                Long("table") => options.table = Some(arguments.value()?.into()),
                Long("split") => options.splits.push(arguments.value()?.string()?),
                Long("report") => options.reports = Some(arguments.value()?.into()),
                Long("format") => options.format = arguments.value()?.parse()?,
                Long("output") => options.output = Some(arguments.value()?.into()),
                Long("resume") => options.resume = true,
                Long("jobs") => options.jobs = Some(arguments.value()?.parse()?),
                Long("null") | Short('0') => options.null = true,
                Long("quiet") => options.quiet = true,
                Long("evaluate") => others.push(Task::Evaluate(arguments.value()?.into())),
                Long("time") => others.push(Task::Time),
                Long("help") | Short('h') => return Ok(Self::default()),
                Long("version") => return Ok(Self { task: Task::Version, ..Self::default() }),
                Value(path) => paths.push(path),
                other => return Err(other.unexpected()),
            }
        }
        options.task = match (others.pop(), only_for_files) {
            (None, _) if !paths.is_empty() => Task::Route(paths),
            (Some(task), None) if paths.is_empty() && others.is_empty() => task,
            (Some(_), Some(option)) if paths.is_empty() => return Err(format!("{option} is for files only").into()),
            _ => return Err("name either files or a manifest, or ask for --time".into()),
        };
        if options.resume && options.output.is_none() {
            return Err("--resume goes on with a file: name it with --output".into());
        }
        Ok(options)
    }
}
