//! The model's page.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::calibration::Calibration;
use super::confusion::Confusion;
use super::figures::{Figures, share};
use super::metrics::Metrics;
use super::own::{OwnDraft, OwnForm, OwnModel};
use crate::app::state::Kept;
use crate::app::{language, text};
use crate::classifier::ModelDescription;
use crate::site::Model;

/// The models that come with the page; its texts speak of these. Each is called like its folder.
const OURS: [&str; 2] = ["default", "mobilenet-v2"];

#[derive(Properties, PartialEq)]
pub(in crate::app) struct ModelPageProps {
    /// The model in use.
    pub(in crate::app) model: Rc<ModelDescription>,
    /// Those that the host has.
    pub(in crate::app) models: Rc<[Model]>,
    /// Which of them it is, by its place; none: the visitor's own.
    pub(in crate::app) shipped: Option<usize>,
    /// Whether another one is being loaded.
    pub(in crate::app) trying: bool,
    pub(in crate::app) error: Option<AttrValue>,
    pub(in crate::app) metrics: Option<Rc<Metrics>>,
    pub(in crate::app) own_draft: Kept<OwnDraft>,
    pub(in crate::app) on_own: Callback<OwnModel>,
    pub(in crate::app) on_shipped: Callback<usize>,
}

#[component]
pub(in crate::app) fn ModelPage(props: &ModelPageProps) -> Html {
    let t = text();
    let ModelPageProps { model, shipped, trying, error, metrics, .. } = props;
    let external = use_state(|| false);
    // Of a host's own model the page knows no more than its figures.
    let folder = shipped.and_then(|at| Some(props.models.get(at)?.folder.as_str()));
    let ours = folder.is_some_and(|folder| OURS.contains(&folder) && folder == model.name);
    let choose = |on: bool| {
        let external = external.clone();
        Callback::from(move |_: MouseEvent| external.set(on))
    };
    html! {
        <section class="model" aria-labelledby="model-heading">
            <header class="page-head">
                <h1 id="model-heading">{ t.model_heading }</h1>
                if ours { <p>{ t.model_text }</p> }
                <dl class="in-use">
                    <div><dt>{ t.in_use }</dt><dd data-testid="model-name">{ format!("{} · {} · {} px", model.name, model.network, model.input_size) }</dd></div>
                    <div><dt>{ t.licence }</dt><dd>{ &model.licence }</dd></div>
                </dl>
                { choice(props) }
                if let Some(error) = error { <p class="wrong" role="alert" data-testid="own-error">{ error.clone() }</p> }
            </header>
            if shipped.is_none() {
                <p class="note">{ t.own_no_figures }</p>
            } else if let Some(metrics) = metrics {
                <div class="splits" role="group" aria-label={t.pictures_measured}>
                    <button type="button" aria-pressed={(!*external).to_string()} onclick={choose(false)}>{ t.unseen_patients }</button>
                    <button type="button" aria-pressed={external.to_string()} data-testid="external" onclick={choose(true)}>{ t.other_hospitals }</button>
                </div>
                { figures(metrics, *external) }
                <section class="section" aria-labelledby="strangers-heading">
                    <h2 id="strangers-heading">{ t.strangers_heading }</h2>
                    <p>{ share(t.strangers_text, &metrics.ood_test.turned_away) }</p>
                </section>
                { limits(metrics) }
                { sources(metrics) }
            } else if !ours {
                <p class="note">{ t.no_figures }</p>
            }
            <section class="section" aria-labelledby="own-heading">
                <h2 id="own-heading">{ t.own_model_heading }</h2>
                <OwnForm draft={props.own_draft.clone()} trying={*trying} on_own={props.on_own.clone()} />
            </section>
        </section>
    }
}

fn limits(metrics: &Metrics) -> Html {
    let (t, limits) = (text(), metrics.limits(language()));
    html! {
        if !limits.is_empty() {
            <section class="section" aria-labelledby="limits-heading">
                <h2 id="limits-heading">{ t.limits_heading }</h2>
                <ul class="limits">{ for limits.into_iter().map(|(tag, limit)| html! { <li lang={tag}>{ limit }</li> }) }</ul>
            </section>
        }
    }
}

fn choice(props: &ModelPageProps) -> Html {
    let t = text();
    let (models, on_shipped) = (props.models.clone(), props.on_shipped.clone());
    let on_change = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let chosen = models.iter().position(|one| one.folder == select.value());
        chosen.into_iter().for_each(|place| on_shipped.emit(place));
    });
    let folder = props.shipped.and_then(|place| Some(props.models.get(place)?.folder.clone()));
    html! {
        <label class="named">
            <span>{ t.use_another }</span>
            <select data-testid="shipped" ~value={folder.clone().unwrap_or_default()} onchange={on_change} disabled={props.trying}>
                { for props.models.iter().map(|one| html! {
                    <option value={one.folder.clone()} selected={folder.as_ref() == Some(&one.folder)}>{ &one.name }</option>
                }) }
                if props.shipped.is_none() { <option value="" selected={true} disabled={true}>{ t.own_model }</option> }
            </select>
            if props.trying { <span role="status">{ t.trying_model }</span> }
        </label>
    }
}

fn figures(metrics: &Metrics, external: bool) -> Html {
    let t = text();
    let split = Rc::new(if external { &metrics.external } else { &metrics.test }.clone());
    html! {
        <>
            <Figures split={split.clone()} />
            <div class="plots">
                <section aria-labelledby="confusion-heading"><h2 id="confusion-heading">{ t.confusion_matrix }</h2><Confusion split={split.clone()} /></section>
                <section aria-labelledby="calibration-heading"><h2 id="calibration-heading">{ t.calibration }</h2><Calibration {split} /></section>
            </div>
        </>
    }
}

/// The splits of the data, as the training calls them, in the order of their use; and what they are called here.
fn splits() -> [(&'static str, &'static str); 7] {
    let t = text();
    [
        ("train", t.data_train),
        ("val", t.data_val),
        ("test", t.unseen_patients),
        ("external", t.other_hospitals),
        ("adolescent", t.data_adolescent),
        ("ood_val", t.data_ood_val),
        ("ood_test", t.data_ood_test),
    ]
}

fn sources(metrics: &Metrics) -> Html {
    let t = text();
    let listed = splits().into_iter().filter_map(|(split, name)| Some((name, metrics.data_licences.get(split)?)));
    html! {
        <section class="section" aria-labelledby="sources-heading">
            <h2 id="sources-heading">{ t.sources_heading }</h2>
            { for listed.map(|(name, sources)| html! {
                <details>
                    <summary>{ name }{ format!(" ({})", sources.len()) }</summary>
                    <ul>{ for sources.iter().map(|source| html! { <li>{ source }</li> }) }</ul>
                </details>
            }) }
        </section>
    }
}
