//! Where each logit comes from.

use std::rc::Rc;

use yew::prelude::*;

use super::maps::OPACITY;
use crate::app::lesson::controls::choice;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, Walk, in_sum, number};
use crate::app::text;
use crate::classifier::{ActivationMap, Group};
use crate::text::fill;

#[component]
pub(in crate::app::lesson) fn ActivationStep(props: &StepProps) -> Html {
    let t = text();
    let answer = props.walk.answer();
    let first = Group::ALL.into_iter().position(|group| group == answer.prediction.likeliest).unwrap_or_default();
    let chosen = use_state(|| first);
    let on = {
        let chosen = chosen.clone();
        Callback::from(move |at| chosen.set(at))
    };
    let group = Group::ALL.get(*chosen).copied().unwrap_or(answer.prediction.likeliest);
    let map = map_of(&props.walk, group);
    // As in the viewer: what is drawn strongest is the largest value of all groups' maps.
    let greatest = |map: &ActivationMap| map.values.iter().copied().fold(0.0, f32::max);
    let peak = answer.maps.iter().map(|(_, map)| greatest(map)).fold(0.0, f32::max);
    let image = map.and_then(|map| Some(props.walk.film()?.with_map(answer, map, peak, OPACITY)));
    let picture = match image {
        Some(image) => {
            let silent = map.is_none_or(|map| greatest(map) < peak / 10.0);
            html! {
                <>
                    <Raster image={Rc::new(image)} label={fill(t.map_of, &[("group", &t.group(group))])} test="map-over-film" />
                    if silent { <p class="note" role="status">{ fill(t.no_evidence, &[("group", &t.group(group))]) }</p> }
                </>
            }
        }
        None => html! { <p class="note">{ t.lesson_no_maps }</p> },
    };
    let names = Group::ALL.map(|group| t.group(group).to_owned());
    let control = choice("map-group", t.group_column, names, *chosen, &on);
    let formula = formula(&props.walk, group);
    Scene { step: Step::Activation, sentence: t.way_cam_text.to_owned(), formula, picture, control }.view()
}

fn map_of(walk: &Walk, group: Group) -> Option<&ActivationMap> {
    let (_, map) = walk.answer().maps.iter().find(|(one, _)| *one == group)?;
    (!map.values.is_empty()).then_some(map)
}

/// The sum, where a group has one label.
fn formula(walk: &Walk, group: Group) -> Option<String> {
    let (head, map) = (walk.lesson.network.head.as_ref()?, map_of(walk, group)?);
    let mut votes = head.labels.iter().filter(|votes| votes.group == group);
    let (Some(votes), None) = (votes.next(), votes.next()) else { return None };
    let mean = map.values.iter().sum::<f32>() / map.values.len() as f32;
    // A map may have the bias in it, or be of another layer.
    let is_sum = (mean + votes.bias - votes.logit).abs() <= 1e-3 * votes.logit.abs().max(1.0);
    if !is_sum {
        return None;
    }
    Some(fill(
        text().formula_cam,
        &[("mean", &number(mean)), ("bias", &in_sum(votes.bias)), ("logit", &number(votes.logit))],
    ))
}
