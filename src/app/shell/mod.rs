//! What is around everything.

mod footer;
mod guide;
mod help;
mod intake;
mod introduction;
mod masthead;
mod network;
mod samples;

pub(super) use footer::Footer;
pub(super) use help::Help;
pub(super) use intake::Intake;
pub(super) use introduction::{Introduction, Steps};
pub(super) use masthead::Masthead;
pub(super) use network::NetworkPanel;
