//! The CNN, run by tract.

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::bail;

use super::onnx::{self, Graph};
use super::register_kernels;
use super::timing::{OperatorTime, time_operators};
use super::{ActivationMaps, ClassifierError, GROUPS, ModelDescription, Outputs, Prediction, prepare};
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
    pub fn prepare(&self, radiograph: &Radiograph<'_>) -> Vec<f32> {
        prepare(radiograph, radiograph.polarity, &self.model)
    }

    /// Runs the network on a prepared input.
    ///
    /// # Errors
    /// [`ClassifierError::Inference`].
    pub fn predict(&self, input: &[f32]) -> Result<Prediction, ClassifierError> {
        Ok(Prediction::from_outputs(&self.outputs(input)?, &self.model))
    }

    /// The same before it is read: logits, class activation maps and gate.
    ///
    /// # Errors
    /// [`ClassifierError::Inference`].
    pub fn outputs(&self, input: &[f32]) -> Result<Outputs, ClassifierError> {
        self.network.run(input)
    }

    /// How long each of the network's operators takes, as a mean of so many runs.
    ///
    /// # Errors
    /// [`ClassifierError::Inference`].
    pub fn time_operators(&self, rounds: usize) -> Result<Vec<OperatorTime>, ClassifierError> {
        let wrong = |error: TractError| ClassifierError::Inference(error.to_string());
        let side = self.model.input_size;
        let input = self.network.tensor(&vec![0.0; side * side]).map_err(wrong)?;
        time_operators(&self.network.plan, &input, rounds).map_err(wrong)
    }
}

/// A loaded, optimised network.
struct Network {
    plan: Arc<TypedRunnableModel>,
    size: usize,
    /// See [`Graph`].
    margins: [usize; 4],
}

impl Network {
    /// Loads an ONNX model with one input `[1, 1, size, size]` and the outputs `logits [1, 5]`, `cam [1, 5, h, w]`
    /// and `gate [1, 1]`, in this order.
    fn load(file: &[u8], model: &ModelDescription) -> Result<Self, ClassifierError> {
        register_kernels();
        let size = model.input_size;
        let load = || -> TractResult<_> {
            let Graph { model, margins } = onnx::read(file, size)?;
            Ok((model.into_optimized()?.into_runnable()?, margins))
        };
        let (plan, margins) = load().map_err(|error| ClassifierError::Model(format!("{error:#}")))?;
        Ok(Self { plan, size, margins })
    }

    fn tensor(&self, input: &[f32]) -> TractResult<Tensor> {
        if input.len() != self.size * self.size {
            bail!("its input has {} numbers instead of {} × {}", input.len(), self.size, self.size);
        }
        let [top, left, bottom, right] = self.margins;
        let (rows, columns) = (top + self.size + bottom, left + self.size + right);
        let mut values = vec![0.0; rows * columns];
        for (to, from) in values.chunks_exact_mut(columns).skip(top).zip(input.chunks_exact(self.size)) {
            to[left..left + self.size].copy_from_slice(from);
        }
        Tensor::from_shape(&[1, rows, columns, 1], &values)
    }

    /// The outputs for a prepared input.
    fn run(&self, input: &[f32]) -> Result<Outputs, ClassifierError> {
        let wrong = |error: TractError| ClassifierError::Inference(error.to_string());
        let misshapen = || ClassifierError::Inference("its outputs have other shapes than promised".to_owned());
        let outputs = self.tensor(input).and_then(|tensor| self.plan.run(tvec!(tensor.into()))).map_err(wrong)?;
        let [logits, cam, gate] = outputs.as_slice() else { return Err(misshapen()) };
        let (&[1, GROUPS, rows, columns], &[1, 1]) = (cam.shape(), gate.shape()) else { return Err(misshapen()) };
        let maps = ActivationMaps { rows, columns, values: values(cam).map_err(wrong)? };
        let logits: [f32; GROUPS] = values(logits).map_err(wrong)?.try_into().map_err(|_| misshapen())?;
        let gate = values(gate).map_err(wrong)?.first().copied().ok_or_else(misshapen)?;
        if !logits.iter().chain(&maps.values).chain([&gate]).all(|value| value.is_finite()) {
            return Err(ClassifierError::Inference("its outputs are no numbers".to_owned()));
        }
        Ok(Outputs { logits, maps, gate })
    }
}

/// An output's numbers, in row-major order.
fn values(output: &TValue) -> TractResult<Vec<f32>> {
    Ok(output.to_plain_array_view::<f32>()?.iter().copied().collect())
}
