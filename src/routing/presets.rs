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
    /// The table's document.
    pub json: &'static str,
}

/// All of them; the first is the default.
pub const PRESETS: &[Preset] = &[
    Preset { id: "default", name: "Published models", json: DEFAULT_TABLE },
    Preset {
        id: "five-groups",
        name: "The paper's five groups",
        json: include_str!("../../www/presets/five-groups.json"),
    },
    Preset {
        id: "conflicts-first",
        name: "Header conflicts first",
        json: include_str!("../../www/presets/conflicts-first.json"),
    },
    Preset { id: "chest-only", name: "Chest only", json: include_str!("../../www/presets/chest-only.json") },
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
