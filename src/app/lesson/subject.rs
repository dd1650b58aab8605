//! Which film the lesson is about.

use js_sys::{Array, Uint8Array};
use web_sys::Blob;

use crate::app::list::shown_name;
use crate::app::state::List;
use crate::case::State;
use crate::phantom::SAMPLES;
use crate::worker::Source;

/// More films of the worklist aren't offered.
const MOST_LISTED: usize = 200;

/// A film: of the worklist, by its number; or a sample, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Subject {
    Listed(usize),
    Sample(usize),
}

impl Subject {
    /// The worklist's films that have an answer, in its order.
    pub(super) fn listed(list: &List) -> Vec<Self> {
        let done =
            list.entries().filter(|(_, entry)| entry.case.state == State::Done && entry.attached.source.is_some());
        done.map(|(id, _)| Self::Listed(id)).take(MOST_LISTED).collect()
    }

    pub(super) fn samples() -> impl Iterator<Item = Self> {
        (0..SAMPLES.len()).map(Self::Sample)
    }

    /// Whether it can be shown (still).
    pub(super) fn is_there(self, list: &List) -> bool {
        match self {
            Self::Listed(id) => {
                list.get(id).is_some_and(|entry| entry.case.state == State::Done && entry.attached.source.is_some())
            }
            Self::Sample(at) => at < SAMPLES.len(),
        }
    }

    pub(super) fn name(self, list: &List, identifying: bool) -> String {
        match self {
            Self::Listed(id) => list.get(id).map(|entry| shown_name(&entry.case, id, identifying)).unwrap_or_default(),
            Self::Sample(at) => SAMPLES.get(at).map(|sample| sample.file_name.to_owned()).unwrap_or_default(),
        }
    }

    /// Its bytes; a sample's are made now, which takes a moment.
    pub(super) fn source(self, list: &List) -> Option<Source> {
        match self {
            Self::Listed(id) => list.get(id)?.attached.source.clone(),
            Self::Sample(at) => {
                let bytes = Uint8Array::from(SAMPLES.get(at)?.dicom().as_slice());
                Some(Blob::new_with_u8_array_sequence(&Array::of1(&bytes)).ok()?.into())
            }
        }
    }
}
