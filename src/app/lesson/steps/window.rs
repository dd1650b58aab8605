//! The window that an eye looks through.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::lesson::chart::histogram;
use crate::app::lesson::controls::{Range, choice, slider};
use crate::app::lesson::image::Image;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, Walk, in_sum, number, rounded};
use crate::app::text;
use crate::lesson::Histogram;
use crate::radiograph::{VoiLut, Window, WindowFunction};
use crate::text::fill;

#[component]
pub(in crate::app::lesson) fn WindowStep(props: &StepProps) -> Html {
    let t = text();
    let film = &props.walk.lesson.film;
    let named = named_luts(&props.walk);
    // The view that is chosen, none once a slider was moved; and what it does.
    let state = use_state(|| (Some(0), first_lut(&props.walk)));
    let (chosen, lut) = (*state).clone();
    let window = match &lut {
        VoiLut::Window(window) => *window,
        VoiLut::Table(_) => film.automatic,
    };
    let set = |change: fn(Window, f64) -> Window| {
        let state = state.clone();
        Callback::from(move |value| state.set((None, VoiLut::Window(change(window, value)))))
    };
    let on_view = {
        let (state, luts): (_, Vec<_>) = (state.clone(), named.iter().map(|(_, lut)| lut.clone()).collect());
        Callback::from(move |at: usize| {
            // The last is what the sliders make.
            let lut = luts.get(at).cloned().unwrap_or(VoiLut::Window(window));
            state.set(((at < luts.len()).then_some(at), lut));
        })
    };
    let image = Image::grey(&film.picture, &props.walk.bytes, |value| {
        let grey = lut.brightness(value);
        if film.inverted { 1.0 - grey } else { grey }
    });
    let (low, high) = (film.values.low, film.values.high);
    let span = (high - low).max(1.0);
    let picture = html! {
        <>
            <Raster image={image.map(Rc::new)} label={t.lesson_film} />
            { histogram(&film.values, bins(&film.values, window)) }
        </>
    };
    let names = named.iter().map(|(name, _)| name.clone()).chain([t.own_window.to_owned()]);
    let centers = Range { low, high, step: span / 200.0 };
    let widths = Range { low: span / 200.0, high: 2.0 * span, step: span / 200.0 };
    let set_center = set(|window, center| Window { center, ..window });
    let set_width = set(|window, width| Window { width: width.max(least_width(window)), ..window });
    let control = html! {
        <>
            { choice("window-view", t.window_preset, names, chosen.unwrap_or(named.len()), &on_view) }
            { slider("window-center", t.window_center, centers, window.center, rounded(window.center), &set_center) }
            { slider("window-width", t.window_width, widths, window.width, rounded(window.width), &set_width) }
        </>
    };
    let formula = matches!(lut, VoiLut::Window(_)).then(|| formula(window));
    Scene { step: Step::Window, sentence: t.way_window_text.to_owned(), formula, picture, control }.view()
}

/// What the film is first seen through: its own first view, if that shows something.
pub(in crate::app::lesson) fn first_lut(walk: &Walk) -> VoiLut {
    named_luts(walk).into_iter().next().map_or(VoiLut::Window(walk.lesson.film.automatic), |(_, lut)| lut)
}

fn named_luts(walk: &Walk) -> Vec<(String, VoiLut)> {
    let t = text();
    let film = &walk.lesson.film;
    let offered = film.views.iter().filter(|offered| offered.shows).enumerate().map(|(at, offered)| {
        let name = match (&offered.view.lut, offered.view.name.as_str()) {
            (VoiLut::Table(_), "") => fill(t.table_number, &[("n", &(at + 1))]),
            (VoiLut::Window(_), "") => fill(t.window_number, &[("n", &(at + 1))]),
            (_, name) => name.to_owned(),
        };
        (name, offered.view.lut.clone())
    });
    offered.chain([(t.automatic_window.to_owned(), VoiLut::Window(film.automatic))]).collect()
}

/// The bins that a window reaches over.
fn bins(values: &Histogram, window: Window) -> (usize, usize) {
    let bin = |value: f64| ((value - values.low) / values.width).clamp(0.0, values.counts.len() as f64) as usize;
    (bin(window.center - window.width / 2.0), bin(window.center + window.width / 2.0))
}

/// Of a linear window at least 1 (PS3.3 C.11.2.1.2.1), of others anything above 0.
fn least_width(window: Window) -> f64 {
    if window.function == WindowFunction::Linear { 1.0 } else { f64::MIN_POSITIVE }
}

fn formula(window: Window) -> String {
    let t = text();
    let formula = match window.function {
        WindowFunction::Linear => t.formula_window,
        WindowFunction::LinearExact => t.formula_window_exact,
        WindowFunction::Sigmoid => t.formula_window_sigmoid,
    };
    fill(formula, &[("center", &in_sum(window.center)), ("width", &number(window.width))])
}
