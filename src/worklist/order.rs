//! Which files are shown, and in which order.

use std::cmp::Ordering;

use super::{Entry, Worklist};
use crate::case::{Case, State};
use crate::classifier::Group;
use crate::routing::RoutingTable;

/// Files of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Only {
    /// Of a group; what a person said counts.
    Group(Group),
    /// For a destination, by its id.
    Destination(String),
    /// Whose header contradicts the pixels.
    Conflict,
    /// That go to a person.
    ToPerson,
    /// That the network isn't sure of.
    Unsure,
    /// That are no radiograph.
    NotARadiograph,
    /// Refused or failed.
    Refused,
    /// That hold an image seen before.
    Duplicate,
    /// That a person has looked at.
    Reviewed,
}

/// What is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that must all occur in the file's name, its header, group or destination; upper and lower case alike.
    pub words: String,
    /// Of one kind only.
    pub only: Option<Only>,
}

/// What files are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The order in which they came.
    #[default]
    Taken,
    /// Their name.
    Name,
    /// Their group, then confidence.
    Group,
    /// The highest probability.
    Confidence,
    /// Their destination's name.
    Destination,
}

/// An order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// The other way round.
    pub descending: bool,
}

/// The numbers of the files to show, in order.
#[must_use]
pub fn visible<A>(worklist: &Worklist<A>, filter: &Filter, sort: Sort, table: &RoutingTable) -> Vec<usize> {
    let words: Vec<String> = filter.words.split_whitespace().map(str::to_lowercase).collect();
    let shown = |(id, entry): (usize, &Entry<A>)| {
        let kind = filter.only.as_ref().is_none_or(|only| only.holds(entry));
        (kind && words.iter().all(|word| entry.searchable.contains(word))).then_some(id)
    };
    let mut ids: Vec<usize> = worklist.entries().filter_map(shown).collect();
    let case = |id: &usize| worklist.get(*id).map(|entry| &*entry.case);
    if sort.by != SortBy::Taken {
        ids.sort_by(|a, b| match (case(a), case(b)) {
            (Some(a), Some(b)) => sort.by.compare(a, b, table),
            _ => Ordering::Equal,
        });
    }
    if sort.descending {
        ids.reverse();
    }
    ids
}

impl Only {
    fn holds<A>(&self, entry: &Entry<A>) -> bool {
        let case = &*entry.case;
        let open_as = |reason| case.final_group().is_none() && case.reason.as_deref() == Some(reason);
        match self {
            Self::Group(group) => case.final_group() == Some(*group),
            Self::Destination(id) => case.final_destination() == Some(id),
            Self::Conflict => entry.conflict,
            Self::ToPerson => entry.to_person,
            Self::Unsure => open_as("unsure"),
            Self::NotARadiograph => open_as("not-a-radiograph"),
            Self::Refused => matches!(case.state, State::Refused | State::Failed),
            Self::Duplicate => case.duplicate_of.is_some(),
            Self::Reviewed => case.review.is_some(),
        }
    }
}

/// What words are looked for in: in lower case, line by line.
pub(super) fn searchable(case: &Case, table: &RoutingTable) -> String {
    let header = &case.header;
    let destination = case.final_destination().and_then(|id| table.destination(id));
    let texts = [
        Some(case.file.as_str()),
        case.final_group().map(Group::name),
        destination.map(|destination| destination.name.as_str()),
        case.reason.as_deref(),
        header.modality.as_deref(),
        header.body_part_examined.as_deref(),
        header.view_position.as_deref(),
        header.study_description.as_deref(),
        header.series_description.as_deref(),
    ];
    texts.into_iter().flatten().collect::<Vec<_>>().join("\n").to_lowercase()
}

impl SortBy {
    fn compare(self, a: &Case, b: &Case, table: &RoutingTable) -> Ordering {
        let place = |case: &Case| {
            let group = case.final_group();
            group.map_or(usize::MAX, |group| Group::ALL.iter().position(|other| *other == group).unwrap_or(usize::MAX))
        };
        let confidence = |case: &Case| case.confidence.unwrap_or(-1.0);
        // Files without a destination come last.
        let destination = |case: &'_ Case| {
            let name = case.final_destination().and_then(|id| table.destination(id)).map(|to| to.name.to_lowercase());
            (name.is_none(), name)
        };
        match self {
            Self::Taken => Ordering::Equal,
            Self::Name => a.file.cmp(&b.file),
            Self::Group => place(a).cmp(&place(b)).then_with(|| confidence(b).total_cmp(&confidence(a))),
            Self::Confidence => confidence(a).total_cmp(&confidence(b)),
            Self::Destination => destination(a).cmp(&destination(b)),
        }
    }
}
