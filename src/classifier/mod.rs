//! [`Radiograph`] → [`Prediction`]: input tensor, network, calibration.

mod description;
mod group;
mod network;
mod prediction;
mod preparation;

use thiserror::Error;

use crate::radiograph::Radiograph;

pub use description::ModelDescription;
pub use group::{GROUPS, Group};
pub use prediction::{Prediction, Probabilities};
pub use preparation::prepare;

/// What is wrong with a model, or with running it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClassifierError {
    /// `model.json` can't be used.
    #[error("the model's description can't be used: {0}")]
    Description(String),
    /// The ONNX file can't be used.
    #[error("the model can't be loaded: {0}")]
    Model(String),
    /// The network failed on an input.
    #[error("the network failed: {0}")]
    Inference(String),
}

/// A network with its description.
pub struct Classifier {
    model: ModelDescription,
    network: network::Network,
}

impl Classifier {
    /// Loads a model from its ONNX file and its description.
    ///
    /// # Errors
    /// [`ClassifierError::Description`] or [`ClassifierError::Model`].
    pub fn load(onnx: &[u8], description: &str) -> Result<Self, ClassifierError> {
        let model = ModelDescription::parse(description)?;
        let network = network::Network::load(onnx, &model)?;
        Ok(Self { model, network })
    }

    /// The model's description.
    #[must_use]
    pub fn model(&self) -> &ModelDescription {
        &self.model
    }

    /// The network's input for a picture: see [`prepare`].
    #[must_use]
    pub fn prepare(&self, radiograph: &Radiograph) -> Vec<f32> {
        prepare(radiograph, &self.model)
    }

    /// Runs the network on a prepared input.
    ///
    /// # Errors
    /// [`ClassifierError::Inference`].
    pub fn predict(&self, input: &[f32]) -> Result<Prediction, ClassifierError> {
        Ok(Prediction::from_logits(self.network.logits(input)?, &self.model))
    }
}
