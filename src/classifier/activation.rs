//! Class activation maps (Zhou et al. 2016): where in the picture a group's logit comes from.

use serde::{Deserialize, Serialize};

use super::{Group, ModelDescription};

/// The maps of all labels, as the network gives them: `[labels, rows, columns]`, row-major, in logits. A map's mean
/// plus the layer's bias is the label's logit. A network without maps has none of 0 rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivationMaps {
    /// Rows of each map.
    pub rows: usize,
    /// Columns of each map.
    pub columns: usize,
    /// The values of all maps, one map after the other in the order of the model's labels.
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

impl ActivationMap {
    /// Its largest value, in logits; below all numbers where it has none.
    pub(crate) fn greatest(&self) -> f32 {
        self.values.iter().copied().fold(f32::NEG_INFINITY, f32::max)
    }
}

impl ActivationMaps {
    /// A group's map: at each place what speaks most for one of its labels. Empty for a group without labels.
    #[must_use]
    pub fn of(&self, group: Group, model: &ModelDescription) -> ActivationMap {
        let size = self.rows * self.columns;
        let labels = model.groups.iter().enumerate().filter(|(_, one)| **one == group);
        let mut maps = labels.filter_map(|(at, _)| self.values.get(at * size..(at + 1) * size));
        let mut values = maps.next().unwrap_or_default().to_vec();
        for map in maps {
            values.iter_mut().zip(map).for_each(|(value, other)| *value = value.max(*other));
        }
        ActivationMap { rows: self.rows, columns: self.columns, values }
    }
}
