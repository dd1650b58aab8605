//! The workers: who does what, who is replaced, and how many there are.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use gloo::timers::callback::Timeout;
use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::queue::{Job, Queue};
use super::request::Request;
use super::{Handle, PoolEvent};
use crate::case::Case;
use crate::phrase;
use crate::text::Phrase;
use crate::worker::contents::{Contents, UNREADABLE};
use crate::worker::kit::Kit;
use crate::worker::lane::{Lane, Signal};
use crate::worker::message::{FromWorker, ToWorker};
use crate::worker::source::Source;

/// Longest time for one file, and between two signs of life of what takes longer. The slowest real radiograph of our
/// collection takes about 2 s.
const TIME_LIMIT_MS: u32 = 60_000;
/// Longest time for a worker to load the model, on a slow device.
const START_LIMIT_MS: u32 = 60_000;
/// After so many workers in a row that didn't come to life, no further one is tried.
const MOST_FALSE_STARTS: u32 = 3;

/// What a worker is at.
enum Work {
    File(Job),
    /// This file has its answer; its thumbnail is being drawn.
    Answered(usize),
    /// The thumbnail of a file that was taken back.
    Withdrawn,
    Request(Request),
}

enum Stage {
    Starting(#[expect(dead_code, reason = "held: dropping the timer cancels it")] Timeout),
    Idle,
    /// At work, and the timer that ends it.
    Busy(Work, Timeout),
}

/// The pool's inside.
pub(super) struct Crew {
    kit: Kit,
    queue: Queue,
    requests: VecDeque<Request>,
    lanes: BTreeMap<u32, (Lane, Stage)>,
    /// Those whose memory has grown too large to be kept.
    outgrown: BTreeSet<u32>,
    next_lane: u32,
    /// Most workers beside those with a long request.
    most: usize,
    false_starts: u32,
}

impl Crew {
    pub(super) fn new(kit: Kit, most: usize) -> Self {
        let (queue, requests, lanes, outgrown) = Default::default();
        Self { kit, queue, requests, lanes, outgrown, next_lane: 0, most, false_starts: 0 }
    }

    pub(super) fn submit(&mut self, id: usize, name: String, source: Source, handle: &Handle) -> Vec<PoolEvent> {
        self.queue.push(Job { id, name }, source);
        self.feed(handle)
    }

    pub(super) fn request(&mut self, request: Request, handle: &Handle) -> Vec<PoolEvent> {
        self.requests.push_back(request);
        self.feed(handle)
    }

    /// Takes back one file, or all.
    pub(super) fn withdraw(&mut self, id: Option<usize>, handle: &Handle) -> Vec<PoolEvent> {
        self.queue.withdraw(id);
        let mut at_work = Vec::new();
        for (lane, (_, stage)) in &mut self.lanes {
            let Stage::Busy(work, _) = stage else { continue };
            match work {
                Work::File(job) if id.is_none_or(|id| id == job.id) => at_work.push(*lane),
                Work::Answered(answered) if id.is_none_or(|id| id == *answered) => *work = Work::Withdrawn,
                _ => {}
            }
        }
        let mut events = Vec::new();
        for lane in at_work {
            self.lanes.remove(&lane);
            events.extend(self.add_lane(handle));
        }
        events.extend(self.feed(handle));
        events
    }

    /// The model that the workers have.
    pub(super) fn onnx(&self) -> ArrayBuffer {
        self.kit.onnx.clone()
    }

    pub(super) fn workers(&self) -> u32 {
        self.lanes.len() as u32
    }

    pub(super) fn add_lane(&mut self, handle: &Handle) -> Vec<PoolEvent> {
        let lane = self.next_lane;
        self.next_lane += 1;
        let hears = handle.clone();
        let started = Lane::start(&self.kit, move |signal| {
            hears.act(|crew, handle| crew.on_signal(lane, signal, handle));
        });
        match started {
            Ok(started) => {
                let limit = time_limit(START_LIMIT_MS, lane, handle);
                self.lanes.insert(lane, (started, Stage::Starting(limit)));
                Vec::new()
            }
            Err(_) => self.no_more_lanes(phrase!(workers_not_allowed)),
        }
    }

    /// A further worker can't be had: go on with those that run, if any do.
    fn no_more_lanes(&mut self, why: Phrase) -> Vec<PoolEvent> {
        self.most = self.lanes.len().max(1);
        self.false_starts = MOST_FALSE_STARTS;
        if self.lanes.is_empty() { vec![PoolEvent::Unusable(why)] } else { Vec::new() }
    }

    fn on_signal(&mut self, lane: u32, signal: Signal, handle: &Handle) -> Vec<PoolEvent> {
        let (said, attachment) = match signal {
            Signal::Says(said, attachment) => (said, attachment),
            Signal::Stopped => return self.end(lane, Ending::Stopped, handle),
        };
        match said {
            FromWorker::Awake => {
                let message =
                    ToWorker::SetUp { description: self.kit.description.clone(), table: self.kit.table_json.clone() };
                let sent = self.lanes.get(&lane).map(|(worker, _)| worker.send(&message, &self.kit.onnx, false));
                if matches!(sent, Some(Err(_))) { self.end(lane, Ending::Stopped, handle) } else { Vec::new() }
            }
            FromWorker::Ready => {
                self.rest(lane);
                let mut events = vec![PoolEvent::Ready];
                events.extend(self.feed(handle));
                events
            }
            FromWorker::Unusable(why) => {
                self.lanes.remove(&lane);
                self.no_more_lanes(phrase!(model_unusable, why = why))
            }
            FromWorker::Finished { job, mut case, explanation } => {
                case.explanation = explanation;
                self.false_starts = 0; // it does more than start
                if let Some((_, Stage::Busy(work, _))) = self.lanes.get_mut(&lane) {
                    *work = Work::Answered(job);
                }
                vec![PoolEvent::Finished(job, case)]
            }
            FromWorker::Drawn { job } => {
                let wanted = matches!(self.rest(lane), Some(Work::Answered(_)));
                let thumbnail = attachment.dyn_into().ok().filter(|_| wanted);
                let mut events: Vec<_> = thumbnail.map(|jpeg| PoolEvent::Drawn(job, jpeg)).into_iter().collect();
                events.extend(self.feed(handle));
                events
            }
            FromWorker::Progress { done, total } => self.on_progress(lane, done, total, handle),
            FromWorker::Opened(_)
            | FromWorker::Taught(_)
            | FromWorker::Answered(_)
            | FromWorker::Listed(_)
            | FromWorker::Written
            | FromWorker::Failed(_) => {
                if let Some(Work::Request(request)) = self.rest(lane) {
                    request.end(Ok((said, attachment)));
                }
                self.feed(handle)
            }
            FromWorker::Outgrown => {
                self.outgrown.insert(lane);
                self.feed(handle)
            }
            FromWorker::Traffic(traffic) => vec![PoolEvent::Traffic(traffic)],
            FromWorker::Timed(_) => Vec::new(), // asked for by the benchmark page alone
        }
    }

    /// A sign of life: its time begins anew, unless nobody waits for it any longer.
    fn on_progress(&mut self, lane: u32, done: usize, total: usize, handle: &Handle) -> Vec<PoolEvent> {
        let Some((_, Stage::Busy(Work::Request(request), limit))) = self.lanes.get_mut(&lane) else {
            return Vec::new();
        };
        if request.is_dropped() {
            return self.end(lane, Ending::Stopped, handle);
        }
        *limit = time_limit(TIME_LIMIT_MS, lane, handle);
        request.progress(done, total);
        Vec::new()
    }

    /// A worker has nothing more to do: it waits, or is ended if there are too many. Says what it was at.
    fn rest(&mut self, lane: u32) -> Option<Work> {
        let (_, stage) = self.lanes.get_mut(&lane)?;
        let before = std::mem::replace(stage, Stage::Idle);
        if self.lanes.len() > self.limit() {
            self.lanes.remove(&lane);
        }
        if let Stage::Busy(work, _) = before { Some(work) } else { None }
    }

    /// Most workers now: files don't wait for a long request.
    fn limit(&self) -> usize {
        let long = |(_, stage): &&(Lane, Stage)| match stage {
            Stage::Busy(Work::Request(request), _) => request.is_long(),
            _ => false,
        };
        self.most + self.lanes.values().filter(long).count()
    }

    /// Gives idle workers something to do, reads further files ahead, and starts one more worker if files still wait and
    /// none is on its way.
    fn feed(&mut self, handle: &Handle) -> Vec<PoolEvent> {
        let mut events = self.replace_outgrown(handle);
        self.requests.retain(|request| !request.is_dropped());
        for (lane, (worker, stage)) in &mut self.lanes {
            if !matches!(stage, Stage::Idle) {
                continue;
            }
            let work = match next_request(&mut self.requests, worker) {
                None => next_file(&mut self.queue, worker, &mut events),
                request => request,
            };
            if let Some(work) = work {
                *stage = Stage::Busy(work, time_limit(TIME_LIMIT_MS, *lane, handle));
            }
        }
        self.read_ahead(handle);
        let waiting = self.queue.len() + self.requests.len();
        let starting = self.lanes.values().any(|(_, stage)| matches!(stage, Stage::Starting(_)));
        let idle = self.lanes.values().filter(|(_, stage)| matches!(stage, Stage::Idle)).count();
        let may_start = !starting && self.false_starts < MOST_FALSE_STARTS;
        if waiting > idle && may_start && self.lanes.len() < self.limit() {
            events.extend(self.add_lane(handle));
        }
        events
    }

    /// Idle workers whose memory has grown too large make room for new ones.
    fn replace_outgrown(&mut self, handle: &Handle) -> Vec<PoolEvent> {
        let is_idle = |lane: &u32| matches!(self.lanes.get(lane), None | Some((_, Stage::Idle)));
        let (idle, busy): (Vec<u32>, Vec<u32>) = std::mem::take(&mut self.outgrown).into_iter().partition(is_idle);
        self.outgrown = busy.into_iter().collect();
        let ended = idle.into_iter().filter(|lane| self.lanes.remove(lane).is_some()).count();
        (0..ended).flat_map(|_| self.add_lane(handle)).collect()
    }

    /// Keeps a file for each possible worker read or being read, so that none waits for the disk.
    fn read_ahead(&mut self, handle: &Handle) {
        while let Some((reading, name, source)) = self.queue.next_unread(self.most) {
            let handle = handle.clone();
            spawn_local(async move {
                let contents = Contents::of(source, &name).await;
                handle.act(|crew, handle| crew.on_read(reading, contents, handle));
            });
        }
    }

    fn on_read(&mut self, reading: u64, contents: Result<Contents, Case>, handle: &Handle) -> Vec<PoolEvent> {
        let mut events = Vec::new();
        match (self.queue.end_reading(reading), contents) {
            (Some(job), Ok(contents)) => self.queue.push_read(job, contents),
            (Some(job), Err(case)) => events.push(PoolEvent::Finished(job.id, Box::new(case))),
            (None, _) => {} // taken back meanwhile
        }
        events.extend(self.feed(handle));
        events
    }

    /// Ends a worker, says what became of its work, and starts another in its place.
    fn end(&mut self, lane: u32, ending: Ending, handle: &Handle) -> Vec<PoolEvent> {
        let Some((worker, stage)) = self.lanes.remove(&lane) else { return Vec::new() };
        drop(worker);
        let mut events = Vec::new();
        match stage {
            Stage::Busy(Work::File(job), _) => {
                let (reason, words) = ending.reason();
                events.push(PoolEvent::Finished(job.id, Box::new(Case::failed(job.name, reason, words))));
            }
            Stage::Busy(Work::Request(request), _) => {
                let words = if request.is_long() { ending.of_an_archive() } else { ending.reason().1 };
                request.end(Err(words));
            }
            Stage::Busy(Work::Answered(_) | Work::Withdrawn, _) => {} // it had its answer
            Stage::Starting(_) | Stage::Idle => self.false_starts += 1,
        }
        if self.false_starts >= MOST_FALSE_STARTS {
            events.extend(self.no_more_lanes(phrase!(workers_false_starts)));
        } else if self.lanes.len() < self.limit() {
            events.extend(self.add_lane(handle));
        }
        events
    }
}

/// Hands a worker the next request that can be handed over.
fn next_request(requests: &mut VecDeque<Request>, worker: &Lane) -> Option<Work> {
    while let Some(request) = requests.pop_front() {
        match worker.send(&request.message, &request.attachment, request.hands_over()) {
            Ok(()) => return Some(Work::Request(request)),
            Err(_) => request.end(Err(phrase!(failed_handing_over))),
        }
    }
    None
}

/// Hands a worker the next file that can be handed over.
fn next_file(queue: &mut Queue, worker: &Lane, events: &mut Vec<PoolEvent>) -> Option<Work> {
    while let Some((job, Contents { attachment, handed_over, read_ms, deflated })) = queue.pop_read() {
        events.push(PoolEvent::Started(job.id));
        let message = ToWorker::Run { job: job.id, name: job.name.clone(), read_ms, deflated };
        if worker.send(&message, &attachment, handed_over).is_ok() {
            return Some(Work::File(job));
        }
        events.push(PoolEvent::Finished(
            job.id,
            Box::new(Case::failed(job.name, UNREADABLE, phrase!(failed_handing_over))),
        ));
    }
    None
}

/// A timer that ends a worker.
fn time_limit(milliseconds: u32, lane: u32, handle: &Handle) -> Timeout {
    let late = handle.clone();
    Timeout::new(milliseconds, move || late.act(|crew, handle| crew.end(lane, Ending::TooLong, handle)))
}

/// Why a worker was ended.
enum Ending {
    Stopped,
    TooLong,
}

impl Ending {
    /// Stable code and words.
    fn reason(&self) -> (&'static str, Phrase) {
        match self {
            Self::Stopped => ("crashed", phrase!(failed_crashed)),
            Self::TooLong => ("timed-out", phrase!(failed_timed_out)),
        }
    }

    /// Words for an archive that is being written.
    fn of_an_archive(&self) -> Phrase {
        match self {
            Self::Stopped => phrase!(archive_memory),
            Self::TooLong => phrase!(archive_late),
        }
    }
}
