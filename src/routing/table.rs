//! The routing table: destinations, ordered rules and one fallback, as a JSON document.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::facts::Facts;
use super::rule::Rule;

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

impl DestinationState {
    /// The words for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WeightsPublished => "weights published",
            Self::CodeOnly => "code only",
            Self::PaperOnly => "paper only",
            Self::Own => "your own",
            Self::Person => "a person decides",
        }
    }
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
    /// Where it is described.
    #[serde(default)]
    pub address: Option<String>,
    /// Its licence.
    #[serde(default)]
    pub licence: Option<String>,
    /// The input it expects.
    #[serde(default)]
    pub expects: Option<String>,
}

/// Where a picture goes when no rule matches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fallback {
    /// A destination's id.
    pub send_to: String,
    /// Why, in a sentence for people.
    pub because: String,
}

/// The whole document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingTable {
    /// Version of the document's form; 1.
    pub version: u32,
    /// The destinations.
    pub destinations: Vec<Destination>,
    /// The rules; the first that matches decides.
    pub rules: Vec<Rule>,
    /// What holds when none matches.
    pub fallback: Fallback,
}

/// What is wrong with a routing table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RoutingError {
    /// Not JSON of the right form.
    #[error("the routing table can't be read: {0}")]
    Form(String),
    /// A version that this program doesn't know.
    #[error("the routing table is of version {0}; this program reads version 1")]
    Version(u32),
    /// Two destinations share an id.
    #[error("two destinations are called “{0}”")]
    Twice(String),
    /// A rule or the fallback names a destination that isn't there.
    #[error("“{from}” sends to “{to}”, which is no destination of the table")]
    Unknown {
        /// The rule's id, or `fallback`.
        from: String,
        /// The id that isn't there.
        to: String,
    },
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
    /// A [`RoutingError`] that says what is wrong.
    pub fn parse(json: &str) -> Result<Self, RoutingError> {
        let table: Self = serde_json::from_str(json).map_err(|error| RoutingError::Form(error.to_string()))?;
        if table.version != 1 {
            return Err(RoutingError::Version(table.version));
        }
        for (index, destination) in table.destinations.iter().enumerate() {
            if table.destinations[..index].iter().any(|other| other.id == destination.id) {
                return Err(RoutingError::Twice(destination.id.clone()));
            }
        }
        let targets = table.rules.iter().map(|rule| (rule.id.as_str(), &rule.send_to));
        for (from, to) in targets.chain([("fallback", &table.fallback.send_to)]) {
            if table.destination(to).is_none() {
                return Err(RoutingError::Unknown { from: from.to_owned(), to: to.clone() });
            }
        }
        Ok(table)
    }

    /// The destination of an id.
    #[must_use]
    pub fn destination(&self, id: &str) -> Option<&Destination> {
        self.destinations.iter().find(|destination| destination.id == id)
    }

    /// Decides where a picture goes: the first rule that matches, else the fallback.
    ///
    /// # Errors
    /// [`RoutingError::Unknown`] for a table that was changed after [`RoutingTable::parse`] had checked it.
    pub fn decide(&self, facts: &Facts<'_>) -> Result<Decision, RoutingError> {
        let matched = self.rules.iter().find(|rule| rule.matches(facts));
        let (rule, to, because) = matched
            .map_or(("fallback", &self.fallback.send_to, &self.fallback.because), |rule| {
                (rule.id.as_str(), &rule.send_to, &rule.because)
            });
        let unknown = || RoutingError::Unknown { from: rule.to_owned(), to: to.clone() };
        let destination = self.destination(to).ok_or_else(unknown)?.clone();
        Ok(Decision { destination, rule: rule.to_owned(), because: because.clone() })
    }
}
