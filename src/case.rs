//! One file's whole story: read, decode, prepare, infer, route; refusals included.
//!
//! The story itself is a plain value, which the page shows and exports; `Case::run` (feature `engine`) makes it.

#[cfg(feature = "engine")]
mod run;

use serde::{Deserialize, Serialize};

use crate::classifier::{ClassifierError, Group, Probabilities};
use crate::radiograph::{Header, Refusal};
use crate::routing::RoutingError;

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It waits for its turn.
    Queued,
    /// A worker has it.
    Reading,
    /// Its pixels were read and routed.
    Done,
    /// It is of a kind that isn't taken.
    Refused,
    /// It is broken, or reading it went wrong.
    Failed,
}

impl State {
    /// The stable identifier.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Reading => "reading",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// Whether nothing more will happen to it.
    #[must_use]
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Queued | Self::Reading)
    }
}

/// Milliseconds that each step took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Bytes off the disk and parsed into a data set. The page reads ahead, so this may overlap with the file before.
    pub read: f64,
    /// Pixels decoded to modality values.
    pub decode: f64,
    /// Input tensor made.
    pub prepare: f64,
    /// Network run.
    pub infer: f64,
    /// From the first to the last, routing included.
    pub total: f64,
}

/// What went wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The file yields no pixels.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// The network failed.
    #[error("The classifier failed on this picture ({0}). Try it again; if it fails again, please report it.")]
    Classifier(#[from] ClassifierError),
    /// The routing table is broken.
    #[error("No destination could be chosen: {0}.")]
    Routing(#[from] RoutingError),
}

impl Failure {
    fn code(&self) -> &'static str {
        match self {
            Self::Refusal(refusal) => refusal.code(),
            Self::Classifier(_) => "classifier-failed",
            Self::Routing(_) => "routing-failed",
        }
    }

    fn state(&self) -> State {
        match self {
            Self::Refusal(refusal) if !refusal.is_fault() => State::Refused,
            _ => State::Failed,
        }
    }
}

/// Everything there is to say of one file. Serialised, it is one entry of the worklist's JSON export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The file's name or path, as given.
    pub file: String,
    /// How far it has come.
    pub state: State,
    /// Stable code: why there is no result, or `unsure` / `not-a-radiograph`.
    pub reason: Option<String>,
    /// The same in words; for a routed picture, why it goes where it goes.
    pub explanation: String,
    /// The group, if placed.
    pub group: Option<Group>,
    /// The highest probability, 0–1.
    pub confidence: Option<f32>,
    /// The five calibrated probabilities.
    pub probabilities: Option<Probabilities>,
    /// The log odds of "a projection radiograph".
    pub radiograph_score: Option<f32>,
    /// The destination's id.
    pub destination: Option<String>,
    /// The rule that chose it.
    pub rule: Option<String>,
    /// What the header claims.
    pub header: Header,
    /// How long it took.
    pub timings_ms: Timings,
}

impl Case {
    /// A file that something outside the core failed on (it couldn't be opened, a worker stopped …).
    #[must_use]
    pub fn failed(file: String, reason: &str, explanation: &str) -> Self {
        let (reason, explanation) = (Some(reason.to_owned()), explanation.to_owned());
        Self { state: State::Failed, reason, explanation, ..Self::queued(file) }
    }

    /// A file refused before it was read.
    #[must_use]
    pub fn refused(file: String, refusal: Refusal) -> Self {
        let mut case = Self::queued(file);
        case.end_with(&refusal.into());
        case
    }

    /// A file that waits for its turn.
    #[must_use]
    pub fn queued(file: String) -> Self {
        Self {
            file,
            state: State::Queued,
            reason: None,
            explanation: String::new(),
            group: None,
            confidence: None,
            probabilities: None,
            radiograph_score: None,
            destination: None,
            rule: None,
            header: Header::default(),
            timings_ms: Timings::default(),
        }
    }

    fn end_with(&mut self, failure: &Failure) {
        self.state = failure.state();
        self.reason = Some(failure.code().to_owned());
        self.explanation = failure.to_string();
    }
}
