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
#[cfg(feature = "engine")]
mod open_network;
mod prediction;
mod preparation;
mod timing;

use thiserror::Error;

use crate::phrase;
use crate::text::Phrase;

pub use activation::{ActivationMap, ActivationMaps};
pub use description::{Fit, Layout, ModelDescription, Normalisation, Output, OutputKind};
pub use group::{GROUPS, Group};
#[cfg(feature = "engine")]
pub use network::Classifier;
#[cfg(feature = "engine")]
pub use open_network::{FeatureMaps, LinearHead, OpenNetwork};
#[cfg(feature = "engine")]
pub(crate) use prediction::powers;
pub use prediction::{Outputs, Prediction, Probabilities};
pub use preparation::{Prepared, prepare, prepare_field};
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
#[error("{}", self.phrase())]
pub enum ClassifierError {
    /// `model.json` can't be used.
    Description(Phrase),
    /// The ONNX file can't be used.
    Model(Phrase),
    /// The network failed on an input.
    Inference(Phrase),
}

impl ClassifierError {
    /// The same, to be said in any language; what names a network's operators stays English.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Description(why) => phrase!(model_description, why = why.clone()),
            Self::Model(why) => phrase!(model_file, why = why.clone()),
            Self::Inference(why) => phrase!(model_run, why = why.clone()),
        }
    }
}
