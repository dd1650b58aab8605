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

#[cfg(feature = "engine")]
mod looking {
    use super::{Channel, Head, NetworkSteps, Picture, Stage, Vote, Votes};
    use crate::classifier::{Classifier, ClassifierError, FeatureMaps, LinearHead, ModelDescription, OpenNetwork};

    /// Most maps shown of a stage that doesn't vote.
    const MOST_SHOWN: usize = 12;
    /// Most votes listed for a label, and as many against it.
    const MOST_VOTES: usize = 5;
    /// How far a head's sum may be from the logit, as a share of the logit or of 1: it is another head then.
    const ROUNDING: f32 = 1e-3;

    impl NetworkSteps {
        /// What an opened network makes of an input; its pictures go into `bytes`.
        pub(in crate::lesson) fn of(
            input: &[f32],
            classifier: &Classifier,
            network: &OpenNetwork,
            bytes: &mut Vec<u8>,
        ) -> Result<Self, ClassifierError> {
            let (model, (outputs, maps)) = (classifier.model(), network.run(input)?);
            let head = network.head().zip(maps.last());
            let head = head.and_then(|(head, maps)| Head::of(head, maps, &outputs.logits, model));
            let voters = head.as_ref().map(Head::voters);
            let last = maps.len().saturating_sub(1);
            let stages = maps.iter().enumerate().map(|(at, maps)| {
                let voters = voters.clone().filter(|_| at == last);
                Stage::of(maps, voters.unwrap_or_else(|| varied(maps)), bytes)
            });
            Ok(Self { stages: stages.collect(), head, architecture: model.network.clone(), work: classifier.work() })
        }
    }

    impl Stage {
        fn of(maps: &FeatureMaps, shown: Vec<usize>, bytes: &mut Vec<u8>) -> Self {
            let as_shown = |index: usize| {
                let values = channel(maps, index);
                Channel { index, mean: mean(values), map: Picture::write(maps.rows, maps.columns, values, bytes) }
            };
            let active = maps.values.iter().filter(|value| **value != 0.0).count();
            Self {
                shown: shown.into_iter().map(as_shown).collect(),
                name: maps.name.clone(),
                rows: maps.rows,
                columns: maps.columns,
                channels: maps.channels,
                active: active as f32 / maps.values.len() as f32,
            }
        }
    }

    impl Head {
        /// None where it isn't what makes these logits.
        fn of(head: &LinearHead, maps: &FeatureMaps, logits: &[f32], model: &ModelDescription) -> Option<Self> {
            let pooled: Vec<f32> = (0..maps.channels).map(|index| mean(channel(maps, index))).collect();
            let rows = head.weights.chunks_exact(maps.channels).zip(&head.bias);
            let labels = model.labels.iter().zip(&model.groups).zip(logits);
            let votes = rows.zip(labels).map(|((weights, bias), ((label, group), logit))| {
                let vote = |(channel, (mean, weight)): (usize, (&f32, &f32))| Vote {
                    channel,
                    mean: *mean,
                    weight: *weight,
                    product: mean * weight,
                };
                let mut votes: Vec<Vote> = pooled.iter().zip(weights).enumerate().map(vote).collect();
                votes.sort_by(|one, other| other.product.total_cmp(&one.product));
                let in_favour = votes.iter().take(MOST_VOTES).filter(|vote| vote.product > 0.0).copied().collect();
                let against = votes.iter().rev().take(MOST_VOTES).filter(|vote| vote.product < 0.0).copied().collect();
                Votes { label: label.clone(), group: *group, bias: *bias, in_favour, against, rest: 0.0, logit: *logit }
                    .with_rest(&votes)
            });
            let labels: Option<Vec<Votes>> = votes.collect();
            Some(Self { labels: labels.filter(|labels| labels.len() == model.labels.len())?, pooled })
        }

        /// The channels of all listed votes, the strongest first.
        fn voters(&self) -> Vec<usize> {
            let mut votes: Vec<&Vote> =
                self.labels.iter().flat_map(|label| label.in_favour.iter().chain(&label.against)).collect();
            votes.sort_by(|one, other| other.product.abs().total_cmp(&one.product.abs()));
            let mut channels = Vec::new();
            for vote in votes {
                if !channels.contains(&vote.channel) {
                    channels.push(vote.channel);
                }
            }
            channels
        }
    }

    impl Votes {
        /// Adds up those that aren't listed; none where the sum isn't the logit.
        fn with_rest(mut self, all: &[Vote]) -> Option<Self> {
            let listed = || self.in_favour.iter().chain(&self.against);
            let is_listed = |vote: &Vote| listed().any(|one| one.channel == vote.channel);
            let sum = |votes: &mut dyn Iterator<Item = &Vote>| votes.map(|vote| f64::from(vote.product)).sum::<f64>();
            let rest = sum(&mut all.iter().filter(|vote| !is_listed(vote)));
            let logit = f64::from(self.bias) + sum(&mut listed()) + rest;
            self.rest = rest as f32;
            let allowed = ROUNDING * self.logit.abs().max(1.0);
            ((logit as f32 - self.logit).abs() <= allowed).then_some(self)
        }
    }

    /// The channels that vary most over the picture, the most varied first.
    fn varied(maps: &FeatureMaps) -> Vec<usize> {
        let variance = |index: usize| {
            let values = channel(maps, index);
            let mean = mean(values);
            values.iter().map(|value| (value - mean).powi(2)).sum::<f32>()
        };
        let mut channels: Vec<(usize, f32)> = (0..maps.channels).map(|index| (index, variance(index))).collect();
        channels.sort_by(|one, other| other.1.total_cmp(&one.1));
        channels.into_iter().take(MOST_SHOWN).map(|(index, _)| index).collect()
    }

    fn channel(maps: &FeatureMaps, index: usize) -> &[f32] {
        let size = maps.rows * maps.columns;
        maps.values.get(index * size..(index + 1) * size).unwrap_or_default()
    }

    fn mean(values: &[f32]) -> f32 {
        (values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64) as f32
    }
}
