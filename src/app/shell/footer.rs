//! What it is not for, where it comes from, and what this browser keeps.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::browser::{Offline, Settings};
use crate::app::text;

#[derive(Properties, PartialEq)]
pub(in crate::app) struct FooterProps {
    pub(in crate::app) settings: Settings,
    pub(in crate::app) offline: Offline,
    pub(in crate::app) on_network: Callback<MouseEvent>,
    pub(in crate::app) on_settings: Callback<Settings>,
}

#[component]
pub(in crate::app) fn Footer(props: &FooterProps) -> Html {
    let t = text();
    let on_kept = {
        let (settings, on_settings) = (props.settings.clone(), props.on_settings.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            on_settings.emit(Settings { kept: input.checked(), ..settings.clone() });
        })
    };
    html! {
        <footer>
            <p id="not-diagnosis" class="not-diagnosis">
                <strong>{ t.not_for_diagnosis }</strong>{ " " }{ t.the_network_errs }
            </p>
            <p>
                { t.after_the_paper }{ " " }
                <a href="./bench.html" target="_blank" rel="noopener">{ t.how_quick }</a>
            </p>
            <p>
                <button type="button" class="link" data-testid="network" onclick={props.on_network.clone()}>{ t.network_heading }</button>
                if matches!(props.offline, Offline::Able | Offline::Newer) { { " " }<span data-testid="offline">{ t.works_offline }</span> }
            </p>
            <label class="keep">
                <input type="checkbox" data-testid="keep" checked={props.settings.kept} onchange={on_kept} />
                { t.keep_settings }
            </label>
        </footer>
    }
}
