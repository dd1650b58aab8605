//! The description as it is written in JSON.

use serde::Deserialize;

use super::{Fit, Layout, ModelDescription, Normalisation, Output};
use crate::classifier::{GROUPS, Group};

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
pub(super) fn read(json: &str) -> Result<ModelDescription, String> {
    if json.len() > LONGEST {
        return Err("it is longer than 1 MB".to_owned());
    }
    let document: Document = serde_json::from_str(json).map_err(|error| error.to_string())?;
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
    fn check(&self) -> Result<(), &'static str> {
        if self.name.trim().is_empty() {
            return Err("name must not be empty");
        }
        let labels = self.labels.iter().flatten().map(|label| &label.name);
        let names = [self.input_name.as_ref(), self.output.name.as_ref(), self.cam.as_ref(), self.gate.as_ref()];
        let texts = [&self.name, &self.network, &self.licence].into_iter().chain(names.into_iter().flatten());
        if texts.chain(labels).any(|text| text.char_indices().nth(MOST_CHARACTERS).is_some()) {
            return Err("each name, and the licence, must be at most 300 characters long");
        }
        if !(16..=1024).contains(&self.input_size) {
            return Err("input_size must be from 16 to 1024");
        }
        if !matches!(self.channels, 1 | 3) {
            return Err("channels must be 1, or 3 for a network that was trained on colour");
        }
        if !(0.0 <= self.low_percentile && self.low_percentile < self.high_percentile && self.high_percentile <= 1.0) {
            return Err("low_percentile must be below high_percentile, both from 0 to 1");
        }
        if !(self.temperature > 0.0 && self.temperature.is_finite()) {
            return Err("temperature must be above 0; 1 leaves the probabilities as they are");
        }
        if !(0.0..=1.0).contains(&self.unsure_below) {
            return Err("unsure_below must be from 0 to 1");
        }
        if !self.radiograph_above.is_finite() {
            return Err("radiograph_above must be a number");
        }
        Ok(())
    }
}

/// Names and groups of the labels.
fn labels(labels: Option<Vec<Label>>, groups: Option<Vec<Group>>) -> Result<(Vec<String>, Vec<Group>), &'static str> {
    match (labels, groups) {
        (Some(labels), None) => {
            if !(2..=1000).contains(&labels.len()) {
                return Err("labels must have from 2 to 1000 entries, one for each of the network's numbers");
            }
            if labels.iter().all(|label| label.group == labels[0].group) {
                return Err("labels must name at least two different groups");
            }
            Ok(labels.into_iter().map(|label| (label.name, label.group)).unzip())
        }
        (None, Some(groups)) => {
            if groups.len() != GROUPS || Group::ALL.iter().any(|group| !groups.contains(group)) {
                return Err("groups must name each of the five groups once; for other numbers of them, write labels");
            }
            Ok((groups.iter().map(|group| group.name().to_owned()).collect(), groups))
        }
        (Some(_), Some(_)) => Err("write either labels or groups, not both"),
        (None, None) => Err(
            r#"labels is missing; write a list like [{"name": "Chest", "group": "adult_chest"}, …] in the network's order"#,
        ),
    }
}

fn normalisation(numbers: Numbers, channels: usize) -> Result<Normalisation, String> {
    match numbers {
        Numbers { low: None, high: None, mean: None, std: None } => Ok(Normalisation::Range { low: -1.0, high: 1.0 }),
        Numbers { low: Some(low), high: Some(high), mean: None, std: None } => {
            if !(low.is_finite() && high.is_finite() && (high - low).is_finite() && low != high) {
                return Err("normalisation: low and high must be two different numbers".to_owned());
            }
            Ok(Normalisation::Range { low, high })
        }
        Numbers { low: None, high: None, mean: Some(mean), std: Some(std) } => {
            if mean.len() != channels || std.len() != channels {
                return Err(format!("normalisation: mean and std must have one number for each channel, {channels}"));
            }
            if !(mean.iter().all(|mean| mean.is_finite()) && std.iter().all(|std| std.is_finite() && *std > 0.0)) {
                return Err("normalisation: each mean must be a number, each std a number above 0".to_owned());
            }
            Ok(Normalisation::Standard { mean, std })
        }
        _ => Err("normalisation must have either low and high, or mean and std".to_owned()),
    }
}
