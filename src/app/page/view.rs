//! What is drawn, and what gets the keyboard.

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlElement};
use yew::prelude::*;

use super::{Message, Page};
use crate::app::browser::{Offline, Theme};
use crate::app::detail::Pane;
use crate::app::lesson::LessonPage;
use crate::app::list::{ExportMenu, Progress, Table, Tally, Toolbar, focus_row};
use crate::app::model::ModelPage;
use crate::app::rules::Editor;
use crate::app::shell::{Footer, Help, Intake, Introduction, Masthead, NetworkPanel, Steps};
use crate::app::state::{Readiness, Tab};
use crate::app::{by_id, root, text};

/// What gets the keyboard after a drawing.
pub(super) enum Focus {
    /// A row of the list.
    Row(usize),
    /// The file that is looked at, where it covers the list; else its row.
    Pane(usize),
    /// An element, by its id.
    Element(&'static str),
    /// The page's beginning, after another tab was chosen.
    Top,
}

impl Focus {
    pub(super) fn give(&self) {
        match self {
            Self::Row(id) => focus_row(*id),
            Self::Pane(id) => {
                if is_narrow() {
                    focus("pane-heading")
                } else {
                    focus_row(*id)
                }
            }
            Self::Element(id) => focus(id),
            Self::Top => {
                if let Some(window) = web_sys::window() {
                    window.scroll_to_with_x_and_y(0.0, 0.0);
                }
            }
        }
    }
}

fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.focus().ok();
    }
}

/// Whether a file covers the list; the same limit stands in the style sheet.
fn is_narrow() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(max-width: 68rem)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// The tab that the address names.
pub(super) fn tab() -> Tab {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    Tab::of_fragment(&hash.unwrap_or_default())
}

pub(super) fn put_on(theme: Theme) {
    if let Some(root) = root() {
        root.set_attribute("data-theme", theme.id()).ok();
    }
}

impl Page {
    pub(super) fn draw(&self, context: &Context<Self>) -> Html {
        let link = context.link();
        let drag = |over| {
            link.callback(move |event: DragEvent| {
                event.prevent_default();
                Message::Drag(over)
            })
        };
        let empty = self.list.get().total() == 0 && self.opening + self.archives.len() == 0 && !self.is_making();
        let look = self.selected.is_some() && self.tab == Tab::Worklist;
        let class = classes!(
            "page",
            self.dragging.then_some("dragging"),
            (empty && self.tab == Tab::Worklist).then_some("empty"),
            look.then_some("looking")
        );
        html! {
            // Another language is another page: everything is drawn anew.
            <div key={self.settings.language().tag()} {class}
                ondragenter={drag(true)} ondragover={drag(true)} ondragleave={drag(false)} ondrop={self.on_drop(context)}>
                <Masthead name={AttrValue::from(self.site.name.clone())} readiness={self.readiness.clone()} tab={self.tab} settings={self.settings.clone()}
                    on_settings={link.callback(Message::Settings)} on_help={link.callback(|_| Message::Help(true))} />
                <p class="unseen" role="status" aria-live="polite">{ &self.pace.news }</p>
                { self.host_notice() }
                { self.who_is_told() }
                { self.problems(context) }
                { self.notice(context) }
                { self.newer(context) }
                <main>
                    { match self.tab {
                        Tab::Worklist => self.worklist(context, empty),
                        Tab::Rules => html! { <Editor draft={self.draft.clone()} table={self.table.clone()} usual={self.kit.as_ref().map(|kit| kit.table.clone())} counts={self.counts.clone()} on_table={link.callback(Message::Table)} /> },
                        Tab::Model => self.model_page(context),
                        Tab::Lesson => self.lesson_page(),
                    } }
                </main>
                <Footer settings={self.settings.clone()} offline={self.offline} on_settings={link.callback(Message::Settings)}
                    on_network={link.callback(|_| Message::Network(true))} />
                if self.network_shown { <NetworkPanel network={self.network.clone()} on_close={link.callback(|()| Message::Network(false))} /> }
                if self.help { <Help settings={self.settings.clone()} on_settings={link.callback(Message::Settings)} on_close={link.callback(|()| Message::Help(false))} /> }
            </div>
        }
    }

    /// The host's own sentence.
    fn host_notice(&self) -> Html {
        let Some((language, notice)) = self.site.notice(self.settings.language()) else { return Html::default() };
        html! { <p class="from-the-host" lang={language.tag()} data-testid="site-notice">{ notice }</p> }
    }

    /// What the host has set up wrongly.
    fn problems(&self, context: &Context<Self>) -> Html {
        if self.problems.is_empty() {
            return Html::default();
        }
        html! {
            <div class="notice" role="alert" data-testid="site-problems">
                <div>
                    <p>{ text().site_problems }</p>
                    <ul>{ for self.problems.iter().map(|problem| html! { <li>{ text().say(problem) }</li> }) }</ul>
                </div>
                <button type="button" class="quiet" onclick={context.link().callback(|_: MouseEvent| Message::Problems)}>{ text().close }</button>
            </div>
        }
    }

    /// Whether samples are being made, or will be as soon as a worker is there.
    fn is_making(&self) -> bool {
        self.making > 0 || !self.samples.is_empty()
    }

    fn notice(&self, context: &Context<Self>) -> Html {
        let Some(notice) = &self.notice else { return Html::default() };
        html! {
            <div class="notice" role="status">
                <p>{ text().say(notice) }</p>
                <button type="button" class="quiet" onclick={context.link().callback(|_: MouseEvent| Message::Notice(None))}>{ text().close }</button>
            </div>
        }
    }

    /// Says that a newer version is there. It never comes by itself: the list would be lost.
    fn newer(&self, context: &Context<Self>) -> Html {
        if self.offline != Offline::Newer {
            return Html::default();
        }
        html! {
            <div class="notice" role="status" data-testid="newer">
                <p>{ text().newer_version }</p>
                <button type="button" class="quiet" onclick={context.link().callback(|_: MouseEvent| Message::Update)}>{ text().reload }</button>
            </div>
        }
    }

    fn worklist(&self, context: &Context<Self>, empty: bool) -> Html {
        let link = context.link();
        html! {
            <>
                if empty { <Introduction /> }
                <Intake compact={!empty} on_chosen={link.callback(Message::Chosen)} on_samples={link.callback(Message::Samples)}
                    on_network={link.callback(|_| Message::Network(true))} />
                if empty { <Steps /> } else { { self.results(context) } }
            </>
        }
    }

    fn results(&self, context: &Context<Self>) -> Html {
        let link = context.link();
        let export = html! { <ExportMenu writing={self.writing} on_export={link.callback(Message::Export)} /> };
        html! {
            <section class="results" aria-labelledby="results-heading">
                <Progress counts={self.counts.clone()} rate={self.pace.rate()} opening={self.opening + self.archives.len()} making={self.is_making()}
                    identifying={self.identifying} on_identifying={link.callback(Message::Identifying)}
                    on_cancel={link.callback(|_| Message::Cancel)} on_retry={link.callback(|_| Message::RetryFailed)}
                    on_clear={link.callback(|_| Message::Clear)} {export} />
                <Tally counts={self.counts.clone()} table={self.table.clone()} />
                <Toolbar counts={self.counts.clone()} table={self.table.clone()} filter={self.filter.clone()}
                    on_filter={link.callback(Message::Filter)} />
                <div class="split">
                    <div class="list">
                        <Table list={self.list.clone()} shown={self.shown.clone()} table={self.table.clone()}
                            selected={self.selected} identifying={self.identifying} sort={self.sort}
                            on_sort={link.callback(Message::Sort)} on_select={link.callback(Message::Select)} />
                        if self.shown.is_empty() { <p class="nothing">{ text().nothing_found }</p> }
                    </div>
                    { self.pane(context) }
                </div>
            </section>
        }
    }

    fn pane(&self, context: &Context<Self>) -> Html {
        let link = context.link();
        let list = self.list.get();
        let entry = self.selected.and_then(|id| Some((id, list.get(id)?)));
        let (Some((id, entry)), Some(model)) = (entry, &self.model) else { return Html::default() };
        html! {
            <Pane {id} case={entry.case.clone()} opened={self.opened.clone()} table={self.table.clone()} model={model.clone()}
                identifying={self.identifying} habits={self.habits.clone()} on_picture={link.callback(Message::Picture)} on_verdict={link.callback(Message::Verdict)} on_step={link.callback(|by| Message::Step(by, false))}
                on_retry={link.callback(|_| Message::Retry)} on_remove={link.callback(|_| Message::Remove)}
                on_report={link.callback(|_| Message::Report)} on_close={link.callback(|_| Message::Close)} />
        }
    }

    fn model_page(&self, context: &Context<Self>) -> Html {
        let link = context.link();
        let Some(model) = &self.model else { return html! { <p class="note">{ text().loading }</p> } };
        html! {
            <ModelPage model={model.clone()} models={self.models.clone()} shipped={self.shipped} trying={self.is_trying()} error={self.model_error.as_ref().map(|why| AttrValue::from(text().say(why)))}
                metrics={self.metrics.clone()} own_draft={self.own_draft.clone()} on_own={link.callback(Message::Own)} on_shipped={link.callback(Message::Shipped)} />
        }
    }

    fn lesson_page(&self) -> Html {
        let Some(model) = &self.model else { return html! { <p class="note">{ text().loading }</p> } };
        let unusable = match &self.readiness {
            Readiness::Unusable(why) => Some(why.clone()),
            _ => None,
        };
        html! {
            <LessonPage pool={self.pool.clone()} {unusable} generation={self.pool_generation} list={self.list.clone()} selected={self.selected}
                table={self.table.clone()} model={model.clone()} shipped={self.shipped.is_some()} identifying={self.identifying}
                memory={self.lesson.clone()} />
        }
    }

    /// For programs that drive the page.
    pub(super) fn mark_body(&self) {
        let Some(body) = web_sys::window().and_then(|window| window.document()?.body()) else { return };
        let ready = if self.readiness == Readiness::Ready { "true" } else { "false" };
        body.set_attribute("data-ready", ready).ok();
        body.set_attribute("data-offline", self.offline.id()).ok();
        if let Some(build) = self.build {
            body.set_attribute("data-build", build).ok();
        }
        let list = self.list.get();
        for (name, count) in [("data-total", list.total()), ("data-settled", list.settled())] {
            body.set_attribute(name, &count.to_string()).ok();
        }
    }
}
