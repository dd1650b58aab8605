//! What a person decides after looking.

use serde::{Deserialize, Serialize};

use super::Case;
use crate::classifier::Group;
use crate::routing::{Facts, Problem, RoutingError, RoutingTable};

/// What a person decided after looking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The group that the person sees; none if it is none of the five.
    pub group: Option<Group>,
    /// The destination that the person chose; none: the one that the rules give for that group. It is kept even while
    /// the table doesn't know it.
    pub destination: Option<String>,
    /// Where it goes now: a destination's id.
    pub sent_to: String,
}

impl Review {
    /// The same review, sent where a table says: to the chosen destination if the table has it, else by its rules.
    pub(super) fn resolved(&self, facts: &Facts<'_>, table: &RoutingTable) -> Result<Self, RoutingError> {
        let chosen = self.destination.as_deref().and_then(|id| table.destination(id));
        let sent_to = match chosen {
            Some(destination) => destination.id.clone(),
            None => table.decide(&facts.seen_as(self.group))?.destination.id,
        };
        Ok(Self { sent_to, ..self.clone() })
    }
}

impl Case {
    /// Notes what a person decided: the group that they see (none: none of the five), and where the picture goes (none:
    /// where the table's rules send that group). Does nothing to a file without pixels.
    ///
    /// # Errors
    /// [`Problem::Unknown`] for a destination that the table doesn't have; the case is then as before.
    pub fn set_review(
        &mut self,
        group: Option<Group>,
        destination: Option<String>,
        table: &RoutingTable,
    ) -> Result<(), RoutingError> {
        if let Some(id) = destination.as_ref().filter(|id| table.destination(id).is_none()) {
            return Err(Problem::Unknown { from: "review".to_owned(), to: id.clone() }.into());
        }
        let Some(facts) = self.facts_unseen() else { return Ok(()) };
        self.review = Some(Review { group, destination, sent_to: String::new() }.resolved(&facts, table)?);
        Ok(())
    }

    /// Forgets what a person decided.
    pub fn clear_review(&mut self) {
        self.review = None;
    }

    /// The group in the end: a person's, else the network's.
    #[must_use]
    pub fn final_group(&self) -> Option<Group> {
        self.review.as_ref().map_or(self.group, |review| review.group)
    }

    /// The destination's id in the end: a person's, else the rules'.
    #[must_use]
    pub fn final_destination(&self) -> Option<&str> {
        self.review.as_ref().map(|review| review.sent_to.as_str()).or(self.destination.as_deref())
    }

    /// Whether a person looked and saw what the network says: the same group, or both none.
    #[must_use]
    pub fn confirmed(&self) -> bool {
        self.review.as_ref().is_some_and(|review| review.group == self.group)
    }
}
