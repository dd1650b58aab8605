//! The routing table: destinations, ordered rules and one fallback, as a JSON document.

use serde::{Deserialize, Serialize};

use super::check::MAX_BYTES;
use super::condition::Condition;
use super::error::{Problem, RoutingError};
use super::facts::Facts;
use super::place::line_of;
use super::reading::given;

/// What a decision calls its rule where none matched.
pub(super) const FALLBACK: &str = "fallback";

/// How far a destination's model can really be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DestinationState {
    /// Trained weights can be downloaded.
    WeightsPublished,
    /// Training code is public, trained weights are not.
    CodeOnly,
    /// Described in papers only.
    PaperOnly,
    /// The user's own.
    Own,
    /// A person looks at it.
    Person,
}

/// A model, or a person, that a picture can be sent to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Destination {
    /// Stable identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// How far it can be used.
    pub state: DestinationState,
    /// Where it is described: a web page, `https://…` or `http://…`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its licence.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The input it expects.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expects: Option<String>,
}

/// Conditions that must all hold, and where the picture then goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable identifier.
    pub id: String,
    /// All of these must hold; a rule without conditions always matches.
    pub when: Vec<Condition>,
    /// A destination's id.
    pub send_to: String,
    /// Why, in a sentence for people.
    pub because: String,
}

impl Rule {
    /// Whether all conditions hold.
    #[must_use]
    pub fn matches(&self, facts: &Facts<'_>) -> bool {
        self.when.iter().all(|condition| condition.holds(facts))
    }
}

/// Where a picture goes when no rule matches.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fallback {
    /// A destination's id.
    pub send_to: String,
    /// Why, in a sentence for people.
    pub because: String,
}

/// The whole document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingTable {
    /// Where the document's JSON Schema lies, for editors that check by it.
    #[serde(rename = "$schema", default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of the document's form; 1.
    pub version: u32,
    /// The destinations.
    pub destinations: Vec<Destination>,
    /// The rules; the first that matches decides.
    pub rules: Vec<Rule>,
    /// What holds when none matches.
    pub fallback: Fallback,
}

/// Where a picture goes, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The destination.
    pub destination: Destination,
    /// The rule that decided; `fallback` where none matched.
    pub rule: String,
    /// The rule's reason.
    pub because: String,
}

impl RoutingTable {
    /// Reads and checks a table.
    ///
    /// # Errors
    /// A [`RoutingError`] that says what is wrong, and in which line.
    pub fn parse(json: &str) -> Result<Self, RoutingError> {
        if json.len() > MAX_BYTES {
            return Err(Problem::TooLarge.into());
        }
        // Some editors on Windows begin a file with a byte order mark, which JSON doesn't allow.
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        let table: Self = serde_json::from_str(json)?;
        table.find_problem().map_err(|(problem, path)| RoutingError::at(problem, line_of(json, &path)))?;
        Ok(table)
    }

    /// Checks a table that was put together or changed otherwise than by [`RoutingTable::parse`].
    ///
    /// # Errors
    /// A [`RoutingError`] without line.
    pub fn check(&self) -> Result<(), RoutingError> {
        self.find_problem().map_err(|(problem, _)| problem.into())
    }

    /// The document, indented, its fields always in the same order.
    ///
    /// # Errors
    /// Those of serde_json; none is known for these types.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// The destination of an id.
    #[must_use]
    pub fn destination(&self, id: &str) -> Option<&Destination> {
        self.destinations.iter().find(|destination| destination.id == id)
    }

    /// Decides where a picture goes: the first rule that matches, else the fallback.
    ///
    /// # Errors
    /// [`Problem::Unknown`] for a table that was changed after [`RoutingTable::parse`] had checked it.
    pub fn decide(&self, facts: &Facts<'_>) -> Result<Decision, RoutingError> {
        let matched = self.deciding(facts).and_then(|place| self.rules.get(place));
        let (rule, to, because) = matched.map_or((FALLBACK, &self.fallback.send_to, &self.fallback.because), |rule| {
            (rule.id.as_str(), &rule.send_to, &rule.because)
        });
        let unknown = || Problem::Unknown { from: rule.to_owned(), to: to.clone() };
        let destination = self.destination(to).ok_or_else(unknown)?.clone();
        Ok(Decision { destination, rule: rule.to_owned(), because: because.clone() })
    }

    /// The place of the first rule that matches.
    pub(super) fn deciding(&self, facts: &Facts<'_>) -> Option<usize> {
        self.rules.iter().position(|rule| rule.matches(facts))
    }
}
