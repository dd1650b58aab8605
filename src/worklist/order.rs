//! Which files are shown, and in which order.

use super::{Entry, Worklist};
use crate::case::{Case, State};
use crate::classifier::{GROUPS, Group};
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
    /// Words that must all occur in the header's body part, in group or destination …; upper and lower case alike.
    pub words: String,
    /// Whether file names and descriptions, which could name a patient, are looked through too.
    pub identifying: bool,
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
        (kind && words.iter().all(|word| entry.searchable[usize::from(filter.identifying)].contains(word)))
            .then_some(id)
    };
    let mut ids: Vec<usize> = worklist.entries().filter_map(shown).collect();
    if sort.by != SortBy::Taken {
        ids.sort_by_cached_key(|id| worklist.get(*id).map(|entry| sort.by.key(&entry.case, table)));
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

/// What words are looked for in, in lower case, line by line: what is shown always, and all.
pub(super) fn searchable(case: &Case, table: &RoutingTable) -> [String; 2] {
    let header = &case.header;
    let destination = case.final_destination().and_then(|id| table.destination(id));
    let shown = [
        case.final_group().map(Group::name),
        destination.map(|destination| destination.name.as_str()),
        case.reason.as_deref(),
        header.modality.as_deref(),
        header.body_part_examined.as_deref(),
        header.view_position.as_deref(),
    ];
    let hidden = [Some(case.file.as_str()), header.study_description.as_deref(), header.series_description.as_deref()];
    let joined = |texts: &[Option<&str>]| texts.iter().flatten().copied().collect::<Vec<_>>().join("\n").to_lowercase();
    let shown = joined(&shown);
    [shown.clone(), format!("{shown}\n{}", joined(&hidden))]
}

/// What a file is sorted by: a rank, then a text; files without come last.
type Key = (usize, String);

impl SortBy {
    fn key(self, case: &Case, table: &RoutingTable) -> Key {
        let confidence = case.confidence.map_or(0, |confidence| (confidence * 1e6) as usize);
        match self {
            Self::Taken => Key::default(),
            Self::Name => (0, case.file.clone()),
            Self::Group => {
                let place = case.final_group().and_then(|group| Group::ALL.iter().position(|other| *other == group));
                // Within a group the surest come first.
                (place.unwrap_or(GROUPS) * 2_000_000 + 1_000_000 - confidence.min(1_000_000), String::new())
            }
            Self::Confidence => (confidence, String::new()),
            Self::Destination => {
                let destination = case.final_destination().and_then(|id| table.destination(id));
                destination.map_or((1, String::new()), |to| (0, to.name.to_lowercase()))
            }
        }
    }
}
