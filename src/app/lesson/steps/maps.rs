//! The feature maps of each stage; one of them over the film.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::lesson::controls::choice;
use crate::app::lesson::image::{Image, as_map};
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, Walk, number};
use crate::app::text;
use crate::lesson::{Channel, Stage};
use crate::text::fill;

/// How strongly a map covers the film where it answers most.
pub(super) const OPACITY: f32 = 0.85;

#[component]
pub(in crate::app::lesson) fn MapsStep(props: &StepProps) -> Html {
    let t = text();
    let stages = &props.walk.lesson.network.stages;
    // The stage, and the place of the map that lies over the film.
    let state = use_state(|| (0, 0));
    let (at, chosen) = *state;
    let Some(stage) = stages.get(at) else {
        let picture = html! { <p class="note">{ t.lesson_no_maps }</p> };
        return Scene {
            step: Step::Maps,
            sentence: t.way_maps_text.to_owned(),
            formula: None,
            picture,
            control: Html::default(),
        }
        .view();
    };
    let on_stage = {
        let state = state.clone();
        Callback::from(move |at| state.set((at, 0)))
    };
    let on_map = {
        let state = state.clone();
        Callback::from(move |chosen| state.set((at, chosen)))
    };
    let image = stage.shown.get(chosen).and_then(|channel| over_film(&props.walk, channel));
    let names = stages.iter().enumerate().map(|(at, stage)| {
        fill(
            t.lesson_stage_of,
            &[("n", &(at + 1)), ("channels", &stage.channels), ("rows", &stage.rows), ("columns", &stage.columns)],
        )
    });
    let control = html! {
        <>
            { choice("stage", t.lesson_stage, names, at, &on_stage) }
            <p class="note">{ fill(t.lesson_some_maps, &[("n", &stage.shown.len())]) }</p>
            <Grid walk={props.walk.clone()} stage={at} {chosen} on={on_map} />
        </>
    };
    let label = stage.shown.get(chosen).map(named).unwrap_or_default();
    let picture = html! {
        <>
            <Raster image={image.map(Rc::new)} label={label.clone()} test="map-over-film" />
            <p class="note">{ label }</p>
        </>
    };
    Scene { step: Step::Maps, sentence: t.way_maps_text.to_owned(), formula: None, picture, control }.view()
}

/// A channel's number and mean.
pub(super) fn named(channel: &Channel) -> String {
    fill(text().lesson_channel_map, &[("n", &channel.index), ("mean", &number(channel.mean))])
}

/// The film, with a channel's map where it answers.
pub(super) fn over_film(walk: &Walk, channel: &Channel) -> Option<Image> {
    let map = as_map(&channel.map, &walk.bytes)?;
    Some(walk.film()?.with_map(walk.answer(), &map, channel.map.high, OPACITY))
}

#[derive(Properties)]
struct GridProps {
    walk: Rc<Walk>,
    stage: usize,
    chosen: usize,
    on: Callback<usize>,
}

impl PartialEq for GridProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.walk, &other.walk) && (self.stage, self.chosen) == (other.stage, other.chosen)
    }
}

/// A stage's maps, each a button.
#[component]
fn Grid(props: &GridProps) -> Html {
    let images = {
        let walk = props.walk.clone();
        use_memo((Rc::as_ptr(&props.walk), props.stage), move |(_, stage)| {
            let stage = walk.lesson.network.stages.get(*stage);
            let shown = stage.map(|stage: &Stage| &*stage.shown).unwrap_or_default();
            let draw = |channel: &Channel| (named(channel), Image::heat(&channel.map, &walk.bytes).map(Rc::new));
            shown.iter().map(draw).collect::<Vec<_>>()
        })
    };
    html! {
        <ul class="map-grid" data-testid="map-grid">
            { for images.iter().enumerate().map(|(at, (name, image))| html! {
                <li key={format!("{}-{at}", props.stage)}>
                    <button type="button" aria-pressed={(at == props.chosen).to_string()} aria-label={name.clone()} title={name.clone()}
                        onclick={props.on.reform(move |_: MouseEvent| at)}><Raster image={image.clone()} label="" class="square pixels" test="map" /></button>
                </li>
            }) }
        </ul>
    }
}
