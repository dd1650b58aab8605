//! Why a picture goes where it goes: every rule, every check, in order.

use serde::Serialize;

use super::facts::Facts;
use super::field::Field;
use super::table::{FALLBACK, RoutingTable, Rule};
use crate::text::Phrase;

/// How a rule fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepVerdict {
    /// It decided.
    Matched,
    /// One of its conditions doesn't hold.
    Failed,
    /// A rule before it had decided.
    NotReached,
}

/// One rule's part in a decision; the last step is the fallback.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The rule's id, or `fallback`.
    pub rule: String,
    /// How it fared.
    pub verdict: StepVerdict,
    /// Its conditions, in order, looked at whether reached or not; the fallback has none.
    pub checks: Vec<Check>,
}

/// One condition, and what was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// What is looked at.
    pub field: Field,
    /// The condition in words, e.g. `group is adult_chest`.
    pub words: Phrase,
    /// Whether it holds.
    pub holds: bool,
    /// What the field says; `None`: it is absent.
    pub actual: Option<String>,
}

impl RoutingTable {
    /// How each rule fared with a picture. The one that [`RoutingTable::decide`] follows is the one that matched.
    #[must_use]
    pub fn trace(&self, facts: &Facts<'_>) -> Vec<Step> {
        let deciding = self.deciding(facts);
        let verdict = |place: usize| match deciding {
            Some(at) if place == at => StepVerdict::Matched,
            Some(at) if place > at => StepVerdict::NotReached,
            _ => StepVerdict::Failed,
        };
        let step = |(place, rule): (usize, &Rule)| Step {
            rule: rule.id.clone(),
            verdict: verdict(place),
            checks: checks(rule, facts),
        };
        let last = if deciding.is_none() { StepVerdict::Matched } else { StepVerdict::NotReached };
        let fallback = Step { rule: FALLBACK.to_owned(), verdict: last, checks: Vec::new() };
        self.rules.iter().enumerate().map(step).chain([fallback]).collect()
    }
}

fn checks(rule: &Rule, facts: &Facts<'_>) -> Vec<Check> {
    let conditions = rule.when.iter();
    conditions
        .map(|condition| {
            let fact = facts.get(condition.field);
            Check {
                field: condition.field,
                words: condition.phrase(),
                holds: condition.holds_of(fact.as_ref()),
                actual: fact.map(|fact| fact.to_string()),
            }
        })
        .collect()
}
