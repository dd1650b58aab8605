//! Each map of the last stage → one number.

use std::rc::Rc;

use yew::prelude::*;

use super::maps::over_film;
use crate::app::lesson::controls::{Range, slider};
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, number};
use crate::app::text;
use crate::lesson::Channel;
use crate::text::fill;
use crate::viewing::heat_colour;

/// Larger maps aren't shown number by number.
const MOST_CELLS: usize = 100;
/// Shares above this are bright, and have dark digits.
const BRIGHT: f32 = 0.55;

#[component]
pub(in crate::app::lesson) fn AverageStep(props: &StepProps) -> Html {
    let t = text();
    let network = &props.walk.lesson.network;
    let chosen = use_state(|| 0);
    let on = {
        let chosen = chosen.clone();
        Callback::from(move |at: f64| chosen.set(at as usize))
    };
    let (Some(stage), Some(head)) = (network.stages.last(), &network.head) else {
        let picture = html! { <p class="note">{ t.lesson_no_maps }</p> };
        let sentence = fill(t.way_average_text, &[("n", &network.stages.last().map_or(0, |stage| stage.channels))]);
        return Scene { step: Step::Average, sentence, formula: None, picture, control: Html::default() }.view();
    };
    let channel = stage.shown.get(*chosen);
    let values = channel.and_then(|channel| channel.map.values(&props.walk.bytes)).unwrap_or_default();
    let sum: f32 = values.iter().sum();
    let formula = channel.map(|channel| {
        fill(t.formula_mean, &[("sum", &number(sum)), ("n", &values.len()), ("mean", &number(channel.mean))])
    });
    let image = channel.and_then(|channel| over_film(&props.walk, channel)).map(Rc::new);
    let picture = html! {
        <div class="side-by-side">
            <Raster {image} label={t.lesson_film} />
            if let Some(channel) = channel.filter(|_| values.len() <= MOST_CELLS) { { cells(channel, &values) } }
        </div>
    };
    let range = Range { low: 0.0, high: stage.shown.len().saturating_sub(1) as f64, step: 1.0 };
    let shown = channel.map(|channel| channel.index.to_string()).unwrap_or_default();
    let control = html! {
        <>
            { slider("average-channel", t.lesson_channel, range, *chosen as f64, shown, &on) }
            { strip(&head.pooled, channel.map(|channel| channel.index)) }
        </>
    };
    Scene {
        step: Step::Average,
        sentence: fill(t.way_average_text, &[("n", &head.pooled.len())]),
        formula,
        picture,
        control,
    }
    .view()
}

/// A map's numbers on their colours.
fn cells(channel: &Channel, values: &[f32]) -> Html {
    let (columns, peak) = (channel.map.columns.max(1), channel.map.high.max(f32::MIN_POSITIVE));
    let cell = |(at, value): (usize, &f32)| {
        let (x, y, share) = (at % columns, at / columns, (value / peak).clamp(0.0, 1.0));
        let [red, green, blue] = heat_colour(share);
        let ink = if share > BRIGHT { "#000" } else { "#fff" };
        html! {
            <>
                <rect x={(x * 10).to_string()} y={(y * 10).to_string()} width="10" height="10" fill={format!("rgb({red} {green} {blue})")} />
                <text x={(x * 10 + 5).to_string()} y={format!("{:.1}", y as f32 * 10.0 + 6.2)} fill={ink}>{ number(*value) }</text>
            </>
        }
    };
    html! {
        <svg class="cells" viewBox={format!("0 0 {} {}", columns * 10, channel.map.rows * 10)} role="img" aria-label={super::maps::named(channel)} data-testid="cells">
            { for values.iter().enumerate().map(cell) }
        </svg>
    }
}

/// All channels' means as lines, the chosen one's in front.
fn strip(pooled: &[f32], chosen: Option<usize>) -> Html {
    let highest = pooled.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let line = |at: usize, mean: f32| format!("M{at} 40v{:.2}", -40.0 * mean.max(0.0) / highest);
    let all: String = pooled.iter().enumerate().map(|(at, mean)| line(at, *mean)).collect();
    let mean = chosen.and_then(|at| Some((at, *pooled.get(at)?)));
    let label = fill(text().lesson_all_means, &[("n", &pooled.len())]);
    html! {
        <figure class="chart">
            <svg class="strip" viewBox={format!("0 0 {} 40", pooled.len())} preserveAspectRatio="none" role="img" aria-label={label.clone()} data-testid="means">
                <path class="means" d={all} />
                if let Some((at, mean)) = mean { <path class="means marked" d={line(at, mean)} /> }
            </svg>
            <figcaption><span>{ label }</span></figcaption>
        </figure>
    }
}
