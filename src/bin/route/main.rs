//! `route`: the page's core, natively. Prints one line a file, with the fields of the page's export, or the figures of a
//! labelled folder.
//!
//! Paths are read as they come, files by all cores, lines written in the order of the inputs; what is in memory is what is
//! at work.
//!
//! | file | what it does |
//! | --- | --- |
//! | `options` | the command line |
//! | `inputs`, `list`, `folder`, `input` | arguments → the files they stand for; a file's bytes |
//! | `router` | a file → its case, and its report |
//! | `in_order` | that on many threads |
//! | `output`, `form`, `earlier` | cases → lines; the lines that are there already |
//! | `progress` | how far it has come |
//! | `evaluate`, `time` | the other two tasks |

mod earlier;
mod evaluate;
mod folder;
mod form;
mod in_order;
mod input;
mod inputs;
mod list;
mod options;
mod output;
mod progress;
mod router;
mod time;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use dicom_imaging_router::case::State;

use earlier::Earlier;
use in_order::in_order;
use inputs::Inputs;
use options::{Options, Task, USAGE};
use output::Output;
use progress::Progress;
use router::Router;

/// Every file has its line, but some failed.
const SOME_FAILED: u8 = 3;

fn main() -> ExitCode {
    let options = match Options::parse() {
        Ok(options) => options,
        Err(error) => {
            eprintln!("route: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS, // `| head` has seen enough
        Err(error) => {
            eprintln!("route: {error}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let mut out = io::stdout();
    match &options.task {
        Task::Help => writeln!(out, "{USAGE}")?,
        Task::Version => writeln!(out, "route {}", env!("CARGO_PKG_VERSION"))?,
        Task::Time => time::time(&Router::load(options)?.classifier, &mut out)?,
        Task::Evaluate(manifest) => {
            evaluate::evaluate(manifest, &options.splits, &Router::load(options)?, &mut out)?;
        }
        Task::Route(paths) => return route(Inputs::new(paths, options), options),
    }
    Ok(ExitCode::SUCCESS)
}

fn route(inputs: Inputs, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let router = Arc::new(Router::load(options)?);
    let (mut output, earlier) = Output::open(options, &router.table)?;
    let inputs = inputs.without(options.output.as_deref());
    let mut progress = Progress::begin(options, &inputs, &earlier);
    let mut some_failed = earlier.some_failed();
    let routed = in_order(options.jobs, move || missing(inputs, earlier), move |input| router.route(&input))?;
    for routed in routed {
        let routed = routed?;
        output.write(&routed.case)?;
        some_failed |= routed.case.state == State::Failed;
        progress.add(&routed);
    }
    progress.end();
    Ok(if some_failed { SOME_FAILED.into() } else { ExitCode::SUCCESS })
}

/// The inputs that have no line yet.
fn missing(inputs: Inputs, mut earlier: Earlier) -> impl Iterator<Item = io::Result<input::Input>> {
    inputs.files().filter(move |input| input.as_ref().map_or(true, |input| !earlier.has(&input.name)))
}
