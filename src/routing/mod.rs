//! Prediction + header facts → [`Decision`], by a table of rules that is data (`www/routing.json`).

mod facts;
mod rule;
mod table;

pub use facts::{Facts, Field, Outcome};
pub use rule::{Condition, Rule, Test};
pub use table::{Decision, Destination, DestinationState, Fallback, RoutingError, RoutingTable};

/// The table that the page starts with.
pub const DEFAULT_TABLE: &str = include_str!("../../www/routing.json");
