//! Which film the lesson is about.

use crate::app::list::shown_name;
use crate::app::state::{List, Shared};
use crate::case::State;
use crate::phantom::{SAMPLES, Sample};
use crate::phrase;
use crate::text::Phrase;
use crate::worker::{Pool, Source};

/// More films of the worklist aren't offered.
const MOST_LISTED: usize = 200;

/// A film: of the worklist, by its number; or a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Subject {
    Listed(usize),
    Sample(&'static Sample),
}

impl Subject {
    /// The worklist's films that have an answer, in its order.
    pub(super) fn listed(list: &List) -> Vec<Self> {
        let done =
            list.entries().filter(|(_, entry)| entry.case.state == State::Done && entry.attached.source.is_some());
        done.map(|(id, _)| Self::Listed(id)).take(MOST_LISTED).collect()
    }

    /// The samples that show something.
    pub(super) fn samples() -> impl Iterator<Item = Self> {
        SAMPLES.iter().filter(|sample| !sample.is_refused()).map(Self::Sample)
    }

    /// Whether it can be shown (still).
    pub(super) fn is_there(self, list: &List) -> bool {
        match self {
            Self::Listed(id) => {
                list.get(id).is_some_and(|entry| entry.case.state == State::Done && entry.attached.source.is_some())
            }
            Self::Sample(_) => true,
        }
    }

    /// What tells it from all others.
    pub(super) fn id(self) -> String {
        match self {
            Self::Listed(id) => format!("film-{id}"),
            Self::Sample(sample) => sample.id.to_owned(),
        }
    }

    pub(super) fn name(self, list: &List, identifying: bool) -> String {
        match self {
            Self::Listed(id) => list.get(id).map(|entry| shown_name(&entry.case, id, identifying)).unwrap_or_default(),
            Self::Sample(sample) => sample.file_name.to_owned(),
        }
    }

    /// Its bytes; a worker makes those of a sample now, which takes a moment.
    pub(super) async fn source(self, list: &Shared, pool: &Pool) -> Result<Source, Phrase> {
        match self {
            Self::Listed(id) => {
                list.get().get(id).and_then(|entry| entry.attached.source.clone()).ok_or_else(|| phrase!(no_picture))
            }
            Self::Sample(sample) => pool.sample(sample).await.map(Source::from),
        }
    }
}
