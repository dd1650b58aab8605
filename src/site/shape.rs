//! The document's values: what is of the right kind, and what can be a name, a folder, an origin.

use regex_lite::Regex;
use serde_json::{Map, Value};

use crate::phrase;
use crate::text::Phrase;

/// A file's name, below the page's folder.
const FILE_NAME: &str = r"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\.json$";
/// A folder's name, below `models/`.
const FOLDER_NAME: &str = r"^[A-Za-z0-9_-][A-Za-z0-9._-]*$";
/// An origin as browsers write it (HTML, "ASCII serialisation of an origin").
const ORIGIN: &str = r"^https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?$";

pub(super) fn object(value: &Value) -> Result<&Map<String, Value>, Phrase> {
    value.as_object().ok_or_else(|| other_kind(value, "{…}"))
}

/// At most so many items.
pub(super) fn items(value: &Value, most: usize) -> Result<&[Value], Phrase> {
    let items = value.as_array().ok_or_else(|| other_kind(value, "[…]"))?;
    if items.len() > most { Err(phrase!(site_too_many, most = most)) } else { Ok(items) }
}

pub(super) fn text(value: &Value) -> Result<&str, Phrase> {
    value.as_str().ok_or_else(|| other_kind(value, "\"…\""))
}

/// A text for people: neither empty nor long.
pub(super) fn sentence(value: &Value, most: usize) -> Result<String, Phrase> {
    let text = text(value)?.trim();
    match text.chars().count() {
        0 => Err(phrase!(site_empty)),
        length if length > most => Err(phrase!(site_too_long, most = most)),
        _ => Ok(text.to_owned()),
    }
}

/// A file below the page's folder.
pub(super) fn file_name(value: &Value) -> Result<String, Phrase> {
    like(FILE_NAME, value, |value| phrase!(site_no_file, value = value))
}

/// A folder below `models/`.
pub(super) fn folder_name(value: &Value) -> Result<String, Phrase> {
    like(FOLDER_NAME, value, |value| phrase!(site_no_folder, value = value))
}

/// An origin, exactly as a browser would write it: else it would never be the same.
pub(super) fn origin(value: &Value) -> Result<String, Phrase> {
    let wrong = |value| phrase!(site_no_origin, value = value);
    let origin = like(ORIGIN, value, wrong)?;
    let usual = [("https://", ":443"), ("http://", ":80")];
    let leaves_out = |(scheme, port): (&str, &str)| origin.starts_with(scheme) && origin.ends_with(port);
    if usual.into_iter().any(leaves_out) { Err(wrong(origin)) } else { Ok(origin) }
}

fn like(pattern: &str, value: &Value, wrong: impl Fn(String) -> Phrase) -> Result<String, Phrase> {
    let text = text(value)?;
    let fits = Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text));
    if fits { Ok(text.to_owned()) } else { Err(wrong(text.to_owned())) }
}

fn other_kind(value: &Value, wanted: &'static str) -> Phrase {
    let found = match value {
        Value::String(_) => "\"…\"".to_owned(),
        Value::Array(_) => "[…]".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    phrase!(json_other_kind, found = found, wanted = wanted)
}
