//! A network that shows what it makes on its way.

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;

use super::network::Network;
use super::onnx;
use super::{ClassifierError, ModelDescription, Outputs};

/// The same network as a [`Classifier`](super::Classifier)'s, with feature maps among its outputs. It takes as much memory
/// once more, and loading takes as long: made when somebody wants to look inside.
pub struct OpenNetwork {
    network: Network,
    stages: Vec<String>,
    head: Option<LinearHead>,
}

/// Feature maps: what a layer makes of a picture, one map a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureMaps {
    /// What the ONNX file calls them.
    pub name: String,
    /// How many maps there are.
    pub channels: usize,
    /// Rows of each.
    pub rows: usize,
    /// Columns of each.
    pub columns: usize,
    /// `[channels, rows, columns]`, row-major.
    pub values: Vec<f32>,
}

/// A linear layer on the means of feature maps.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearHead {
    /// `[labels, channels]`, row-major.
    pub weights: Vec<f32>,
    /// One a label.
    pub bias: Vec<f32>,
}

impl OpenNetwork {
    /// Loads a model's ONNX file once more.
    ///
    /// # Errors
    /// [`ClassifierError::Model`].
    pub fn load(onnx: &[u8], model: &ModelDescription) -> Result<Self, ClassifierError> {
        let load = || -> TractResult<Self> {
            let mut graph = onnx::read_open(onnx, model)?;
            let (stages, head) = (std::mem::take(&mut graph.stages), graph.head.take());
            Ok(Self { network: Network::of(graph, model)?, stages, head })
        };
        load().map_err(|error| ClassifierError::Model(format!("{error:#}").into()))
    }

    /// What makes the logits of the last feature maps' means; none for a network that ends in another way.
    #[must_use]
    pub fn head(&self) -> Option<&LinearHead> {
        self.head.as_ref()
    }

    /// The outputs for a prepared input, and the last feature maps of each size, in the order in which they are made. Those
    /// that the head takes the means of come last.
    ///
    /// # Errors
    /// [`ClassifierError::Inference`].
    pub fn run(&self, input: &[f32]) -> Result<(Outputs, Vec<FeatureMaps>), ClassifierError> {
        let (outputs, further) = self.network.run_all(input)?;
        let maps = self.stages.iter().zip(&further).map(|(name, output)| feature_maps(name, output));
        let maps = maps.collect::<TractResult<Vec<_>>>();
        Ok((outputs, maps.map_err(|error| ClassifierError::Inference(error.to_string().into()))?))
    }
}

fn feature_maps(name: &str, output: &TValue) -> TractResult<FeatureMaps> {
    let &[1, channels, rows, columns] = output.shape() else { bail!("its feature maps are no pictures") };
    let values: Vec<f32> = output.to_plain_array_view::<f32>()?.iter().copied().collect();
    ensure!(values.iter().all(|value| value.is_finite()), "its feature maps are no numbers");
    Ok(FeatureMaps { name: name.to_owned(), channels, rows, columns, values })
}
