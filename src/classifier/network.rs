//! The CNN, run by tract.

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;

use super::onnx::{self, Graph};
use super::register_kernels;
use super::timing::{OperatorTime, time_operators};
use super::{
    ActivationMaps, ClassifierError, ModelDescription, Normalisation, OutputKind, Outputs, Prediction, prepare,
};
use crate::phrase;
use crate::radiograph::Radiograph;

/// How far a probability may be beyond 0 or 1.
const ROUNDING: f32 = 1e-3;

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

    /// Whether it says if a picture is a radiograph at all.
    #[must_use]
    pub fn has_gate(&self) -> bool {
        self.network.has_gate
    }

    /// Multiplications for one picture.
    #[must_use]
    pub fn work(&self) -> u64 {
        self.network.work
    }

    /// How long each of the network's operators takes, as a mean of so many runs.
    ///
    /// # Errors
    /// [`ClassifierError::Inference`].
    pub fn time_operators(&self, rounds: usize) -> Result<Vec<OperatorTime>, ClassifierError> {
        let wrong = |error: TractError| ClassifierError::Inference(error.to_string().into());
        let side = self.model.input_size;
        let input = self.network.tensor(&vec![0.0; side * side]).map_err(wrong)?;
        time_operators(&self.network.plan, &input, rounds).map_err(wrong)
    }
}

/// A loaded, optimised network.
pub(super) struct Network {
    plan: Arc<TypedRunnableModel>,
    size: usize,
    /// Factor and term that make of a grey value each channel's number.
    channels: Vec<(f32, f32)>,
    kind: OutputKind,
    /// See [`Graph`].
    margins: [usize; 4],
    has_maps: bool,
    has_gate: bool,
    work: u64,
}

impl Network {
    /// Loads an ONNX model with one input, the picture, and the outputs that its description names.
    fn load(file: &[u8], model: &ModelDescription) -> Result<Self, ClassifierError> {
        let load = || Self::of(onnx::read(file, model)?, model);
        load().map_err(|error| ClassifierError::Model(format!("{error:#}").into()))
    }

    /// Optimises a graph.
    pub(super) fn of(graph: Graph, model: &ModelDescription) -> TractResult<Self> {
        register_kernels();
        let channels = match &model.normalisation {
            Normalisation::Range { .. } => vec![(1.0, 0.0); model.channels],
            Normalisation::Standard { mean, std } => {
                mean.iter().zip(std).map(|(mean, std)| (1.0 / std, -mean / std)).collect()
            }
        };
        let Graph { model: graph, margins, has_maps, has_gate, work, .. } = graph;
        let plan = graph.into_optimized()?.into_runnable()?;
        let (size, kind) = (model.input_size, model.output.kind);
        Ok(Self { plan, size, channels, kind, margins, has_maps, has_gate, work })
    }

    fn tensor(&self, input: &[f32]) -> TractResult<Tensor> {
        if input.len() != self.size * self.size {
            bail!("its input has {} numbers instead of {} × {}", input.len(), self.size, self.size);
        }
        let [top, left, bottom, right] = self.margins;
        let (rows, columns) = (top + self.size + bottom, left + self.size + right);
        let channels = self.channels.len();
        let mut values = vec![0.0; rows * columns * channels];
        let rows_of_it = values.chunks_exact_mut(columns * channels).skip(top);
        for (to, from) in rows_of_it.zip(input.chunks_exact(self.size)) {
            for (pixel, grey) in to[left * channels..].chunks_exact_mut(channels).zip(from) {
                pixel.iter_mut().zip(&self.channels).for_each(|(to, (factor, term))| *to = grey * factor + term);
            }
        }
        Tensor::from_shape(&[1, rows, columns, channels], &values)
    }

    /// The outputs for a prepared input.
    fn run(&self, input: &[f32]) -> Result<Outputs, ClassifierError> {
        Ok(self.run_all(input)?.0)
    }

    /// The same, with what further outputs the graph has.
    pub(super) fn run_all(&self, input: &[f32]) -> Result<(Outputs, TVec<TValue>), ClassifierError> {
        let wrong = |error: TractError| ClassifierError::Inference(error.to_string().into());
        let mut all = self.tensor(input).and_then(|tensor| self.plan.run(tvec!(tensor.into()))).map_err(wrong)?;
        let outputs = self.read(&all).map_err(wrong)?;
        if !outputs.logits.iter().chain(&outputs.maps.values).chain([&outputs.gate]).all(|value| value.is_finite()) {
            return Err(ClassifierError::Inference(phrase!(model_no_numbers)));
        }
        all.drain(..1 + usize::from(self.has_maps) + usize::from(self.has_gate));
        Ok((outputs, all))
    }

    /// Reads outputs whose shapes [`onnx::read`] has checked.
    fn read(&self, outputs: &[TValue]) -> TractResult<Outputs> {
        let mut outputs = outputs.iter();
        let mut next = || outputs.next().context("an output is missing");
        let mut logits = values(next()?)?;
        if self.kind == OutputKind::Probabilities {
            if logits.iter().any(|share| !(-ROUNDING..=1.0 + ROUNDING).contains(share)) {
                bail!("its outputs are no probabilities; write \"kind\": \"logits\" for output in its description");
            }
            // The softmax of logarithms gives back the probabilities themselves.
            logits.iter_mut().for_each(|share| *share = share.max(f32::MIN_POSITIVE).ln());
        }
        let mut maps = ActivationMaps { rows: 0, columns: 0, values: Vec::new() };
        if self.has_maps {
            let cam = next()?;
            let &[_, _, rows, columns] = cam.shape() else { bail!("its class activation maps have another shape") };
            maps = ActivationMaps { rows, columns, values: values(cam)? };
        }
        let gate = if self.has_gate { values(next()?)?.first().copied().context("its gate is empty")? } else { 0.0 };
        Ok(Outputs { logits, maps, gate })
    }
}

/// An output's numbers, in row-major order.
fn values(output: &TValue) -> TractResult<Vec<f32>> {
    Ok(output.to_plain_array_view::<f32>()?.iter().copied().collect())
}
