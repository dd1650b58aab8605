//! Whether a table's parts fit each other, and its size: tables are shared, so one may come from anybody.

use std::collections::HashSet;

use super::condition::{Condition, Test};
use super::error::{Part, Problem};
use super::field::FieldKind;
use super::place::Key::{self, Item, Name};
use super::table::{Destination, FALLBACK, RoutingTable};
use crate::phrase;
use crate::text::Phrase;

/// Most bytes of a document.
pub const MAX_BYTES: usize = 1_000_000;
/// Most destinations of a table.
pub const MAX_DESTINATIONS: usize = 1000;
/// Most rules of a table.
pub const MAX_RULES: usize = 1000;
/// Most conditions of a rule.
pub const MAX_CONDITIONS: usize = 20;
/// Most texts that a condition compares with.
pub const MAX_VALUES: usize = 1000;
/// Most characters of a text: a page shows each, and a report repeats some.
pub const MAX_CHARACTERS: usize = 2000;
/// Most regular expressions of a table; they are the slowest tests.
pub const MAX_PATTERNS: usize = 100;

/// A problem, and the path to it.
type Found = (Problem, Vec<Key>);

impl RoutingTable {
    /// The first problem from top to bottom, if there is one.
    pub(super) fn find_problem(&self) -> Result<(), Found> {
        if self.version != 1 {
            return Err((Problem::Version(self.version), vec![Name("version")]));
        }
        self.check_sizes()?;
        self.check_texts()?;
        self.check_destinations()?;
        self.check_rules()?;
        self.check_target(FALLBACK, &self.fallback.send_to, || vec![Name("fallback"), Name("send_to")])
    }

    fn check_sizes(&self) -> Result<(), Found> {
        let at_most = |count: usize, most: usize, what: fn() -> Phrase, list: &'static str| {
            if count > most {
                Err((Problem::TooMany { what: what(), most }, vec![Name(list), Item(most)]))
            } else {
                Ok(())
            }
        };
        at_most(self.destinations.len(), MAX_DESTINATIONS, || phrase!(many_destinations), "destinations")?;
        at_most(self.rules.len(), MAX_RULES, || phrase!(many_rules), "rules")?;
        let mut patterns = 0;
        for (index, rule) in self.rules.iter().enumerate() {
            let path = || vec![Name("rules"), Item(index), Name("when")];
            if rule.when.len() > MAX_CONDITIONS {
                return Err((Problem::TooMany { what: phrase!(many_conditions), most: MAX_CONDITIONS }, path()));
            }
            if rule.when.iter().any(|condition| condition.test.values().len() > MAX_VALUES) {
                return Err((Problem::TooMany { what: phrase!(many_values), most: MAX_VALUES }, path()));
            }
            patterns += rule.when.iter().filter(|condition| matches!(condition.test, Test::Matches(_))).count();
            if patterns > MAX_PATTERNS {
                return Err((Problem::TooMany { what: phrase!(many_patterns), most: MAX_PATTERNS }, path()));
            }
        }
        Ok(())
    }

    fn check_texts(&self) -> Result<(), Found> {
        let short = |text: &str, path: &dyn Fn() -> Vec<Key>| match text.char_indices().nth(MAX_CHARACTERS) {
            Some(_) => Err((Problem::TooLong(MAX_CHARACTERS), path())),
            None => Ok(()),
        };
        for (index, destination) in self.destinations.iter().enumerate() {
            let Destination { id, name, address, licence, expects, .. } = destination;
            for text in
                [Some(id), Some(name), address.as_ref(), licence.as_ref(), expects.as_ref()].into_iter().flatten()
            {
                short(text, &|| vec![Name("destinations"), Item(index)])?;
            }
        }
        for (index, rule) in self.rules.iter().enumerate() {
            let values = rule.when.iter().flat_map(|condition| condition.test.values());
            for text in [&rule.id, &rule.because].into_iter().chain(values) {
                short(text, &|| vec![Name("rules"), Item(index)])?;
            }
        }
        short(&self.fallback.because, &|| vec![Name("fallback"), Name("because")])
    }

    fn check_destinations(&self) -> Result<(), Found> {
        let mut seen = HashSet::new();
        for (index, destination) in self.destinations.iter().enumerate() {
            let path = |field| vec![Name("destinations"), Item(index), Name(field)];
            check_id(Part::Destination, &destination.id, &mut seen).map_err(|problem| (problem, path("id")))?;
            if !destination.address.as_deref().is_none_or(is_web_address) {
                return Err((Problem::Address(destination.id.clone()), path("address")));
            }
        }
        Ok(())
    }

    fn check_rules(&self) -> Result<(), Found> {
        let mut seen = HashSet::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let path = |field| vec![Name("rules"), Item(index), Name(field)];
            check_id(Part::Rule, &rule.id, &mut seen).map_err(|problem| (problem, path("id")))?;
            if rule.id == FALLBACK {
                return Err((Problem::Reserved, path("id")));
            }
            for (at, condition) in rule.when.iter().enumerate() {
                let here = || path("when").into_iter().chain([Item(at), Name(condition.test.id())]).collect();
                check_condition(condition).map_err(|problem| (problem, here()))?;
            }
            self.check_target(&rule.id, &rule.send_to, || path("send_to"))?;
        }
        Ok(())
    }

    fn check_target(&self, from: &str, to: &str, path: impl FnOnce() -> Vec<Key>) -> Result<(), Found> {
        match self.destination(to) {
            Some(_) => Ok(()),
            None => Err((Problem::Unknown { from: from.to_owned(), to: to.to_owned() }, path())),
        }
    }
}

fn check_id<'a>(what: Part, id: &'a str, seen: &mut HashSet<&'a str>) -> Result<(), Problem> {
    if id.trim().is_empty() {
        Err(Problem::EmptyId(what))
    } else if !seen.insert(id) {
        Err(Problem::Twice { what, id: id.to_owned() })
    } else {
        Ok(())
    }
}

/// Only the web's own schemes: `javascript:` in a link would run in the page.
fn is_web_address(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

fn check_condition(condition: &Condition) -> Result<(), Problem> {
    let Condition { field, test } = condition;
    if !field.kind().fits(test) {
        return Err(Problem::Unfit { field: *field, test: test.id() });
    }
    if let Test::AtLeast(limit) | Test::Below(limit) = test
        && !limit.is_finite()
    {
        return Err(Problem::NotANumber(*field));
    }
    let FieldKind::Choice(choices) = field.kind() else { return Ok(()) };
    match test.values().iter().find(|value| !choices.contains(&value.as_str())) {
        Some(value) => Err(Problem::NeverSo { field: *field, value: value.clone() }),
        None => Ok(()),
    }
}
