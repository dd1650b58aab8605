//! A loin from the side, the patient lying on the right: the belly to the film's left, the back to its right.
//!
//! Places across count from the middle of the third lumbar vertebra, backwards.

use super::{CORTICAL, SPONGY, TISSUE};
use crate::phantom::film::{
    Exposure, Field, Knot, Material, Outline, Side, Slab, Solid, add_marker, add_mottle, add_slab, add_solid, add_tube,
    curve,
};

/// 22 cm × 36 cm.
const FIELD: Field = Field { columns: 688, rows: 1120, pixel: 0.032, centre: 1.6, top: -6.6 };

/// Place across, height, turn in radians (clockwise), half depth from belly to back, half height: of each body from the
/// tenth thoracic vertebra to the fifth lumbar.
const BODIES: [[f32; 5]; 8] = [
    [2.15, -6.0, -0.12, 1.5, 1.12],
    [1.75, -3.0, -0.15, 1.55, 1.17],
    [1.25, 0.15, -0.16, 1.6, 1.23],
    [0.7, 3.5, -0.14, 1.66, 1.3],
    [0.22, 6.95, -0.09, 1.7, 1.34],
    [0.0, 10.5, 0.02, 1.75, 1.36],
    [0.3, 14.05, 0.17, 1.78, 1.36],
    [1.35, 17.5, 0.42, 1.76, 1.3],
];
const FIRST_LUMBAR: usize = 3;

const BODY: Slab = Slab { half_depth: 2.1, rounding: 1.3, wall: 0.08, shell: CORTICAL, core: SPONGY, trabeculae: 0.18 };
const PEDICLE: Slab =
    Slab { half_depth: 0.8, rounding: 0.4, wall: 0.09, shell: CORTICAL, core: SPONGY, trabeculae: 0.1 };
const JOINT: Slab =
    Slab { half_depth: 1.1, rounding: 0.45, wall: 0.09, shell: CORTICAL, core: SPONGY, trabeculae: 0.1 };
const SPINOUS: Slab =
    Slab { half_depth: 0.5, rounding: 0.4, wall: 0.14, shell: CORTICAL, core: SPONGY, trabeculae: 0.2 };
const WING: Slab = Slab { half_depth: 0.34, rounding: 0.7, wall: 0.09, shell: CORTICAL, core: SPONGY, trabeculae: 0.2 };
const LINE: Material =
    Material { wall: CORTICAL, core: CORTICAL, thickness: 0.0, flatness: 6.0, fading: 0.12, goes_on: false };

/// The whole film.
pub(in crate::phantom) fn expose() -> Exposure {
    let mut exposure = Exposure::of(FIELD);
    add_soft_parts(&mut exposure);
    add_ribs(&mut exposure);
    for (index, [x, y, turn, half_depth, half_height]) in BODIES.into_iter().enumerate() {
        let lumbar = index >= FIRST_LUMBAR;
        Vertebra { place: [x, y], turn, half_depth, half_height, lumbar }.add(&mut exposure);
    }
    add_sacrum(&mut exposure);
    add_hip_bones(&mut exposure);
    add_marker(&mut exposure, Side::Left, [-6.2, 24.4]);
    exposure.collimate([-7.2, 9.3], [-6.0, 28.3]);
    exposure
}

fn add_soft_parts(exposure: &mut Exposure) {
    let trunk = |inwards: f32| {
        let sections: [[f32; 4]; 6] = [
            [-12.0, -3.0, 12.2, 14.6],
            [-2.0, -3.4, 11.8, 14.4],
            [6.0, -4.0, 11.6, 13.6],
            [13.0, -3.6, 11.8, 14.0],
            [20.0, -2.2, 13.0, 15.6],
            [34.0, -1.8, 13.2, 16.6],
        ];
        Solid::loft(0.0, &sections.map(|[y, x, width, depth]| [y, x + 0.7, width + 0.9 - inwards, depth - inwards]))
    };
    add_solid(exposure, &trunk(0.0), TISSUE.fat);
    add_solid(exposure, &trunk(2.0), TISSUE.mixed() - TISSUE.fat);
    add_mottle(exposure, 0.012, 1.8, 21);
    // Muscles of the back, behind and beside the spine.
    let back = [
        [-14.0, 5.6, 2.2, 6.0],
        [4.0, 4.6, 2.3, 6.4],
        [12.0, 4.4, 2.4, 6.2],
        [20.0, 6.0, 2.2, 5.6],
        [30.0, 7.4, 1.6, 4.0],
    ];
    add_solid(exposure, &Solid::loft(0.0, &back), 0.03);
    // Lungs, above the domes of the diaphragm, of which one stands higher.
    for (x, y, radii, share) in [(-1.0, -15.4, [8.8, 11.6, 5.4], 0.62), (-0.6, -14.0, [8.4, 11.0, 5.4], 0.62)] {
        let lung = Solid::Ellipsoid { centre: [x, y, 0.0], radii, turn: 0.2 };
        add_solid(exposure, &lung, -share * TISSUE.mixed());
    }
    // Gas in front of the spine.
    let gas = Material { wall: -0.13, core: -0.13, thickness: 0.0, flatness: 0.9, fading: 0.0, goes_on: false };
    let loops: [&[[f32; 5]]; 4] = [
        &[[0.0, -6.6, 4.0, 0.0, 1.2], [2.0, -5.6, 5.8, 0.0, 1.5], [4.0, -6.2, 7.8, 0.0, 1.0]],
        &[[0.0, -5.0, 10.2, 0.0, 0.9], [2.0, -4.2, 11.8, 0.0, 1.1], [3.0, -4.9, 13.0, 0.0, 0.7]],
        &[[0.0, -6.8, 15.0, 0.0, 1.3], [2.0, -5.4, 16.4, 0.0, 1.5], [4.0, -4.6, 18.2, 0.0, 0.9]],
        &[
            [0.0, -2.6, 22.4, 0.0, 0.9],
            [2.0, -1.0, 23.6, 0.0, 1.3],
            [4.0, 0.8, 25.2, 0.0, 1.4],
            [6.0, 1.8, 27.6, 0.0, 1.1],
        ],
    ];
    for way in loops {
        add_tube(exposure, &curve(way, 24), gas);
    }
}

/// A vertebra from the side.
struct Vertebra {
    place: [f32; 2],
    turn: f32,
    half_depth: f32,
    half_height: f32,
    lumbar: bool,
}

impl Vertebra {
    fn slab(&self, exposure: &mut Exposure, points: &[[f32; 2]], slab: Slab) {
        add_slab(exposure, &Outline::through(points).placed(self.place, self.turn), slab);
    }

    fn tube(&self, exposure: &mut Exposure, axis: &[Knot], material: Material) {
        let (sin, cos) = self.turn.sin_cos();
        let [x, y] = self.place;
        let placed = axis.iter().map(|[u, v, z, radius]| [x + u * cos - v * sin, y + u * sin + v * cos, *z, *radius]);
        add_tube(exposure, &placed.collect::<Vec<_>>(), material);
    }

    fn add(&self, exposure: &mut Exposure) {
        let (w, h) = (self.half_depth, self.half_height);
        let body = [
            [-w + 0.2, -h],
            [-0.3 * w, -h + 0.1],
            [0.4 * w, -h + 0.12],
            [w - 0.16, -h + 0.02],
            [w, -h + 0.2],
            [0.93 * w, 0.0],
            [w, h - 0.2],
            [w - 0.16, h - 0.02],
            [0.4 * w, h - 0.14],
            [-0.3 * w, h - 0.1],
            [-w + 0.2, h],
            [-w - 0.02, h - 0.16],
            [-0.88 * w, 0.25 * h],
            [-0.88 * w, -0.25 * h],
            [-w, -h + 0.16],
        ];
        self.slab(exposure, &body, BODY);
        for end in [-1.0, 1.0] {
            let y = |dip: f32| end * (h - dip);
            let plate = [
                [-w + 0.12, y(0.08), 0.0, 0.05],
                [-0.3 * w, y(0.17), 0.0, 0.055],
                [0.4 * w, y(0.2), 0.0, 0.055],
                [w - 0.1, y(0.1), 0.0, 0.05],
            ];
            self.tube(exposure, &plate, Material { fading: 0.0, ..LINE });
        }
        // Pedicle, the arch's joints above and below, spinous process.
        self.slab(
            exposure,
            &[
                [w - 0.25, -0.78 * h],
                [w + 0.5, -0.66 * h],
                [w + 1.1, -0.6 * h],
                [w + 1.15, 0.05 * h],
                [w + 0.55, -0.02 * h],
                [w - 0.25, 0.12 * h],
            ],
            PEDICLE,
        );
        self.slab(
            exposure,
            &[
                [w + 0.75, -0.5 * h],
                [w + 0.6, -1.1 * h],
                [w + 0.95, -1.55 * h],
                [w + 1.35, -1.3 * h],
                [w + 1.5, -0.6 * h],
                [w + 1.2, -0.2 * h],
            ],
            JOINT,
        );
        self.slab(
            exposure,
            &[
                [w + 1.0, -0.3 * h],
                [w + 1.7, -0.2 * h],
                [w + 1.95, 0.5 * h],
                [w + 1.85, 1.2 * h],
                [w + 1.5, 1.5 * h],
                [w + 1.2, 1.15 * h],
                [w + 1.25, 0.5 * h],
            ],
            JOINT,
        );
        let spinous: [[f32; 2]; 8] = if self.lumbar {
            [
                [w + 1.5, -0.2 * h],
                [w + 2.6, -0.12 * h],
                [w + 3.9, 0.0],
                [w + 4.25, 0.5 * h],
                [w + 4.1, 1.05 * h],
                [w + 3.2, 1.1 * h],
                [w + 2.2, 0.85 * h],
                [w + 1.5, 0.6 * h],
            ]
        } else {
            [
                [w + 1.4, 0.0],
                [w + 2.2, 0.3 * h],
                [w + 3.2, 0.9 * h],
                [w + 3.7, 1.6 * h],
                [w + 3.4, 1.9 * h],
                [w + 2.6, 1.5 * h],
                [w + 1.9, 1.0 * h],
                [w + 1.4, 0.7 * h],
            ]
        };
        self.slab(exposure, &spinous, SPINOUS);
    }
}

/// Five vertebrae grown together, bent backwards; between them the rests of discs.
fn add_sacrum(exposure: &mut Exposure) {
    let front = [[1.3, 19.9], [2.3, 21.9], [3.6, 23.6], [5.0, 25.0], [6.2, 26.6], [6.7, 28.4]];
    let back = [[7.7, 28.2], [7.5, 26.0], [7.2, 24.0], [6.4, 21.6], [5.4, 19.4], [4.4, 18.6], [3.2, 18.8], [2.0, 19.4]];
    let outline: Vec<[f32; 2]> = front.into_iter().chain(back).collect();
    add_slab(exposure, &Outline::through(&outline), Slab { half_depth: 1.6, rounding: 1.0, ..BODY });
    let plate = [[0.0, 1.4, 19.75, 0.0, 0.05], [1.6, 2.9, 19.2, 0.0, 0.06], [3.2, 4.3, 18.75, 0.0, 0.05]];
    add_tube(exposure, &curve(&plate, 16), Material { fading: 0.0, ..LINE });
    for [[x0, y0], [x1, y1]] in [[[2.5, 22.0], [4.6, 21.0]], [[3.9, 23.8], [5.9, 22.9]], [[5.2, 25.3], [6.8, 24.7]]] {
        let disc = Material { wall: -1.2 * SPONGY, core: -1.2 * SPONGY, flatness: 8.0, ..LINE };
        add_tube(exposure, &[[x0, y0, 0.0, 0.07], [x1, y1, 0.0, 0.07]], disc);
    }
    let crest = [[5.2, 19.6], [6.4, 19.4], [7.4, 21.0], [8.0, 23.4], [7.6, 24.6], [6.9, 22.6]];
    add_slab(exposure, &Outline::through(&crest), SPINOUS);
}

/// Both hip bones, one nearer to the film than the other.
fn add_hip_bones(exposure: &mut Exposure) {
    let wing = [
        [7.4, 20.6],
        [6.6, 17.6],
        [4.2, 15.4],
        [1.0, 14.6],
        [-2.2, 15.4],
        [-4.6, 17.8],
        [-5.4, 20.6],
        [-4.4, 22.4],
        [-3.2, 24.6],
        [-2.6, 28.0],
        [-1.0, 31.0],
        [2.4, 31.0],
        [3.6, 28.6],
        [4.6, 26.4],
        [6.4, 25.6],
        [7.2, 23.4],
    ];
    for (shift, size) in [([0.0, 0.0], 1.0), ([-0.5, 1.0], 0.97)] {
        let placed = wing.map(|[x, y]| [x * size + shift[0], (y - 20.0) * size + 20.0 + shift[1]]);
        add_slab(exposure, &Outline::through(&placed), WING);
        let crest: Vec<Knot> = placed[1..7].iter().map(|[x, y]| [*x, *y + 0.15, 0.0, 0.2]).collect();
        let rim = Material { thickness: 0.1, core: SPONGY, flatness: 1.4, ..LINE };
        add_tube(exposure, &crest, rim);
        let notch: Vec<Knot> = placed[12..16].iter().map(|[x, y]| [*x, *y, 0.0, 0.07]).collect();
        add_tube(exposure, &notch, Material { flatness: 3.0, ..LINE });
    }
}

/// The last ribs of either side, downwards to the belly.
fn add_ribs(exposure: &mut Exposure) {
    let bone = Material { wall: CORTICAL, core: SPONGY, thickness: 0.1, flatness: 0.75, fading: 0.15, goes_on: false };
    for (shift, down) in [(0.0, 0.0), (0.35, 0.8)] {
        for rib in [
            &[
                [0.0, 4.2, -7.4, 0.0, 0.42],
                [3.0, 3.4, -4.4, 0.0, 0.44],
                [7.0, 0.4, -0.6, 0.0, 0.44],
                [12.0, -4.2, 2.0, 0.0, 0.42],
                [15.0, -7.6, 2.9, 0.0, 0.4],
            ],
            &[
                [0.0, 4.0, -4.2, 0.0, 0.4],
                [3.0, 3.8, -1.4, 0.0, 0.44],
                [7.0, 1.6, 2.2, 0.0, 0.4],
                [11.0, -1.6, 4.8, 0.0, 0.34],
                [13.0, -3.2, 5.6, 0.0, 0.2],
            ],
            &[
                [0.0, 3.6, -0.8, 0.0, 0.38],
                [2.0, 3.9, 1.0, 0.0, 0.4],
                [5.0, 3.3, 3.8, 0.0, 0.36],
                [7.0, 2.2, 5.6, 0.0, 0.26],
                [8.0, 1.6, 6.2, 0.0, 0.18],
            ],
        ] {
            let axis: Vec<Knot> =
                curve(rib, 36).into_iter().map(|[x, y, z, radius]| [x + shift, y + down, z, radius]).collect();
            add_tube(exposure, &axis, bone);
        }
    }
}
