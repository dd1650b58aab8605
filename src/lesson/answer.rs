//! From a film in modality values to the answer.

use serde::{Deserialize, Serialize};

use super::Picture;
use crate::classifier::{ActivationMap, Group, Prediction};
use crate::radiograph::Field;

/// A film's way from modality values to the answer, after [`Changes`](super::Changes) if there are any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The film as it was changed, brighter being larger, with square pixels, shrunk until its longer side is at most 320.
    pub picture: Picture,
    /// Height in pixels of the picture that was prepared. A film that was changed has square pixels, and
    /// at most 768 a side.
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

#[cfg(feature = "engine")]
mod finding {
    use super::{Answer, LabelScore, Picture};
    use crate::classifier::{Classifier, ClassifierError, Group, Outputs, Prediction, Prepared, powers, prepare_field};
    use crate::radiograph::{Polarity, Rows, exposed_field};

    impl Answer {
        /// The answer to a film, and the network's input; its pictures go into `bytes`.
        pub(in crate::lesson) fn of(
            film: &impl Rows,
            polarity: Polarity,
            aspect: f64,
            classifier: &Classifier,
            bytes: &mut Vec<u8>,
        ) -> Result<(Self, Vec<f32>), ClassifierError> {
            let (model, field) = (classifier.model(), exposed_field(film));
            let Prepared { values: input, darkest, brightest } = prepare_field(film, field, polarity, model);
            let outputs = classifier.outputs(&input)?;
            let answer = Self {
                picture: Picture::of(film, aspect, polarity, bytes),
                rows: film.rows(),
                columns: film.columns(),
                field,
                black: darkest,
                white: brightest,
                input: Picture::write(model.input_size, model.input_size, &input, bytes),
                labels: scores(&outputs, classifier),
                temperature: model.temperature,
                maps: Group::ALL.map(|group| (group, outputs.maps.of(group, model))).into(),
                prediction: Prediction::from_outputs(&outputs, model),
                unsure_below: model.unsure_below,
                radiograph_above: model.radiograph_above,
                has_gate: classifier.has_gate(),
            };
            Ok((answer, input))
        }
    }

    fn scores(outputs: &Outputs, classifier: &Classifier) -> Vec<LabelScore> {
        let model = classifier.model();
        let powers = powers(&outputs.logits, model.temperature);
        let sum: f32 = powers.iter().sum();
        let labels = model.labels.iter().zip(&model.groups).zip(outputs.logits.iter().zip(powers));
        let score = |((label, group), (logit, power)): ((&String, &Group), (&f32, f32))| LabelScore {
            label: label.clone(),
            group: *group,
            logit: *logit,
            tempered: logit / model.temperature,
            power,
            probability: power / sum,
        };
        labels.map(score).collect()
    }
}
