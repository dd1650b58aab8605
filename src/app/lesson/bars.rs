//! Bars, with marks where they were before.

use yew::prelude::*;

use crate::app::text;
use crate::classifier::{Group, Probabilities};

/// A bar. Places are in percent of its track.
pub(super) struct Bar {
    /// Its colour: a group's id.
    pub(super) hue: &'static str,
    pub(super) name: String,
    pub(super) from: f64,
    pub(super) to: f64,
    /// Where its end was before.
    pub(super) before: Option<f64>,
    /// Its number.
    pub(super) shown: String,
    /// Whether it counts most.
    pub(super) strong: bool,
}

/// Bars below each other; a line across all of them at `limit`.
pub(super) fn bars(bars: impl IntoIterator<Item = Bar>, limit: Option<f64>) -> Html {
    let percent = |place: f64| format!("{:.2}%", place.clamp(0.0, 100.0));
    let bar = |bar: Bar| {
        let (left, right) = (bar.from.min(bar.to).clamp(0.0, 100.0), bar.from.max(bar.to).clamp(0.0, 100.0));
        html! {
            <li data-hue={bar.hue} class={bar.strong.then_some("likeliest")}>
                <span class="group-name">{ bar.name }</span>
                <svg class="bar" aria-hidden="true">
                    <rect class="track" width="100%" height="100%" rx="4" />
                    <rect class="fill" x={percent(left)} width={percent(right - left)} height="100%" rx="4" />
                    if let Some(before) = bar.before {
                        <line class="before" x1={percent(before)} x2={percent(before)} y1="-2" y2="16" />
                    }
                    if let Some(limit) = limit {
                        <line class="threshold" x1={percent(limit)} x2={percent(limit)} y1="0" y2="100%" />
                    }
                </svg>
                <span class="value">{ bar.shown }</span>
            </li>
        }
    };
    html! { <ul class="bars" data-testid="lesson-bars">{ for bars.into_iter().map(bar) }</ul> }
}

/// The five groups' probabilities, and where they were before.
pub(super) fn probabilities(now: Probabilities, before: Option<Probabilities>, limit: f32) -> Html {
    let likeliest = now.likeliest();
    let percent = |probabilities: Probabilities, group: Group| f64::from(probabilities.of(group)) * 100.0;
    let one = |group: Group| Bar {
        hue: group.id(),
        name: text().group(group).to_owned(),
        from: 0.0,
        to: percent(now, group),
        before: before.map(|before| percent(before, group)),
        shown: format!("{:.1}\u{a0}%", percent(now, group)),
        strong: group == likeliest,
    };
    bars(Group::ALL.map(one), Some(f64::from(limit) * 100.0))
}
