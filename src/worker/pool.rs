//! A pool of workers: a queue of files, one file a worker at a time; a worker that stops or takes too long is
//! replaced, and only its own file is lost.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

use super::contents::{Contents, UNREADABLE};
use super::kit::Kit;
use super::lane::{Lane, Signal};
use super::message::{FromWorker, ToWorker};
use crate::case::Case;

/// Longest time for one file. The slowest real radiograph of our collection takes about 2 s.
const TIME_LIMIT_MS: u32 = 60_000;
/// Longest time for a worker to load the model, on a slow device.
const START_LIMIT_MS: u32 = 60_000;
/// Most workers: each holds 30–60 MB.
const MOST_WORKERS: usize = 4;
/// After so many workers in a row that didn't come to life, no further one is tried.
const MOST_FALSE_STARTS: u32 = 3;

/// What the pool tells the page.
pub enum PoolEvent {
    /// A worker has the model and waits for files.
    Ready,
    /// A worker has taken this file.
    Started(usize),
    /// This file has its answer.
    Finished(usize, Box<Case>),
    /// This finished file has a thumbnail, a JPEG file.
    Drawn(usize, Blob),
    /// Nothing can be classified; why.
    Unusable(String),
}

struct Job {
    id: usize,
    name: String,
}

enum Stage {
    Starting(#[expect(dead_code, reason = "held: dropping the timer cancels it")] Timeout),
    Idle,
    /// The file at work, none once it has its answer, and the timer that ends it.
    Busy(Option<Job>, #[expect(dead_code, reason = "held: dropping the timer cancels it")] Timeout),
}

struct Inner {
    kit: Kit,
    /// Files that wait to be read.
    queue: VecDeque<(Job, File)>,
    /// Files being read.
    reading: usize,
    /// Files that were read and wait for a worker.
    read: VecDeque<(Job, Contents)>,
    lanes: BTreeMap<u32, (Lane, Stage)>,
    next_lane: u32,
    most: usize,
    false_starts: u32,
}

/// The pool. Dropping it ends its workers.
pub struct Pool {
    inner: Rc<RefCell<Inner>>,
    tell: Rc<dyn Fn(PoolEvent)>,
}

/// A handle for callbacks, which must not keep the pool alive.
#[derive(Clone)]
struct Handle {
    inner: Weak<RefCell<Inner>>,
    tell: Weak<dyn Fn(PoolEvent)>,
}

impl Pool {
    /// Starts a pool with one worker; more follow when files wait. `tell` hears of everything that happens.
    #[must_use]
    pub fn start(kit: Kit, tell: impl Fn(PoolEvent) + 'static) -> Self {
        let cores = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
        let most = (cores as usize).clamp(1, MOST_WORKERS);
        let inner = Inner {
            kit,
            queue: VecDeque::new(),
            reading: 0,
            read: VecDeque::new(),
            lanes: BTreeMap::new(),
            next_lane: 0,
            most,
            false_starts: 0,
        };
        let pool = Self { inner: Rc::new(RefCell::new(inner)), tell: Rc::new(tell) };
        pool.handle().act(Inner::add_lane);
        pool
    }

    /// Puts a file in the queue.
    pub fn submit(&self, id: usize, name: String, file: File) {
        self.handle().act(|inner, handle| {
            inner.queue.push_back((Job { id, name }, file));
            inner.feed(handle)
        });
    }

    fn handle(&self) -> Handle {
        Handle { inner: Rc::downgrade(&self.inner), tell: Rc::downgrade(&self.tell) }
    }
}

impl Handle {
    /// Changes the pool, then tells what happened, with the pool free again for whoever hears it.
    fn act(&self, change: impl FnOnce(&mut Inner, &Self) -> Vec<PoolEvent>) {
        let (Some(inner), Some(tell)) = (self.inner.upgrade(), self.tell.upgrade()) else { return };
        let events = change(&mut inner.borrow_mut(), self);
        events.into_iter().for_each(|event| tell(event));
    }
}

impl Inner {
    fn add_lane(&mut self, handle: &Handle) -> Vec<PoolEvent> {
        let lane = self.next_lane;
        self.next_lane += 1;
        let hears = handle.clone();
        let started = Lane::start(&self.kit, move |signal| {
            hears.act(|inner, handle| inner.on_signal(lane, signal, handle));
        });
        match started {
            Ok(started) => {
                let limit = time_limit(START_LIMIT_MS, lane, handle);
                self.lanes.insert(lane, (started, Stage::Starting(limit)));
                Vec::new()
            }
            Err(_) => self.no_more_lanes("This browser does not allow background workers here."),
        }
    }

    /// A further worker can't be had: go on with those that run, if any do.
    fn no_more_lanes(&mut self, why: &str) -> Vec<PoolEvent> {
        self.most = self.lanes.len();
        if self.lanes.is_empty() { vec![PoolEvent::Unusable(why.to_owned())] } else { Vec::new() }
    }

    fn on_signal(&mut self, lane: u32, signal: Signal, handle: &Handle) -> Vec<PoolEvent> {
        match signal {
            Signal::Says(FromWorker::Awake, _) => {
                let message =
                    ToWorker::SetUp { description: self.kit.description.clone(), table: self.kit.table_json.clone() };
                let sent = self.lanes.get(&lane).map(|(worker, _)| worker.send(&message, &self.kit.onnx));
                if matches!(sent, Some(Err(_))) { self.end(lane, Ending::Stopped, handle) } else { Vec::new() }
            }
            Signal::Says(FromWorker::Ready, _) => {
                self.set_idle(lane);
                let mut events = vec![PoolEvent::Ready];
                events.extend(self.feed(handle));
                events
            }
            Signal::Says(FromWorker::Unusable(why), _) => {
                self.lanes.remove(&lane);
                self.no_more_lanes(&format!("The classifier can't be used: {why}."))
            }
            Signal::Says(FromWorker::Finished { job, case }, _) => {
                self.false_starts = 0; // it does more than start
                if let Some((_, Stage::Busy(at_work, _))) = self.lanes.get_mut(&lane) {
                    at_work.take();
                }
                vec![PoolEvent::Finished(job, case)]
            }
            Signal::Says(FromWorker::Drawn { job }, jpeg) => {
                self.set_idle(lane);
                let thumbnail = jpeg.dyn_into().ok();
                let mut events: Vec<_> = thumbnail.map(|jpeg| PoolEvent::Drawn(job, jpeg)).into_iter().collect();
                events.extend(self.feed(handle));
                events
            }
            Signal::Says(FromWorker::Timed(_), _) => Vec::new(), // asked for by the benchmark page alone
            Signal::Stopped => self.end(lane, Ending::Stopped, handle),
        }
    }

    fn set_idle(&mut self, lane: u32) {
        if let Some((_, stage)) = self.lanes.get_mut(&lane) {
            *stage = Stage::Idle;
        }
    }

    /// Hands files that were read to idle workers, reads further ones ahead, and starts one more worker if files still
    /// wait and none is on its way.
    fn feed(&mut self, handle: &Handle) -> Vec<PoolEvent> {
        let mut events = Vec::new();
        for (lane, (worker, stage)) in &mut self.lanes {
            if !matches!(stage, Stage::Idle) {
                continue;
            }
            while let Some((job, contents)) = self.read.pop_front() {
                events.push(PoolEvent::Started(job.id));
                if worker.run(job.id, job.name.clone(), &contents).is_ok() {
                    *stage = Stage::Busy(Some(job), time_limit(TIME_LIMIT_MS, *lane, handle));
                    break;
                }
                let why = "The file could not be handed over. Drop it again.";
                events.push(PoolEvent::Finished(job.id, Box::new(Case::failed(job.name, UNREADABLE.0, why))));
            }
        }
        self.read_ahead(handle);
        let waiting = self.queue.len() + self.reading + self.read.len();
        let starting = self.lanes.values().any(|(_, stage)| matches!(stage, Stage::Starting(_)));
        let idle = self.lanes.values().filter(|(_, stage)| matches!(stage, Stage::Idle)).count();
        if waiting > idle && !starting && self.lanes.len() < self.most {
            events.extend(self.add_lane(handle));
        }
        events
    }

    /// Keeps a file for each possible worker read or being read, so that none waits for the disk.
    fn read_ahead(&mut self, handle: &Handle) {
        while self.reading + self.read.len() < self.most.max(1) {
            let Some((job, file)) = self.queue.pop_front() else { return };
            self.reading += 1;
            let handle = handle.clone();
            spawn_local(async move {
                let contents = Contents::of(file, &job.name).await;
                handle.act(|inner, handle| inner.on_read(job, contents, handle));
            });
        }
    }

    fn on_read(&mut self, job: Job, contents: Result<Contents, Case>, handle: &Handle) -> Vec<PoolEvent> {
        self.reading -= 1;
        let mut events = Vec::new();
        match contents {
            Ok(contents) => self.read.push_back((job, contents)),
            Err(case) => events.push(PoolEvent::Finished(job.id, Box::new(case))),
        }
        events.extend(self.feed(handle));
        events
    }

    /// Ends a worker, says what became of its file, and starts another in its place.
    fn end(&mut self, lane: u32, ending: Ending, handle: &Handle) -> Vec<PoolEvent> {
        let Some((worker, stage)) = self.lanes.remove(&lane) else { return Vec::new() };
        drop(worker);
        let mut events = Vec::new();
        match stage {
            Stage::Busy(Some(job), _) => {
                events.push(PoolEvent::Finished(job.id, Box::new(ending.case(job.name))));
            }
            Stage::Busy(None, _) => {} // it had its answer
            Stage::Starting(_) | Stage::Idle => self.false_starts += 1,
        }
        events.extend(if self.false_starts < MOST_FALSE_STARTS {
            self.add_lane(handle)
        } else {
            self.no_more_lanes(
                "The classifier stopped several times while starting. Close other tabs and reload the page.",
            )
        });
        events
    }
}

/// A timer that ends a worker.
fn time_limit(milliseconds: u32, lane: u32, handle: &Handle) -> Timeout {
    let late = handle.clone();
    Timeout::new(milliseconds, move || late.act(|inner, handle| inner.end(lane, Ending::TooLong, handle)))
}

/// Why a worker was ended.
enum Ending {
    Stopped,
    TooLong,
}

impl Ending {
    fn case(&self, name: String) -> Case {
        match self {
            Self::Stopped => Case::failed(
                name,
                "crashed",
                "Reading this file made the decoder stop; it is damaged or too large for this browser's memory.",
            ),
            Self::TooLong => Case::failed(
                name,
                "timed-out",
                "Reading this file took more than a minute and was stopped. Export it uncompressed and try again.",
            ),
        }
    }
}
