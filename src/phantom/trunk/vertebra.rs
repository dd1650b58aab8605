//! A vertebra from the front: body with end plates, pedicles, arch, and six processes.

use super::{CORTICAL, SPONGY};
use crate::phantom::film::{Exposure, Knot, Material, Outline, Slab, add_slab, add_tube};

/// Its place on the film and its measures, in centimetres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vertebra {
    pub(super) place: [f32; 2],
    pub(super) half_width: f32,
    pub(super) half_height: f32,
    /// Radians, clockwise.
    pub(super) turn: f32,
    /// Which of the loin's it is, from 0; none of the chest's.
    pub(super) lumbar: Option<f32>,
}

const BODY: Slab =
    Slab { half_depth: 1.65, rounding: 1.5, wall: 0.07, shell: CORTICAL, core: SPONGY, trabeculae: 0.16 };
const ARCH: Slab = Slab { half_depth: 0.34, rounding: 0.3, wall: 0.09, shell: CORTICAL, core: SPONGY, trabeculae: 0.1 };
const PEDICLE: Slab =
    Slab { half_depth: 0.75, rounding: 0.42, wall: 0.1, shell: CORTICAL, core: SPONGY, trabeculae: 0.0 };
const SPINOUS: Slab =
    Slab { half_depth: 1.2, rounding: 0.34, wall: 0.08, shell: 0.7 * CORTICAL, core: SPONGY, trabeculae: 0.1 };

impl Vertebra {
    fn slab(&self, exposure: &mut Exposure, outline: Outline, slab: Slab) {
        add_slab(exposure, &outline.placed(self.place, self.turn), slab);
    }

    fn tube(&self, exposure: &mut Exposure, axis: &[Knot], material: Material) {
        let (sin, cos) = self.turn.sin_cos();
        let [x, y] = self.place;
        let placed = axis.iter().map(|[u, v, z, radius]| [x + u * cos - v * sin, y + u * sin + v * cos, *z, *radius]);
        add_tube(exposure, &placed.collect::<Vec<_>>(), material);
    }
}

pub(super) fn add_vertebra(exposure: &mut Exposure, vertebra: &Vertebra) {
    let (w, h) = (vertebra.half_width, vertebra.half_height);
    vertebra.slab(exposure, body(w, h), BODY);
    for end in [-1.0, 1.0] {
        add_end_plate(exposure, vertebra, end);
    }
    // The pedicles stand further apart the lower they are.
    let lumbar = vertebra.lumbar.unwrap_or(-1.0);
    let apart = w * (0.6 + 0.022 * lumbar);
    let lower = h * 1.05;
    for side in [-1.0, 1.0] {
        vertebra.slab(exposure, Outline::ellipse([side * apart, -0.36 * h], [0.36 + 0.03 * lumbar, 0.5]), PEDICLE);
        let lamina = [
            [apart - 0.3, -0.2 * h],
            [apart + 0.32, -0.3 * h],
            [apart + 0.25, 0.25 * h],
            [apart + 0.22, lower],
            [apart - 0.1, lower + 0.45],
            [apart - 0.42, lower + 0.2],
            [0.62 * apart, 0.62 * h],
            [0.2, 0.7 * h],
            [0.05, 0.35 * h],
            [0.4, 0.1 * h],
        ];
        vertebra.slab(exposure, Outline::through(&lamina).on_side(side), ARCH);
        // Joints: the process from below comes up outside the one from above.
        vertebra.slab(exposure, Outline::ellipse([side * (apart + 0.4), -0.95 * h], [0.34, 0.6]), ARCH);
        let gap = Material {
            wall: -0.5 * CORTICAL,
            core: -0.5 * CORTICAL,
            thickness: 0.0,
            flatness: 3.0,
            fading: 0.3,
            goes_on: false,
        };
        let joint = side * (apart + 0.18);
        vertebra.tube(
            exposure,
            &[[joint, lower - 0.3, 0.0, 0.045], [joint - side * 0.05, lower + 0.55, 0.0, 0.045]],
            gap,
        );
        add_transverse_process(exposure, vertebra, side);
    }
    let (top, tip) = (0.3 * h, if vertebra.lumbar.is_some() { 1.32 * h } else { 1.15 * h });
    let spinous = [
        [0.0, top],
        [0.2, top + 0.3],
        [0.24, 0.9 * h],
        [0.3, tip - 0.2],
        [0.0, tip + 0.06],
        [-0.3, tip - 0.2],
        [-0.24, 0.9 * h],
        [-0.2, top + 0.3],
    ];
    vertebra.slab(exposure, Outline::through(&spinous), SPINOUS);
}

/// Waisted, with rims that stand out.
fn body(w: f32, h: f32) -> Outline {
    let right = [
        [0.35 * w, -h + 0.05],
        [w - 0.25, -h],
        [w, -h + 0.14],
        [0.97 * w, -0.62 * h],
        [0.88 * w, -0.1 * h],
        [0.89 * w, 0.25 * h],
        [0.98 * w, 0.66 * h],
        [1.02 * w, h - 0.14],
        [w - 0.22, h],
        [0.35 * w, h - 0.05],
    ];
    let left = right.iter().rev().map(|[x, y]| [-x, *y]);
    Outline::through(&right.into_iter().chain(left).collect::<Vec<_>>())
}

/// A disc of bone seen nearly edge-on: an ellipse, densest at its rim.
fn add_end_plate(exposure: &mut Exposure, vertebra: &Vertebra, end: f32) {
    let rim = Material { wall: CORTICAL, core: CORTICAL, thickness: 0.0, flatness: 4.2, fading: 0.0, goes_on: true };
    let (wide, high) = (vertebra.half_width - 0.1, 0.1 + 0.02 * (vertebra.place[1] - 8.0).abs());
    let y = end * (vertebra.half_height - 0.05 - high);
    let ring: Vec<Knot> = (0..=36_u8)
        .map(|step| {
            let (sin, cos) = (f32::from(step) * std::f32::consts::TAU / 36.0).sin_cos();
            [wide * cos, y + high * sin, 0.0, 0.045]
        })
        .collect();
    vertebra.tube(exposure, &ring, rim);
}

/// Thin and flat; longest at the third lumbar vertebra, upwards at the fourth, stout at the fifth.
fn add_transverse_process(exposure: &mut Exposure, vertebra: &Vertebra, side: f32) {
    let (w, h) = (vertebra.half_width, vertebra.half_height);
    let (length, rise, radius) = match vertebra.lumbar {
        None => (0.75, 0.35, 0.32),
        Some(order) if order > 3.5 => (1.7, 0.3, 0.52),
        Some(order) if order > 2.5 => (1.55, 0.55, 0.34),
        Some(order) => (1.35 + 0.4 * order - 0.03 * order * order * order, 0.1, 0.33),
    };
    let plate = Material { wall: CORTICAL, core: SPONGY, thickness: 0.09, flatness: 0.9, fading: 0.12, goes_on: false };
    let start = [side * 0.75 * w, -0.28 * h, 0.0, radius * 1.15];
    let middle = [side * (w + 0.5 * length), -0.3 * h - 0.4 * rise, 0.0, radius * 0.82];
    vertebra.tube(exposure, &[start, middle, [side * (w + length), -0.3 * h - rise, 0.0, radius * 0.9]], plate);
}
