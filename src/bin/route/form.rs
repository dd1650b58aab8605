//! A case as a line, and a line's file.

use std::io::Read;
use std::str::FromStr;
use std::sync::Arc;

use dicom_imaging_router::case::{Case, State};
use dicom_imaging_router::export::{ExportError, ListForm, Pieces, to_json_line};
use dicom_imaging_router::routing::RoutingTable;
use serde::Deserialize;

/// How every line of NDJSON begins.
const FILE: &[u8] = b"{\"file\":\"";

/// How lines are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    #[default]
    Ndjson,
    /// The page's table.
    Csv,
}

impl FromStr for Format {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "ndjson" => Ok(Self::Ndjson),
            "csv" => Ok(Self::Csv),
            _ => Err("known formats are ndjson and csv"),
        }
    }
}

/// What a line says of its file.
#[derive(Deserialize)]
pub(crate) struct Line {
    pub(crate) file: String,
    pub(crate) state: State,
}

/// Writes and reads the lines of one output.
pub(crate) struct Form {
    table: Arc<RoutingTable>,
    /// None for NDJSON.
    csv: Option<Pieces>,
    header: String,
}

impl Form {
    pub(crate) fn new(format: Format, table: Arc<RoutingTable>) -> Result<Self, ExportError> {
        let mut csv = (format == Format::Csv).then(|| Pieces::new(ListForm::Csv));
        let header = csv.as_mut().map(|csv| csv.next([], &table)).transpose()?.unwrap_or_default();
        Ok(Self { table, csv, header })
    }

    /// What stands before the first line.
    pub(crate) fn header(&self) -> &str {
        &self.header
    }

    /// A case's line, with its end.
    pub(crate) fn line(&mut self, case: &Case) -> Result<String, ExportError> {
        match &mut self.csv {
            Some(csv) => csv.next([case], &self.table),
            None => Ok(to_json_line(case)? + "\n"),
        }
    }

    /// Whether a piece of the output that ends with a line's end is a whole line: in a table, cells can have lines too,
    /// between quotation marks (RFC 4180).
    pub(crate) fn is_whole(&self, piece: &[u8]) -> bool {
        self.csv.is_none() || piece.iter().filter(|byte| **byte == b'"').count().is_multiple_of(2)
    }

    /// What a whole line says; none if it is no line of this form.
    pub(crate) fn read(&self, line: &[u8]) -> Option<Line> {
        match self.csv {
            Some(_) => csv::Reader::from_reader(self.header.as_bytes().chain(line)).into_deserialize().next()?.ok(),
            None => serde_json::from_slice(line).ok(),
        }
    }

    /// Whether a line of this form, or the header, can have been cut off to this.
    pub(crate) fn can_begin(&self, is_first: bool, cut: &[u8]) -> bool {
        let begins = |whole: &[u8]| whole.iter().zip(cut).all(|(one, other)| one == other);
        match self.csv {
            Some(_) => !is_first || self.header.as_bytes().starts_with(cut),
            None => begins(FILE),
        }
    }

    /// What stands in a line as the name of this file.
    pub(crate) fn name(&mut self, file: &str) -> Option<String> {
        let line = self.line(&Case::queued(file.to_owned())).ok()?;
        Some(self.read(line.as_bytes())?.file)
    }
}
