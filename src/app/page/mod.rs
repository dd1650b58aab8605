//! The page's one flow of messages: files in → pool → worklist → what is shown.

mod classifier;
mod embedded;
mod exports;
mod files;
mod keys;
mod looking;
mod network;
mod pace;
mod view;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File, HtmlInputElement};
use web_time::Instant;
use yew::prelude::*;

use super::browser::{Dropped, Embedder, EmbedderAsks, Offline, Settings, listen, reload_into_newer, set_letters};
use super::detail::Verdict;
use super::lesson::Memory;
use super::list::Export;
use super::model::{Metrics, OwnDraft, OwnModel};
use super::rules::Draft;
use super::state::{Asker, Kept, Network, Opened, Readiness, Shared, Tab};
use super::viewer::{Habits, Picture};
use crate::classifier::ModelDescription;
use crate::phantom::Sample;
use crate::routing::{PRESETS, RoutingTable};
use crate::site::{Model, Reading, Site};
use crate::text::Phrase;
use crate::viewing::Film;
use crate::worker::{ArchiveEntry, Kit, Pool, PoolEvent, Traffic};
use crate::worklist::{Counts, Filter, Sort, visible};
use pace::Pace;

/// Changes that the workers report are shown at most this often; a long list takes longer to draw.
const SHOW_EVERY: Duration = Duration::from_millis(60);
const SHOW_LONG_EVERY: Duration = Duration::from_millis(250);
const LONG: usize = 500;

pub(super) enum Message {
    Fetched(Result<Box<Kit>, Phrase>),
    Metrics(usize, Option<Metrics>),
    /// From the pool of a generation; an older one has nothing to say any more.
    Pool(u32, PoolEvent),
    /// Show what has changed.
    Show,
    // Files in
    /// Files of an intake; those of an earlier one were stopped.
    TakeIn(u32, Vec<Dropped>),
    /// A drop is being gone through.
    Walking,
    /// A drop or an archive has been gone through.
    Walked,
    Chosen(HtmlInputElement),
    Entries(u32, String, Vec<ArchiveEntry>),
    NoArchive(u32, String, Phrase),
    /// Samples to make.
    Samples(&'static [Sample]),
    /// A sample of an intake, or why there is none.
    Made(u32, &'static Sample, Result<File, Phrase>),
    /// A batch of them was made, or stopped.
    AllMade,
    Drag(bool),
    // The list
    Filter(Filter),
    Sort(Sort),
    Cancel,
    RetryFailed,
    Clear,
    Identifying(bool),
    // One file
    Select(usize),
    Close,
    /// To a neighbour; with a key or not.
    Step(isize, bool),
    Opened(u32, Result<Rc<Film>, Phrase>),
    Verdict(Verdict),
    Retry,
    Remove,
    Report,
    Picture(Picture),
    // Around it
    Key(String),
    Tab(Tab),
    Settings(Settings),
    Help(bool),
    Network(bool),
    Traffic(Asker, Traffic),
    Offline(Offline),
    /// Reload into the newer version.
    Update,
    Table(RoutingTable),
    Own(OwnModel),
    Shipped(usize),
    Arrived(usize, Result<Box<Kit>, Phrase>, Option<Metrics>),
    Export(Export),
    Writing(usize, usize),
    Written(&'static str, Result<Blob, Phrase>),
    Notice(Option<Phrase>),
    /// What the host has set up wrongly was read.
    Problems,
    /// The page around wants something.
    Embedder(EmbedderAsks),
}

#[derive(Properties, PartialEq)]
pub(super) struct PageProps {
    /// What the host says of its page, and what of it can't be used.
    pub(super) reading: Reading,
}

/// The page.
pub(super) struct Page {
    site: Rc<Site>,
    /// What the host has set up wrongly.
    problems: Vec<Phrase>,
    models: Rc<[Model]>,
    /// The page around, if it may know the results; and the state of the list that it knows.
    embedder: Option<Embedder>,
    told: usize,
    settings: Settings,
    tab: Tab,
    readiness: Readiness,
    /// The parts of the workers with the host's first model, and of those that are being tried.
    kit: Option<Kit>,
    pool: Option<Pool>,
    trial: Option<classifier::Trial>,
    /// Of the pool in use, and of the newest one.
    pool_generation: u32,
    generation: u32,
    table: Rc<RoutingTable>,
    model: Option<Rc<ModelDescription>>,
    /// Which of the host's models is in use, by its place; none: the visitor's own.
    shipped: Option<usize>,
    /// One of the host's models is on its way.
    fetching: bool,
    model_error: Option<Phrase>,
    metrics: Option<Rc<Metrics>>,
    list: Shared,
    counts: Rc<Counts>,
    shown: Rc<Vec<usize>>,
    filter: Filter,
    sort: Sort,
    selected: Option<usize>,
    opened: Opened,
    habits: Kept<Habits>,
    draft: Kept<Draft>,
    own_draft: Kept<OwnDraft>,
    lesson: Kept<Memory>,
    identifying: bool,
    dragging: bool,
    help: bool,
    network_shown: bool,
    network: Rc<Network>,
    offline: Offline,
    /// Grows when what is still arriving is no longer wanted.
    intake: Rc<Cell<u32>>,
    /// Grows when another picture is to be opened, or none.
    looks: Rc<Cell<u32>>,
    /// What was last counted and ordered.
    up_to_date: Option<(usize, Filter, Sort, *const RoutingTable)>,
    /// Archives that wait for a worker to list them.
    archives: Vec<(String, File)>,
    /// Samples that wait for a worker to make them.
    samples: Vec<&'static Sample>,
    /// Archives and drops that are being opened.
    opening: usize,
    /// Batches of samples that are being made.
    making: usize,
    writing: Option<(usize, usize)>,
    notice: Option<Phrase>,
    pace: Pace,
    /// Which of the worker's builds runs.
    build: Option<&'static str>,
    /// When the page was last brought up to date, and the timer of the next time.
    shown_at: Instant,
    due: Option<Timeout>,
    /// What is to get the keyboard after the next drawing.
    focus: Option<view::Focus>,
    _listeners: Vec<EventListener>,
}

impl Component for Page {
    type Message = Message;
    type Properties = PageProps;

    fn create(context: &Context<Self>) -> Self {
        let Reading { site, problems } = context.props().reading.clone();
        let (link, table) = (context.link().clone(), site.routing_table.clone());
        let folder = site.models.first().map(|model| model.folder.clone()).unwrap_or_default();
        spawn_local(async move {
            link.send_message(Message::Fetched(Kit::fetch(&folder, &table).await.map(Box::new)));
        });
        let settings = Settings::load(site.language);
        let kept = settings.table.as_deref().and_then(|json| RoutingTable::parse(json).ok());
        super::speak(settings.language());
        view::put_on(settings.theme);
        set_letters(settings.letters);
        let link = context.link().clone();
        let keys = listen(move |event| {
            if let Some(key) = keys::of_page(event) {
                link.send_message(Message::Key(key));
            }
        });
        network::watch(context);
        let link = context.link().clone();
        let moved = web_sys::window().map(|window| {
            EventListener::new(&window, "hashchange", move |_| link.send_message(Message::Tab(view::tab())))
        });
        Self {
            models: site.models.clone().into(),
            embedder: embedded::around(context, &site.allowed_origins),
            told: 0,
            site: Rc::new(site),
            problems,
            settings,
            tab: view::tab(),
            readiness: Readiness::Loading,
            kit: None,
            pool: None,
            trial: None,
            pool_generation: 0,
            generation: 0,
            table: Rc::new(kept.or_else(|| PRESETS[0].table().ok()).unwrap_or_default()),
            model: None,
            shipped: Some(0),
            fetching: false,
            model_error: None,
            metrics: None,
            list: Shared::default(),
            counts: Rc::default(),
            shown: Rc::default(),
            filter: Filter::default(),
            sort: Sort::default(),
            selected: None,
            opened: Opened::Loading,
            habits: Kept::default(),
            draft: Kept::default(),
            own_draft: Kept::default(),
            lesson: Kept::default(),
            identifying: false,
            dragging: false,
            help: false,
            network_shown: false,
            network: Rc::default(),
            offline: Offline::default(),
            intake: Rc::default(),
            looks: Rc::default(),
            up_to_date: None,
            archives: Vec::new(),
            samples: Vec::new(),
            opening: 0,
            making: 0,
            writing: None,
            notice: None,
            pace: Pace::default(),
            build: None,
            shown_at: Instant::now(),
            due: None,
            focus: None,
            _listeners: keys.into_iter().chain(moved).collect(),
        }
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Pool(generation, event) => {
                self.on_pool(context, generation, event);
                return self.show_soon(context);
            }
            Message::TakeIn(intake, files) => {
                if intake == self.intake.get() {
                    self.take_in(context, files);
                }
                return self.show_soon(context);
            }
            Message::Entries(intake, archive, entries) => {
                self.on_entries(intake, &archive, entries);
                return self.show_soon(context);
            }
            Message::NoArchive(intake, archive, why) => self.on_no_archive(intake, archive, why),
            Message::Show => {
                self.due = None;
                self.shown_at = Instant::now();
            }
            Message::Fetched(kit) => self.on_fetched(context, kit),
            Message::Metrics(of, metrics) if self.shipped == Some(of) => self.metrics = metrics.map(Rc::new),
            Message::Metrics(..) => {}
            Message::Walking => self.opening += 1,
            Message::Walked => self.opening = self.opening.saturating_sub(1),
            Message::Chosen(input) => self.on_chosen(context, input),
            Message::Samples(samples) => {
                self.samples.extend(samples);
                self.make_samples(context);
            }
            Message::Made(intake, sample, made) => {
                self.on_made(context, intake, sample, made);
                return self.show_soon(context);
            }
            Message::AllMade => self.making -= 1,
            Message::Drag(over) => {
                let changed = self.dragging != over;
                self.dragging = over;
                return changed;
            }
            Message::Filter(filter) => self.filter = filter,
            Message::Sort(sort) => self.sort = sort,
            Message::Cancel => self.cancel(),
            Message::RetryFailed => self.retry_failed(),
            Message::Clear => self.clear(context),
            Message::Identifying(on) => {
                self.identifying = on;
                self.filter.identifying = on;
            }
            Message::Select(id) => self.select(context, id),
            Message::Close => self.close(context),
            Message::Step(by, key) => self.step(context, by, key),
            Message::Opened(look, film) => self.on_opened(look, film),
            Message::Verdict(verdict) => self.on_verdict(verdict),
            Message::Retry => self.retry(context),
            Message::Remove => self.remove(context),
            Message::Report => self.report(context),
            Message::Picture(picture) => self.save_picture(context, &picture),
            Message::Key(key) => return self.on_key(context, &key),
            Message::Tab(tab) => {
                self.tab = tab;
                self.focus = Some(view::Focus::Top);
            }
            Message::Settings(settings) => self.on_settings(settings),
            Message::Help(open) => self.help = open,
            Message::Network(shown) => self.network_shown = shown,
            Message::Traffic(asker, traffic) => {
                self.on_traffic(asker, traffic);
                return self.network_shown;
            }
            Message::Offline(offline) => self.offline = offline,
            Message::Update => spawn_local(reload_into_newer()),
            Message::Table(table) => self.on_table(table),
            Message::Own(own) => self.try_own(context, own),
            Message::Shipped(model) => self.fetch_shipped(context, model),
            Message::Arrived(model, kit, metrics) => self.on_arrived(context, model, kit, metrics),
            Message::Export(export) => self.export(context, export),
            Message::Writing(done, total) => self.writing = Some((done, total)),
            Message::Written(name, archive) => self.on_written(name, archive),
            Message::Notice(notice) => self.notice = notice,
            Message::Problems => self.problems.clear(),
            Message::Embedder(asks) => self.on_embedder(context, asks),
        }
        self.bring_up_to_date();
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        self.draw(context)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.mark_body();
        if let Some(focus) = self.focus.take() {
            focus.give();
        }
    }
}

impl Page {
    /// Counts and orders anew.
    fn bring_up_to_date(&mut self) {
        let state = (self.list.version(), self.filter.clone(), self.sort, Rc::as_ptr(&self.table));
        if self.up_to_date.as_ref() == Some(&state) {
            return;
        }
        self.up_to_date = Some(state);
        let list = self.list.get();
        let counts = Counts::of(&list);
        self.pace.note(counts.settled, counts.total);
        let shown = visible(&list, &self.filter, self.sort, &self.table);
        drop(list);
        if *self.counts != counts {
            self.counts = Rc::new(counts);
        }
        if *self.shown != shown {
            self.shown = Rc::new(shown);
        }
        self.tell_change();
    }

    /// Whether to show the change now. Under a flood of files, showing each would take more time than reading them.
    fn show_soon(&mut self, context: &Context<Self>) -> bool {
        if self.due.is_some() {
            return false;
        }
        let every = if self.list.get().total() > LONG { SHOW_LONG_EVERY } else { SHOW_EVERY };
        let since = self.shown_at.elapsed();
        if since < every {
            let rest = every.saturating_sub(since).as_millis() as u32;
            let link = context.link().clone();
            self.due = Some(Timeout::new(rest, move || link.send_message(Message::Show)));
            return false;
        }
        self.shown_at = Instant::now();
        self.bring_up_to_date();
        true
    }

    fn on_settings(&mut self, settings: Settings) {
        if settings.language() != self.settings.language() {
            super::speak(settings.language());
            self.focus = Some(view::Focus::Element("language")); // it is drawn anew
        }
        set_letters(settings.letters);
        view::put_on(settings.theme);
        self.settings = settings;
        self.settings.store();
    }

    /// Routes everything by another table.
    fn on_table(&mut self, table: RoutingTable) {
        let usual = self.kit.as_ref().is_some_and(|kit| kit.table == table);
        self.settings.table = table.to_json().ok().filter(|_| !usual);
        self.settings.store();
        self.table = Rc::new(table);
        let table = self.table.clone();
        self.list.change(|list| list.route(&table));
    }
}
