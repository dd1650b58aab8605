//! The film, or its header, changed; the bars follow.

mod notes;
mod spoiling;
mod tools;
mod view;
mod words;

pub(super) use view::BreakStep;
