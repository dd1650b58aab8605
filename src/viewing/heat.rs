//! Class activation map → colours above the picture.

use crate::classifier::Group;

use super::About;

/// The colour map "inferno" (Smith and van der Walt 2015, matplotlib; CC0) at even distances: evenly brighter to the eye,
/// also to one that doesn't tell red from green.
const INFERNO: [[u8; 3]; 9] = [
    [0x00, 0x00, 0x04],
    [0x21, 0x0c, 0x4a],
    [0x57, 0x10, 0x6e],
    [0x8a, 0x22, 0x6a],
    [0xbc, 0x37, 0x54],
    [0xe3, 0x59, 0x33],
    [0xf9, 0x8c, 0x0a],
    [0xf9, 0xc9, 0x32],
    [0xfc, 0xff, 0xa4],
];

/// A map ready to be drawn.
pub(super) struct Heat<'a> {
    /// Row-major, in logits.
    values: &'a [f32],
    columns: usize,
    rows: usize,
    /// What is drawn strongest: the largest value of all groups' maps, so that groups can be compared.
    peak: f32,
    opacity: f32,
}

impl<'a> Heat<'a> {
    /// A group's map; none if there is none or nothing speaks for any group.
    pub(super) fn of(about: &'a About, group: Group, opacity: f32) -> Option<Self> {
        let (_, map) = about.maps.iter().find(|(one, _)| *one == group)?;
        let peak = about.maps.iter().flat_map(|(_, map)| &map.values).copied().fold(0.0, f32::max);
        let whole = map.rows * map.columns == map.values.len() && !map.values.is_empty();
        let opacity = opacity.clamp(0.0, 1.0);
        (peak > 0.0 && whole).then_some(Self {
            values: &map.values,
            columns: map.columns,
            rows: map.rows,
            peak,
            opacity,
        })
    }

    /// What lies at shares of the field's height and width (0–1), linearly between the map's cells, as a share of the
    /// peak.
    fn share(&self, down: f64, across: f64) -> f32 {
        let (row, below, lower) = between(down, self.rows);
        let (column, right, further) = between(across, self.columns);
        let at = |row: usize, column: usize| self.values.get(row * self.columns + column).copied().unwrap_or_default();
        let line = |row: usize| at(row, column) * (1.0 - further) + at(row, right) * further;
        ((line(row) * (1.0 - lower) + line(below) * lower) / self.peak).clamp(0.0, 1.0)
    }

    /// Lays the map's colour at shares of the field's height and width over a pixel; dark colours are transparent.
    pub(super) fn lay_over(&self, [red, green, blue, opaque]: [u8; 4], down: f64, across: f64) -> [u8; 4] {
        let share = self.share(down, across);
        let weight = share * self.opacity;
        let [r, g, b] = inferno(share);
        let blend = |under: u8, over: f32| (f32::from(under) * (1.0 - weight) + over * weight).round() as u8;
        [blend(red, r), blend(green, g), blend(blue, b), opaque]
    }
}

/// The cells before and after a share of a side, whose values count for their middles, and the weight of the latter.
fn between(share: f64, count: usize) -> (usize, usize, f32) {
    let last = count.saturating_sub(1);
    let place = (share * count as f64 - 0.5).clamp(0.0, last as f64);
    let first = (place as usize).min(last);
    (first, (first + 1).min(last), (place - first as f64) as f32)
}

/// The colour of a share from 0 to 1.
fn inferno(share: f32) -> [f32; 3] {
    let (first, second, weight) = {
        let place = share.clamp(0.0, 1.0) * (INFERNO.len() - 1) as f32;
        let first = (place as usize).min(INFERNO.len() - 2);
        (INFERNO[first], INFERNO[first + 1], place - first as f32)
    };
    std::array::from_fn(|i| f32::from(first[i]) * (1.0 - weight) + f32::from(second[i]) * weight)
}
