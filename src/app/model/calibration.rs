//! The calibration curve: how often the network is right when it says it is so sure.

use std::rc::Rc;

use yew::prelude::*;

use super::metrics::Split;
use crate::app::text;
use crate::text::fill;

/// The plot's side, and the room for its scales, in its own units.
const SIDE: f64 = 100.0;

#[derive(Properties, PartialEq)]
pub(super) struct CalibrationProps {
    pub(super) split: Rc<Split>,
}

#[component]
pub(super) fn Calibration(props: &CalibrationProps) -> Html {
    let t = text();
    let bins = &props.split.calibration_curve;
    let x = |share: f64| format!("{:.2}", share * SIDE);
    let y = |share: f64| format!("{:.2}", (1.0 - share) * SIDE);
    let most = bins.iter().map(|bin| bin.images).max().unwrap_or(1) as f64;
    let radius = |images: usize| format!("{:.2}", 1.0 + 3.0 * (images as f64 / most).sqrt());
    html! {
        <figure class="calibration">
            <svg viewBox="-14 -4 122 120" role="img" aria-label={t.calibration_label}>
                <rect class="plot" width="100" height="100" />
                <line class="ideal" x1="0" y1="100" x2="100" y2="0" />
                { for bins.iter().map(|bin| html! { <circle cx={x(bin.confidence)} cy={y(bin.accuracy)} r={radius(bin.images)} /> }) }
                { for [0.0, 0.5, 1.0].map(|share| html! {
                    <>
                        <text x={x(share)} y="107" text-anchor="middle">{ format!("{share}") }</text>
                        <text x="-3" y={y(share - 0.015)} text-anchor="end">{ format!("{share}") }</text>
                    </>
                }) }
                <text x="50" y="115" text-anchor="middle">{ t.confidence }</text>
            </svg>
            <figcaption>{ fill(t.calibration_text, &[("ece", &format!("{:.3}", props.split.expected_calibration_error))]) }</figcaption>
            <details>
                <summary>{ t.as_a_table }</summary>
                <table>
                    <thead><tr><th scope="col">{ t.confidence }</th><th scope="col">{ t.share_right }</th><th scope="col">{ t.images }</th></tr></thead>
                    <tbody>{ for bins.iter().map(|bin| html! {
                        <tr><td>{ format!("{:.3}", bin.confidence) }</td><td>{ format!("{:.3}", bin.accuracy) }</td><td>{ bin.images }</td></tr>
                    }) }</tbody>
                </table>
            </details>
        </figure>
    }
}
