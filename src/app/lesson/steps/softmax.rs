//! Logits → probabilities.

use yew::prelude::*;

use crate::app::lesson::bars::probabilities;
use crate::app::lesson::controls::{Range, slider};
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, label_name, number, signed};
use crate::app::text;
use crate::classifier::Probabilities;
use crate::lesson::LabelScore;

/// How far the likeliest group's logit can be moved.
const RANGE: Range = Range { low: -10.0, high: 10.0, step: 0.1 };

#[component]
pub(in crate::app::lesson) fn SoftmaxStep(props: &StepProps) -> Html {
    let t = text();
    let answer = props.walk.answer();
    let moved = use_state(|| 0.0);
    let on = {
        let moved = moved.clone();
        Callback::from(move |value| moved.set(value))
    };
    let strongest = |a: &&LabelScore, b: &&LabelScore| a.logit.total_cmp(&b.logit);
    let name = answer.labels.iter().max_by(strongest).map(label_name).unwrap_or_default();
    let highest = answer.labels.iter().map(|label| label.logit).fold(f32::MIN, f32::max);
    let change = |label: &LabelScore| if label.logit == highest { label.logit + *moved as f32 } else { label.logit };
    let logits: Vec<f32> = answer.labels.iter().map(change).collect();
    let now = Probabilities::from_logits(&logits, &props.model);
    let picture = html! {
        <>
            { probabilities(now, Some(answer.prediction.probabilities), answer.unsure_below) }
            { workings(&answer.labels) }
        </>
    };
    let control =
        slider("move-logit", &format!("{} ({name})", t.lesson_change_logit), RANGE, *moved, signed(*moved), &on);
    let sentence = t.way_softmax_text.to_owned();
    Scene { step: Step::Softmax, sentence, formula: Some(t.formula_softmax.to_owned()), picture, control }.view()
}

/// Each label's way from logit to probability, as the network gave it.
fn workings(labels: &[LabelScore]) -> Html {
    html! {
        <div class="scroller" role="region" tabindex="0" aria-label={text().lesson_probabilities}>
            <table class="workings" data-testid="workings">
                <thead><tr><th scope="col">{ text().group_column }</th><th scope="col">{ "z" }</th><th scope="col">{ "z ÷ T" }</th><th scope="col">{ "exp(z ÷ T − max)" }</th><th scope="col">{ "p" }</th></tr></thead>
                <tbody>{ for labels.iter().map(|label| html! {
                    <tr>
                        <th scope="row">{ label_name(label) }</th>
                        <td>{ number(label.logit) }</td>
                        <td>{ number(label.tempered) }</td>
                        <td>{ format!("{:.4}", label.power) }</td>
                        <td>{ format!("{:.4}", label.probability) }</td>
                    </tr>
                }) }</tbody>
            </table>
        </div>
    }
}
