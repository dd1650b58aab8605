//! Cases as CSV (RFC 4180), for people with a table program.

use csv::{Terminator, WriterBuilder};

use super::ExportError;
use crate::case::{Case, Format};
use crate::classifier::Group;
use crate::routing::RoutingTable;

/// Excel takes CSV for the computer's old code page unless it begins so. Other readers skip it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What stands in `review_group` where a person saw none of the five groups.
const NONE_OF_THESE: &str = "none";

/// The worklist as a table: a header row, then a row for each case; comma, CRLF, UTF-8 with byte order mark.
///
/// | columns | what they hold |
/// | --- | --- |
/// | `group` … `destination_name` | what network and rules said; probabilities from 0 to 1 |
/// | `review_group`, `review_destination` | what a person chose: a group or `none`, and a destination if one was chosen |
/// | `final_group`, `final_destination` | what holds in the end |
/// | `modality` … `number_of_frames` | what the header claims |
/// | `exif_orientation` | what a PNG or JPEG was turned and mirrored by, 2–8 |
/// | `milliseconds` | from the file's first byte to the answer |
///
/// Text that a table program would run as a formula gets an apostrophe before it (OWASP, "CSV Injection"). Numbers stay
/// numbers, negative ones too.
///
/// # Errors
/// [`ExportError`], where the writer fails; not known to happen in memory.
pub fn to_csv<'a>(cases: impl IntoIterator<Item = &'a Case>, table: &RoutingTable) -> Result<String, ExportError> {
    lines(cases, table, true)
}

/// A row for each case; before them, if it is the table's beginning, byte order mark and header row.
pub(super) fn lines<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    table: &RoutingTable,
    beginning: bool,
) -> Result<String, ExportError> {
    let mark = if beginning { BYTE_ORDER_MARK } else { "" };
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(mark.as_bytes().to_vec());
    if beginning {
        writer.write_record(row(&Case::queued(String::new()), table).map(|(name, _)| name))?;
    }
    for case in cases {
        writer.write_record(row(case, table).map(|(_, cell)| cell))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    String::from_utf8(bytes).map_err(|_| ExportError::Utf8)
}

/// The columns' names, each with a case's cell.
fn row(case: &Case, table: &RoutingTable) -> [(&'static str, String); 44] {
    let header = &case.header;
    let region = header.anatomic_region.as_ref();
    let review = case.review.as_ref();
    let format = match case.format {
        Format::Dicom => "dicom",
        Format::Png => "png",
        Format::Jpeg => "jpeg",
    };
    let id = |group: Option<Group>| group.map(Group::id).unwrap_or_default().to_owned();
    let probability = |group| number(case.probabilities.map(|probabilities| probabilities.of(group)));
    let name = case.destination.as_deref().and_then(|id| table.destination(id)).map(|destination| &destination.name);
    [
        ("file", text(Some(&case.file))),
        ("format", format.to_owned()),
        ("state", case.state.id().to_owned()),
        ("reason", text(case.reason.as_ref())),
        ("group", id(case.group)),
        ("confidence", number(case.confidence)),
        ("likeliest", id(case.likeliest)),
        ("probability_abdomen", probability(Group::Abdomen)),
        ("probability_adult_chest", probability(Group::AdultChest)),
        ("probability_paediatric_chest", probability(Group::PaediatricChest)),
        ("probability_spine", probability(Group::Spine)),
        ("probability_other", probability(Group::Other)),
        ("radiograph_score", number(case.radiograph_score)),
        ("rule", text(case.rule.as_ref())),
        ("destination", text(case.destination.as_ref())),
        ("destination_name", text(name)),
        ("review_group", review.map(|review| review.group.map_or(NONE_OF_THESE, Group::id)).unwrap_or_default().into()),
        ("review_destination", text(review.and_then(|review| review.destination.as_ref()))),
        ("final_group", id(case.final_group())),
        ("final_destination", text(case.final_destination().map(str::to_owned).as_ref())),
        ("duplicate_of", text(case.duplicate_of.as_ref())),
        ("modality", text(header.modality.as_ref())),
        ("body_part_examined", text(header.body_part_examined.as_ref())),
        ("anatomic_region_scheme", text(region.map(|code| &code.scheme))),
        ("anatomic_region_code", text(region.map(|code| &code.value))),
        ("anatomic_region", text(region.map(|code| &code.meaning))),
        ("laterality", text(header.laterality.as_ref())),
        ("view_position", text(header.view_position.as_ref())),
        ("patient_age", text(header.patient_age.as_ref())),
        ("patient_sex", text(header.patient_sex.as_ref())),
        ("protocol_name", text(header.protocol_name.as_ref())),
        ("manufacturer", text(header.manufacturer.as_ref())),
        ("study_description", text(header.study_description.as_ref())),
        ("series_description", text(header.series_description.as_ref())),
        ("sop_class_uid", text(header.sop_class_uid.as_ref())),
        ("sop_instance_uid", text(header.sop_instance_uid.as_ref())),
        ("transfer_syntax", text(header.transfer_syntax.as_ref())),
        ("photometric_interpretation", text(header.photometric_interpretation.as_ref())),
        ("rows", number(header.rows)),
        ("columns", number(header.columns)),
        ("number_of_frames", number(header.number_of_frames)),
        ("exif_orientation", number(case.exif_orientation)),
        ("explanation", text(Some(&case.explanation.to_string()))),
        ("milliseconds", format!("{:.1}", case.timings_ms.total)),
    ]
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Text that no table program runs. Where a computer's list separator is the semicolon, Excel cuts cells at those, and
/// at tabs and line ends; so each such piece is looked at.
fn text(value: Option<&String>) -> String {
    let value = value.map(String::as_str).unwrap_or_default();
    let pieces = value.split_inclusive([';', '\t', '\r', '\n']).enumerate();
    let runs = |at, piece: &str| starts_a_formula(piece) || at == 0 && piece.starts_with(['\t', '\r', '\n']);
    pieces.map(|(at, piece)| if runs(at, piece) { format!("'{piece}") } else { piece.to_owned() }).collect()
}

/// With the full-width forms, which some programs fold. Spaces and quotation marks before it may be stripped.
fn starts_a_formula(piece: &str) -> bool {
    let bare = piece.trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '"');
    bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}
