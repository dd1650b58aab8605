//! A rule: conditions, a destination, and the reason in words.

use serde::{Deserialize, Serialize};

use super::facts::{Fact, Facts, Field};

/// One test of one field. An absent field fails every test but `"exists": false`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// What is looked at.
    pub field: Field,
    /// What must hold.
    #[serde(flatten)]
    pub test: Test,
}

/// What must hold of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// The same text, upper and lower case alike.
    Equals(String),
    /// One of these texts, upper and lower case alike.
    OneOf(Vec<String>),
    /// A number at least this large.
    AtLeast(f64),
    /// A number below this.
    Below(f64),
    /// Present, or not.
    Exists(bool),
}

/// Conditions that must all hold, and where the picture then goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable identifier.
    pub id: String,
    /// All of these must hold.
    pub when: Vec<Condition>,
    /// A destination's id.
    pub send_to: String,
    /// Why, in a sentence for people.
    pub because: String,
}

impl Condition {
    fn holds(&self, facts: &Facts<'_>) -> bool {
        let fact = facts.get(self.field);
        match (&self.test, fact) {
            (Test::Exists(wanted), fact) => fact.is_some() == *wanted,
            (Test::Equals(wanted), Some(Fact::Text(text))) => text.eq_ignore_ascii_case(wanted),
            (Test::OneOf(wanted), Some(Fact::Text(text))) => wanted.iter().any(|one| text.eq_ignore_ascii_case(one)),
            (Test::AtLeast(limit), Some(Fact::Number(number))) => number >= *limit,
            (Test::Below(limit), Some(Fact::Number(number))) => number < *limit,
            _ => false,
        }
    }
}

impl Rule {
    /// Whether all conditions hold.
    #[must_use]
    pub fn matches(&self, facts: &Facts<'_>) -> bool {
        self.when.iter().all(|condition| condition.holds(facts))
    }
}
