//! A pelvis from the front, with the hips.
//!
//! Heights count down from the sacrum's upper edge.

use super::{CORTICAL, SPONGY};
use crate::phantom::film::{Exposure, Knot, Material, Outline, Slab, add_slab, add_tube, curve};

/// Where the sacrum begins, below the twelfth thoracic vertebra.
const SACRUM: f32 = 19.2;

const WING: Slab = Slab { half_depth: 0.5, rounding: 0.9, wall: 0.19, shell: CORTICAL, core: SPONGY, trabeculae: 0.22 };
const THICK: Slab = Slab { half_depth: 1.3, rounding: 1.8, wall: 0.0, shell: SPONGY, core: SPONGY, trabeculae: 0.22 };
const HEAD: Slab =
    Slab { half_depth: 2.3, rounding: 2.4, wall: 0.08, shell: CORTICAL, core: 1.2 * SPONGY, trabeculae: 0.2 };
const TROCHANTER: Slab =
    Slab { half_depth: 1.5, rounding: 1.4, wall: 0.09, shell: CORTICAL, core: SPONGY, trabeculae: 0.25 };
const BONE: Material =
    Material { wall: CORTICAL, core: SPONGY, thickness: 0.13, flatness: 0.75, fading: 0.0, goes_on: true };
/// A dense line: cortex that the ray runs along.
const LINE: Material =
    Material { wall: CORTICAL, core: CORTICAL, thickness: 0.0, flatness: 5.0, fading: 0.15, goes_on: false };

const ILIUM: [[f32; 2]; 26] = [
    [3.9, 0.7],
    [4.5, -1.4],
    [6.2, -3.6],
    [8.6, -4.7],
    [11.2, -4.1],
    [13.2, -1.9],
    [14.1, 0.9],
    [13.8, 2.9],
    [12.8, 4.6],
    [12.7, 6.4],
    [12.9, 8.2],
    [12.6, 9.6],
    [11.6, 8.9],
    [9.8, 8.3],
    [8.0, 8.9],
    [7.0, 10.4],
    [6.7, 12.4],
    [6.6, 13.9],
    [6.0, 12.6],
    [6.1, 9.6],
    [5.9, 7.4],
    [5.3, 5.9],
    [4.6, 5.3],
    [3.7, 5.6],
    [3.1, 3.8],
    [3.4, 2.1],
];

pub(super) fn add_pelvis(exposure: &mut Exposure) {
    for side in [-1.0, 1.0] {
        let bones = Half { side };
        bones.slab(exposure, Outline::through(&ILIUM), WING);
        bones.slab(exposure, Outline::ellipse([9.7, 8.6], [3.3, 2.6]), THICK);
        bones.slab(exposure, Outline::ellipse([4.6, 2.2], [1.7, 3.2]), THICK);
        bones.add_lines(exposure);
        bones.add_pubis_and_ischium(exposure);
        bones.add_hip(exposure);
    }
    add_sacrum(exposure);
}

/// One side's bones.
struct Half {
    side: f32,
}

impl Half {
    fn slab(&self, exposure: &mut Exposure, outline: Outline, slab: Slab) {
        add_slab(exposure, &outline.on_side(self.side).placed([0.0, SACRUM], 0.0), slab);
    }

    fn tube(&self, exposure: &mut Exposure, points: &[[f32; 5]], material: Material) {
        let knot = |[x, y, z, radius]: Knot| [self.side * x, SACRUM + y, z, radius];
        let axis: Vec<Knot> = curve(points, 40).into_iter().map(knot).collect();
        add_tube(exposure, &axis, material);
    }

    /// Crest, brim of the small pelvis, ischial line, roof of the hip joint, iliosacral joint.
    fn add_lines(&self, exposure: &mut Exposure) {
        let crest = [
            [0.0, 4.5, -1.2, 0.0, 0.1],
            [2.5, 6.2, -3.4, 0.0, 0.3],
            [5.0, 8.6, -4.5, 0.0, 0.34],
            [8.0, 11.1, -3.9, 0.0, 0.36],
            [11.0, 13.0, -1.8, 0.0, 0.34],
            [14.0, 13.9, 0.9, 0.0, 0.3],
            [16.0, 13.7, 2.7, 0.0, 0.08],
        ];
        self.tube(exposure, &crest, Material { flatness: 1.3, ..BONE });
        let brim = [
            [0.0, 4.5, 5.0, 0.0, 0.06],
            [3.0, 5.9, 7.5, 0.0, 0.08],
            [6.0, 6.2, 10.2, 0.0, 0.08],
            [9.0, 5.0, 12.6, 0.0, 0.08],
            [12.0, 2.6, 13.9, 0.0, 0.07],
            [14.0, 0.6, 14.3, 0.0, 0.06],
        ];
        self.tube(exposure, &brim, LINE);
        let ischial = [
            [0.0, 5.6, 6.2, 0.0, 0.05],
            [4.0, 7.1, 9.6, 0.0, 0.06],
            [8.0, 7.2, 13.0, 0.0, 0.06],
            [12.0, 6.4, 17.0, 0.0, 0.06],
        ];
        self.tube(exposure, &ischial, LINE);
        let roof = [
            [0.0, 12.5, 9.9, 0.0, 0.1],
            [1.6, 11.4, 8.9, 0.0, 0.14],
            [3.4, 9.7, 8.4, 0.0, 0.15],
            [5.0, 8.1, 9.0, 0.0, 0.1],
            [6.4, 7.1, 10.4, 0.0, 0.06],
            [8.0, 6.9, 12.2, 0.0, 0.05],
        ];
        self.tube(exposure, &roof, Material { flatness: 4.0, ..LINE });
        let joint = [
            [0.0, 4.1, 0.9, 0.0, 0.07],
            [2.0, 3.6, 2.4, 0.0, 0.08],
            [4.0, 3.5, 4.0, 0.0, 0.08],
            [5.6, 4.0, 5.4, 0.0, 0.05],
        ];
        let gap = Material { wall: -SPONGY, core: -SPONGY, flatness: 22.0, ..LINE };
        self.tube(exposure, &joint, gap);
        for beside in [-0.16, 0.16] {
            self.tube(
                exposure,
                &joint.map(|[at, x, y, z, radius]| [at, x + beside, y, z, 0.7 * radius]),
                Material { flatness: 3.0, ..LINE },
            );
        }
    }

    fn add_pubis_and_ischium(&self, exposure: &mut Exposure) {
        let upper = [
            [0.0, 7.6, 12.2, 0.0, 1.0],
            [3.0, 4.8, 13.0, 0.0, 0.72],
            [6.0, 2.2, 14.5, 0.0, 0.9],
            [7.0, 1.4, 15.2, 0.0, 1.0],
        ];
        self.tube(exposure, &upper, BONE);
        let body = [[0.3, 14.2], [1.4, 13.9], [2.4, 15.0], [2.3, 17.0], [1.3, 18.2], [0.45, 17.6], [0.3, 16.0]];
        self.slab(exposure, Outline::through(&body), Slab { half_depth: 0.8, ..WING });
        let lower = [[0.0, 1.5, 17.2, 0.0, 0.7], [3.0, 3.0, 19.6, 0.0, 0.66], [6.0, 4.9, 21.8, 0.0, 0.9]];
        self.tube(exposure, &lower, BONE);
        let ischium = [
            [0.0, 7.8, 12.6, 0.0, 1.1],
            [3.0, 7.3, 15.6, 0.0, 1.15],
            [6.0, 6.3, 18.6, 0.0, 1.3],
            [8.5, 5.2, 21.0, 0.0, 1.3],
        ];
        self.tube(exposure, &ischium, BONE);
    }

    fn add_hip(&self, exposure: &mut Exposure) {
        self.slab(exposure, Outline::ellipse([9.7, 11.4], [2.45, 2.45]), HEAD);
        let neck = [
            [0.0, 11.6, 13.1, 0.0, 1.5],
            [1.4, 12.6, 14.1, 0.0, 1.55],
            [4.0, 13.8, 15.6, 0.0, 1.9],
            [7.0, 14.0, 18.4, 0.0, 1.6],
            [14.0, 13.6, 25.0, 0.0, 1.45],
        ];
        self.tube(exposure, &neck, Material { thickness: 0.24, flatness: 0.9, ..BONE });
        let trochanter =
            [[13.6, 12.9], [14.9, 12.3], [16.0, 13.6], [16.1, 15.6], [15.5, 17.2], [14.4, 16.2], [13.6, 14.6]];
        self.slab(exposure, Outline::through(&trochanter), TROCHANTER);
        self.slab(exposure, Outline::ellipse([12.4, 18.4], [0.9, 1.2]), TROCHANTER);
    }
}

fn add_sacrum(exposure: &mut Exposure) {
    let right =
        [[1.2, -0.3], [2.6, -0.5], [4.0, 0.0], [4.6, 1.2], [4.3, 3.0], [3.6, 5.0], [2.5, 6.9], [1.5, 8.6], [0.9, 9.3]];
    let left = right.iter().rev().map(|[x, y]| [-x, *y]);
    let outline = Outline::through(&right.into_iter().chain(left).collect::<Vec<_>>()).placed([0.0, SACRUM], 0.0);
    let bone = Slab { half_depth: 1.2, rounding: 1.3, wall: 0.09, shell: CORTICAL, core: SPONGY, trabeculae: 0.24 };
    add_slab(exposure, &outline, bone);
    for (index, [x, y]) in [[2.35, 1.9], [2.1, 3.8], [1.8, 5.5], [1.45, 7.0]].into_iter().enumerate() {
        let small = 1.0 - 0.13 * index as f32;
        for side in [-1.0, 1.0] {
            let half = Half { side };
            half.slab(
                exposure,
                Outline::ellipse([x, y], [0.55 * small, 0.36 * small]),
                Slab::solid(0.9, 0.4, -0.9 * SPONGY - 0.02),
            );
            let arc = [
                [0.0, x - 0.7 * small, y + 0.1, 0.0, 0.05],
                [0.8, x, y - 0.46 * small, 0.0, 0.07],
                [1.6, x + 0.72 * small, y + 0.05, 0.0, 0.05],
            ];
            half.tube(exposure, &arc, LINE);
        }
        add_slab(
            exposure,
            &Outline::ellipse([0.0, SACRUM + y - 0.7], [0.24, 0.62 * small]),
            Slab { half_depth: 0.7, rounding: 0.25, wall: 0.08, shell: CORTICAL, core: SPONGY, trabeculae: 0.0 },
        );
    }
    // The first sacral end plate, and the tail bone.
    let plate = [[0.0, -2.3, 0.0, 0.0, 0.06], [2.3, 0.0, 0.22, 0.0, 0.08], [4.6, 2.3, 0.0, 0.0, 0.06]];
    Half { side: 1.0 }.tube(exposure, &plate, Material { fading: 0.0, ..LINE });
    for (y, size) in [(10.1, 0.75), (11.2, 0.6), (12.1, 0.45)] {
        add_slab(exposure, &Outline::ellipse([0.0, SACRUM + y], [size, 0.48]), Slab { half_depth: 0.5, ..WING });
    }
}
