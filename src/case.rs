//! One file's whole story: read, decode, prepare, infer, route; refusals included.
//!
//! The story itself is a plain value, which the page shows and exports; `Case::run` (feature `engine`) makes it.

mod review;
#[cfg(feature = "engine")]
mod run;

pub use review::Review;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::classifier::{ClassifierError, Group, Prediction, Probabilities};
use crate::phrase;
pub use crate::radiograph::Format;
use crate::radiograph::{Header, Preamble, Refusal, visible};
use crate::routing::{Claim, Facts, Outcome, RoutingError, RoutingTable, claims, first_conflict};
use crate::text::Phrase;

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
#[error("{}", self.phrase())]
pub enum Failure {
    /// The file yields no pixels.
    Refusal(#[from] Refusal),
    /// The network failed.
    Classifier(#[from] ClassifierError),
    /// The routing table is broken.
    Routing(#[from] RoutingError),
}

impl Failure {
    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Refusal(refusal) => refusal.phrase(),
            Self::Classifier(error) => phrase!(failed_classifier, why = error.phrase()),
            Self::Routing(error) => phrase!(failed_routing, why = error.phrase()),
        }
    }

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

fn in_english<S: Serializer>(phrase: &Phrase, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(phrase)
}

fn as_written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Phrase, D::Error> {
    String::deserialize(deserializer).map(Phrase::from)
}

/// Everything there is to say of one file. Serialised, it is one entry of the worklist's JSON export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The file's name or path, as given.
    pub file: String,
    /// What kind of file it is.
    #[serde(default)]
    pub format: Format,
    /// The EXIF Orientation that a PNG or JPEG was turned and mirrored by before anything else, 2–8 (CIPA DC-008, tag
    /// 274); none where it was upright.
    #[serde(default)]
    pub exif_orientation: Option<u8>,
    /// What stands before the DICOM file proper, where that should be empty.
    #[serde(default)]
    pub preamble: Option<Preamble>,
    /// How far it has come.
    pub state: State,
    /// Stable code: why there is no result, or `unsure` / `not-a-radiograph`.
    pub reason: Option<String>,
    /// The same in words; for a routed picture, why it goes where it goes, as the rule's author wrote it. Serialised, it
    /// is English.
    #[serde(serialize_with = "in_english", deserialize_with = "as_written")]
    pub explanation: Phrase,
    /// The group, if placed.
    pub group: Option<Group>,
    /// The likeliest group, placed or not.
    pub likeliest: Option<Group>,
    /// The highest probability, 0–1.
    pub confidence: Option<f32>,
    /// Whether the confidence reaches the model's threshold.
    pub sure: Option<bool>,
    /// The five calibrated probabilities.
    pub probabilities: Option<Probabilities>,
    /// The log odds of "a projection radiograph".
    pub radiograph_score: Option<f32>,
    /// Whether that score reaches the model's threshold.
    pub radiograph: Option<bool>,
    /// The id of the destination that the rules chose.
    pub destination: Option<String>,
    /// The rule that chose it.
    pub rule: Option<String>,
    /// What a person decided, if one did.
    #[serde(default)]
    pub review: Option<Review>,
    /// The file before it that holds the same image, by SOP Instance UID.
    #[serde(default)]
    pub duplicate_of: Option<String>,
    /// What the header claims.
    pub header: Header,
    /// How long it took.
    pub timings_ms: Timings,
}

impl Case {
    /// A file that something outside the core failed on (it couldn't be opened, a worker stopped …).
    #[must_use]
    pub fn failed(file: String, reason: &str, explanation: impl Into<Phrase>) -> Self {
        let (reason, explanation) = (Some(reason.to_owned()), explanation.into());
        Self { state: State::Failed, reason, explanation, ..Self::queued(file) }
    }

    /// A file refused before it was read.
    #[must_use]
    pub fn refused(file: String, refusal: Refusal) -> Self {
        let mut case = Self::queued(file);
        case.end_with(&refusal.into());
        case
    }

    /// A file that waits for its turn. What can't be seen in its name is made [`visible`].
    #[must_use]
    pub fn queued(file: String) -> Self {
        Self {
            file: visible(&file).into_owned(),
            format: Format::default(),
            exif_orientation: None,
            preamble: None,
            state: State::Queued,
            reason: None,
            explanation: Phrase::default(),
            group: None,
            likeliest: None,
            confidence: None,
            sure: None,
            probabilities: None,
            radiograph_score: None,
            radiograph: None,
            destination: None,
            rule: None,
            review: None,
            duplicate_of: None,
            header: Header::default(),
            timings_ms: Timings::default(),
        }
    }

    /// What the network said of the picture; none unless it was reached.
    #[must_use]
    pub fn prediction(&self) -> Option<Prediction> {
        Some(Prediction {
            probabilities: self.probabilities?,
            likeliest: self.likeliest?,
            confidence: self.confidence?,
            sure: self.sure?,
            radiograph_score: self.radiograph_score?,
            radiograph: self.radiograph?,
        })
    }

    /// What rules may look at, a person's review included; none for a file without pixels.
    #[must_use]
    pub fn facts(&self) -> Option<Facts<'_>> {
        let facts = self.facts_unseen()?;
        Some(self.review.as_ref().map_or(facts, |review| facts.seen_as(review.group)))
    }

    /// The header's claims beside what the pixels say; none for a file without pixels.
    #[must_use]
    pub fn claims(&self) -> Option<[Claim; 5]> {
        Some(claims(&self.header, &self.prediction()?))
    }

    /// Whether one of the header's claims contradicts the pixels.
    #[must_use]
    pub fn conflicts(&self) -> bool {
        self.prediction().is_some_and(|prediction| first_conflict(&self.header, &prediction).is_some())
    }

    /// Sends a picture where a table's rules say; what a person decided stays, and goes where this table sends it. Does
    /// nothing to a file without pixels.
    ///
    /// # Errors
    /// Those of [`RoutingTable::decide`]; the case is then as before.
    pub fn route(&mut self, table: &RoutingTable) -> Result<(), RoutingError> {
        let Some(facts) = self.facts_unseen() else { return Ok(()) };
        let (outcome, group) = (facts.outcome(), facts.group());
        let decision = table.decide(&facts)?;
        let review = self.review.as_ref().map(|review| review.resolved(&facts, table)).transpose()?;
        self.reason = (outcome != Outcome::Placed).then(|| outcome.id().to_owned());
        self.group = group;
        self.destination = Some(decision.destination.id);
        self.rule = Some(decision.rule);
        self.explanation = decision.because.into();
        self.review = review;
        Ok(())
    }

    /// What network and header say, whatever a person saw.
    fn facts_unseen(&self) -> Option<Facts<'_>> {
        Some(Facts::new(self.prediction()?, &self.header, self.format))
    }

    fn end_with(&mut self, failure: &Failure) {
        self.state = failure.state();
        self.reason = Some(failure.code().to_owned());
        self.explanation = failure.phrase();
    }
}
