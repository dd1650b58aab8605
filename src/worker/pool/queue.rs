//! Files that wait: to be read, being read, read.

use std::collections::{BTreeMap, VecDeque};

use crate::worker::contents::Contents;
use crate::worker::source::Source;

/// A file to classify.
pub(super) struct Job {
    pub(super) id: usize,
    pub(super) name: String,
}

/// The queue. Each step costs the same however long it is; taking a file back costs a look at each.
#[derive(Default)]
pub(super) struct Queue {
    unread: VecDeque<(Job, Source)>,
    /// Files being read, by a number for each reading: an id may come back while its first reading still runs.
    reading: BTreeMap<u64, Job>,
    read: VecDeque<(Job, Contents)>,
    readings: u64,
}

impl Queue {
    pub(super) fn push(&mut self, job: Job, source: Source) {
        self.unread.push_back((job, source));
    }

    /// The next file to read, with its name and the number of the reading; none while `most` are read or being read.
    pub(super) fn next_unread(&mut self, most: usize) -> Option<(u64, String, Source)> {
        if self.reading.len() + self.read.len() >= most {
            return None;
        }
        let (job, source) = self.unread.pop_front()?;
        self.readings += 1;
        let name = job.name.clone();
        self.reading.insert(self.readings, job);
        Some((self.readings, name, source))
    }

    /// The file that was being read; none if it was taken back.
    pub(super) fn end_reading(&mut self, reading: u64) -> Option<Job> {
        self.reading.remove(&reading)
    }

    pub(super) fn push_read(&mut self, job: Job, contents: Contents) {
        self.read.push_back((job, contents));
    }

    pub(super) fn pop_read(&mut self) -> Option<(Job, Contents)> {
        self.read.pop_front()
    }

    /// Takes back one file, or all.
    pub(super) fn withdraw(&mut self, id: Option<usize>) {
        let stays = |job: &Job| id.is_some_and(|id| job.id != id);
        self.unread.retain(|(job, _)| stays(job));
        self.reading.retain(|_, job| stays(job));
        self.read.retain(|(job, _)| stays(job));
    }

    pub(super) fn len(&self) -> usize {
        self.unread.len() + self.reading.len() + self.read.len()
    }
}
