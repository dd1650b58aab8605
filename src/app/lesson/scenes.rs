//! Which component shows which step.

use yew::prelude::*;

use super::break_it::BreakStep;
use super::memory::Memory;
use super::step::Step;
use super::steps;
use super::walk::StepProps;
use crate::app::state::Kept;
use crate::worker::{Pool, Source};

/// A step of a film's way. `key` is another one for each film, so that no step keeps what was chosen for the one before.
pub(super) fn scene(step: Step, key: u32, film: StepProps, pool: Pool, source: Source, memory: Kept<Memory>) -> Html {
    match step {
        Step::Header => html! { <steps::HeaderStep {key} ..film /> },
        Step::Stored => html! { <steps::StoredStep {key} ..film /> },
        Step::Modality => html! { <steps::ModalityStep {key} ..film /> },
        Step::Window => html! { <steps::WindowStep {key} ..film /> },
        Step::Polarity => html! { <steps::PolarityStep {key} ..film /> },
        Step::Resize => html! { <steps::ResizeStep {key} ..film /> },
        Step::Input => html! { <steps::InputStep {key} ..film /> },
        Step::Maps => html! { <steps::MapsStep {key} ..film /> },
        Step::Average => html! { <steps::AverageStep {key} ..film /> },
        Step::Head => html! { <steps::HeadStep {key} ..film /> },
        Step::Logits => html! { <steps::LogitsStep {key} ..film /> },
        Step::Temperature => html! { <steps::TemperatureStep {key} ..film /> },
        Step::Softmax => html! { <steps::SoftmaxStep {key} ..film /> },
        Step::Activation => html! { <steps::ActivationStep {key} ..film /> },
        Step::Gate => html! { <steps::GateStep {key} ..film /> },
        Step::Rules => html! { <steps::RulesStep {key} ..film /> },
        Step::Break => html! { <BreakStep {key} {film} {pool} {source} {memory} /> },
        Step::Game => Html::default(), // it is about other films
    }
}
