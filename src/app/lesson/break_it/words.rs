//! What the network says, in words.

use yew::prelude::*;

use crate::app::text;
use crate::lesson::Answer;
use crate::routing::{Facts, Outcome};
use crate::text::fill;

/// What came out, with the likeliest group's probability.
pub(super) fn said(facts: &Facts<'_>, answer: &Answer) -> String {
    let t = text();
    let likeliest = t.group(answer.prediction.likeliest);
    let name = match facts.outcome() {
        Outcome::Placed => likeliest.to_owned(),
        Outcome::Unsure => format!("{} – {likeliest}", t.unsure),
        Outcome::NotARadiograph => format!("{} – {likeliest}", t.not_a_radiograph),
    };
    let percent = format!("{:.1}", answer.prediction.confidence * 100.0);
    fill(t.break_note_said, &[("group", &name), ("percent", &percent)])
}

/// What the gate says.
pub(super) fn gate(answer: &Answer) -> Html {
    let t = text();
    let (score, passed) = (answer.prediction.radiograph_score, answer.prediction.radiograph);
    let words = if passed { t.gate_passed } else { t.gate_failed };
    let numbers =
        fill(words, &[("score", &format!("{score:.1}")), ("limit", &format!("{:.1}", answer.radiograph_above))]);
    html! { <p class="gate" data-passed={passed.to_string()}>{ numbers }</p> }
}
