//! Logits → calibrated probabilities → what the network says.

use serde::{Deserialize, Serialize};

use super::{ActivationMaps, Group, ModelDescription};

/// A probability for each group; they sum to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Probabilities {
    abdomen: f32,
    adult_chest: f32,
    paediatric_chest: f32,
    spine: f32,
    other: f32,
}

impl Probabilities {
    /// Softmax of the labels' logits over the temperature; those of a group's labels add up, and a group without labels has
    /// 0.
    #[must_use]
    pub fn from_logits(logits: &[f32], model: &ModelDescription) -> Self {
        let powers = powers(logits, model.temperature);
        let sum: f32 = powers.iter().sum();
        let mut probabilities = Self::default();
        for (group, power) in model.groups.iter().zip(powers) {
            *probabilities.slot(*group) += power / sum;
        }
        probabilities
    }

    /// The probability of a group, 0–1.
    #[must_use]
    pub fn of(mut self, group: Group) -> f32 {
        *self.slot(group)
    }

    /// The likeliest group.
    #[must_use]
    pub fn likeliest(self) -> Group {
        let [first, rest @ ..] = Group::ALL;
        rest.into_iter().fold(first, |best, group| if self.of(group) > self.of(best) { group } else { best })
    }

    fn slot(&mut self, group: Group) -> &mut f32 {
        match group {
            Group::Abdomen => &mut self.abdomen,
            Group::AdultChest => &mut self.adult_chest,
            Group::PaediatricChest => &mut self.paediatric_chest,
            Group::Spine => &mut self.spine,
            Group::Other => &mut self.other,
        }
    }
}

/// What a softmax adds up: `e` to the power of each logit, less the highest, over the temperature. Each one's share of their
/// sum is its probability.
pub(crate) fn powers(logits: &[f32], temperature: f32) -> Vec<f32> {
    let highest = logits.iter().copied().fold(f32::MIN, f32::max);
    logits.iter().map(|logit| ((logit - highest) / temperature).exp()).collect()
}

/// What comes out of the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Outputs {
    /// A logit for each of the model's labels, in its order; the logarithms of probabilities, if those are what it gives.
    pub logits: Vec<f32>,
    /// Where they come from; empty if the network doesn't say.
    pub maps: ActivationMaps,
    /// The log odds of "a projection radiograph"; 0 if the network doesn't say.
    pub gate: f32,
}

/// What the network says of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// Calibrated probabilities.
    pub probabilities: Probabilities,
    /// The likeliest group, sure or not.
    pub likeliest: Group,
    /// Its probability, 0–1.
    pub confidence: f32,
    /// Whether the confidence reaches the model's threshold.
    pub sure: bool,
    /// The log odds of "a projection radiograph"; 0 from a network without gate.
    pub radiograph_score: f32,
    /// Whether that score reaches the model's threshold; always, without gate.
    pub radiograph: bool,
}

impl Prediction {
    /// Reads a network's outputs.
    #[must_use]
    pub fn from_outputs(outputs: &Outputs, model: &ModelDescription) -> Self {
        let probabilities = Probabilities::from_logits(&outputs.logits, model);
        let likeliest = probabilities.likeliest();
        let confidence = probabilities.of(likeliest);
        Self {
            probabilities,
            likeliest,
            confidence,
            sure: confidence >= model.unsure_below,
            radiograph_score: outputs.gate,
            radiograph: outputs.gate >= model.radiograph_above,
        }
    }
}
