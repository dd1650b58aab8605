//! What the page knows.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use super::list::Thumbnail;
use crate::text::Phrase;
use crate::viewing::Film;
use crate::worker::{NetworkRequest, Source};
use crate::worklist::Worklist;

/// Whether the classifier can be used.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Readiness {
    Loading,
    Ready,
    /// It can't; why.
    Unusable(Phrase),
}

/// What the page keeps with a file.
pub(super) struct Attached {
    /// None for what can't be read: a file in an archive that can't be unpacked, or such an archive.
    pub(super) source: Option<Source>,
    pub(super) thumbnail: Option<Rc<Thumbnail>>,
}

pub(super) type List = Worklist<Attached>;

/// The worklist as components get it: one list, and a number that tells whether it has changed.
#[derive(Clone)]
pub(super) struct Shared {
    list: Rc<RefCell<List>>,
    version: usize,
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

impl Default for Shared {
    fn default() -> Self {
        Self { list: Rc::new(RefCell::new(List::default())), version: 0 }
    }
}

impl Shared {
    pub(super) fn get(&self) -> Ref<'_, List> {
        self.list.borrow()
    }

    /// Grows with each change.
    pub(super) fn version(&self) -> usize {
        self.version
    }

    /// Changes the list; whoever has an older handle draws anew.
    pub(super) fn change<T>(&mut self, change: impl FnOnce(&mut List) -> T) -> T {
        self.version += 1;
        change(&mut self.list.borrow_mut())
    }
}

/// What a part of the page leaves behind when it is taken away, for when it comes back. Gone when the page is.
pub(super) struct Kept<T>(Rc<RefCell<T>>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Default> Default for Kept<T> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

/// What is kept may change without anything being drawn anew.
impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Clone> Kept<T> {
    pub(super) fn get(&self) -> T {
        self.0.borrow().clone()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.0.borrow_mut());
    }
}

/// The picture of the file that is looked at.
#[derive(Clone)]
pub(super) enum Opened {
    Loading,
    Film(Rc<Film>),
    /// It can't be shown; why.
    Failed(Phrase),
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Loading, Self::Loading) => true,
            (Self::Film(a), Self::Film(b)) => Rc::ptr_eq(a, b),
            (Self::Failed(a), Self::Failed(b)) => a == b,
            _ => false,
        }
    }
}

/// What the page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Tab {
    #[default]
    Worklist,
    Rules,
    Model,
    Lesson,
}

impl Tab {
    pub(super) const ALL: [Self; 4] = [Self::Worklist, Self::Rules, Self::Model, Self::Lesson];

    /// The address behind `#`.
    pub(super) fn fragment(self) -> &'static str {
        match self {
            Self::Worklist => "",
            Self::Rules => "rules",
            Self::Model => "model",
            Self::Lesson => "lesson",
        }
    }

    pub(super) fn of_fragment(fragment: &str) -> Self {
        let name = fragment.trim_start_matches('#');
        Self::ALL.into_iter().find(|tab| tab.fragment() == name).unwrap_or_default()
    }
}

/// Who asked the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    Page,
    Worker,
    ServiceWorker,
}

/// A request, as the page lists it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub(super) by: Asker,
    pub(super) request: NetworkRequest,
}

/// What the page has asked the network for in this visit.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Network {
    /// In the order in which they were made.
    pub(super) asked: Vec<Asked>,
    /// How often the Content-Security-Policy stopped something.
    pub(super) forbidden: usize,
    /// When the first files were added, in milliseconds since 1970.
    pub(super) files_at: Option<f64>,
}

impl Network {
    /// Adds a request; one for a `blob:`, which is memory of this page, is none.
    pub(super) fn note(&mut self, by: Asker, request: NetworkRequest) {
        if request.address.starts_with("http") {
            let place = self.asked.partition_point(|asked| asked.request.at <= request.at);
            self.asked.insert(place, Asked { by, request });
        }
    }

    /// Bytes that came over the network.
    pub(super) fn bytes(&self) -> f64 {
        self.asked.iter().map(|asked| asked.request.bytes).sum()
    }

    /// How many requests were made since files were added.
    pub(super) fn since_files(&self) -> usize {
        self.files_at.map_or(0, |files| self.asked.iter().filter(|asked| asked.request.at >= files).count())
    }
}
