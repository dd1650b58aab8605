//! The network: what it can do, what it confuses, what it was made from; and another one instead.

mod calibration;
mod confusion;
mod figures;
mod metrics;
mod own;
mod page;

pub(super) use metrics::Metrics;
pub(super) use own::{OwnDraft, OwnModel};
pub(super) use page::ModelPage;
