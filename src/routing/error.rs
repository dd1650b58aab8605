//! What is wrong with a routing table, and in which line.

use thiserror::Error;

use super::check::MAX_BYTES;
use super::field::{Field, FieldKind};
use crate::phrase;
use crate::text::{Phrase, json_problem};

/// What is wrong with a routing table, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.phrase())]
pub struct RoutingError {
    /// What is wrong.
    pub problem: Problem,
    line: Option<usize>,
}

/// A part of a table that has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A destination.
    Destination,
    /// A rule.
    Rule,
}

/// What is wrong with a routing table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.phrase())]
pub enum Problem {
    /// Not JSON of the right form.
    Form(Phrase),
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// More of something than a table may have.
    TooMany {
        /// Of what, in the plural.
        what: Phrase,
        /// How many there may be.
        most: usize,
    },
    /// A text of more characters than a table may have.
    TooLong(usize),
    /// A version that this program doesn't know.
    Version(u32),
    /// An id of nothing but space.
    EmptyId(Part),
    /// Two destinations, or two rules, share an id.
    Twice {
        /// Two of what.
        what: Part,
        /// The id that they share.
        id: String,
    },
    /// A rule is called like the fallback.
    Reserved,
    /// A rule, the fallback or a person names a destination that isn't there.
    Unknown {
        /// The rule's id, `fallback`, or `review`.
        from: String,
        /// The id that isn't there.
        to: String,
    },
    /// An address that is no web page; a link to it could run a script.
    Address(String),
    /// A test that never holds of such a field.
    Unfit {
        /// The field.
        field: Field,
        /// The test's name.
        test: &'static str,
    },
    /// A value that the field never has.
    NeverSo {
        /// The field.
        field: Field,
        /// The value.
        value: String,
    },
    /// A limit that is infinite or no number.
    NotANumber(Field),
}

fn choices(field: Field) -> String {
    match field.kind() {
        FieldKind::Choice(choices) => choices.join(", "),
        _ => String::new(),
    }
}

impl Problem {
    /// The same, to be said in any language; what a table's author wrote stays as it is.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Form(why) => phrase!(routing_form, why = why.clone()),
            Self::TooLarge => phrase!(routing_too_large, most = MAX_BYTES / 1000),
            Self::TooMany { what, most } => phrase!(routing_too_many, most = *most, what = what.clone()),
            Self::TooLong(most) => phrase!(routing_too_long, most = *most),
            Self::Version(version) => phrase!(routing_version, n = *version),
            Self::EmptyId(Part::Destination) => phrase!(routing_empty_destination),
            Self::EmptyId(Part::Rule) => phrase!(routing_empty_rule),
            Self::Twice { what: Part::Destination, id } => phrase!(routing_twice_destination, id = id.clone()),
            Self::Twice { what: Part::Rule, id } => phrase!(routing_twice_rule, id = id.clone()),
            Self::Reserved => phrase!(routing_reserved),
            Self::Unknown { from, to } => phrase!(routing_unknown, from = from.clone(), to = to.clone()),
            Self::Address(id) => phrase!(routing_address, id = id.clone()),
            Self::Unfit { field, test } => {
                phrase!(routing_unfit, test = *test, field = field.id(), tests = field.kind().tests().join(", "))
            }
            Self::NeverSo { field, value } => {
                phrase!(routing_never_so, field = field.id(), value = value.clone(), choices = choices(*field))
            }
            Self::NotANumber(field) => phrase!(routing_not_a_number, field = field.id()),
        }
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

    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        let problem = self.problem.phrase();
        match self.line {
            Some(line) => phrase!(on_line, n = line, problem = problem),
            None => problem,
        }
    }
}

impl From<Problem> for RoutingError {
    fn from(problem: Problem) -> Self {
        Self { problem, line: None }
    }
}

impl From<serde_json::Error> for RoutingError {
    fn from(error: serde_json::Error) -> Self {
        Self { problem: Problem::Form(json_problem(&error)), line: Some(error.line()).filter(|line| *line > 0) }
    }
}
