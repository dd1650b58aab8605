//! How often what occurs in a worklist.

use std::collections::BTreeMap;

use super::Worklist;
use crate::case::State;
use crate::classifier::{GROUPS, Group};

/// The sums.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files.
    pub total: usize,
    /// Finished files.
    pub settled: usize,
    /// Files of each group, in the order of [`Group::ALL`]; what a person said counts.
    pub groups: [usize; GROUPS],
    /// Files that the network isn't sure of.
    pub unsure: usize,
    /// Files that are no radiograph.
    pub not_a_radiograph: usize,
    /// Files for each destination, by its id.
    pub destinations: BTreeMap<String, usize>,
    /// Files for each rule, by its id.
    pub rules: BTreeMap<String, usize>,
    /// Files refused or failed, by the code that says why.
    pub refused: BTreeMap<String, usize>,
    /// Files that go to a person.
    pub to_person: usize,
    /// Files whose header contradicts the pixels.
    pub conflicts: usize,
    /// Files that hold an image seen before.
    pub duplicates: usize,
    /// Files that a person has looked at.
    pub reviewed: usize,
}

impl Counts {
    /// Counts.
    #[must_use]
    pub fn of<A>(worklist: &Worklist<A>) -> Self {
        let mut counts = Self { total: worklist.total(), settled: worklist.settled(), ..Self::default() };
        for (_, entry) in worklist.entries() {
            let case = &*entry.case;
            let add = |sums: &mut BTreeMap<String, usize>, key: &str| match sums.get_mut(key) {
                Some(sum) => *sum += 1,
                None => drop(sums.insert(key.to_owned(), 1)),
            };
            match case.state {
                State::Done => {
                    let group = case.final_group();
                    if let Some(at) = group.and_then(|group| Group::ALL.iter().position(|other| *other == group)) {
                        counts.groups[at] += 1;
                    }
                    counts.unsure += usize::from(group.is_none() && case.reason.as_deref() == Some("unsure"));
                    counts.not_a_radiograph +=
                        usize::from(group.is_none() && case.reason.as_deref() == Some("not-a-radiograph"));
                    case.final_destination().into_iter().for_each(|id| add(&mut counts.destinations, id));
                    case.rule.as_deref().into_iter().for_each(|id| add(&mut counts.rules, id));
                }
                State::Refused | State::Failed => {
                    add(&mut counts.refused, case.reason.as_deref().unwrap_or("failed"));
                }
                State::Queued | State::Reading => {}
            }
            counts.to_person += usize::from(entry.to_person);
            counts.conflicts += usize::from(entry.conflict);
            counts.duplicates += usize::from(case.duplicate_of.is_some());
            counts.reviewed += usize::from(case.review.is_some());
        }
        counts
    }

    /// Files refused or failed.
    #[must_use]
    pub fn all_refused(&self) -> usize {
        self.refused.values().sum()
    }
}
