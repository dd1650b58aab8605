//! Prediction + header facts → [`Decision`], by a table of rules that is data (`www/routing.json`).

mod anatomy;
mod check;
mod claims;
mod condition;
mod error;
mod facts;
mod field;
mod pattern;
mod place;
mod presets;
mod reading;
mod table;
mod trace;

pub use check::{MAX_BYTES, MAX_CHARACTERS, MAX_CONDITIONS, MAX_DESTINATIONS, MAX_PATTERNS, MAX_RULES, MAX_VALUES};
pub use claims::{Claim, Verdict, claims, first_conflict};
pub use condition::{Condition, Test};
pub use error::{Part, Problem, RoutingError};
pub use facts::{Facts, Outcome};
pub use field::{Field, FieldKind};
pub use pattern::{Pattern, PatternError, Range, RangeError};
pub use presets::{DEFAULT_TABLE, PRESETS, Preset};
pub use table::{Decision, Destination, DestinationState, Fallback, RoutingTable, Rule};
pub use trace::{Check, Step, StepVerdict};
