//! The controls that steps have: a slider, a choice, a switch.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// From where to where a slider goes, and in what steps.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) step: f64,
}

/// A slider. `shown` is its value as a person reads it.
pub(super) fn slider(
    test: &'static str,
    name: &str,
    range: Range,
    value: f64,
    shown: String,
    on: &Callback<f64>,
) -> Html {
    let on_input = on.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value_as_number());
    html! {
        <label class="slider">
            <span>{ name }</span>
            <input type="range" data-testid={test} min={range.low.to_string()} max={range.high.to_string()} step={range.step.to_string()}
                value={value.to_string()} aria-valuetext={shown.clone()} oninput={on_input} />
            <output>{ shown }</output>
        </label>
    }
}

/// A choice of one of several, by its place.
pub(super) fn choice(
    test: &'static str,
    name: &str,
    options: impl IntoIterator<Item = String>,
    chosen: usize,
    on: &Callback<usize>,
) -> Html {
    let options = options.into_iter().enumerate().map(|(at, option)| (at.to_string(), option));
    let on = on.clone();
    let on_id = Callback::from(move |id: String| id.parse().into_iter().for_each(|at| on.emit(at)));
    choice_by_id(test, name, options, &chosen.to_string(), &on_id)
}

/// A choice of one of several that come and go, by what tells them apart.
pub(super) fn choice_by_id(
    test: &'static str,
    name: &str,
    options: impl IntoIterator<Item = (String, String)>,
    chosen: &str,
    on: &Callback<String>,
) -> Html {
    let on_change = on.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <label class="choice">
            <span>{ name }</span>
            <select data-testid={test} ~value={chosen.to_owned()} onchange={on_change}>
                { for options.into_iter().map(|(id, option)| html! {
                    <option key={id.clone()} selected={id == chosen} value={id.clone()}>{ option }</option>
                }) }
            </select>
        </label>
    }
}

/// Something that is on or off.
pub(super) fn switch(test: &'static str, name: &str, on: bool, toggle: &Callback<bool>) -> Html {
    let on_change = toggle.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="switch"><input type="checkbox" data-testid={test} checked={on} onchange={on_change} />{ name }</label>
    }
}
