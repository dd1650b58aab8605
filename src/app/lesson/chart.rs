//! Charts: a histogram, a curve.

use yew::prelude::*;

use super::walk::number;
use crate::app::text;
use crate::lesson::Histogram;
use crate::text::fill;

/// Height of a chart in its own units.
const HEIGHT: f64 = 40.0;

/// A histogram; heights are square roots of counts, so that small hills are seen beside large ones. `marked` bins, from one
/// to before another, have another colour.
pub(super) fn histogram(histogram: &Histogram, marked: (usize, usize)) -> Html {
    let highest = histogram.counts.iter().copied().max().unwrap_or_default().max(1);
    let bar = |(at, count): (usize, &u32)| {
        let height = (f64::from(*count) / f64::from(highest)).sqrt() * HEIGHT;
        format!("M{at} {HEIGHT}v{:.2}h1v{height:.2}z", -height)
    };
    let bins = || histogram.counts.iter().enumerate();
    let inside = |at: usize| (marked.0..marked.1).contains(&at);
    let plain: String = bins().filter(|(at, _)| !inside(*at)).map(bar).collect();
    let coloured: String = bins().filter(|(at, _)| inside(*at)).map(bar).collect();
    let (low, high) = (number(histogram.low), number(histogram.high));
    let label = fill(text().lesson_histogram, &[("low", &low), ("high", &high)]);
    html! {
        <figure class="chart">
            <svg viewBox={format!("0 0 {} {HEIGHT}", histogram.counts.len())} preserveAspectRatio="none" role="img" aria-label={label} data-testid="histogram">
                <path class="hills" d={plain} /><path class="hills marked" d={coloured} />
            </svg>
            <figcaption><span>{ low }</span><span>{ text().lesson_root }</span><span>{ high }</span></figcaption>
        </figure>
    }
}

/// A curve through points of (0–1, 0–1), upwards being up, with one of them marked. The ends' names stand at its sides.
pub(super) fn curve(label: &str, points: &[(f64, f64)], at: (f64, f64), across: [String; 2], up: [String; 2]) -> Html {
    let place =
        |(x, y): (f64, f64)| format!("{:.2} {:.2}", x.clamp(0.0, 1.0) * 100.0, (1.0 - y.clamp(0.0, 1.0)) * HEIGHT);
    let line: Vec<String> = points.iter().copied().map(place).collect();
    let (x, y) = (at.0.clamp(0.0, 1.0) * 100.0, (1.0 - at.1.clamp(0.0, 1.0)) * HEIGHT);
    let [left, right] = across;
    let [bottom, top] = up;
    html! {
        <figure class="chart curve">
            <figcaption class="up"><span>{ top }</span><span>{ bottom }</span></figcaption>
            <svg viewBox={format!("-2 -2 104 {}", HEIGHT + 4.0)} role="img" aria-label={label.to_owned()} data-testid="curve">
                <rect class="plot" width="100" height={HEIGHT.to_string()} />
                <path class="guide" d={format!("M{x:.2} {HEIGHT}V{y:.2}H0")} />
                <path class="line" d={format!("M{}", line.join("L"))} />
                <circle cx={format!("{x:.2}")} cy={format!("{y:.2}")} r="1.6" />
            </svg>
            <figcaption><span>{ left }</span><span>{ right }</span></figcaption>
        </figure>
    }
}
