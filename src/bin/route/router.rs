//! A file → its case, and its report.

use std::error::Error;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use dicom_imaging_router::case::Case;
use dicom_imaging_router::classifier::Classifier;
use dicom_imaging_router::export::{Algorithm, Made, structured_report};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};

use crate::input::Input;
use crate::options::Options;

const MODEL: &[u8] = include_bytes!("../../../models/default/model.onnx");
const DESCRIPTION: &str = include_str!("../../../models/default/model.json");

/// The core with all that it needs; threads share it.
pub(crate) struct Router {
    pub(crate) classifier: Classifier,
    pub(crate) table: Arc<RoutingTable>,
    reports: Option<PathBuf>,
}

/// What became of a file.
pub(crate) struct Routed {
    pub(crate) case: Case,
    /// The structured report's path, or why there is none; none if none was wanted.
    pub(crate) report: Option<Result<PathBuf, String>>,
}

impl Router {
    /// Loads the model and the table that were asked for.
    pub(crate) fn load(options: &Options) -> Result<Self, Box<dyn Error>> {
        let classifier = match &options.model {
            None => Classifier::load(MODEL, DESCRIPTION)?,
            Some(folder) => {
                let description = named(&folder.join("model.json"), |path| fs::read_to_string(path))?;
                Classifier::load(&named(&folder.join("model.onnx"), |path| fs::read(path))?, &description)?
            }
        };
        let table = match &options.table {
            None => RoutingTable::parse(DEFAULT_TABLE)?,
            Some(path) => {
                named(path, |path| RoutingTable::parse(&fs::read_to_string(path)?).map_err(Box::<dyn Error>::from))?
            }
        };
        Ok(Self { classifier, table: table.into(), reports: options.reports.clone() })
    }

    /// Takes a file through the core, and writes its report if such are wanted.
    pub(crate) fn route(&self, input: &Input) -> Routed {
        let started = Instant::now();
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(case) => return Routed { case: *case, report: None },
        };
        let name = || input.name.clone();
        let case = survive(|| Case::run(name(), &bytes, started, &self.classifier, &self.table)).unwrap_or_else(|| {
            Case::failed(name(), "crashed", "Reading this file made the decoder stop. It is probably damaged.")
        });
        let report = self.reports.as_ref().map(|folder| {
            let report = survive(|| self.report(&bytes, &case, folder).map_err(|error| error.to_string()));
            report.unwrap_or_else(|| Err("Writing it failed.".into()))
        });
        Routed { case, report }
    }

    /// Writes a structured report, named by its identifier: files of the same name can come from many folders.
    fn report(&self, bytes: &[u8], case: &Case, folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
        // The keys of std's hasher come from the system's random source.
        let half = || u128::from(RandomState::new().build_hasher().finish());
        let random = [(); 4].map(|()| half() << 64 | half());
        let made = Made { unix_seconds: now.as_secs().try_into()?, utc_offset_minutes: 0, random };
        let written = structured_report(bytes, case, &Algorithm::of(self.classifier.model()), &made)?;
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("{}.dcm", made.document_uid()));
        fs::write(&path, written)?;
        Ok(path)
    }
}

/// Some codecs still panic on hostile streams; in the page that costs a worker, here one file.
fn survive<T>(run: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(run)).ok()
}

/// What can be had from a file; its path stands in the error.
fn named<T, E: std::fmt::Display>(path: &Path, read: impl FnOnce(&Path) -> Result<T, E>) -> Result<T, String> {
    read(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_codec_costs_its_file() {
        let broken: &[u8] = &[];
        assert_eq!(survive(|| broken[0]), None);
        assert_eq!(survive(|| 7), Some(7));
    }
}
