//! The CNN, run by tract.

use tract_onnx::prelude::*;

use super::{ClassifierError, GROUPS, ModelDescription, Prediction, prepare};
use crate::radiograph::Radiograph;

/// A network with its description.
pub struct Classifier {
    model: ModelDescription,
    network: Network,
}

impl Classifier {
    /// Loads a model from its ONNX file and its description.
    ///
    /// # Errors
    /// [`ClassifierError::Description`] or [`ClassifierError::Model`].
    pub fn load(onnx: &[u8], description: &str) -> Result<Self, ClassifierError> {
        let model = ModelDescription::parse(description)?;
        let network = Network::load(onnx, &model)?;
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

/// A loaded, optimised network.
struct Network {
    plan: Arc<TypedRunnableModel>,
    size: usize,
}

impl Network {
    /// Loads an ONNX model with one input `[1, 1, size, size]` and the logits `[1, 5]` as its first output.
    fn load(onnx: &[u8], model: &ModelDescription) -> Result<Self, ClassifierError> {
        let size = model.input_size;
        let plan = tract_onnx::onnx()
            .model_for_read(&mut &*onnx)
            .and_then(|network| network.with_input_fact(0, f32::fact([1, 1, size, size]).into()))
            .and_then(|network| network.into_optimized())
            .and_then(|network| network.into_runnable())
            .map_err(|error| ClassifierError::Model(error.to_string()))?;
        Ok(Self { plan, size })
    }

    /// The logits of a prepared input.
    fn logits(&self, input: &[f32]) -> Result<[f32; GROUPS], ClassifierError> {
        let wrong = |error: TractError| ClassifierError::Inference(error.to_string());
        let tensor = Tensor::from_shape(&[1, 1, self.size, self.size], input).map_err(wrong)?;
        let outputs = self.plan.run(tvec!(tensor.into())).map_err(wrong)?;
        let first = outputs.first().ok_or_else(|| ClassifierError::Inference("no output".to_owned()))?;
        let logits = first.to_plain_array_view::<f32>().map_err(wrong)?;
        let logits: Vec<f32> = logits.iter().copied().collect();
        if logits.iter().any(|logit| !logit.is_finite()) {
            return Err(ClassifierError::Inference("its outputs are no numbers".to_owned()));
        }
        logits.try_into().map_err(|_| ClassifierError::Inference("not five outputs".to_owned()))
    }
}
