//! A child's chest: three years old, on the back. Against an adult's it is as wide above as below, the ribs lie flatter,
//! the heart and the thymus take more of it, and the arms' bones aren't grown together yet.

use super::SOFT;
use super::bones::{Column, add_rib, add_spine};
use super::parts::Parts;
use super::vessels::{Scale, add_vessels};
use crate::phantom::film::{
    Dice, Exposure, Field, Knot, Material, Outline, Side, Slab, Solid, add_marker, add_slab, add_tube, curve,
};

/// 24 cm × 26 cm.
const FIELD: Field = Field { columns: 944, rows: 1008, pixel: 0.0258, centre: 0.0, top: 0.6 };

/// Attenuation beyond flesh's, a centimetre; a child's bone is less dense.
const CORTICAL: f32 = 0.26;
const SPONGY: f32 = 0.06;

/// Height at the spine, width and depth of its ring, radius: of each rib.
const RIBS: [[f32; 4]; 12] = [
    [4.5, 3.3, 2.4, 0.2],
    [5.4, 5.0, 3.4, 0.21],
    [6.5, 6.3, 4.2, 0.22],
    [7.7, 7.2, 4.8, 0.23],
    [8.9, 7.8, 5.2, 0.24],
    [10.2, 8.2, 5.5, 0.25],
    [11.5, 8.4, 5.6, 0.25],
    [12.8, 8.6, 5.6, 0.25],
    [14.2, 8.7, 5.5, 0.24],
    [15.6, 8.5, 5.2, 0.23],
    [17.0, 7.9, 4.8, 0.21],
    [18.4, 5.6, 4.2, 0.18],
];

/// A whole chest.
pub(in crate::phantom) fn expose() -> Exposure {
    let mut exposure = Exposure::of(FIELD);
    parts().add(&mut exposure);
    add_airways(&mut exposure);
    add_spine(&mut exposure, &Column { top: 1.2, count: 19, size: [0.36, 0.008], disc: [0.2, 0.014], scale: 0.55 });
    for side in [-1.0, 1.0] {
        for (index, rib) in RIBS.iter().enumerate() {
            add_rib(&mut exposure, side, rib, 0.3 + 0.025 * index as f32, if index >= 10 { 1.7 } else { 2.25 }, 0.65);
        }
        add_shoulder(&mut exposure, side);
    }
    add_vessels(&mut exposure, 11, Scale { across: 0.55, down: 0.46, radius: 0.7, height: 1.7 });
    add_bowel(&mut exposure);
    add_marker(&mut exposure, Side::Left, [9.2, 1.9]);
    exposure
}

fn both(make: impl Fn(f32) -> Solid) -> [Solid; 2] {
    [make(-1.0), make(1.0)]
}

fn parts() -> Parts {
    let mut trunk = vec![Solid::loft(
        0.0,
        &[
            [-4.0, 0.0, 4.6, 5.0],
            [1.0, 0.0, 4.0, 4.6],
            [2.8, 0.0, 4.4, 4.6],
            [3.8, 0.0, 6.2, 4.8],
            [4.8, 0.0, 8.2, 5.2],
            [6.5, 0.0, 9.2, 5.8],
            [10.0, 0.0, 9.5, 6.4],
            [14.0, 0.0, 9.7, 6.8],
            [18.0, 0.0, 9.9, 7.0],
            [23.0, 0.0, 9.9, 7.0],
            [30.0, 0.0, 9.7, 6.8],
        ],
    )];
    trunk.extend(both(|side| {
        Solid::loft(
            0.0,
            &[
                [4.5, side * 8.2, 0.5, 0.6],
                [5.0, side * 8.7, 1.9, 1.7],
                [6.5, side * 9.8, 2.6, 2.4],
                [9.0, side * 11.2, 2.5, 2.4],
                [14.0, side * 13.2, 2.3, 2.3],
                [20.0, side * 15.0, 2.2, 2.2],
            ],
        )
    }));
    let lung = |side: f32| {
        Solid::loft(
            -0.3,
            &[
                [4.5, side * 2.6, 0.4, 0.3],
                [4.8, side * 2.7, 1.3, 1.2],
                [5.6, side * 3.0, 2.3, 2.4],
                [7.5, side * 3.5, 3.4, 3.6],
                [10.0, side * 4.0, 4.1, 4.8],
                [13.0, side * 4.2, 4.4, 5.3],
                [16.0, side * 4.4, 4.4, 5.4],
                [19.0, side * 4.4, 4.0, 5.2],
                [20.5, side * 4.4, 3.6, 4.8],
            ],
        )
    };
    let turned = |centre: [f32; 3], radii: [f32; 3], turn: f32| Solid::Ellipsoid { centre, radii, turn };
    let within = vec![
        Solid::loft(
            -0.6,
            &[
                [0.0, 0.0, 2.2, 2.6],
                [4.5, 0.0, 1.9, 3.0],
                [7.0, -0.1, 1.5, 3.4],
                [10.0, -0.1, 1.4, 3.6],
                [15.0, 0.0, 1.4, 3.6],
                [22.0, 0.0, 1.3, 3.4],
            ],
        ),
        turned([-1.1, 7.8, 1.4], [1.25, 2.9, 2.2], 0.16), // thymus, right lobe
        turned([1.3, 7.7, 1.4], [1.3, 3.0, 2.2], -0.22),  // … left lobe
        turned([1.3, 13.1, 1.2], [4.5, 3.5, 4.0], 0.5),   // heart
        turned([-0.8, 12.2, 1.0], [2.4, 3.3, 3.5], 0.1),  // right atrium
        turned([0.5, 10.1, 0.9], [2.1, 2.6, 3.0], -0.3),  // outflow
        Solid::ellipsoid([-4.3, 20.4, -0.3], [5.2, 5.6, 6.2]), // right dome
        Solid::ellipsoid([4.3, 21.1, -0.3], [5.2, 5.6, 6.2]), // left dome
    ];
    let further = vec![
        (Solid::ellipsoid([-4.6, 19.6, 0.5], [5.2, 4.4, 4.6]), 0.012), // liver
        (turned([4.3, 18.0, 1.5], [1.7, 0.95, 1.8], 0.3), -0.8 * SOFT), // gas in the stomach
    ];
    Parts { trunk, lungs: both(lung).into(), within, further }
}

/// Windpipe and main bronchi.
fn add_airways(exposure: &mut Exposure) {
    let air = Material { wall: -SOFT, core: -SOFT, thickness: 0.0, flatness: 0.9, fading: 0.0, goes_on: false };
    let windpipe = [[0.0, -1.0, 0.0, 0.46], [0.0, 4.0, 0.0, 0.45], [-0.15, 6.6, 0.0, 0.43], [-0.2, 8.7, 0.0, 0.42]];
    add_tube(exposure, &windpipe, air);
    add_tube(exposure, &[[-0.25, 8.6, 0.0, 0.34], [-0.9, 9.5, 0.0, 0.3], [-1.6, 10.5, 0.0, 0.24]], air);
    add_tube(exposure, &[[0.0, 8.6, 0.0, 0.32], [1.0, 9.5, 0.0, 0.27], [2.0, 10.0, 0.0, 0.2]], air);
}

/// Children swallow air: gas in short loops, one beside the other.
fn add_bowel(exposure: &mut Exposure) {
    let mut dice = Dice(29);
    for _ in 0..52 {
        let mut turn = dice.between(0.0, std::f32::consts::TAU);
        let bend = dice.between(-0.45, 0.45);
        let mut knot = [dice.between(-7.6, 8.2), dice.between(20.2, 28.0), 0.0, dice.between(0.45, 0.85)];
        if knot[0] < 3.0 && knot[1] < 23.0 {
            continue; // the liver's place
        }
        let air = -SOFT * dice.between(0.2, 0.62);
        let gas = Material { wall: air, core: air, thickness: 0.0, flatness: 0.9, fading: 0.0, goes_on: false };
        let mut axis: Vec<Knot> = vec![knot];
        for _ in 0..6 {
            turn += bend + dice.between(-0.2, 0.2);
            let radius = knot[3] * dice.between(0.86, 1.13);
            knot = [knot[0] + 0.36 * turn.cos(), knot[1] + 0.36 * turn.sin(), 0.0, radius];
            axis.push(knot);
        }
        add_tube(exposure, &axis, gas);
    }
}

/// Collar bone, shoulder blade and upper arm; the arm's head is a kernel of bone, with cartilage around that doesn't show.
fn add_shoulder(exposure: &mut Exposure, side: f32) {
    let mut tube = |points: &[[f32; 5]], thickness: f32| {
        let axis: Vec<Knot> = curve(points, 24).into_iter().map(|[x, y, z, radius]| [side * x, y, z, radius]).collect();
        let bone = Material { wall: CORTICAL, core: SPONGY, thickness, flatness: 0.9, fading: 0.0, goes_on: false };
        add_tube(exposure, &axis, bone);
    };
    tube(
        &[
            [0.0, 0.9, 5.0, 2.0, 0.3],
            [1.5, 2.3, 4.6, 2.0, 0.24],
            [4.0, 4.8, 4.0, 1.0, 0.23],
            [6.6, 7.2, 4.3, 0.0, 0.28],
        ],
        0.09,
    );
    // Spine of the blade, then its lower borders.
    tube(&[[0.0, 5.4, 5.6, 0.0, 0.1], [1.5, 6.6, 4.9, 0.0, 0.18], [3.0, 7.9, 4.3, 0.0, 0.26]], 0.07);
    tube(&[[0.0, 8.0, 6.0, 0.0, 0.26], [2.0, 7.6, 8.2, 0.0, 0.16], [4.0, 7.0, 10.6, 0.0, 0.15]], 0.07);
    tube(
        &[
            [0.0, 9.5, 7.3, 0.0, 0.78],
            [0.9, 9.8, 8.0, 0.0, 0.58],
            [3.0, 10.9, 10.0, 0.0, 0.48],
            [9.0, 14.0, 16.0, 0.0, 0.46],
        ],
        0.12,
    );
    let plate = |half_depth: f32| Slab {
        half_depth,
        rounding: 0.5,
        wall: 0.04,
        shell: CORTICAL,
        core: SPONGY,
        trabeculae: 0.1,
    };
    let blade =
        [[5.3, 4.9], [6.4, 5.0], [7.9, 5.3], [8.2, 6.1], [7.7, 7.4], [7.2, 9.6], [6.9, 10.8], [6.3, 10.2], [5.6, 7.8]];
    add_slab(exposure, &Outline::through(&blade).on_side(side), plate(0.12));
    add_slab(exposure, &Outline::ellipse([9.1, 6.15], [0.72, 0.6]).on_side(side), plate(0.6));
}
