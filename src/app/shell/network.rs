//! What the page has asked the network for, in a dialog, kept live.

use std::rc::Rc;

use gloo::timers::callback::Interval;
use js_sys::Date;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::app::state::{Asked, Asker, Network};
use crate::app::text;
use crate::text::fill;

#[derive(Properties, PartialEq)]
pub(in crate::app) struct NetworkPanelProps {
    pub(in crate::app) network: Rc<Network>,
    pub(in crate::app) on_close: Callback<()>,
}

#[component]
pub(in crate::app) fn NetworkPanel(props: &NetworkPanelProps) -> Html {
    let t = text();
    let dialog = use_node_ref();
    let now = use_state(Date::now);
    {
        let (dialog, now) = (dialog.clone(), now.setter());
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.show_modal().ok();
            }
            let clock = Interval::new(1000, move || now.set(Date::now()));
            move || drop(clock)
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
    let network = &props.network;
    let total = fill(t.network_total, &[("n", &network.asked.len()), ("size", &size(network.bytes()))]);
    html! {
        <dialog class="help network" data-testid="network-panel" ref={dialog} aria-labelledby="network-heading"
            onclose={props.on_close.reform(|_: Event| ())}>
            <h2 id="network-heading">{ t.network_heading }</h2>
            <p class="since" data-testid="since-files">{ since_files(network, *now) }</p>
            <p>{ total }{ " " }<span data-testid="forbidden">{ fill(t.network_forbidden, &[("n", &network.forbidden)]) }</span></p>
            <div class="scroller" role="region" aria-label={t.network_requests} tabindex="0">
                <table>
                    <thead><tr>
                        <th scope="col">{ t.network_what }</th>
                        <th scope="col">{ t.network_by }</th>
                        <th scope="col">{ t.network_size }</th>
                        <th scope="col">{ t.network_when }</th>
                    </tr></thead>
                    <tbody>{ for network.asked.iter().map(|asked| row(asked, network)) }</tbody>
                </table>
            </div>
            <p>{ t.network_note }</p>
            <button type="button" class="primary" onclick={close}>{ t.close }</button>
        </dialog>
    }
}

fn since_files(network: &Network, now: f64) -> String {
    let t = text();
    let Some(files) = network.files_at else { return t.network_no_files.to_owned() };
    let seconds = ((now - files) / 1000.0).max(0.0).round();
    match network.since_files() {
        0 => fill(t.network_none_since, &[("seconds", &seconds)]),
        requests => fill(t.network_some_since, &[("seconds", &seconds), ("n", &requests)]),
    }
}

fn row(asked: &Asked, network: &Network) -> Html {
    let t = text();
    let by = match asked.by {
        Asker::Page => t.network_page,
        Asker::Worker => t.network_worker,
        Asker::ServiceWorker => t.network_service_worker,
    };
    let opened = network.asked.first().map_or(asked.request.at, |first| first.request.at);
    let over_network = if asked.request.bytes > 0.0 { size(asked.request.bytes) } else { t.network_kept.to_owned() };
    html! {
        <tr>
            <th scope="row"><code>{ name(&asked.request.address) }</code></th>
            <td>{ by }</td>
            <td>{ over_network }</td>
            <td>{ format!("{:.1} s", (asked.request.at - opened) / 1000.0) }</td>
        </tr>
    }
}

/// The address as seen from the page; whole, where it lies elsewhere.
fn name(address: &str) -> String {
    let base = web_sys::window().and_then(|window| window.document()?.base_uri().ok().flatten()).unwrap_or_default();
    let folder = base.rsplit_once('/').map_or(base.as_str(), |(folder, _)| folder);
    address.strip_prefix(folder).map_or_else(|| address.to_owned(), |name| format!(".{name}"))
}

/// Bytes in a unit that fits.
fn size(bytes: f64) -> String {
    if bytes < 1e6 { format!("{:.1} kB", bytes / 1e3) } else { format!("{:.1} MB", bytes / 1e6) }
}
