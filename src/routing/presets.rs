//! Routing tables to begin with.

use super::error::RoutingError;
use super::table::RoutingTable;

/// The table that the page starts with.
pub const DEFAULT_TABLE: &str = include_str!("../../www/routing.json");

/// A table to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// Stable identifier.
    pub id: &'static str,
    /// English name.
    pub name: &'static str,
    /// What it does, in one English sentence.
    pub description: &'static str,
    /// The table's document.
    pub json: &'static str,
}

/// All of them; the first is the default.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "default",
        name: "Published models",
        description: "Chests and spines go to published models that expect them; what contradicts, and what has no model, goes to a person.",
        json: DEFAULT_TABLE,
    },
    Preset {
        id: "five-groups",
        name: "The paper's five groups",
        description: "Each group goes to a model of your own; what can't be placed goes to a person.",
        json: include_str!("../../www/presets/five-groups.json"),
    },
    Preset {
        id: "conflicts-first",
        name: "Header conflicts first",
        description: "Whatever header and pixels disagree about goes to a person; the rest as by default.",
        json: include_str!("../../www/presets/conflicts-first.json"),
    },
    Preset {
        id: "chest-only",
        name: "Chest only",
        description: "Frontal chests go to the chest models, doubtful ones to a person, everything else away.",
        json: include_str!("../../www/presets/chest-only.json"),
    },
];

impl Preset {
    /// The table.
    ///
    /// # Errors
    /// Those of [`RoutingTable::parse`]; none is known for the tables here.
    pub fn table(&self) -> Result<RoutingTable, RoutingError> {
        RoutingTable::parse(self.json)
    }
}
