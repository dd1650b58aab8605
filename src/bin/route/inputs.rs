//! The files that the arguments stand for, one after the other.

use std::ffi::OsString;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};

use crate::folder;
use crate::input::Input;
use crate::list;
use crate::options::Options;

/// Stands for a list on standard input.
const LIST: &str = "-";

/// Files, folders, archives, and lists of them.
#[derive(Clone)]
pub(crate) struct Inputs {
    arguments: Vec<OsString>,
    separator: u8,
    /// A file to leave out of folders.
    output: Option<PathBuf>,
}

impl Inputs {
    pub(crate) fn new(arguments: &[OsString], options: &Options) -> Self {
        Self { arguments: arguments.to_vec(), separator: if options.null { 0 } else { b'\n' }, output: None }
    }

    /// The same, but not what is written meanwhile.
    pub(crate) fn without(self, output: Option<&Path>) -> Self {
        Self { output: output.and_then(|output| output.canonicalize().ok()), ..self }
    }

    /// Whether all of them can be known before they are read.
    pub(crate) fn can_be_counted(&self) -> bool {
        !self.arguments.iter().any(|argument| argument == LIST)
    }

    /// All files, those in folders in the order in which the file system lists them: nothing is gathered, nothing sorted.
    ///
    /// # Errors
    /// A list that can't be read.
    pub(crate) fn files(self) -> impl Iterator<Item = io::Result<Input>> {
        let Self { arguments, separator, output } = self;
        let paths = arguments.into_iter().flat_map(move |argument| -> Box<dyn Iterator<Item = io::Result<PathBuf>>> {
            if argument == LIST {
                Box::new(list::paths(io::stdin().lock(), separator))
            } else {
                Box::new(iter::once(Ok(argument.into())))
            }
        });
        paths.flat_map(move |path| -> Box<dyn Iterator<Item = io::Result<Input>>> {
            match path {
                Err(error) => Box::new(iter::once(Err(error))),
                Ok(path) if path.is_dir() => Box::new(below(&path, output.clone()).map(Ok)),
                Ok(path) => Box::new(of_file(path).map(Ok)),
            }
        })
    }
}

fn below(folder: &Path, output: Option<PathBuf>) -> impl Iterator<Item = Input> + use<> {
    folder::walk(folder, output).flat_map(|found| -> Box<dyn Iterator<Item = Input>> {
        match found {
            Ok(path) => of_file(path),
            Err((path, error)) => Box::new(iter::once(Input::unreadable(&path, &error))),
        }
    })
}

fn of_file(path: PathBuf) -> Box<dyn Iterator<Item = Input>> {
    if path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("zip")) {
        Box::new(Input::in_archive(path).into_iter())
    } else {
        Box::new(iter::once(Input::file(path)))
    }
}
