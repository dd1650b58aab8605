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
    /// What the filter's words are looked for in; the second with what could name a patient.
    searchable: [String; 2],
    /// What the page keeps with it.
    pub attached: A,
}

/// All files, by the number that each got when it was taken in.
#[derive(Debug)]
pub struct Worklist<A> {
    /// The number of the first place; those before were cleared.
    first: usize,
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
            first: 0,
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
        let searchable = [String::new(), unique.to_lowercase()];
        self.entries.push(Some(Entry { case, conflict: false, to_person: false, searchable, attached }));
        self.total += 1;
        (self.first + self.entries.len() - 1, unique)
    }

    /// A file.
    #[must_use]
    pub fn get(&self, id: usize) -> Option<&Entry<A>> {
        self.entries.get(id.checked_sub(self.first)?)?.as_ref()
    }

    /// A file, to change what is attached.
    pub fn get_mut(&mut self, id: usize) -> Option<&mut Entry<A>> {
        self.place(id)?.as_mut()
    }

    fn place(&mut self, id: usize) -> Option<&mut Option<Entry<A>>> {
        self.entries.get_mut(id.checked_sub(self.first)?)
    }

    /// All files with their numbers, in the order in which they came.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &Entry<A>)> {
        (self.first..).zip(&self.entries).filter_map(|(id, entry)| Some((id, entry.as_ref()?)))
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

    /// It has its answer, which this table routes. A review that was given before holds for it too.
    pub fn finished(&mut self, id: usize, mut case: Case, table: &RoutingTable) {
        let Some(entry) = self.get(id) else { return };
        let newly = !entry.case.state.is_settled();
        if let Some(review) = entry.case.review.clone().filter(|_| case.state == State::Done) {
            case.review = Some(review);
            // A table that was checked can't fail; one that does leaves the case as it was.
            let _ = case.route(table);
        }
        case.duplicate_of = case.header.sop_instance_uid.clone().and_then(|uid| self.first_of(uid, id));
        self.settled += usize::from(newly);
        if let Some(entry) = self.get_mut(id) {
            entry.case = Rc::new(case);
            entry.judge(table);
        }
    }

    /// The name of the file that holds an image before this one; else this is the first.
    fn first_of(&mut self, uid: String, id: usize) -> Option<String> {
        let known = self.first_of_image.get(&uid).copied().filter(|first| *first != id);
        let name = known.and_then(|first| self.get(first)).map(|first| first.case.file.clone());
        if name.is_none() {
            self.first_of_image.insert(uid, id);
        }
        name
    }

    /// Waits again, to be read once more; says whether it does. One that hasn't been read yet waits already.
    pub fn again(&mut self, id: usize) -> bool {
        let Some(entry) = self.get_mut(id).filter(|entry| entry.case.state.is_settled()) else { return false };
        let review = entry.case.review.clone();
        entry.case = Rc::new(Case { review, ..Case::queued(entry.case.file.clone()) });
        (entry.conflict, entry.to_person) = (false, false);
        self.settled -= 1;
        true
    }

    /// Takes it off the list.
    pub fn remove(&mut self, id: usize) {
        let Some(entry) = self.place(id).and_then(Option::take) else { return };
        self.total -= 1;
        self.settled -= usize::from(entry.case.state.is_settled());
        let name = &entry.case.file;
        self.names.remove(name);
        // Its copies are no copies any more: the next one is the first now.
        let copies = self.entries.iter_mut().flatten().filter(|copy| copy.case.duplicate_of.as_ref() == Some(name));
        let mut first: Option<String> = None;
        for copy in copies {
            let case = Rc::make_mut(&mut copy.case);
            case.duplicate_of.clone_from(&first);
            first.get_or_insert_with(|| case.file.clone());
        }
        self.first_of_image.retain(|_, first| *first != id);
        let firsts = self.entries().filter(|(_, entry)| Some(&entry.case.file) == first.as_ref());
        let uids = firsts.filter_map(|(id, entry)| Some((entry.case.header.sop_instance_uid.clone()?, id)));
        let uids: Vec<_> = uids.collect();
        self.first_of_image.extend(uids);
    }

    /// Takes all off the list. Numbers are not used again.
    pub fn clear(&mut self) {
        self.first += self.entries.len();
        self.entries.clear();
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
