//! From a film in modality values to the answer.

use serde::{Deserialize, Serialize};

use super::Picture;
use crate::classifier::{ActivationMap, Group, Prediction};
use crate::radiograph::Field;

/// A film's way from modality values to the answer, after [`Changes`](super::Changes) if there are any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The film as it was changed, brighter being larger, shrunk until its longer side is at most 320 pixels.
    pub picture: Picture,
    /// Height in pixels of the picture that was prepared. A changed film is worked on with at most 1,024 pixels a side.
    pub rows: usize,
    /// Width of the same.
    pub columns: usize,
    /// The exposed field in that picture: the part that the network sees.
    pub field: Field,
    /// The grey that the input's black stands for: the model's low percentile of the shrunk field. Brighter is larger, so a
    /// film whose larger values are darker has its values with the sign changed.
    pub black: f32,
    /// The grey that the input's white stands for: the high percentile.
    pub white: f32,
    /// The network's square input, one channel. Black and white stand for what the model's description says (−1 and 1
    /// unless it says otherwise).
    pub input: Picture,
    /// Each label's way from logit to probability, in the model's order.
    pub labels: Vec<LabelScore>,
    /// What logits are divided by before the softmax.
    pub temperature: f32,
    /// Each group's class activation map, which lies over `field`; empty ones from a network without.
    pub maps: Vec<(Group, ActivationMap)>,
    /// What the network says: probabilities, likeliest group, gate.
    pub prediction: Prediction,
    /// A highest probability below this is "unsure".
    pub unsure_below: f32,
    /// A gate below this, in log odds, is "not a radiograph".
    pub radiograph_above: f32,
    /// Whether the network has a gate.
    pub has_gate: bool,
}

/// A label's way from logit to probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelScore {
    /// The label's name.
    pub label: String,
    /// Its group.
    pub group: Group,
    /// Its logit; the logarithm of its probability, if that is what the network gives.
    pub logit: f32,
    /// That over the temperature.
    pub tempered: f32,
    /// `e` to the power of `tempered`, less the greatest of all labels: 0–1.
    pub power: f32,
    /// That over the sum of all labels': its probability, 0–1.
    pub probability: f32,
}
