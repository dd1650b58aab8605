//! [`Radiograph`] → [`Prediction`]: input tensor, network, calibration, class activation map, gate.

mod activation;
mod description;
mod group;
#[cfg(feature = "engine")]
mod kernel;
#[cfg(feature = "engine")]
mod network;
#[cfg(feature = "engine")]
mod onnx;
mod prediction;
mod preparation;
mod timing;

use thiserror::Error;

pub use activation::{ActivationMap, ActivationMaps};
pub use description::{Fit, Layout, ModelDescription, Normalisation, Output, OutputKind};
pub use group::{GROUPS, Group};
#[cfg(feature = "engine")]
pub use network::Classifier;
pub use prediction::{Outputs, Prediction, Probabilities};
pub use preparation::prepare;
pub use timing::OperatorTime;

/// Lets tract take this crate's kernels for every network that is loaded from now on. [`Classifier::load`] does it; other
/// networks, in benchmarks, need it too. Natively tract's own kernels are quicker, and stay.
#[cfg(feature = "engine")]
pub fn register_kernels() {
    #[cfg(all(target_arch = "wasm32", not(feature = "stock-kernels")))]
    kernel::register();
}

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
