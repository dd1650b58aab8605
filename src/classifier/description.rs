//! A model's description (`model.json` beside its ONNX file): what it expects and how its outputs are read.

mod document;

use serde::Deserialize;

use super::{ClassifierError, Group};

/// What `model.json` says, with defaults filled in. `www/model.schema.json` describes the file.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelDescription {
    /// Short identifier, e.g. `default`.
    pub name: String,
    /// The architecture, e.g. `efficientnet-lite0`; may be empty.
    pub network: String,
    /// Licence of the weights; may be empty.
    pub licence: String,
    /// What each of the network's numbers stands for, in order: 2–1000 names.
    pub labels: Vec<String>,
    /// The group of each label. Labels may share one: their probabilities add up.
    pub groups: Vec<Group>,
    /// Side of the square input, in pixels, 16–1024.
    pub input_size: usize,
    /// Channels of the input: 1, or 3 with the same grey in each.
    pub channels: usize,
    /// Where the input's channels are.
    pub layout: Layout,
    /// How a picture becomes square.
    pub fit: Fit,
    /// The numbers that black and white become.
    pub normalisation: Normalisation,
    /// Share of pixels at or below black, 0–1.
    pub low_percentile: f64,
    /// Share of pixels at or below white, 0–1.
    pub high_percentile: f64,
    /// The input's name in the ONNX file, to be checked; none: whatever it is.
    pub input_name: Option<String>,
    /// The output that classifies.
    pub output: Output,
    /// The output with class activation maps `[1, labels, rows, columns]`; none: the one called `cam`, if there is one.
    pub cam: Option<String>,
    /// The output with the log odds of "a projection radiograph"; none: the one called `gate`, if there is one.
    pub gate: Option<String>,
    /// Logits are divided by this before the softmax (Guo et al. 2017).
    pub temperature: f32,
    /// A highest probability below this is "unsure".
    pub unsure_below: f32,
    /// A gate below this, in log odds, is "not a radiograph". Without a gate it is at most 0, and each picture counts as
    /// a radiograph.
    pub radiograph_above: f32,
}

/// Where an input's channels are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// `[1, channels, rows, columns]`, as PyTorch exports.
    #[default]
    Nchw,
    /// `[1, rows, columns, channels]`, as Keras exports.
    Nhwc,
}

/// How a picture becomes square.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// Its sides' proportion is dropped.
    #[default]
    Stretch,
    /// Its sides' proportion is kept, with black on two sides.
    Letterbox,
}

/// The numbers that black and white become.
#[derive(Debug, Clone, PartialEq)]
pub enum Normalisation {
    /// In every channel the same.
    Range {
        /// Black.
        low: f32,
        /// White.
        high: f32,
    },
    /// `(grey − mean) ÷ std` for a grey of 0–1; one of each for a channel.
    Standard {
        /// What is subtracted.
        mean: Vec<f32>,
        /// What is divided by.
        std: Vec<f32>,
    },
}

/// The output that classifies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Its name; none: the file's first output.
    pub name: Option<String>,
    /// What its numbers are.
    #[serde(default)]
    pub kind: OutputKind,
}

/// What an output's numbers are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutputKind {
    /// Numbers before a softmax.
    #[default]
    Logits,
    /// Numbers from 0 to 1, after a softmax or sigmoids.
    Probabilities,
}

impl ModelDescription {
    /// Reads and checks a description.
    ///
    /// # Errors
    /// [`ClassifierError::Description`] where it isn't JSON of this form or its numbers make no sense: it names the field
    /// and says what to write.
    pub fn parse(json: &str) -> Result<Self, ClassifierError> {
        document::read(json).map_err(ClassifierError::Description)
    }
}
