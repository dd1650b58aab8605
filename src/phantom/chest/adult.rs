//! An adult's chest: trunk, lungs, heart and great vessels, diaphragm.

use super::SOFT;
use super::bones::add_bones;
use super::parts::Parts;
use super::vessels::{Scale, add_vessels};
use crate::phantom::film::{Exposure, Field, Material, Side, Solid, add_marker, add_tube};

/// What the detector covers: 33 cm each way.
const FIELD: Field = Field { columns: 1024, rows: 1024, pixel: 0.0318, centre: 0.0, top: 3.3 };

/// How one chest differs from another.
pub(in crate::phantom) struct Build {
    /// The heart's size; 1 is usual.
    pub(in crate::phantom) heart: f32,
    /// How much lower the diaphragm stands, in centimetres.
    pub(in crate::phantom) breath: f32,
    /// Thickness of the breasts in centimetres.
    pub(in crate::phantom) breasts: f32,
    /// Chooses the vessels' branches.
    pub(in crate::phantom) seed: u32,
}

impl Build {
    pub(in crate::phantom) const FIRST: Self = Self { heart: 0.95, breath: 1.3, breasts: 1.8, seed: 1 };
    pub(in crate::phantom) const SECOND: Self = Self { heart: 0.9, breath: 0.8, breasts: 2.8, seed: 2 };
}

/// A whole chest.
pub(in crate::phantom) fn expose(build: &Build) -> Exposure {
    let mut exposure = Exposure::of(FIELD);
    parts(build).add(&mut exposure);
    add_airways(&mut exposure);
    add_bones(&mut exposure);
    add_vessels(&mut exposure, build.seed, Scale::ADULT);
    add_marker(&mut exposure, Side::Left, [14.2, 3.75]);
    exposure
}

fn parts(build: &Build) -> Parts {
    let both = |make: &dyn Fn(f32) -> Solid| vec![make(-1.0), make(1.0)];
    let mut trunk = vec![Solid::loft(
        0.0,
        &[
            [-3.0, 0.0, 5.6, 6.0],
            [1.0, 0.0, 5.7, 6.2],
            [3.0, 0.0, 6.6, 6.4],
            [4.4, 0.0, 9.4, 6.8],
            [5.6, 0.0, 13.6, 7.2],
            [7.0, 0.0, 16.6, 7.8],
            [9.0, 0.0, 17.8, 8.6],
            [12.0, 0.0, 18.0, 9.4],
            [16.0, 0.0, 17.8, 10.0],
            [22.0, 0.0, 17.6, 10.5],
            [30.0, 0.0, 17.6, 10.6],
            [36.0, 0.0, 17.8, 10.6],
            [44.0, 0.0, 17.0, 10.4],
        ],
    )];
    let arm = |side: f32| {
        Solid::loft(
            0.0,
            &[
                [5.3, side * 15.0, 0.6, 0.8],
                [5.9, side * 15.6, 3.2, 2.6],
                [7.5, side * 17.0, 5.2, 4.4],
                [10.0, side * 18.6, 5.8, 5.2],
                [14.0, side * 21.0, 5.5, 5.2],
                [20.0, side * 25.5, 5.4, 5.0],
                [26.0, side * 30.0, 5.2, 5.0],
            ],
        )
    };
    trunk.extend(both(&arm));
    let lung = |side: f32| {
        Solid::loft(
            -0.5,
            &[
                [4.4, side * 4.0, 0.6, 0.4],
                [4.7, side * 4.1, 1.8, 1.6],
                [5.5, side * 4.5, 3.1, 3.2],
                [7.5, side * 5.0, 4.6, 5.0],
                [11.0, side * 5.9, 6.0, 7.0],
                [15.0, side * 6.6, 6.9, 8.2],
                [20.0, side * 7.2, 7.4, 8.8],
                [26.0, side * 7.5, 7.5, 9.0],
                [33.0, side * 7.6, 7.2, 9.0],
                [37.0, side * 7.6, 6.4, 8.4],
            ],
        )
    };
    let low = build.breath;
    let heart = |centre: [f32; 3], radii: [f32; 3], turn: f32| {
        let radii = radii.map(|radius| radius * build.heart);
        Solid::Ellipsoid { centre: [centre[0], centre[1] + low * 0.6, centre[2]], radii, turn }
    };
    let within = vec![
        // Between the lungs: spine, great vessels, gullet.
        Solid::loft(
            -1.0,
            &[
                [0.0, 0.0, 3.8, 4.5],
                [4.5, 0.0, 3.2, 5.0],
                [7.0, -0.2, 2.5, 5.6],
                [10.0, -0.4, 2.2, 6.0],
                [14.0, -0.4, 2.3, 6.2],
                [17.0, -0.2, 2.5, 6.0],
                [20.0, 0.0, 2.4, 5.8],
                [26.0, 0.0, 2.2, 5.4],
                [36.0, 0.0, 2.1, 5.4],
            ],
        ),
        Solid::ellipsoid([1.7, 12.6, 0.0], [1.75, 1.9, 3.4]), // aortic arch
        Solid::Ellipsoid { centre: [2.1, 16.2, 1.0], radii: [1.7, 3.0, 2.6], turn: -0.35 }, // pulmonary trunk
        // Descending aorta.
        Solid::loft(
            -4.5,
            &[[12.0, 2.0, 0.3, 0.3], [13.0, 2.0, 1.3, 1.3], [18.0, 1.9, 1.3, 1.3], [34.0, 1.2, 1.2, 1.2]],
        ),
        heart([1.8, 25.7, 2.2], [6.7, 5.0, 6.4], 0.66),
        heart([-0.8, 24.2, 1.8], [3.3, 5.4, 5.8], 0.12), // right atrium
        heart([1.0, 20.0, 1.5], [3.3, 4.6, 5.0], -0.35), // outflow
        Solid::ellipsoid([-6.8, 38.0 + low, -0.5], [9.4, 9.8, 9.8]), // right dome, over the liver
        Solid::ellipsoid([7.1, 39.2 + low, -0.5], [9.2, 9.8, 9.8]), // left dome
    ];
    let mut further = vec![
        (Solid::ellipsoid([6.6, 32.6 + low, 2.0], [2.7, 1.5, 2.6]), -SOFT), // gas in the stomach
        (Solid::ellipsoid([10.2, 35.2 + low, 1.0], [2.0, 1.9, 1.8]), -0.7 * SOFT), // … and in the colon
        (Solid::ellipsoid([9.3, 37.6 + low, 1.5], [1.3, 1.6, 1.5]), -0.6 * SOFT),
        (Solid::ellipsoid([-7.0, 38.0 + low, 0.0], [8.5, 8.0, 7.0]), 0.012), // liver
    ];
    let breast = |side: f32| Solid::ellipsoid([side * 8.4, 23.0, 9.0], [5.8, 6.2, build.breasts / 2.0]);
    let pectoral =
        |side: f32| Solid::Ellipsoid { centre: [side * 10.5, 13.5, 8.5], radii: [6.0, 3.6, 0.9], turn: side * -0.7 };
    further.extend(both(&breast).into_iter().map(|breast| (breast, SOFT * 0.95)));
    further.extend(both(&pectoral).into_iter().map(|muscle| (muscle, SOFT * 0.7)));
    Parts { trunk, lungs: both(&lung), within, further }
}

/// Trachea and main bronchi: air in the mediastinum.
fn add_airways(exposure: &mut Exposure) {
    let air = Material { wall: -SOFT, core: -SOFT, thickness: 0.0, flatness: 0.9, fading: 0.0, goes_on: false };
    add_tube(
        exposure,
        &[[0.1, -1.0, 0.0, 0.95], [0.0, 8.0, 0.0, 0.92], [-0.3, 12.0, 0.0, 0.9], [-0.4, 15.0, 0.0, 0.9]],
        air,
    );
    add_tube(exposure, &[[-0.5, 14.9, 0.0, 0.7], [-1.6, 16.3, 0.0, 0.62], [-3.0, 18.0, 0.0, 0.5]], air);
    add_tube(exposure, &[[0.0, 15.0, 0.0, 0.65], [1.8, 16.5, 0.0, 0.55], [3.6, 17.4, 0.0, 0.42]], air);
}
