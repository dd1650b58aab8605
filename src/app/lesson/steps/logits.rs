//! The sums, before they become probabilities.

use yew::prelude::*;

use crate::app::lesson::bars::{Bar, bars, probabilities};
use crate::app::lesson::controls::{Range, slider};
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, label_name, signed};
use crate::app::text;
use crate::classifier::Probabilities;
use crate::lesson::LabelScore;

/// So much can be added, either way.
const MOST_ADDED: f64 = 10.0;
/// More labels aren't shown.
const MOST_LABELS: usize = 12;

#[component]
pub(in crate::app::lesson) fn LogitsStep(props: &StepProps) -> Html {
    let t = text();
    let added = use_state(|| 0.0);
    let on = {
        let added = added.clone();
        Callback::from(move |value| added.set(value))
    };
    let answer = props.walk.answer();
    let changed: Vec<f32> = answer.labels.iter().map(|label| label.logit + *added as f32).collect();
    let now = Probabilities::from_logits(&changed, &props.model);
    let picture = html! {
        <>
            { logit_bars(&answer.labels, *added) }
            <h3>{ t.lesson_probabilities }</h3>
            { probabilities(now, None, answer.unsure_below) }
        </>
    };
    let range = Range { low: -MOST_ADDED, high: MOST_ADDED, step: 0.5 };
    let control = slider("add-to-all", t.lesson_add_to_all, range, *added, signed(*added), &on);
    Scene { step: Step::Logits, sentence: t.way_logits_text.to_owned(), formula: None, picture, control }.view()
}

/// Logits as bars from a zero in the middle; those of the strongest labels, if there are many.
fn logit_bars(labels: &[LabelScore], added: f64) -> Html {
    let logit = |label: &LabelScore| f64::from(label.logit);
    let furthest = labels.iter().map(|label| logit(label).abs()).fold(1.0, f64::max) + MOST_ADDED;
    let place = |value: f64| 50.0 + value / furthest * 50.0;
    let highest = labels.iter().map(logit).fold(f64::MIN, f64::max);
    let mut shown: Vec<&LabelScore> = labels.iter().collect();
    if shown.len() > MOST_LABELS {
        shown.sort_by(|a, b| b.logit.total_cmp(&a.logit));
        shown.truncate(MOST_LABELS);
    }
    let bar = |label: &LabelScore| Bar {
        hue: label.group.id(),
        name: label_name(label),
        from: place(0.0),
        to: place(logit(label) + added),
        before: (added != 0.0).then(|| place(logit(label))),
        shown: signed(logit(label) + added),
        strong: logit(label) == highest,
    };
    html! { <div data-testid="logits">{ bars(shown.into_iter().map(bar), Some(50.0)) }</div> }
}
