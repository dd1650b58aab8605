//! The files taken in: their cases, what is attached to each, and how often what occurs.

mod counts;
mod order;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

pub use counts::Counts;
pub use order::{Filter, Only, Sort, SortBy, visible};

use crate::case::{Case, State};
use crate::routing::{DestinationState, RoutingTable};

/// One file. `A` is what the page keeps with it.
#[derive(Debug, Clone)]
pub struct Entry<A> {
    /// Its story so far.
    pub case: Rc<Case>,
    /// Whether the header contradicts the pixels.
    pub conflict: bool,
    /// Whether it goes to a person.
    pub to_person: bool,
    /// What the filter's words are looked for in.
    searchable: String,
    /// What the page keeps with it.
    pub attached: A,
}

/// All files, by the number that each got when it was taken in.
#[derive(Debug)]
pub struct Worklist<A> {
    entries: Vec<Option<Entry<A>>>,
    names: HashSet<String>,
    copies: HashMap<String, usize>,
    first_of_image: HashMap<String, usize>,
    total: usize,
    settled: usize,
}

impl<A> Default for Worklist<A> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            names: HashSet::new(),
            copies: HashMap::new(),
            first_of_image: HashMap::new(),
            total: 0,
            settled: 0,
        }
    }
}

impl<A> Worklist<A> {
    /// Takes a file in. Returns its number and its name, made unique by ` (2)`, ` (3)` …
    pub fn take_in(&mut self, name: String, attached: A) -> (usize, String) {
        let mut unique = name.clone();
        while !self.names.insert(unique.clone()) {
            let copy = self.copies.entry(name.clone()).or_insert(1);
            *copy += 1;
            unique = format!("{name} ({copy})");
        }
        let case = Rc::new(Case::queued(unique.clone()));
        let searchable = unique.to_lowercase();
        self.entries.push(Some(Entry { case, conflict: false, to_person: false, searchable, attached }));
        self.total += 1;
        (self.entries.len() - 1, unique)
    }

    /// A file.
    #[must_use]
    pub fn get(&self, id: usize) -> Option<&Entry<A>> {
        self.entries.get(id)?.as_ref()
    }

    /// A file, to change what is attached.
    pub fn get_mut(&mut self, id: usize) -> Option<&mut Entry<A>> {
        self.entries.get_mut(id)?.as_mut()
    }

    /// All files with their numbers, in the order in which they came.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &Entry<A>)> {
        self.entries.iter().enumerate().filter_map(|(id, entry)| Some((id, entry.as_ref()?)))
    }

    /// All cases.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.entries().map(|(_, entry)| &*entry.case)
    }

    /// How many files there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// How many of them are finished.
    #[must_use]
    pub fn settled(&self) -> usize {
        self.settled
    }

    /// A worker has taken it.
    pub fn started(&mut self, id: usize) {
        if let Some(entry) = self.get_mut(id).filter(|entry| entry.case.state == State::Queued) {
            Rc::make_mut(&mut entry.case).state = State::Reading;
        }
    }

    /// It has its answer, which this table routes.
    pub fn finished(&mut self, id: usize, mut case: Case, table: &RoutingTable) {
        let Some(entry) = self.entries.get(id).and_then(Option::as_ref) else { return };
        let newly = !entry.case.state.is_settled();
        case.duplicate_of = case.header.sop_instance_uid.as_ref().and_then(|uid| {
            let first = *self.first_of_image.entry(uid.clone()).or_insert(id);
            (first != id).then(|| self.get(first).map(|first| first.case.file.clone())).flatten()
        });
        self.settled += usize::from(newly);
        if let Some(entry) = self.get_mut(id) {
            entry.case = Rc::new(case);
            entry.judge(table);
        }
    }

    /// Waits again, to be read once more.
    pub fn again(&mut self, id: usize) {
        let Some(Some(entry)) = self.entries.get_mut(id) else { return };
        self.settled -= usize::from(entry.case.state.is_settled());
        entry.case = Rc::new(Case::queued(entry.case.file.clone()));
        (entry.conflict, entry.to_person) = (false, false);
    }

    /// Takes it off the list.
    pub fn remove(&mut self, id: usize) {
        let Some(entry) = self.entries.get_mut(id).and_then(Option::take) else { return };
        self.total -= 1;
        self.settled -= usize::from(entry.case.state.is_settled());
        self.names.remove(&entry.case.file);
        if let Some(uid) = &entry.case.header.sop_instance_uid
            && self.first_of_image.get(uid) == Some(&id)
        {
            self.first_of_image.remove(uid);
        }
    }

    /// Takes all off the list. Numbers are not used again.
    pub fn clear(&mut self) {
        self.entries.iter_mut().for_each(|entry| *entry = None);
        self.names.clear();
        self.copies.clear();
        self.first_of_image.clear();
        (self.total, self.settled) = (0, 0);
    }

    /// Routes everything by another table.
    pub fn route(&mut self, table: &RoutingTable) {
        self.entries.iter_mut().flatten().for_each(|entry| entry.route(table));
    }

    /// Changes a case, e.g. by a person's review.
    pub fn change(&mut self, id: usize, table: &RoutingTable, change: impl FnOnce(&mut Case)) {
        if let Some(entry) = self.get_mut(id) {
            change(Rc::make_mut(&mut entry.case));
            entry.judge(table);
        }
    }
}

impl<A> Entry<A> {
    fn judge(&mut self, table: &RoutingTable) {
        self.conflict = self.case.conflicts();
        let destination = self.case.final_destination().and_then(|id| table.destination(id));
        self.searchable = order::searchable(&self.case, table);
        self.to_person = destination.is_some_and(|destination| destination.state == DestinationState::Person);
    }

    fn route(&mut self, table: &RoutingTable) {
        if self.case.state == State::Done {
            // A table that was checked can't fail; one that does leaves the case as it was.
            let _ = Rc::make_mut(&mut self.case).route(table);
            self.judge(table);
        }
    }
}
