//! Which channels vote for a group, and which against it.

use std::rc::Rc;

use yew::prelude::*;

use super::maps::{named, over_film};
use crate::app::lesson::controls::choice;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, in_sum, label_name, number, signed};
use crate::app::text;
use crate::lesson::{Vote, Votes};
use crate::text::fill;

#[component]
pub(in crate::app::lesson) fn HeadStep(props: &StepProps) -> Html {
    let t = text();
    let answer = props.walk.answer();
    let first = answer.labels.iter().position(|label| label.group == answer.prediction.likeliest).unwrap_or_default();
    // The label, and the channel that is looked at, if one was chosen.
    let state = use_state(|| (first, None::<usize>));
    let (label, chosen) = *state;
    let sentence = t.way_head_text.to_owned();
    let Some((head, votes)) =
        props.walk.lesson.network.head.as_ref().and_then(|head| Some((head, head.labels.get(label)?)))
    else {
        let picture = html! { <p class="note">{ t.lesson_no_maps }</p> };
        return Scene { step: Step::Head, sentence, formula: None, picture, control: Html::default() }.view();
    };
    let on_label = {
        let state = state.clone();
        Callback::from(move |label| state.set((label, None)))
    };
    let on_channel = {
        let state = state.clone();
        Callback::from(move |channel| state.set((label, Some(channel))))
    };
    let looked_at = chosen.or(votes.in_favour.first().map(|vote| vote.channel));
    let channel = looked_at.and_then(|channel| props.walk.last_map(channel));
    let image = channel.and_then(|channel| over_film(&props.walk, channel)).map(Rc::new);
    let caption = channel.map(named).unwrap_or_default();
    let formula = fill(
        t.formula_logit,
        &[("sum", &number(votes.logit - votes.bias)), ("bias", &in_sum(votes.bias)), ("logit", &number(votes.logit))],
    );
    let others = head.pooled.len() - votes.in_favour.len() - votes.against.len();
    let largest = largest(votes);
    let list = |title: &'static str, votes: &[Vote]| {
        html! {
            <section class="votes">
                <h3>{ title }</h3>
                <ul>{ for votes.iter().map(|one| vote(one, largest, looked_at == Some(one.channel), &on_channel)) }</ul>
            </section>
        }
    };
    let names = answer.labels.iter().map(label_name);
    let control = html! {
        <>
            { choice("head-label", t.group_column, names, label, &on_label) }
            { list(t.lesson_votes_for, &votes.in_favour) }
            { list(t.lesson_votes_against, &votes.against) }
            <p class="note">{ fill(t.lesson_other_votes, &[("n", &others), ("sum", &signed(votes.rest))]) }</p>
        </>
    };
    let picture =
        html! { <><Raster {image} label={caption.clone()} test="map-over-film" /><p class="note">{ caption }</p></> };
    Scene { step: Step::Head, sentence, formula: Some(formula), picture, control }.view()
}

/// The largest vote, so that all can be compared.
fn largest(votes: &Votes) -> f32 {
    votes.in_favour.iter().chain(&votes.against).map(|vote| vote.product.abs()).fold(f32::MIN_POSITIVE, f32::max)
}

fn vote(vote: &Vote, largest: f32, shown: bool, on: &Callback<usize>) -> Html {
    let channel = vote.channel;
    let width = format!("{:.1}%", vote.product.abs() / largest * 100.0);
    let words = format!("{} × {} = {}", number(vote.weight), number(vote.mean), signed(vote.product));
    html! {
        <li>
            <button type="button" class="vote" aria-pressed={shown.to_string()} onclick={on.reform(move |_: MouseEvent| channel)}>
                <span>{ fill(text().lesson_channel_number, &[("n", &channel)]) }</span>
                <svg class="bar" aria-hidden="true"><rect class={if vote.product < 0.0 { "against" } else { "for" }} {width} height="100%" rx="3" /></svg>
                <span class="value">{ words }</span>
            </button>
        </li>
    }
}
