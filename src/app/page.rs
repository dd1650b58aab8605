//! The page's state, and its one flow of messages: files in → pool → worklist.

use std::rc::Rc;
use std::time::Duration;

use gloo::timers::callback::Timeout;
use web_sys::{DragEvent, File};
use web_time::Instant;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::download::download;
use super::intake::{Intake, files_of};
use super::introduction::{Footer, Introduction, Masthead};
use super::row::Row;
use super::summary::Summary;
use super::worklist::Worklist;
use crate::case::Case;
use crate::export::to_json;
use crate::routing::RoutingTable;
use crate::worker::{Kit, Pool, PoolEvent};

/// Changes that the workers report are shown at most this often.
const SHOW_EVERY: Duration = Duration::from_millis(60);

/// Whether the classifier can be used.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Readiness {
    Loading,
    Ready,
    /// It can't; why.
    Unusable(AttrValue),
}

pub(super) enum Message {
    Fetched(Result<Kit, String>),
    Pool(PoolEvent),
    /// Show what has changed.
    Show,
    TakeIn(Vec<File>),
    Drag(bool),
    ExportJson,
}

/// The page.
pub(super) struct Page {
    readiness: Readiness,
    pool: Option<Pool>,
    table: Option<Rc<RoutingTable>>,
    /// Files taken in before the pool was there.
    waiting: Vec<(usize, String, File)>,
    worklist: Worklist,
    dragging: bool,
    /// Which of the worker's builds runs.
    build: Option<&'static str>,
    /// When the page was last brought up to date, and the timer of the next time.
    shown: Instant,
    due: Option<Timeout>,
}

impl Component for Page {
    type Message = Message;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let link = context.link().clone();
        spawn_local(async move { link.send_message(Message::Fetched(Kit::fetch().await)) });
        Self {
            readiness: Readiness::Loading,
            pool: None,
            table: None,
            waiting: Vec::new(),
            worklist: Worklist::default(),
            dragging: false,
            build: None,
            shown: Instant::now(),
            due: None,
        }
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Fetched(Ok(kit)) => {
                self.table = Some(Rc::new(kit.table.clone()));
                self.build = Some(kit.build);
                let link = context.link().clone();
                let pool = Pool::start(kit, move |event| link.send_message(Message::Pool(event)));
                for (id, name, file) in self.waiting.drain(..) {
                    pool.submit(id, name, file.into());
                }
                self.pool = Some(pool);
            }
            Message::Fetched(Err(why)) => self.give_up(&why),
            Message::Pool(event) => {
                self.on_pool(event);
                return self.show_soon(context);
            }
            Message::Show => {
                self.due = None;
                self.shown = Instant::now();
            }
            Message::TakeIn(files) => self.take_in(files),
            Message::Drag(over) => {
                let changed = self.dragging != over;
                self.dragging = over;
                return changed;
            }
            Message::ExportJson => {
                if let Ok(json) = to_json(self.worklist.cases()) {
                    download("worklist.json", "application/json", &json);
                }
                return false;
            }
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let link = context.link();
        let drag = |over| {
            link.callback(move |event: DragEvent| {
                event.prevent_default();
                Message::Drag(over)
            })
        };
        let on_drop = link.batch_callback(|event: DragEvent| {
            event.prevent_default();
            let files = event.data_transfer().and_then(|data| data.files());
            [Some(Message::Drag(false)), files.map(|files| Message::TakeIn(files_of(&files)))]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
        });
        let empty = self.worklist.total() == 0;
        html! {
            <div class={classes!("page", self.dragging.then_some("dragging"), empty.then_some("empty"))}
                ondragenter={drag(true)} ondragover={drag(true)} ondragleave={drag(false)} ondrop={on_drop}>
                <Masthead readiness={self.readiness.clone()} />
                <main>
                    if empty { <Introduction /> }
                    <Intake compact={!empty} on_files={link.callback(Message::TakeIn)} />
                    if empty { <super::introduction::Steps /> } else { { self.results(context) } }
                </main>
                <Footer />
            </div>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let Some(body) = web_sys::window().and_then(|window| window.document()?.body()) else { return };
        let ready = if self.readiness == Readiness::Ready { "true" } else { "false" };
        let counts = [("data-total", self.worklist.total()), ("data-settled", self.worklist.settled())];
        body.set_attribute("data-ready", ready).ok();
        if let Some(build) = self.build {
            body.set_attribute("data-build", build).ok();
        }
        for (name, count) in counts {
            body.set_attribute(name, &count.to_string()).ok();
        }
    }
}

impl Page {
    /// Whether to show the change now. Under a flood of files, showing each would take more time than reading them.
    fn show_soon(&mut self, context: &Context<Self>) -> bool {
        if self.due.is_some() {
            return false;
        }
        let wait = SHOW_EVERY.saturating_sub(self.shown.elapsed());
        if wait.is_zero() {
            self.shown = Instant::now();
            return true;
        }
        let link = context.link().clone();
        self.due = Some(Timeout::new(wait.as_millis() as u32 + 1, move || link.send_message(Message::Show)));
        false
    }

    fn take_in(&mut self, files: Vec<File>) {
        for file in files {
            let (id, name) = self.worklist.take_in(path_of(&file));
            match (&self.readiness, &self.pool) {
                (Readiness::Unusable(why), _) => {
                    self.worklist.finished(id, Case::failed(name, "not-ready", why));
                }
                (_, Some(pool)) => pool.submit(id, name, file.into()),
                (_, None) => self.waiting.push((id, name, file)),
            }
        }
    }

    fn on_pool(&mut self, event: PoolEvent) {
        if self.pool.is_none() {
            return; // given up meanwhile
        }
        match event {
            PoolEvent::Ready => self.readiness = Readiness::Ready,
            PoolEvent::Started(id) => self.worklist.started(id),
            PoolEvent::Finished(id, case) => self.worklist.finished(id, *case),
            PoolEvent::Drawn(id, thumbnail) => self.worklist.drawn(id, &thumbnail),
            PoolEvent::Unusable(why) => self.give_up(&why),
        }
    }

    /// Nothing more can be classified: every unfinished file says why.
    fn give_up(&mut self, why: &str) {
        self.readiness = Readiness::Unusable(why.to_owned().into());
        self.waiting.clear();
        self.pool = None;
        let open = |entry: &super::worklist::Entry| !entry.case.state.is_settled();
        let unfinished: Vec<_> = self.worklist.entries().iter().enumerate().filter(|(_, entry)| open(entry)).collect();
        let unfinished: Vec<_> = unfinished.into_iter().map(|(id, entry)| (id, entry.case.file.clone())).collect();
        for (id, name) in unfinished {
            self.worklist.finished(id, Case::failed(name, "not-ready", why));
        }
    }

    fn results(&self, context: &Context<Self>) -> Html {
        let export = context.link().callback(|_| Message::ExportJson);
        html! {
            <section class="results" aria-labelledby="results-heading">
                <Summary total={self.worklist.total()} settled={self.worklist.settled()} on_export={export} />
                <table class="worklist" role="table" aria-describedby="not-diagnosis">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{ "Film" }</th>
                            <th role="columnheader" scope="col">{ "File" }</th>
                            <th role="columnheader" scope="col">{ "The pixels show" }</th>
                            <th role="columnheader" scope="col">{ "Send it to" }</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        { for self.worklist.entries().iter().enumerate().map(|(id, entry)| html! {
                            <Row key={id} case={entry.case.clone()} thumbnail={entry.thumbnail.clone()} table={self.table.clone()} />
                        }) }
                    </tbody>
                </table>
            </section>
        }
    }
}

/// The path below the folder that was chosen, or the bare name.
fn path_of(file: &File) -> String {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}
