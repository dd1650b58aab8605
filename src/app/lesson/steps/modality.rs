//! Stored values → modality values.

use yew::prelude::*;

use crate::app::lesson::chart::curve;
use crate::app::lesson::controls::{Range, slider};
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, exact, in_sum, number, padding_note};
use crate::app::text;
use crate::radiograph::ModalityLut;
use crate::text::fill;

/// So many points make a curve.
const POINTS: u16 = 96;

#[component]
pub(in crate::app::lesson) fn ModalityStep(props: &StepProps) -> Html {
    let t = text();
    let film = &props.walk.lesson.film;
    let (low, high) = (film.stored.low, film.stored.high.max(film.stored.low + 1.0));
    let stored = use_state(|| ((low + high) / 2.0).round());
    let on = {
        let stored = stored.clone();
        Callback::from(move |value| stored.set(value))
    };
    let value = |stored: f64| f64::from(film.modality.apply(stored as i64));
    let (bottom, top) =
        (film.values.low, if film.values.high > film.values.low { film.values.high } else { film.values.low + 1.0 });
    let across = |stored: f64| (stored - low) / (high - low);
    let up = |value: f64| (value - bottom) / (top - bottom);
    let point = |at: u16| {
        let stored = (low + (high - low) * f64::from(at) / f64::from(POINTS)).round();
        (across(stored), up(value(stored)))
    };
    let points: Vec<_> = (0..=POINTS).map(point).collect();
    let at = (across(*stored), up(value(*stored)));
    let formula = match &film.modality {
        _ if film.colour => t.formula_luma.to_owned(),
        ModalityLut::Linear { slope, intercept } => {
            fill(t.formula_line, &[("slope", &exact(*slope)), ("intercept", &in_sum(*intercept))])
        }
        ModalityLut::Table(_) => t.formula_table.to_owned(),
    };
    let ends = |low: f64, high: f64| [number(low), number(high)];
    let picture = curve(t.lesson_line_chart, &points, at, ends(low, high), ends(bottom, top));
    let shown = format!("{} → {}", number(*stored), number(value(*stored)));
    let range = Range { low, high, step: 1.0 };
    let control = html! {
        <>
            { slider("stored-value", t.lesson_stored_value, range, *stored, shown, &on) }
            { padding_note(film) }
        </>
    };
    Scene { step: Step::Modality, sentence: t.way_modality_text.to_owned(), formula: Some(formula), picture, control }
        .view()
}
