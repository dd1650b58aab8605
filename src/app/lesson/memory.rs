//! What the lesson keeps.

use super::game::Played;
use super::step::Step;
use super::subject::Subject;

/// What stays when a visitor goes to another part of the page and comes back.
#[derive(Clone, Default)]
pub(in crate::app) struct Memory {
    pub(super) step: Step,
    pub(super) subject: Option<Subject>,
    /// The worklist's selected file when that was chosen: another one since then counts more.
    pub(super) selected: Option<usize>,
    /// What surprised the visitor.
    pub(super) notes: Vec<String>,
    pub(super) played: Played,
}
