//! A pool of workers: a queue of files, one file a worker at a time; a worker that stops or takes too long is
//! replaced, and only its own file is lost. What a person waits for goes before the queue.

mod crew;
mod queue;
mod request;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use web_sys::Blob;

use super::kit::Kit;
use super::source::Source;
use super::traffic::Traffic;
use crate::case::Case;
use crate::text::Phrase;
use crew::Crew;
pub use request::ArchiveEntry;

/// Most workers for files: each holds 30–60 MB.
const MOST_WORKERS: usize = 4;

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
    /// A worker has asked the network for something, or was kept from it.
    Traffic(Traffic),
    /// Nothing can be classified; why.
    Unusable(Phrase),
}

/// The pool. Clones are handles to the same one; dropping the last ends its workers, and what was asked of them.
#[derive(Clone)]
pub struct Pool {
    crew: Rc<RefCell<Crew>>,
    tell: Rc<dyn Fn(PoolEvent)>,
}

/// A handle for callbacks, which must not keep the pool alive.
#[derive(Clone)]
struct Handle {
    crew: Weak<RefCell<Crew>>,
    tell: Weak<dyn Fn(PoolEvent)>,
}

impl Pool {
    /// Starts a pool with one worker; more follow when files wait. `tell` hears of everything that happens.
    #[must_use]
    pub fn start(kit: Kit, tell: impl Fn(PoolEvent) + 'static) -> Self {
        let cores = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
        let crew = Crew::new(kit, (cores as usize).clamp(1, MOST_WORKERS));
        let pool = Self { crew: Rc::new(RefCell::new(crew)), tell: Rc::new(tell) };
        pool.handle().act(Crew::add_lane);
        pool
    }

    /// Puts a file in the queue. `id` is the caller's, and comes back in the events.
    pub fn submit(&self, id: usize, name: String, source: Source) {
        self.handle().act(|crew, handle| crew.submit(id, name, source, handle));
    }

    /// Takes a file back, queued or at work. No event on it follows. One at work costs its worker, which is replaced.
    pub fn withdraw(&self, id: usize) {
        self.handle().act(|crew, handle| crew.withdraw(Some(id), handle));
    }

    /// Takes all files back. What else was asked for goes on.
    pub fn withdraw_all(&self) {
        self.handle().act(|crew, handle| crew.withdraw(None, handle));
    }

    /// How many workers run.
    #[must_use]
    pub fn workers(&self) -> u32 {
        self.crew.borrow().workers()
    }

    fn handle(&self) -> Handle {
        Handle { crew: Rc::downgrade(&self.crew), tell: Rc::downgrade(&self.tell) }
    }
}

impl Handle {
    /// Changes the pool, then tells what happened, with the pool free again for whoever hears it.
    fn act(&self, change: impl FnOnce(&mut Crew, &Self) -> Vec<PoolEvent>) {
        let (Some(crew), Some(tell)) = (self.crew.upgrade(), self.tell.upgrade()) else { return };
        let events = change(&mut crew.borrow_mut(), self);
        events.into_iter().for_each(|event| tell(event));
    }
}
