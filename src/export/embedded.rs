//! What the page tells the page around it, where its host allows that: results, never a file's name, never anything that
//! a header says. `www/embed.schema.json` describes the messages.

use serde::Serialize;

use crate::case::{Case, Format, Review, State};
use crate::classifier::{Group, Probabilities};

/// Version of the messages.
pub const EMBED_VERSION: u32 = 1;

/// A message to the page around.
#[derive(Debug, Serialize)]
#[serde(tag = "type")]
pub enum Told<'a> {
    /// Files can be taken in.
    #[serde(rename = "dicom-imaging-router/ready")]
    Ready {
        /// [`EMBED_VERSION`].
        version: u32,
    },
    /// How many files are finished.
    #[serde(rename = "dicom-imaging-router/progress")]
    Progress {
        /// [`EMBED_VERSION`].
        version: u32,
        /// All files.
        total: usize,
        /// Those that nothing more will happen to.
        settled: usize,
    },
    /// What is known of every file.
    #[serde(rename = "dicom-imaging-router/results")]
    Results {
        /// [`EMBED_VERSION`].
        version: u32,
        /// The name of the model in use, as its description has it.
        model: &'a str,
        /// The files, in the order in which they came.
        cases: Vec<ToldCase<'a>>,
    },
}

/// What is told of a file: of [`Case`]'s fields those that say nothing of whose it is.
#[derive(Debug, Serialize)]
pub struct ToldCase<'a> {
    /// The file's number in this visit, from 1; the page shows the same.
    number: usize,
    format: Format,
    state: State,
    reason: Option<&'a str>,
    group: Option<Group>,
    likeliest: Option<Group>,
    confidence: Option<f32>,
    sure: Option<bool>,
    probabilities: Option<&'a Probabilities>,
    radiograph_score: Option<f32>,
    radiograph: Option<bool>,
    destination: Option<&'a str>,
    rule: Option<&'a str>,
    /// Whether a claim of the header contradicts the pixels; not which.
    conflict: bool,
    review: Option<&'a Review>,
}

impl<'a> ToldCase<'a> {
    /// What is told of a case with this number.
    #[must_use]
    pub fn new(number: usize, case: &'a Case) -> Self {
        Self {
            number,
            format: case.format,
            state: case.state,
            reason: case.reason.as_deref(),
            group: case.group,
            likeliest: case.likeliest,
            confidence: case.confidence,
            sure: case.sure,
            probabilities: case.probabilities.as_ref(),
            radiograph_score: case.radiograph_score,
            radiograph: case.radiograph,
            destination: case.destination.as_deref(),
            rule: case.rule.as_deref(),
            conflict: case.conflicts(),
            review: case.review.as_ref(),
        }
    }
}

impl Told<'_> {
    /// The message as JSON.
    ///
    /// # Errors
    /// Those of serde_json; none is known for these types.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}
