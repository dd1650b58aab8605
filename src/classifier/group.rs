//! The five groups of the paper.

use serde::{Deserialize, Serialize};

/// Number of groups.
pub const GROUPS: usize = 5;

/// A body part group, as *DICOM Imaging Router* sorts X-rays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Abdomen.
    Abdomen,
    /// Chest of an adult.
    AdultChest,
    /// Chest of a child.
    PaediatricChest,
    /// Spine: cervical, thoracic, lumbar or whole.
    Spine,
    /// Any other radiograph: limbs, skull, pelvis, breast …
    Other,
}

impl Group {
    /// All groups, in the paper's order.
    pub const ALL: [Self; GROUPS] = [Self::Abdomen, Self::AdultChest, Self::PaediatricChest, Self::Spine, Self::Other];

    /// The stable identifier used in the page, the exports and the routing table.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Abdomen => "abdomen",
            Self::AdultChest => "adult_chest",
            Self::PaediatricChest => "paediatric_chest",
            Self::Spine => "spine",
            Self::Other => "other",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Abdomen => "Abdomen",
            Self::AdultChest => "Adult chest",
            Self::PaediatricChest => "Paediatric chest",
            Self::Spine => "Spine",
            Self::Other => "Other body part",
        }
    }
}
