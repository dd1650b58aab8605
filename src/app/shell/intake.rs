//! The drop zone with its pickers, and the samples.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::samples::SampleChoice;
use crate::app::text;
use crate::phantom::{FEW, SAMPLES, Sample};

#[derive(Properties, PartialEq)]
pub(in crate::app) struct IntakeProps {
    /// Small, because there are results below.
    pub(in crate::app) compact: bool,
    /// A picker that has files.
    pub(in crate::app) on_chosen: Callback<HtmlInputElement>,
    /// Samples to make.
    pub(in crate::app) on_samples: Callback<&'static [Sample]>,
    /// Shows what was asked of the network.
    pub(in crate::app) on_network: Callback<MouseEvent>,
}

#[component]
pub(in crate::app) fn Intake(props: &IntakeProps) -> Html {
    let t = text();
    let on_change = props.on_chosen.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>());
    html! {
        <section class={classes!("intake", props.compact.then_some("compact"))} aria-label={t.add_files}>
            <div class="drop-zone" data-testid="drop-zone">
                <svg class="film-icon" viewBox="0 0 48 48" aria-hidden="true">
                    <rect x="9" y="5" width="30" height="38" rx="3" />
                    <path d="M24 12v24M24 16c-5-3-9 0-9.500 8 0 4 .5 6 1.500 7 2 1 5-.5 6-2.500M24 16c5-3 9 0 9.500 8 0 4-.5 6-1.500 7-2 1-5-.5-6-2.500" />
                </svg>
                <div class="drop-text">
                    <strong>{ if props.compact { t.drop_more } else { t.drop_here } }</strong>
                    if props.compact {
                        <span class="hint" id="privacy">{ t.drop_hint }{ ". " }{ t.never_leave }</span>
                    } else {
                        <span class="hint">{ t.drop_hint }</span>
                    }
                </div>
                <div class="pickers">
                    <label class="button primary">
                        <input type="file" multiple=true id="file-input" data-testid="file-input" onchange={on_change.clone()} aria-describedby="privacy" />
                        { t.choose_files }
                    </label>
                    <label class="button">
                        <input type="file" multiple=true webkitdirectory=true data-testid="folder-input" onchange={on_change} aria-describedby="privacy" />
                        { t.choose_folder }
                    </label>
                    if !props.compact {
                        <button type="button" class="button" data-testid="sample" onclick={props.on_samples.reform(|_| &SAMPLES[..FEW])}>{ t.try_sample }</button>
                    }
                </div>
                <SampleChoice on_samples={props.on_samples.clone()} />
            </div>
            if !props.compact {
                <p class="privacy" id="privacy">
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 10V8a6 6 0 0 1 12 0v2M5 10h14v10H5zM12 14v3" /></svg>
                    <span><strong>{ t.never_leave }</strong>{ " " }{ t.never_leave_text }{ " " }
                        <button type="button" class="link" data-testid="see-network" onclick={props.on_network.clone()}>{ t.see_for_yourself }</button>
                    </span>
                </p>
            }
        </section>
    }
}
