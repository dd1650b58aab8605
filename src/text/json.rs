//! What is wrong with a JSON document, as a [`Phrase`]: serde has English sentences only.

use super::Phrase;
use crate::phrase;

/// A phrase as the text of a serde error, from which [`json_problem`] takes it again.
#[must_use]
pub fn carried(phrase: &Phrase) -> String {
    serde_json::to_string(phrase).unwrap_or_default()
}

/// What is wrong, without the place. Names of fields and what serde says of types stay as they are.
#[must_use]
pub fn json_problem(error: &serde_json::Error) -> Phrase {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    if let Ok(phrase @ Phrase::Keyed { .. }) = serde_json::from_str(what) {
        return phrase;
    }
    let after = |start| what.strip_prefix(start).map(str::to_owned);
    let expected = |start| {
        let (found, wanted) = what.strip_prefix(start)?.split_once(", expected ")?;
        Some((found.to_owned(), wanted.trim_start_matches("one of ").replace("` or `", "`, `")))
    };
    if let Some(field) = after("missing field ") {
        phrase!(json_missing, field = field)
    } else if let Some(field) = after("duplicate field ") {
        phrase!(json_twice, field = field)
    } else if let Some((found, known)) = expected("unknown field ") {
        phrase!(json_unknown_field, field = found, known = known)
    } else if let Some((found, known)) = expected("unknown variant ") {
        phrase!(json_unknown_value, value = found, known = known)
    } else if let Some((found, wanted)) = expected("invalid type: ").or_else(|| expected("invalid value: ")) {
        phrase!(json_other_kind, found = found, wanted = wanted)
    } else if error.is_data() {
        what.to_owned().into()
    } else {
        phrase!(json_syntax, what = what.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Two {
        #[serde(rename = "a")]
        _a: u8,
        #[serde(rename = "b")]
        _b: Kind,
    }

    #[derive(Debug, Deserialize)]
    enum Kind {
        This,
    }

    #[test]
    fn every_kind_of_fault_is_told_in_its_own_words() {
        for (json, words) in [
            (r#"{"a": 1}"#, "missing field `b`"),
            (r#"{"a": 1, "a": 1}"#, "duplicate field `a`"),
            (r#"{"c": 1}"#, "unknown field `c`; there are: `a`, `b`"),
            (r#"{"b": "That"}"#, "unknown value `That`; there are: `This`"),
            (r#"{"a": "1"}"#, "invalid type: string \"1\", where u8 should be"),
            (r#"{"a": 300}"#, "invalid type: integer `300`, where u8 should be"),
            (r#"{"a": }"#, "this is no JSON (expected value)"),
        ] {
            assert_eq!(json_problem(&serde_json::from_str::<Two>(json).unwrap_err()).to_string(), words);
        }
        let _ = Kind::This;
    }

    #[test]
    fn a_carried_phrase_arrives() {
        let error = <serde_json::Error as serde::de::Error>::custom(carried(&phrase!(not_a_number)));
        assert_eq!(json_problem(&error), phrase!(not_a_number));
    }
}
