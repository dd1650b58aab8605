//! The window: a ready one, or two numbers.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::view::Message;
use crate::app::text;
use crate::radiograph::VoiLut;
use crate::text::fill;
use crate::viewing::{About, Look};

/// The ready windows by name, then centre and width. `view`: which is chosen; none once it was changed. Without `look`
/// nothing is opened yet.
pub(super) fn window(about: Option<&About>, look: Option<&Look>, view: Option<usize>, on: &Callback<Message>) -> Html {
    let t = text();
    let window = about.zip(look).map(|(about, look)| look.window(about));
    let step = about.map_or(1.0, |about| step(about.automatic.width));
    html! {
        <div class="tool-group window">
            { presets(about, view, on) }
            { number(t.window_center, "window-center", window.map(|window| window.center), step, on.reform(Message::Center)) }
            { number(t.window_width, "window-width", window.map(|window| window.width), step, on.reform(Message::Width)) }
        </div>
    }
}

fn presets(about: Option<&About>, view: Option<usize>, on: &Callback<Message>) -> Html {
    let t = text();
    let on_change = on.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Message::Preset(select.value().parse().ok())
    });
    let views = about.map(|about| &*about.views).unwrap_or_default();
    let named = views.iter().enumerate().map(|(index, view)| match (&view.lut, view.name.as_str()) {
        (VoiLut::Table(_), "") => fill(t.table_number, &[("n", &(index + 1))]),
        (VoiLut::Window(_), "") => fill(t.window_number, &[("n", &(index + 1))]),
        (_, name) => name.to_owned(),
    });
    let chosen = |index: usize| view == Some(index);
    html! {
        <select class="presets" aria-label={t.window_preset} data-testid="preset" ~value={view.map_or(String::new(), |index| index.to_string())} onchange={on_change}>
            { for named.enumerate().map(|(index, name)| html! {
                <option value={index.to_string()} selected={chosen(index)}>{ name }</option>
            }) }
            <option value={views.len().to_string()} selected={chosen(views.len())}>{ t.automatic_window }</option>
            <option value="" selected={view.is_none()} disabled={true}>{ t.own_window }</option>
        </select>
    }
}

/// A field whose number is used on Enter, on leaving it, and at each step of its arrows.
fn number(name: &'static str, test: &'static str, value: Option<f64>, step: f64, on: Callback<f64>) -> Html {
    let decimals = (-step.log10()).max(0.0) as usize;
    let shown = value.map(|value| format!("{value:.decimals$}")).unwrap_or_default();
    let before = shown.clone();
    let on_change = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let number = input.value_as_number();
        if number.is_finite() {
            on.emit(number);
        } else {
            input.set_value(&before);
        }
    });
    html! {
        <label class="number-field"><span>{ name }</span>
            <input type="number" data-testid={test} step={step.to_string()} value={shown} onchange={on_change} />
        </label>
    }
}

/// A round number, a hundredth of a width or somewhat less.
fn step(width: f64) -> f64 {
    10_f64.powf((width.max(f64::MIN_POSITIVE) / 100.0).log10().floor().clamp(-6.0, 6.0))
}
