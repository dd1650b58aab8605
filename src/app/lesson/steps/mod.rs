//! One file a step.

mod activation;
mod average;
mod gate;
mod head;
mod header;
mod input;
mod logits;
mod maps;
mod modality;
mod polarity;
mod resize;
mod rules;
mod softmax;
mod stored;
mod temperature;
mod window;

pub(super) use activation::ActivationStep;
pub(super) use average::AverageStep;
pub(super) use gate::GateStep;
pub(super) use head::HeadStep;
pub(super) use header::HeaderStep;
pub(super) use input::InputStep;
pub(super) use logits::LogitsStep;
pub(super) use maps::MapsStep;
pub(super) use modality::ModalityStep;
pub(super) use polarity::PolarityStep;
pub(super) use resize::ResizeStep;
pub(super) use rules::{RulesStep, destination};
pub(super) use softmax::SoftmaxStep;
pub(super) use stored::StoredStep;
pub(super) use temperature::TemperatureStep;
pub(super) use window::{WindowStep, first_lut};
