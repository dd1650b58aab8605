//! The lungs' vessels: trees that grow from the hila to the pleura.

use crate::phantom::film::{Dice, Exposure, Knot, Material, add_tube};

/// Blood in lung: attenuation beyond lung's, a centimetre, a third more than real so that it shows.
const BLOOD: Material = Material { wall: 0.19, core: 0.19, thickness: 0.0, flatness: 1.0, fading: 0.0, goes_on: true };
/// Below that a vessel doesn't show.
const THINNEST: f32 = 0.03;

/// Angle from straight down, outwards, and radius; the lower lobes' vessels are the thickest.
const TRUNKS: [(f32, f32); 11] = [
    (0.05, 0.42),
    (0.25, 0.62),
    (0.45, 0.4),
    (0.6, 0.5),
    (0.95, 0.44),
    (1.2, 0.34),
    (1.5, 0.36),
    (1.8, 0.3),
    (2.1, 0.34),
    (2.5, 0.34),
    (2.85, 0.3),
];

/// Where an adult's vessels lie in another's chest: all lengths by so much, the hila at a height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) across: f32,
    pub(super) down: f32,
    pub(super) radius: f32,
    pub(super) height: f32,
}

impl Scale {
    pub(super) const ADULT: Self = Self { across: 1.0, down: 1.0, radius: 1.0, height: 0.0 };

    fn knot(self, [x, y, z, radius]: Knot) -> Knot {
        [x * self.across, y * self.down + self.height, z * self.across, radius * self.radius]
    }
}

pub(super) fn add_vessels(exposure: &mut Exposure, seed: u32, scale: Scale) {
    let mut dice = Dice(seed.wrapping_mul(7_919));
    for (side, height) in [(-1.0, 17.2), (1.0, 16.3)] {
        for (angle, radius) in TRUNKS {
            let start = [side * dice.between(2.9, 3.8), height + dice.between(-0.9, 1.2), 0.0, radius];
            grow(exposure, &mut dice, side, start, angle, scale);
        }
    }
}

fn grow(exposure: &mut Exposure, dice: &mut Dice, side: f32, start: Knot, angle: f32, scale: Scale) {
    let mut axis = vec![scale.knot(start)];
    let [mut x, mut y, mut z, mut radius] = start;
    let mut angle = angle;
    for _ in 0..3 {
        angle += dice.between(-0.16, 0.16);
        let length = 0.3 + 0.75 * radius;
        x += side * angle.sin() * length;
        y += angle.cos() * length;
        z += dice.between(-0.5, 0.5) * length;
        radius *= 0.945;
        axis.push(scale.knot([x, y, z, radius]));
    }
    add_tube(exposure, &axis, BLOOD);
    let inside = x.abs() < 13.8 && y > 5.6 && y < 34.0 && x * side > 0.0;
    if radius < THINNEST || !inside {
        return;
    }
    let fork = dice.between(0.18, 0.42);
    let end = [x, y, z, radius];
    let thick = |share: f32| [end[0], end[1], end[2], radius * share];
    let (one, other) = (dice.between(0.8, 0.92), dice.between(0.55, 0.78));
    let turn = if dice.share() < 0.5 { 1.0 } else { -1.0 };
    grow(exposure, dice, side, thick(one), angle + turn * fork * 0.5, scale);
    grow(exposure, dice, side, thick(other), angle - turn * fork * 1.4, scale);
}
