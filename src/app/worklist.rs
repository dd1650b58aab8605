//! The files taken in, in order, each with its case so far.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use web_sys::Blob;

use super::film::Thumbnail;
use crate::case::{Case, State};

/// One file.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) case: Rc<Case>,
    pub(super) thumbnail: Option<Rc<Thumbnail>>,
}

/// All files taken in; a file's index is its id in the pool.
#[derive(Debug, Default)]
pub(super) struct Worklist {
    entries: Vec<Entry>,
    names: HashSet<String>,
    copies: HashMap<String, usize>,
    settled: usize,
}

impl Worklist {
    /// Takes a file in. Returns its id and its name, made unique by ` (2)`, ` (3)` …
    pub(super) fn take_in(&mut self, name: String) -> (usize, String) {
        let mut unique = name.clone();
        while !self.names.insert(unique.clone()) {
            let copy = self.copies.entry(name.clone()).or_insert(1);
            *copy += 1;
            unique = format!("{name} ({copy})");
        }
        self.entries.push(Entry { case: Rc::new(Case::queued(unique.clone())), thumbnail: None });
        (self.entries.len() - 1, unique)
    }

    pub(super) fn started(&mut self, id: usize) {
        if let Some(entry) = self.entries.get_mut(id).filter(|entry| entry.case.state == State::Queued) {
            Rc::make_mut(&mut entry.case).state = State::Reading;
        }
    }

    pub(super) fn finished(&mut self, id: usize, case: Case) {
        if let Some(entry) = self.entries.get_mut(id) {
            self.settled += usize::from(!entry.case.state.is_settled());
            entry.case = Rc::new(case);
        }
    }

    pub(super) fn drawn(&mut self, id: usize, thumbnail: &Blob) {
        if let Some(entry) = self.entries.get_mut(id) {
            entry.thumbnail = Thumbnail::new(thumbnail).map(Rc::new);
        }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn total(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn settled(&self) -> usize {
        self.settled
    }

    pub(super) fn cases(&self) -> impl Iterator<Item = &Case> {
        self.entries.iter().map(|entry| &*entry.case)
    }
}
