//! Whether it is a radiograph at all.

use yew::prelude::*;

use crate::app::lesson::controls::{Range, slider};
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, in_sum, number};
use crate::app::text;
use crate::text::fill;

/// The scale, in log odds; scores beyond stand at its end.
const SCALE: f64 = 10.0;

#[component]
pub(in crate::app::lesson) fn GateStep(props: &StepProps) -> Html {
    let t = text();
    let answer = props.walk.answer();
    let limit = use_state(|| f64::from(answer.radiograph_above));
    let on = {
        let limit = limit.clone();
        Callback::from(move |value| limit.set(value))
    };
    let sentence = fill(t.way_gate_text, &[("limit", &number(answer.radiograph_above))]);
    if !answer.has_gate {
        let picture = html! { <p class="note">{ t.lesson_no_gate }</p> };
        return Scene { step: Step::Gate, sentence, formula: None, picture, control: Html::default() }.view();
    }
    let score = f64::from(answer.prediction.radiograph_score);
    let percent = format!("{:.1}", 100.0 / (1.0 + (-score).exp()));
    let formula = fill(t.formula_gate, &[("score", &in_sum(score)), ("percent", &percent)]);
    let passed = score >= *limit;
    let words = if passed { t.gate_passed } else { t.gate_failed };
    let said = fill(words, &[("score", &format!("{score:.1}")), ("limit", &format!("{:.1}", *limit))]);
    let place = |value: f64| 50.0 + value.clamp(-SCALE, SCALE) / SCALE * 50.0;
    let [at, edge, rest] = [place(score), place(*limit), 100.0 - place(*limit)].map(|place| format!("{place:.2}"));
    let picture = html! {
        <figure class="chart gate-scale">
            <svg viewBox="-3 0 106 22" role="img" aria-label={fill(t.lesson_score_line, &[("score", &number(score)), ("limit", &number(*limit))])} data-testid="gate-scale">
                <rect class="turned-away" y="8" width={edge.clone()} height="6" />
                <rect class="let-in" x={edge.clone()} y="8" width={rest} height="6" />
                <line class="limit" x1={edge.clone()} x2={edge} y1="5" y2="17" />
                <circle class={if passed { "in" } else { "out" }} cx={at} cy="11" r="2.400" />
            </svg>
            <figcaption><span>{ "−10" }</span><span>{ "0" }</span><span>{ "10" }</span></figcaption>
            <p class="finding" role="status" data-testid="gate-said" data-passed={passed.to_string()}>{ said }</p>
        </figure>
    };
    let range = Range { low: -SCALE, high: SCALE, step: 0.1 };
    let control = slider("gate-limit", t.lesson_limit, range, *limit, number(*limit), &on);
    Scene { step: Step::Gate, sentence, formula: Some(formula), picture, control }.view()
}
