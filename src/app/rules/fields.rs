//! Small parts of forms.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A line of text; tells when it is left or Enter is pressed.
pub(super) fn line(name: &str, value: &str, kind: &'static str, on: Callback<String>) -> Html {
    let on_change = on.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    html! { <input type={kind} aria-label={name.to_owned()} value={value.to_owned()} onchange={on_change} /> }
}

/// The same with its name before it.
pub(super) fn named(name: &'static str, value: &str, on: Callback<String>) -> Html {
    html! { <label class="named"><span>{ name }</span>{ line(name, value, "text", on) }</label> }
}

/// One of several; each has an id and a name. As a property, too, because a browser ignores the attribute `selected` once
/// somebody has picked an option.
pub(super) fn choice(name: &str, chosen: &str, options: &[(String, String)], on: Callback<String>) -> Html {
    let on_change = on.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <select aria-label={name.to_owned()} ~value={chosen.to_owned()} onchange={on_change}>
            { for options.iter().map(|(id, name)| html! {
                <option value={id.clone()} selected={id == chosen}>{ name }</option>
            }) }
        </select>
    }
}

/// A small button with a sign.
pub(super) fn sign(name: &str, sign: &'static str, disabled: bool, on: Callback<()>) -> Html {
    let on_click = on.reform(|_: MouseEvent| ());
    html! { <button type="button" class="sign" aria-label={name.to_owned()} title={name.to_owned()} {disabled} onclick={on_click}>{ sign }</button> }
}
