//! The worklist.

mod export;
mod progress;
mod row;
mod table;
mod tally;
mod thumbnail;
mod toolbar;

pub(super) use export::{Export, ExportMenu};
pub(super) use progress::Progress;
pub(super) use row::{chip, shown_name, state_badge};
pub(super) use table::{Table, focus_row};
pub(super) use tally::Tally;
pub(super) use thumbnail::Thumbnail;
pub(super) use toolbar::Toolbar;
