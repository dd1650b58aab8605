//! Where the lines go.

use std::error::Error;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use dicom_imaging_router::case::Case;
use dicom_imaging_router::routing::RoutingTable;
use thiserror::Error;

use crate::earlier::{Earlier, EarlierError};
use crate::form::Form;
use crate::options::Options;

/// Why an output file can't be begun.
#[derive(Debug, Error)]
enum OutputError {
    #[error("there is something in it already. --resume goes on with it; or name another file")]
    Filled,
    #[error("another program writes there")]
    InUse,
    #[error(transparent)]
    Earlier(#[from] EarlierError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Standard output, or a file. Each line is written at once: when this program is killed, one line at most is cut off.
pub(crate) struct Output {
    sink: Box<dyn Write>,
    form: Form,
}

impl Output {
    /// Begins an output, or goes on with one; with what was in it before.
    pub(crate) fn open(options: &Options, table: &Arc<RoutingTable>) -> Result<(Self, Earlier), Box<dyn Error>> {
        let form = || Form::new(options.format, table.clone());
        let (sink, earlier): (Box<dyn Write>, _) = match &options.output {
            None => (Box::new(io::stdout()), Earlier::default()),
            Some(path) => {
                let (file, earlier) =
                    open(path, options.resume, form()?).map_err(|error| format!("{}: {error}", path.display()))?;
                (Box::new(file), earlier)
            }
        };
        let mut output = Self { sink, form: form()? };
        if earlier.bytes == 0 {
            output.sink.write_all(output.form.header().as_bytes())?;
        }
        Ok((output, earlier))
    }

    /// Writes a case's line.
    pub(crate) fn write(&mut self, case: &Case) -> Result<(), Box<dyn Error>> {
        Ok(self.sink.write_all(self.form.line(case)?.as_bytes())?)
    }
}

fn open(path: &Path, resume: bool, form: Form) -> Result<(File, Earlier), OutputError> {
    let mut file = OpenOptions::new().read(resume).write(true).create(true).truncate(false).open(path)?;
    if !file.metadata()?.is_file() {
        return Ok((file, Earlier::default())); // a device or a pipe
    }
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        return Err(OutputError::InUse); // where the disk knows no locks, nobody can say
    }
    if !resume {
        return if file.metadata()?.len() == 0 { Ok((file, Earlier::default())) } else { Err(OutputError::Filled) };
    }
    let earlier = Earlier::read(&file, form)?;
    file.set_len(earlier.bytes)?;
    file.seek(SeekFrom::Start(earlier.bytes))?;
    Ok((file, earlier))
}
