//! What is wrong with a routing table, and in which line.

use std::fmt;

use thiserror::Error;

use super::check::MAX_BYTES;
use super::field::{Field, FieldKind};

/// What is wrong with a routing table, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutingError {
    /// What is wrong.
    pub problem: Problem,
    line: Option<usize>,
}

/// What is wrong with a routing table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// Not JSON of the right form.
    #[error("the routing table can't be read: {0}")]
    Form(String),
    /// More than [`MAX_BYTES`].
    #[error("the file is larger than {} kB, so it is hardly a routing table; choose another one", MAX_BYTES / 1000)]
    TooLarge,
    /// More of something than a table may have.
    #[error("there are more than {most} {what}; leave some out")]
    TooMany {
        /// Of what, in the plural.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A text of more characters than a table may have.
    #[error("a text here has more than {0} characters; shorten it")]
    TooLong(usize),
    /// A version that this program doesn't know.
    #[error("the routing table is of version {0}; this program reads version 1")]
    Version(u32),
    /// An id of nothing but space.
    #[error("a {0} has an empty id; give it a name")]
    EmptyId(&'static str),
    /// Two destinations, or two rules, share an id.
    #[error("two {what}s are called “{id}”; give each an id of its own")]
    Twice {
        /// `destination` or `rule`.
        what: &'static str,
        /// The id that they share.
        id: String,
    },
    /// A rule is called like the fallback.
    #[error("a rule can't be called “fallback”: what holds when no rule matches is called so; choose another id")]
    Reserved,
    /// A rule, the fallback or a person names a destination that isn't there.
    #[error("“{from}” sends to “{to}”, which is no destination of the table")]
    Unknown {
        /// The rule's id, `fallback`, or `review`.
        from: String,
        /// The id that isn't there.
        to: String,
    },
    /// An address that is no web page; a link to it could run a script.
    #[error("the address of “{0}” must be a web page's: https://… or http://…, without spaces")]
    Address(String),
    /// A test that never holds of such a field.
    #[error("“{test}” can't be asked of {}; ask one of: {}", .field.id(), .field.kind().tests().join(", "))]
    Unfit {
        /// The field.
        field: Field,
        /// The test's name.
        test: &'static str,
    },
    /// A value that the field never has.
    #[error("{} is never “{value}”, but one of: {}", .field.id(), choices(*.field))]
    NeverSo {
        /// The field.
        field: Field,
        /// The value.
        value: String,
    },
    /// A limit that is infinite or no number.
    #[error("{} is compared with something that is no number; write one, such as 18", .0.id())]
    NotANumber(Field),
}

fn choices(field: Field) -> String {
    match field.kind() {
        FieldKind::Choice(choices) => choices.join(", "),
        _ => String::new(),
    }
}

impl RoutingError {
    pub(super) fn at(problem: Problem, line: Option<usize>) -> Self {
        Self { problem, line }
    }

    /// The line of the document, counted from 1; none for a table that wasn't read from a document.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for RoutingError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "line {line}: {}", self.problem),
            None => self.problem.fmt(out),
        }
    }
}

impl std::error::Error for RoutingError {}

impl From<Problem> for RoutingError {
    fn from(problem: Problem) -> Self {
        Self { problem, line: None }
    }
}

impl From<serde_json::Error> for RoutingError {
    fn from(error: serde_json::Error) -> Self {
        let text = error.to_string();
        // serde_json appends the place, which stands in `line` already.
        let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
        Self { problem: Problem::Form(what.to_owned()), line: Some(error.line()).filter(|line| *line > 0) }
    }
}
