//! A model's description (`model.json` beside its ONNX file): what it expects and how its outputs are read.

use serde::{Deserialize, Serialize};

use super::{ClassifierError, GROUPS, Group};

/// What `model.json` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelDescription {
    /// Short identifier, e.g. `default`.
    pub name: String,
    /// The architecture, e.g. `efficientnet-lite0`.
    pub network: String,
    /// Licence of the weights.
    pub licence: String,
    /// The group of each output, in order.
    pub groups: [Group; GROUPS],
    /// Side of the square input, in pixels.
    pub input_size: usize,
    /// Share of pixels at or below black, 0–1.
    pub low_percentile: f64,
    /// Share of pixels at or below white, 0–1.
    pub high_percentile: f64,
    /// Logits are divided by this before the softmax (Guo et al. 2017).
    pub temperature: f32,
    /// A highest probability below this is "unsure".
    pub unsure_below: f32,
    /// A gate below this, in log odds, is "not a radiograph".
    pub radiograph_above: f32,
}

impl ModelDescription {
    /// Reads and checks a description.
    ///
    /// # Errors
    /// [`ClassifierError::Description`] where it isn't JSON of this form or its numbers make no sense.
    pub fn parse(json: &str) -> Result<Self, ClassifierError> {
        let description: Self =
            serde_json::from_str(json).map_err(|error| ClassifierError::Description(error.to_string()))?;
        let wrong = |what: &str| Err(ClassifierError::Description(what.to_owned()));
        if !(16..=1024).contains(&description.input_size) {
            return wrong("input_size must be from 16 to 1024");
        }
        if !(0.0 <= description.low_percentile
            && description.low_percentile < description.high_percentile
            && description.high_percentile <= 1.0)
        {
            return wrong("percentiles must be ordered and from 0 to 1");
        }
        if !(description.temperature > 0.0 && (0.0..=1.0).contains(&description.unsure_below)) {
            return wrong("temperature must be above 0, unsure_below from 0 to 1");
        }
        if !description.radiograph_above.is_finite() {
            return wrong("radiograph_above must be a number");
        }
        if Group::ALL.iter().any(|group| !description.groups.contains(group)) {
            return wrong("each of the five groups must be named once");
        }
        Ok(description)
    }
}
