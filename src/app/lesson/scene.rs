//! How a step is laid out: one sentence, a formula where there is one, one picture, one control, three questions.

use yew::prelude::*;

use super::step::Step;
use crate::app::text;

/// What a step shows.
pub(super) struct Scene {
    pub(super) step: Step,
    pub(super) sentence: String,
    pub(super) formula: Option<String>,
    pub(super) picture: Html,
    pub(super) control: Html,
}

impl Scene {
    pub(super) fn view(self) -> Html {
        let questions = self.step.words().questions;
        html! {
            <div class="scene">
                <p class="sentence">{ self.sentence }</p>
                if let Some(formula) = self.formula { <p class="formula" data-testid="formula">{ formula }</p> }
                <div class="scene-picture">{ self.picture }</div>
                <div class="scene-control">{ self.control }</div>
                <details class="questions" data-testid="questions">
                    <summary>{ text().lesson_questions }</summary>
                    <ol>{ for questions.map(|question| html! { <li>{ question }</li> }) }</ol>
                </details>
            </div>
        }
    }
}
