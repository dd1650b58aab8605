//! Inside the network: feature maps stage by stage, their global average, the linear head.

use serde::{Deserialize, Serialize};

use super::Picture;
use crate::classifier::Group;

/// What a network makes on its way from input to logits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkSteps {
    /// The architecture, e.g. `efficientnet-lite0`; may be empty.
    pub architecture: String,
    /// Multiplications for one picture.
    pub work: u64,
    /// The last feature maps of each size, the largest first. The last stage is what the global average is taken of, if
    /// there is a [`Head`].
    pub stages: Vec<Stage>,
    /// The linear head; none for a network that ends in another way, whose votes can't be told apart.
    pub head: Option<Head>,
}

/// The last feature maps of one size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// The operator that made them, as the ONNX file calls its output.
    pub name: String,
    /// Rows of each map.
    pub rows: usize,
    /// Columns of each map.
    pub columns: usize,
    /// How many maps there are, one a channel.
    pub channels: usize,
    /// Of all these numbers, the share that isn't 0.
    pub active: f32,
    /// Some of them: those that vary most over the picture; of the last stage, those that vote most.
    pub shown: Vec<Channel>,
}

/// A feature map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Its place among the stage's channels, from 0.
    pub index: usize,
    /// Its mean.
    pub mean: f32,
    /// Its numbers; they lie over [`Answer::field`](super::Answer::field).
    pub map: Picture,
}

/// The linear head: `logit = Σ weight × mean of the channel + bias`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The global average: each channel's mean over the last stage's maps.
    pub pooled: Vec<f32>,
    /// Who votes how, for each of the model's labels.
    pub labels: Vec<Votes>,
}

/// The votes on one label. `bias` + the listed products + `rest` is the logit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Votes {
    /// The label's name.
    pub label: String,
    /// Its group.
    pub group: Group,
    /// The head's bias for it.
    pub bias: f32,
    /// The channels that speak most for it, the strongest first; at most 5.
    pub in_favour: Vec<Vote>,
    /// Those that speak most against it, the strongest first; at most 5.
    pub against: Vec<Vote>,
    /// What all other channels say together.
    pub rest: f32,
    /// The logit, as the network gives it.
    pub logit: f32,
}

/// A channel's vote.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    /// The channel's place in [`Head::pooled`]; its map is among the last stage's shown ones.
    pub channel: usize,
    /// Its mean.
    pub mean: f32,
    /// The head's weight.
    pub weight: f32,
    /// Both multiplied: the vote, in logits.
    pub product: f32,
}
