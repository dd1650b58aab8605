//! The values that some tests compare with, checked where they are made.

use std::fmt;
use std::str::FromStr;

use regex_lite::{Regex, RegexBuilder};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use thiserror::Error;

use super::reading::text;
use crate::phrase;
use crate::text::{Phrase, carried};

/// Most bytes that one regular expression may take when compiled: a shared table must not exhaust a visitor's memory.
const MAX_COMPILED: usize = 32 << 10;

/// Most characters of a regular expression.
const MAX_LENGTH: usize = 200;

/// A regular expression, compiled once: upper and lower case alike (for the letters A–Z), found anywhere in the text.
/// The syntax is that of the crate regex-lite. Its running time grows linearly with the text.
#[derive(Debug, Clone, Serialize)]
#[serde(into = "String")]
pub struct Pattern {
    regex: Regex,
}

/// Why a text is no regular expression.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.phrase())]
pub struct PatternError {
    pattern: String,
    why: Phrase,
}

impl PatternError {
    /// The same, to be said in any language; what the parser says stays English.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        phrase!(pattern_wrong, pattern = self.pattern.clone(), why = self.why.clone())
    }
}

impl From<PatternError> for Phrase {
    fn from(error: PatternError) -> Self {
        error.phrase()
    }
}

impl Pattern {
    /// Compiles a regular expression.
    ///
    /// # Errors
    /// A [`PatternError`] for one that is malformed, too long or too large when compiled.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let error = |why: Phrase| PatternError { pattern: pattern.chars().take(MAX_LENGTH).collect(), why };
        if pattern.chars().count() > MAX_LENGTH {
            return Err(error(phrase!(pattern_too_long, most = MAX_LENGTH)));
        }
        let built = RegexBuilder::new(pattern).case_insensitive(true).size_limit(MAX_COMPILED).build();
        Ok(Self { regex: built.map_err(|why| error(why.to_string().into()))? })
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.regex.as_str()
    }

    /// Whether it occurs in a text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(pattern: &str) -> Result<Self, PatternError> {
        Self::new(pattern)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        text(value)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.as_str().to_owned()
    }
}

/// Two finite numbers and what lies between, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(into = "[f64; 2]")]
pub struct Range {
    low: f64,
    high: f64,
}

/// A range that contains nothing.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("{}", self.phrase())]
pub struct RangeError {
    low: f64,
    high: f64,
}

impl RangeError {
    /// The same, to be said in any language.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        phrase!(range_wrong, low = self.low, high = self.high)
    }
}

impl Range {
    /// From `low` to `high`.
    ///
    /// # Errors
    /// A [`RangeError`] unless both are finite and `low` ≤ `high`.
    pub fn new(low: f64, high: f64) -> Result<Self, RangeError> {
        if low.is_finite() && high.is_finite() && low <= high {
            Ok(Self { low, high })
        } else {
            Err(RangeError { low, high })
        }
    }

    /// The lower end.
    #[must_use]
    pub fn low(self) -> f64 {
        self.low
    }

    /// The upper end.
    #[must_use]
    pub fn high(self) -> f64 {
        self.high
    }

    /// Whether a number lies in it.
    #[must_use]
    pub fn contains(self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_tuple(2, TwoNumbers)
    }
}

struct TwoNumbers;

impl<'de> Visitor<'de> for TwoNumbers {
    type Value = Range;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("two numbers, the smaller one first")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Range, A::Error> {
        let mut next = |count| numbers.next_element()?.ok_or_else(|| A::Error::invalid_length(count, &self));
        let (low, high) = (next(0)?, next(1)?);
        Range::new(low, high).map_err(|error| A::Error::custom(carried(&error.phrase())))
    }
}

impl From<Range> for [f64; 2] {
    fn from(range: Range) -> Self {
        [range.low, range.high]
    }
}
