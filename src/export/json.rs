//! Cases as JSON: the page's worklist export and the native program's lines have the same fields.

use crate::case::Case;

/// The worklist as a JSON array, indented.
///
/// # Errors
/// Those of serde_json; none is known for these types.
pub fn to_json<'a>(cases: impl IntoIterator<Item = &'a Case>) -> serde_json::Result<String> {
    let cases: Vec<&Case> = cases.into_iter().collect();
    serde_json::to_string_pretty(&cases)
}

/// One case as one line of JSON (without the line end).
///
/// # Errors
/// Those of serde_json; none is known for these types.
pub fn to_json_line(case: &Case) -> serde_json::Result<String> {
    serde_json::to_string(case)
}
