//! The description as it is written in JSON.

use serde::Deserialize;

use super::{Fit, Layout, ModelDescription, Normalisation, Output};
use crate::classifier::{GROUPS, Group};
use crate::phrase;
use crate::text::{Phrase, json_problem};

/// Longest description, in bytes.
const LONGEST: usize = 1 << 20;
/// Most characters of a name or a licence: the page shows them, and reports repeat some.
const MOST_CHARACTERS: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// For editors.
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    name: String,
    #[serde(default)]
    network: String,
    #[serde(default)]
    licence: String,
    labels: Option<Vec<Label>>,
    /// Short for labels, one a group.
    groups: Option<Vec<Group>>,
    input_size: usize,
    #[serde(default = "one_channel")]
    channels: usize,
    #[serde(default)]
    layout: Layout,
    #[serde(default)]
    fit: Fit,
    #[serde(default)]
    normalisation: Numbers,
    #[serde(default = "first_percent")]
    low_percentile: f64,
    #[serde(default = "last_percent")]
    high_percentile: f64,
    input_name: Option<String>,
    #[serde(default)]
    output: Output,
    cam: Option<String>,
    gate: Option<String>,
    #[serde(default = "as_it_is")]
    temperature: f32,
    #[serde(default = "even_odds")]
    unsure_below: f32,
    #[serde(default)]
    radiograph_above: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    name: String,
    group: Group,
}

/// Either the first two, or the others.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    low: Option<f32>,
    high: Option<f32>,
    mean: Option<Vec<f32>>,
    std: Option<Vec<f32>>,
}

fn one_channel() -> usize {
    1
}

fn first_percent() -> f64 {
    0.01
}

fn last_percent() -> f64 {
    0.99
}

fn as_it_is() -> f32 {
    1.0
}

fn even_odds() -> f32 {
    0.5
}

/// Reads and checks a description; else says what is wrong with it.
pub(super) fn read(json: &str) -> Result<ModelDescription, Phrase> {
    if json.len() > LONGEST {
        return Err(phrase!(model_too_long));
    }
    let document: Document = serde_json::from_str(json)
        .map_err(|error| phrase!(on_line, n = error.line(), problem = json_problem(&error)))?;
    document.check()?;
    let (labels, groups) = labels(document.labels, document.groups)?;
    Ok(ModelDescription {
        name: document.name,
        network: document.network,
        licence: document.licence,
        labels,
        groups,
        input_size: document.input_size,
        channels: document.channels,
        layout: document.layout,
        fit: document.fit,
        normalisation: normalisation(document.normalisation, document.channels)?,
        low_percentile: document.low_percentile,
        high_percentile: document.high_percentile,
        input_name: document.input_name,
        output: document.output,
        cam: document.cam,
        gate: document.gate,
        temperature: document.temperature,
        unsure_below: document.unsure_below,
        radiograph_above: document.radiograph_above,
    })
}

impl Document {
    fn check(&self) -> Result<(), Phrase> {
        if self.name.trim().is_empty() {
            return Err(phrase!(model_no_name));
        }
        let labels = self.labels.iter().flatten().map(|label| &label.name);
        let names = [self.input_name.as_ref(), self.output.name.as_ref(), self.cam.as_ref(), self.gate.as_ref()];
        let texts = [&self.name, &self.network, &self.licence].into_iter().chain(names.into_iter().flatten());
        if texts.chain(labels).any(|text| text.char_indices().nth(MOST_CHARACTERS).is_some()) {
            return Err(phrase!(model_long_name, most = MOST_CHARACTERS));
        }
        if !(16..=1024).contains(&self.input_size) {
            return Err(phrase!(model_in_range, field = "input_size", low = 16.0, high = 1024.0));
        }
        if !matches!(self.channels, 1 | 3) {
            return Err(phrase!(model_channels));
        }
        if !(0.0 <= self.low_percentile && self.low_percentile < self.high_percentile && self.high_percentile <= 1.0) {
            return Err(phrase!(model_percentiles));
        }
        if !(self.temperature > 0.0 && self.temperature.is_finite()) {
            return Err(phrase!(model_temperature));
        }
        if !(0.0..=1.0).contains(&self.unsure_below) {
            return Err(phrase!(model_in_range, field = "unsure_below", low = 0.0, high = 1.0));
        }
        if !self.radiograph_above.is_finite() {
            return Err(phrase!(model_number, field = "radiograph_above"));
        }
        Ok(())
    }
}

/// Names and groups of the labels.
fn labels(labels: Option<Vec<Label>>, groups: Option<Vec<Group>>) -> Result<(Vec<String>, Vec<Group>), Phrase> {
    match (labels, groups) {
        (Some(labels), None) => {
            if !(2..=1000).contains(&labels.len()) {
                return Err(phrase!(model_label_count));
            }
            if labels.iter().all(|label| label.group == labels[0].group) {
                return Err(phrase!(model_one_group));
            }
            Ok(labels.into_iter().map(|label| (label.name, label.group)).unzip())
        }
        (None, Some(groups)) => {
            if groups.len() != GROUPS || Group::ALL.iter().any(|group| !groups.contains(group)) {
                return Err(phrase!(model_groups));
            }
            Ok((groups.iter().map(|group| group.name().to_owned()).collect(), groups))
        }
        (Some(_), Some(_)) => Err(phrase!(model_labels_or_groups)),
        (None, None) => {
            let example = r#"[{"name": "Chest", "group": "adult_chest"}, …]"#;
            Err(phrase!(model_no_labels, example = example))
        }
    }
}

fn normalisation(numbers: Numbers, channels: usize) -> Result<Normalisation, Phrase> {
    match numbers {
        Numbers { low: None, high: None, mean: None, std: None } => Ok(Normalisation::Range { low: -1.0, high: 1.0 }),
        Numbers { low: Some(low), high: Some(high), mean: None, std: None } => {
            if !(low.is_finite() && high.is_finite() && (high - low).is_finite() && low != high) {
                return Err(phrase!(model_low_high));
            }
            Ok(Normalisation::Range { low, high })
        }
        Numbers { low: None, high: None, mean: Some(mean), std: Some(std) } => {
            if mean.len() != channels || std.len() != channels {
                return Err(phrase!(model_each_channel, n = channels));
            }
            if !(mean.iter().all(|mean| mean.is_finite()) && std.iter().all(|std| std.is_finite() && *std > 0.0)) {
                return Err(phrase!(model_mean_std));
            }
            Ok(Normalisation::Standard { mean, std })
        }
        _ => Err(phrase!(model_normalisation)),
    }
}
