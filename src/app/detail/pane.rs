//! The file that is looked at.

use std::rc::Rc;

use yew::prelude::*;

use super::decision::Decision;
use super::evidence::Evidence;
use super::header::HeaderPanel;
use super::review::{ReviewForm, Verdict};
use super::trace::Trace;
use crate::app::list::shown_name;
use crate::app::state::{Kept, Opened};
use crate::app::text;
use crate::app::viewer::{Habits, Picture, Viewer};
use crate::case::{Case, Format, State};
use crate::classifier::ModelDescription;
use crate::routing::RoutingTable;

#[derive(Properties)]
pub(in crate::app) struct PaneProps {
    pub(in crate::app) id: usize,
    pub(in crate::app) case: Rc<Case>,
    pub(in crate::app) opened: Opened,
    pub(in crate::app) table: Rc<RoutingTable>,
    pub(in crate::app) model: Rc<ModelDescription>,
    pub(in crate::app) identifying: bool,
    pub(in crate::app) habits: Kept<Habits>,
    pub(in crate::app) on_verdict: Callback<Verdict>,
    pub(in crate::app) on_step: Callback<isize>,
    pub(in crate::app) on_retry: Callback<MouseEvent>,
    pub(in crate::app) on_remove: Callback<MouseEvent>,
    pub(in crate::app) on_report: Callback<MouseEvent>,
    pub(in crate::app) on_picture: Callback<Picture>,
    pub(in crate::app) on_close: Callback<MouseEvent>,
}

impl PartialEq for PaneProps {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && Rc::ptr_eq(&self.case, &other.case)
            && self.opened == other.opened
            && Rc::ptr_eq(&self.table, &other.table)
            && Rc::ptr_eq(&self.model, &other.model)
            && self.identifying == other.identifying
    }
}

#[component]
pub(in crate::app) fn Pane(props: &PaneProps) -> Html {
    let t = text();
    let PaneProps { id, case, table, model, identifying, .. } = props;
    let name = shown_name(case, *id, *identifying);
    let done = case.state == State::Done;
    let step = |by: isize| props.on_step.reform(move |_: MouseEvent| by);
    html! {
        <section class="pane" aria-labelledby="pane-heading" data-testid="pane" data-pane={id.to_string()}>
            <header class="pane-head">
                <h2 id="pane-heading" tabindex="-1">{ name }</h2>
                <div class="pane-actions">
                    <button type="button" class="icon" aria-label={t.previous} title={t.previous} onclick={step(-1)}>{ arrow("M15 5l-7 7 7 7") }</button>
                    <button type="button" class="icon" aria-label={t.next} title={t.next} onclick={step(1)}>{ arrow("M9 5l7 7-7 7") }</button>
                    <button type="button" class="icon" aria-label={t.retry} title={t.retry} onclick={props.on_retry.clone()}>{ arrow("M19 12a7 7 0 1 1-2-5M19 3v5h-5") }</button>
                    <button type="button" class="icon" aria-label={t.remove} title={t.remove} data-testid="remove" onclick={props.on_remove.clone()}>{ arrow("M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13") }</button>
                    <button type="button" class="icon" aria-label={t.close} title={t.close} data-testid="close-pane" onclick={props.on_close.clone()}>{ arrow("M6 6l12 12M18 6L6 18") }</button>
                </div>
            </header>
            <div class="pane-body">
                <div class="picture">{ picture(props) }</div>
                <div class="facts-column">
                    if done {
                        <Decision case={case.clone()} table={table.clone()} model={model.clone()} />
                        <p><a class="button" href="#lesson" data-testid="follow">{ t.lesson_follow }</a></p>
                        <ReviewForm key={*id} case={case.clone()} table={table.clone()} on_verdict={props.on_verdict.clone()} />
                        <Evidence case={case.clone()} />
                        <Trace case={case.clone()} table={table.clone()} identifying={*identifying} />
                        if case.format == Format::Dicom {
                            <p class="report"><button type="button" class="quiet" data-testid="save-sr" onclick={props.on_report.clone()}>{ t.save_report }</button></p>
                        }
                        { timings(case) }
                    } else {
                        <p class="refusal">{ t.say(&case.explanation) }</p>
                    }
                    if let Some(preamble) = case.preamble {
                        <p class="note" data-testid="preamble">{ t.say(&preamble.phrase()) }</p>
                    }
                    { header(props) }
                </div>
            </div>
        </section>
    }
}

fn arrow(path: &'static str) -> Html {
    html! { <svg viewBox="0 0 24 24" aria-hidden="true"><path d={path} /></svg> }
}

fn picture(props: &PaneProps) -> Html {
    let film = match &props.opened {
        Opened::Failed(why) => {
            return html! { <div class="stage without"><p class="opening">{ text().say(why) }</p></div> };
        }
        Opened::Loading => None,
        Opened::Film(film) => Some(film.clone()),
    };
    html! {
        <Viewer {film} habits={props.habits.clone()} likeliest={props.case.likeliest} on_save={props.on_picture.clone()} />
    }
}

/// While the next file is opened the panel stays, so that it remains unfolded.
fn header(props: &PaneProps) -> Html {
    let about = match &props.opened {
        Opened::Failed(_) => return Html::default(),
        Opened::Loading => None,
        Opened::Film(film) => Some(film.about.clone()),
    };
    if props.case.format != Format::Dicom {
        return Html::default();
    }
    html! { <HeaderPanel {about} identifying={props.identifying} /> }
}

/// Where the time went.
fn timings(case: &Case) -> Html {
    let t = text();
    let ms = case.timings_ms;
    let steps = [
        (t.time_read, ms.read),
        (t.time_decode, ms.decode),
        (t.time_prepare, ms.prepare),
        (t.time_infer, ms.infer),
        (t.time_total, ms.total),
    ];
    html! {
        <details class="section timings">
            <summary>{ t.timings }</summary>
            <dl>{ for steps.map(|(name, ms)| html! { <div><dt>{ name }</dt><dd>{ format!("{ms:.1} ms") }</dd></div> }) }</dl>
        </details>
    }
}
