//! One test of one field.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::facts::{Fact, Facts};
use super::field::Field;
use super::pattern::{Pattern, Range};
use crate::phrase;
use crate::text::{Phrase, carried};

/// One test of one field. An absent field fails every test but `"exists": false`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Condition {
    /// What is looked at.
    pub field: Field,
    /// What must hold.
    #[serde(flatten)]
    pub test: Test,
}

/// What must hold of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// The same text, upper and lower case alike.
    Equals(String),
    /// One of these texts, upper and lower case alike.
    OneOf(Vec<String>),
    /// A text in which this regular expression occurs.
    Matches(Pattern),
    /// A number at least this large.
    AtLeast(f64),
    /// A number below this.
    Below(f64),
    /// A number in this range, both ends included.
    InRange(Range),
    /// Present, or not.
    Exists(bool),
}

impl Test {
    /// The names of all tests, as in a routing table.
    pub const NAMES: [&'static str; 7] = ["equals", "one_of", "matches", "at_least", "below", "in_range", "exists"];

    /// The name in a routing table.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Equals(_) => "equals",
            Self::OneOf(_) => "one_of",
            Self::Matches(_) => "matches",
            Self::AtLeast(_) => "at_least",
            Self::Below(_) => "below",
            Self::InRange(_) => "in_range",
            Self::Exists(_) => "exists",
        }
    }

    /// The texts that it compares with.
    pub(super) fn values(&self) -> &[String] {
        match self {
            Self::Equals(value) => std::slice::from_ref(value),
            Self::OneOf(values) => values,
            _ => &[],
        }
    }
}

impl Condition {
    /// In words, e.g. `group is adult_chest`.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        let field = self.field.id();
        match &self.test {
            Test::Equals(text) => phrase!(check_equals, field = field, value = text.clone()),
            Test::OneOf(texts) => phrase!(check_one_of, field = field, values = texts.join(", ")),
            Test::Matches(pattern) => phrase!(check_matches, field = field, pattern = pattern.as_str().to_owned()),
            Test::AtLeast(limit) => phrase!(check_at_least, field = field, limit = *limit),
            Test::Below(limit) => phrase!(check_below, field = field, limit = *limit),
            Test::InRange(range) => phrase!(check_in_range, field = field, low = range.low(), high = range.high()),
            Test::Exists(true) => phrase!(check_there, field = field),
            Test::Exists(false) => phrase!(check_absent, field = field),
        }
    }

    /// Whether it holds of a picture.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.holds_of(facts.get(self.field).as_ref())
    }

    pub(super) fn holds_of(&self, fact: Option<&Fact<'_>>) -> bool {
        let same = |wanted: &String| fact.is_some_and(|fact| fact.any_text(|text| text.eq_ignore_ascii_case(wanted)));
        let number = |test: &dyn Fn(f64) -> bool| matches!(fact, Some(Fact::Number(number)) if test(*number));
        match &self.test {
            Test::Equals(wanted) => same(wanted),
            Test::OneOf(wanted) => wanted.iter().any(same),
            Test::Matches(pattern) => fact.is_some_and(|fact| fact.any_text(|text| pattern.is_in(text))),
            Test::AtLeast(limit) => number(&|number| number >= *limit),
            Test::Below(limit) => number(&|number| number < *limit),
            Test::InRange(range) => number(&|number| range.contains(number)),
            Test::Exists(wanted) => fact.is_some() == *wanted,
        }
    }
}

/// What may stand in a condition.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Key {
    Field,
    Equals,
    OneOf,
    Matches,
    AtLeast,
    Below,
    InRange,
    Exists,
}

/// Unlike serde's flattened enumerations, it refuses unknown fields and a second test, and its errors keep their line.
impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(condition: D) -> Result<Self, D::Error> {
        condition.deserialize_map(FieldAndTest)
    }
}

struct FieldAndTest;

impl<'de> Visitor<'de> for FieldAndTest {
    type Value = Condition;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a field and a test")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Condition, A::Error> {
        let (mut field, mut test) = (None, None);
        while let Some(key) = map.next_key()? {
            let another = match key {
                Key::Field if field.is_some() => return Err(A::Error::duplicate_field("field")),
                Key::Field => {
                    field = Some(map.next_value()?);
                    continue;
                }
                Key::Equals => Test::Equals(map.next_value()?),
                Key::OneOf => Test::OneOf(map.next_value()?),
                Key::Matches => Test::Matches(map.next_value()?),
                Key::AtLeast => Test::AtLeast(map.next_value()?),
                Key::Below => Test::Below(map.next_value()?),
                Key::InRange => Test::InRange(map.next_value()?),
                Key::Exists => Test::Exists(map.next_value()?),
            };
            if test.replace(another).is_some() {
                return Err(one_test());
            }
        }
        let field = field.ok_or_else(|| A::Error::missing_field("field"))?;
        Ok(Condition { field, test: test.ok_or_else(one_test)? })
    }
}

fn one_test<E: Error>() -> E {
    E::custom(carried(&phrase!(routing_one_test, tests = Test::NAMES.join(", "))))
}
