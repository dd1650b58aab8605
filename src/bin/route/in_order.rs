//! Work on many threads; results in the order of what came in.

use std::io;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, Builder, JoinHandle};

/// For each thread, how many may be at work or wait for one before them. A slow film then holds up nobody for a while.
const WINDOW: usize = 16;

/// Runs `work` on each input, on so many threads (all cores if not said), and hands out the results in the inputs' order,
/// each as soon as it and those before it are there. Inputs are taken when there is room; what is in memory doesn't grow
/// with their number.
///
/// # Errors
/// A thread can't be started. Among the results: those of the inputs.
pub(crate) fn in_order<I, R, Inputs>(
    jobs: Option<NonZeroUsize>,
    inputs: impl FnOnce() -> Inputs + Send + 'static,
    work: impl Fn(I) -> R + Send + Sync + 'static,
) -> io::Result<InOrder<R>>
where
    I: Send + 'static,
    R: Send + 'static,
    Inputs: Iterator<Item = io::Result<I>>,
{
    let jobs = match jobs {
        Some(jobs) => jobs,
        None => thread::available_parallelism()?,
    };
    let (give, take) = sync_channel::<(I, Sender<R>)>(jobs.get());
    let (queue, results) = sync_channel(jobs.get() * WINDOW);
    let (take, work) = (Arc::new(Mutex::new(take)), Arc::new(work));
    for _ in 0..jobs.get() {
        let (take, work) = (take.clone(), work.clone());
        let worker = move || {
            while let Some((input, result)) = next(&take) {
                let _ = result.send(work(input)); // nobody waits: it is ending
            }
        };
        Builder::new().name("route".into()).spawn(worker)?;
    }
    let reader = Builder::new().name("inputs".into()).spawn(move || read(inputs(), &give, &queue))?;
    Ok(InOrder { results, reader: Some(reader) })
}

fn next<T>(take: &Mutex<Receiver<T>>) -> Option<T> {
    take.lock().ok()?.recv().ok()
}

fn read<I, R>(
    inputs: impl Iterator<Item = io::Result<I>>,
    give: &SyncSender<(I, Sender<R>)>,
    queue: &SyncSender<io::Result<Receiver<R>>>,
) {
    for input in inputs {
        let (result, place) = channel();
        let (input, place) = match input {
            Ok(input) => (Some(input), Ok(place)),
            Err(error) => (None, Err(error)),
        };
        let nobody_waits = queue.send(place).is_err();
        if nobody_waits || input.is_some_and(|input| give.send((input, result)).is_err()) {
            return;
        }
    }
}

/// The results.
pub(crate) struct InOrder<R> {
    results: Receiver<io::Result<Receiver<R>>>,
    reader: Option<JoinHandle<()>>,
}

impl<R> Iterator for InOrder<R> {
    type Item = io::Result<R>;

    fn next(&mut self) -> Option<Self::Item> {
        let stopped = || io::Error::other("a part of this program stopped; please report it");
        match self.results.recv() {
            Ok(Ok(result)) => Some(result.recv().map_err(|_| stopped())),
            Ok(Err(error)) => Some(Err(error)),
            Err(_) => self.reader.take()?.join().err().map(|_| Err(stopped())),
        }
    }
}
