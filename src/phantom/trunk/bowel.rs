//! Gas and stool: what the eye first finds in a belly's film.

use super::TISSUE;
use crate::phantom::film::{Dice, Exposure, Knot, Material, Solid, add_solid, add_tube, curve};

/// What a bowel holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bowel {
    /// Chooses the bubbles' places.
    pub(super) seed: u32,
    /// How much gas; 1 is usual.
    gas: f32,
    /// How many bubbles the stool has for a centimetre of colon.
    bubbles: f32,
}

impl Bowel {
    pub(super) const FILLED: Self = Self { seed: 5, gas: 1.0, bubbles: 11.0 };
    pub(super) const EMPTIED: Self = Self { seed: 9, gas: 0.5, bubbles: 4.0 };
}

/// A ray's way through a bowel is less gas than bowel: fluid lies below it.
fn gas(share: f32) -> Material {
    let air = -TISSUE.mixed() * share;
    Material { wall: air, core: air, thickness: 0.0, flatness: 0.85, fading: 0.0, goes_on: false }
}

/// Place along the way, x, y, z, radius.
type Way = [[f32; 5]];

const CAECUM_AND_ASCENDING: &Way = &[
    [0.0, -9.2, 20.6, 2.0, 2.0],
    [3.0, -10.3, 17.8, 1.0, 2.6],
    [7.0, -10.9, 13.8, 0.0, 2.2],
    [11.0, -10.9, 9.8, 0.0, 2.1],
    [14.0, -10.2, 6.8, 1.0, 2.0],
];
const TRANSVERSE: &Way = &[
    [0.0, -9.4, 6.4, 3.0, 1.7],
    [3.0, -6.6, 7.6, 5.0, 2.1],
    [7.0, -2.8, 9.0, 6.0, 2.2],
    [11.0, 1.0, 9.2, 6.0, 2.0],
    [15.0, 4.8, 7.6, 5.0, 2.1],
    [19.0, 8.2, 4.6, 3.0, 2.0],
    [22.0, 10.2, 2.0, 0.0, 2.1],
];
const DESCENDING: &Way = &[
    [0.0, 11.0, 2.4, 0.0, 1.7],
    [4.0, 12.0, 6.2, 0.0, 1.4],
    [9.0, 12.2, 11.2, 0.0, 1.3],
    [14.0, 11.6, 16.2, 0.0, 1.3],
    [18.0, 10.2, 19.8, 0.0, 1.4],
];
const SIGMOID: &Way =
    &[[0.0, 9.4, 20.8, 0.0, 1.4], [4.0, 6.4, 23.2, 2.0, 1.5], [7.0, 3.6, 22.2, 3.0, 1.7], [10.0, 1.2, 23.6, 2.0, 1.6]];
const RECTUM: &Way = &[
    [0.0, 0.6, 24.2, -3.0, 1.5],
    [2.0, 0.1, 26.0, -4.0, 2.1],
    [4.0, -0.2, 28.2, -4.0, 2.2],
    [6.0, 0.0, 30.4, -4.0, 1.5],
];

pub(super) fn add_bowel(exposure: &mut Exposure, bowel: &Bowel) {
    let mut dice = Dice(bowel.seed.wrapping_mul(7_919));
    let colon = [
        (CAECUM_AND_ASCENDING, 0.14, 1.0),
        (TRANSVERSE, 0.72, 0.12),
        (DESCENDING, 0.1, 0.8),
        (SIGMOID, 0.34, 0.4),
        (RECTUM, 0.62, 0.25),
    ];
    for (way, share, stool) in colon {
        let axis = haustra(way, &mut dice);
        add_tube(exposure, &axis, gas(share * bowel.gas));
        add_stool(exposure, way, stool * bowel.bubbles, &mut dice);
    }
    // The stomach's gas lies in front, in its lower half.
    let stomach =
        [[0.0, 6.6, -4.6, 4.0, 2.3], [3.0, 4.4, -2.2, 5.0, 2.2], [6.0, 2.4, 0.8, 6.0, 1.5], [8.0, 0.4, 2.2, 6.0, 1.0]];
    add_tube(exposure, &curve(&stomach, 30), gas(0.42 * bowel.gas));
    add_small_bowel(exposure, bowel, &mut dice);
}

/// Pouches between the colon's half-moon folds.
fn haustra(way: &Way, dice: &mut Dice) -> Vec<Knot> {
    let mut phase = dice.between(0.0, 3.0);
    let mut axis = curve(way, 90);
    for knot in &mut axis {
        phase += 0.27 * dice.between(0.7, 1.3);
        knot[3] *= 0.64 + 0.42 * phase.sin().abs().sqrt();
        knot[0] += 0.22 * (0.5 * phase).sin();
    }
    axis
}

/// Stool is a mass of small bubbles.
fn add_stool(exposure: &mut Exposure, way: &Way, density: f32, dice: &mut Dice) {
    let axis = curve(way, 60);
    let length = way.last().map_or(0.0, |end| end[0]);
    for _ in 0..(density * length) as usize {
        let at = (dice.share() * axis.len() as f32) as usize;
        let Some([x, y, z, radius]) = axis.get(at).copied() else { continue };
        let (sin, cos) = dice.between(0.0, std::f32::consts::TAU).sin_cos();
        let off = 0.88 * radius * dice.share().sqrt();
        let size = dice.between(0.1, 0.42) * dice.between(0.5, 1.0);
        let radii = [size * dice.between(0.8, 1.7), size * dice.between(0.7, 1.2), size];
        let bubble =
            Solid::Ellipsoid { centre: [x + off * cos, y + off * sin, z], radii, turn: dice.between(-1.5, 1.5) };
        add_solid(exposure, &bubble, -0.8 * TISSUE.mixed());
    }
}

/// A few loops in the middle, with gas for a short way.
fn add_small_bowel(exposure: &mut Exposure, bowel: &Bowel, dice: &mut Dice) {
    for _ in 0..14 {
        let (x, y) = (dice.between(-5.5, 7.0), dice.between(11.0, 22.0));
        let mut turn = dice.between(0.0, std::f32::consts::TAU);
        let mut knot = [x, y, 3.0, dice.between(0.7, 1.05)];
        let share = dice.between(0.1, 0.42) * bowel.gas;
        let bend = dice.between(-0.35, 0.35);
        let mut axis = vec![knot];
        for _ in 0..(dice.between(5.0, 12.0) as usize) {
            turn += bend + dice.between(-0.15, 0.15);
            knot = [knot[0] + 0.45 * turn.cos(), knot[1] + 0.45 * turn.sin(), 3.0, knot[3] * dice.between(0.88, 1.1)];
            axis.push(knot);
        }
        add_tube(exposure, &axis, gas(share));
    }
}
