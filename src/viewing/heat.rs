//! Class activation map → colours above the picture.

use crate::classifier::{ActivationMap, Group};

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

/// Shares of the peak that have a colour of their own.
const SHADES: usize = 256;
/// What weights are counted in.
const WHOLE: f32 = 256.0;

/// A map ready to be drawn.
pub(super) struct Heat<'a> {
    map: &'a ActivationMap,
    /// Shades a logit. What is drawn strongest is the largest value of all groups' maps, so that groups can be compared.
    scale: f32,
    /// Red, green and blue times the weight of each shade's colour, and the weight left for the picture.
    shades: Vec<[u32; 4]>,
}

/// The lines of a map before and after a place, whose values count for their middles, and the weight of the latter.
#[derive(Clone, Copy)]
pub(super) struct Between {
    before: usize,
    after: usize,
    weight: f32,
}

impl<'a> Heat<'a> {
    /// A group's map; none if there is none or nothing speaks for any group.
    pub(super) fn of(about: &'a About, group: Group, opacity: f32) -> Option<Self> {
        Self::new(about.map(group)?, about.strongest_evidence(), opacity)
    }

    /// A map of which `peak` is drawn strongest; none if that isn't above 0.
    fn new(map: &'a ActivationMap, peak: f32, opacity: f32) -> Option<Self> {
        if peak.is_nan() || peak <= 0.0 {
            return None;
        }
        let last = (SHADES - 1) as f32;
        let shade = |index: usize| {
            let share = index as f32 / last;
            let weight = (share * opacity.clamp(0.0, 1.0) * WHOLE).round(); // dark colours are transparent
            let [red, green, blue] = inferno(share).map(|colour| (colour * weight).round() as u32);
            [red, green, blue, (WHOLE - weight) as u32]
        };
        Some(Self { map, scale: last / peak, shades: (0..SHADES).map(shade).collect() })
    }

    /// The map's rows around a share of the field's height; none outside of the field.
    pub(super) fn rows_at(&self, share: f64) -> Option<Between> {
        Between::of(share, self.map.rows)
    }

    /// The map's columns around a share of the field's width; none outside of the field.
    pub(super) fn columns_at(&self, share: f64) -> Option<Between> {
        Between::of(share, self.map.columns)
    }

    /// Lays the map's colour over a pixel, linearly between the map's cells.
    pub(super) fn lay_over(&self, pixel: [u8; 4], rows: Between, columns: Between) -> [u8; 4] {
        let at = |row: usize, column: usize| self.map.values.get(row * self.map.columns + column).copied();
        let line = |row: usize| {
            let (before, after) = (at(row, columns.before), at(row, columns.after));
            let before = before.unwrap_or_default();
            before + (after.unwrap_or_default() - before) * columns.weight
        };
        let before = line(rows.before);
        let value = before + (line(rows.after) - before) * rows.weight;
        // Converting to an integer turns what is below 0 to 0.
        let Some([red, green, blue, left]) = self.shades.get((value * self.scale + 0.5) as usize) else { return pixel };
        let blend = |under: u8, over: u32| ((u32::from(under) * left + over + 128) >> 8) as u8;
        [blend(pixel[0], *red), blend(pixel[1], *green), blend(pixel[2], *blue), pixel[3]]
    }
}

impl Between {
    fn of(share: f64, count: usize) -> Option<Self> {
        if !(0.0..1.0).contains(&share) {
            return None;
        }
        let last = count.saturating_sub(1);
        let place = (share * count as f64 - 0.5).clamp(0.0, last as f64);
        let before = (place as usize).min(last);
        Some(Self { before, after: (before + 1).min(last), weight: (place - before as f64) as f32 })
    }
}

/// Lays a map over a picture of `columns` and a whole number of rows, red, green, blue and 255 for each pixel. The map covers
/// the part of it from `(top, left)` to `(bottom, right)`, in shares of its height and width. `peak` is drawn strongest, with
/// this opacity; what is below 0 isn't drawn.
pub fn lay_heat(
    rgba: &mut [u8],
    columns: usize,
    [top, left, bottom, right]: [f64; 4],
    map: &ActivationMap,
    peak: f32,
    opacity: f32,
) {
    let (Some(heat), (pixels, _)) = (Heat::new(map, peak, opacity), rgba.as_chunks_mut::<4>()) else { return };
    let rows = pixels.len() / columns.max(1);
    let share = |at: usize, of: usize, from: f64, to: f64| ((at as f64 + 0.5) / of as f64 - from) / (to - from);
    let across: Vec<_> = (0..columns).map(|column| heat.columns_at(share(column, columns, left, right))).collect();
    for (row, line) in pixels.chunks_exact_mut(columns.max(1)).enumerate() {
        let Some(down) = heat.rows_at(share(row, rows, top, bottom)) else { continue };
        for (pixel, across) in line.iter_mut().zip(&across) {
            if let Some(across) = across {
                *pixel = heat.lay_over(*pixel, down, *across);
            }
        }
    }
}

/// The colour that a map has at a share of its peak, 0–1: red, green and blue.
#[must_use]
pub fn heat_colour(share: f32) -> [u8; 3] {
    inferno(share).map(|colour| colour.round() as u8)
}

/// The colour of a share from 0 to 1.
fn inferno(share: f32) -> [f32; 3] {
    let place = share.clamp(0.0, 1.0) * (INFERNO.len() - 1) as f32;
    let first = (place as usize).min(INFERNO.len() - 2);
    let weight = place - first as f32;
    let [from, to] = [INFERNO[first], INFERNO[first + 1]];
    std::array::from_fn(|i| f32::from(from[i]) * (1.0 - weight) + f32::from(to[i]) * weight)
}
