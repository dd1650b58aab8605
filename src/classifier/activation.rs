//! Class activation maps (Zhou et al. 2016): where in the picture a group's logit comes from.

use serde::{Deserialize, Serialize};

use super::{Group, ModelDescription};

/// The maps of all groups, as the network gives them: `[groups, rows, columns]`, row-major, in logits. A map's mean
/// plus the layer's bias is the group's logit.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivationMaps {
    /// Rows of each map.
    pub rows: usize,
    /// Columns of each map.
    pub columns: usize,
    /// The values of all maps, one map after the other in the order of the model's groups.
    pub values: Vec<f32>,
}

/// One group's map, laid over the picture's exposed field ([`crate::radiograph::exposed_field`]).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ActivationMap {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Row-major; larger speaks more for the group, negative against it.
    pub values: Vec<f32>,
}

impl ActivationMaps {
    /// A group's map; empty for a group that the model doesn't name.
    #[must_use]
    pub fn of(&self, group: Group, model: &ModelDescription) -> ActivationMap {
        let size = self.rows * self.columns;
        let index = model.groups.iter().position(|one| *one == group);
        let values = index.and_then(|index| self.values.get(index * size..(index + 1) * size)).unwrap_or_default();
        ActivationMap { rows: self.rows, columns: self.columns, values: values.to_vec() }
    }
}
