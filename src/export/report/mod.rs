//! A case as a DICOM structured report, to be filed beside its image: a Comprehensive SR (PS3.3 A.35.3) after the
//! template "Measurement Report" (PS3.16 TID 1500).

mod codes;
mod content;
mod document;
mod made;
mod measurements;

use dicom_dictionary_std::uids;
use dicom_object::FileMetaTableBuilder;
use thiserror::Error;

use crate::case::{Case, Format};
use crate::classifier::ModelDescription;
use crate::phrase;
use crate::radiograph::{Part10, Refusal};
use crate::text::Phrase;
pub use made::Made;

const MAKER: &str = "DICOM Imaging Router";
const NOTICE: &str = "For research and teaching, not for diagnosis";

/// What made the answer (PS3.16 TID 4019).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Algorithm {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it was set to, one setting a text.
    pub parameters: Vec<String>,
}

impl Algorithm {
    /// What runs a model: its name and thresholds, and this program's version.
    #[must_use]
    pub fn of(model: &ModelDescription) -> Self {
        Self {
            name: format!("{MAKER}, model {} ({})", model.name, model.network),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            parameters: vec![
                format!("temperature {}", model.temperature),
                format!("unsure below a probability of {}", model.unsure_below),
                format!("a radiograph from log odds of {}", model.radiograph_above),
            ],
        }
    }
}

/// Why no report could be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.phrase())]
pub enum ReportError {
    /// The case is of a picture without a header.
    NotDicom,
    /// Neither network nor person placed the film in a group.
    NoGroup,
    /// The image lacks an identifier; its name.
    Missing(&'static str),
    /// The file isn't the one that the case tells of.
    OtherFile,
    /// The file can't be read.
    Unreadable(#[from] Refusal),
    /// The time makes no sense.
    Clock,
    /// Writing failed; how.
    Unwritable(String),
}

impl ReportError {
    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::NotDicom => phrase!(report_not_dicom),
            Self::NoGroup => phrase!(report_no_group),
            Self::Missing(name) => phrase!(report_missing, name = *name),
            Self::OtherFile => phrase!(report_other_file),
            Self::Unreadable(refusal) => refusal.phrase(),
            Self::Clock => phrase!(report_clock),
            Self::Unwritable(why) => phrase!(report_unwritable, why = why.clone()),
        }
    }
}

/// A report on one image as a DICOM file (explicit VR little endian, UTF-8), in the image's study, in a series of its
/// own, unverified. It holds the network's group, certainty and probabilities, the body region where the group has one
/// (SNOMED CT), the destination, the algorithm, and what a person decided.
///
/// `source` is the image's file, as given to [`Case::run`].
///
/// # Errors
/// [`ReportError`]: there is nothing to report, or no study to file it in.
pub fn structured_report(
    source: &[u8],
    case: &Case,
    algorithm: &Algorithm,
    made: &Made,
) -> Result<Vec<u8>, ReportError> {
    if case.format != Format::Dicom {
        return Err(ReportError::NotDicom);
    }
    let prediction = case.prediction().ok_or(ReportError::NoGroup)?;
    case.review.as_ref().map_or(case.group, |review| review.group).ok_or(ReportError::NoGroup)?;
    let file = Part10::parse(source)?;
    let source = document::Source::of(&file)?;
    if case.header.sop_instance_uid.as_ref() != Some(&source.sop_instance) {
        return Err(ReportError::OtherFile);
    }
    let mut report = document::attributes(&source, made, &algorithm.version)?;
    for element in measurements::content_tree(case, &prediction, &source.reference(), algorithm, made) {
        report.put(element);
    }
    let meta = FileMetaTableBuilder::new()
        .transfer_syntax(uids::EXPLICIT_VR_LITTLE_ENDIAN)
        .media_storage_sop_class_uid(uids::COMPREHENSIVE_SR_STORAGE)
        .media_storage_sop_instance_uid(made.document_uid());
    let mut bytes = Vec::new();
    let report = report.with_meta(meta).map_err(|error| ReportError::Unwritable(error.to_string()))?;
    report.write_all(&mut bytes).map_err(|error| ReportError::Unwritable(error.to_string()))?;
    Ok(bytes)
}
