//! Help: the guide, and the keys beside it, in a dialog.

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::guide::Guide;
use crate::app::browser::Settings;
use crate::app::text;

#[derive(Properties, PartialEq)]
pub(in crate::app) struct HelpProps {
    pub(in crate::app) settings: Settings,
    pub(in crate::app) on_settings: Callback<Settings>,
    pub(in crate::app) on_close: Callback<()>,
}

#[component]
pub(in crate::app) fn Help(props: &HelpProps) -> Html {
    let t = text();
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.show_modal().ok();
            }
        });
    }
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let on_letters = {
        let (settings, on_settings) = (props.settings.clone(), props.on_settings.clone());
        Callback::from(move |event: Event| {
            let letters = event.target_unchecked_into::<HtmlInputElement>().checked();
            on_settings.emit(Settings { letters, ..settings.clone() });
        })
    };
    let keys = |keys: &'static str, what: &'static str| {
        html! { <div><dt>{ for keys.split(' ').map(|key| html! { <kbd>{ key }</kbd> }) }</dt><dd>{ what }</dd></div> }
    };
    html! {
        <dialog class="help guided" ref={dialog} aria-labelledby="help-heading" onclose={props.on_close.reform(|_: Event| ())}>
            <div class="help-head">
                <h2 id="help-heading">{ t.help }</h2>
                <button type="button" class="primary" onclick={close}>{ t.close }</button>
            </div>
            <div class="columns">
                <Guide />
                <section class="keys" aria-labelledby="keys-heading">
                    <h3 id="keys-heading">{ t.keys }</h3>
                    <dl>
                        { keys("↑ ↓", t.key_move) }
                        { keys("Enter", t.key_open) }
                        { keys("Esc", t.key_close) }
                        { keys("/", t.key_filter) }
                        { keys("C", t.key_confirm) }
                        { keys("R", t.key_retry) }
                        { keys("Del", t.key_remove) }
                        { keys("I", t.key_invert) }
                        { keys("M", t.key_map) }
                        { keys("T", t.key_turn) }
                        { keys("H", t.key_mirror) }
                        { keys("+ − 0", t.key_zoom) }
                        { keys("F", t.key_full_screen) }
                        { keys("?", t.key_help) }
                    </dl>
                    <label class="keep"><input type="checkbox" data-testid="letters" checked={props.settings.letters} onchange={on_letters} />{ t.letter_keys }</label>
                    <p>{ t.mouse_help }</p>
                </section>
            </div>
        </dialog>
    }
}
