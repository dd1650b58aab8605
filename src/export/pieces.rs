//! A long worklist's export, some cases at a time: a page that writes ten thousand at once stands still meanwhile.

use super::{ExportError, csv, to_json};
use crate::case::Case;
use crate::routing::RoutingTable;

/// A form in which a worklist is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    /// As [`to_json`] gives it.
    Json,
    /// As [`super::to_csv`] gives it.
    Csv,
}

/// The pieces of one export, in order; end to end they are the whole.
#[derive(Debug)]
pub struct Pieces {
    form: ListForm,
    /// Whether there was a piece, and whether there was a case.
    begun: bool,
    filled: bool,
}

impl Pieces {
    /// An export that has no pieces yet.
    #[must_use]
    pub fn new(form: ListForm) -> Self {
        Self { form, begun: false, filled: false }
    }

    /// The next piece. A list without cases has an empty one.
    ///
    /// # Errors
    /// Those of [`to_json`] and [`super::to_csv`].
    pub fn next<'a>(
        &mut self,
        cases: impl IntoIterator<Item = &'a Case>,
        table: &RoutingTable,
    ) -> Result<String, ExportError> {
        let begun = std::mem::replace(&mut self.begun, true);
        match self.form {
            ListForm::Csv => csv::lines(cases, table, !begun),
            ListForm::Json => {
                let list = to_json(cases)?;
                let entries = list.trim_start_matches('[').trim_end_matches(']').trim_end();
                let before = if !begun { "[" } else { "" };
                let between = if self.filled && !entries.is_empty() { "," } else { "" };
                self.filled |= !entries.is_empty();
                Ok([before, between, entries].concat())
            }
        }
    }

    /// What comes after the last piece.
    #[must_use]
    pub fn end(self) -> &'static str {
        match self.form {
            ListForm::Csv => "",
            ListForm::Json if self.filled => "\n]",
            ListForm::Json => "]",
        }
    }
}
