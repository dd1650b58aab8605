//! One file: its picture, the decision and why, what the header says.

mod decision;
mod evidence;
mod header;
mod pane;
mod review;
mod trace;

pub(super) use pane::Pane;
pub(super) use review::Verdict;
pub(super) use trace::rules_tried;
