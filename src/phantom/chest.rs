//! A chest from the front: trunk, lungs, heart and great vessels, diaphragm.

use super::chest_bones::add_bones;
use super::chest_vessels::add_vessels;
use super::exposure::{Exposure, SIDE};
use super::solid::{Section, Solid, add_solid, uncovered};
use super::tube::{Material, add_tube};

/// Attenuation a centimetre at about 70 keV (after NIST's tables; lung at a quarter of water's density).
pub(super) const SOFT: f32 = 0.19;
const LUNG: f32 = 0.047;

/// How one chest differs from another.
pub(super) struct Build {
    /// The heart's size; 1 is usual.
    pub(super) heart: f32,
    /// How much lower the diaphragm stands, in centimetres.
    pub(super) breath: f32,
    /// Thickness of the breasts in centimetres.
    pub(super) breasts: f32,
    /// Chooses the vessels' branches.
    pub(super) seed: u32,
}

impl Build {
    pub(super) const FIRST: Self = Self { heart: 0.95, breath: 1.3, breasts: 1.8, seed: 1 };
    pub(super) const SECOND: Self = Self { heart: 0.9, breath: 0.8, breasts: 2.8, seed: 2 };
}

/// Adds a whole chest.
pub(super) fn expose(exposure: &mut Exposure, build: &Build) {
    add_soft_parts(exposure, &Parts::of(build));
    add_airways(exposure);
    add_bones(exposure);
    add_vessels(exposure, build.seed);
    add_marker(exposure);
}

struct Parts {
    /// Their union is flesh.
    trunk: Vec<Solid>,
    lungs: Vec<Solid>,
    /// What lies where lung would else be.
    within: Vec<Solid>,
    /// Attenuation beyond flesh, of further parts.
    further: Vec<(Solid, f32)>,
}

impl Parts {
    fn of(build: &Build) -> Self {
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
        let pectoral = |side: f32| Solid::Ellipsoid {
            centre: [side * 10.5, 13.5, 8.5],
            radii: [6.0, 3.6, 0.9],
            turn: side * -0.7,
        };
        further.extend(both(&breast).into_iter().map(|breast| (breast, SOFT * 0.95)));
        further.extend(both(&pectoral).into_iter().map(|muscle| (muscle, SOFT * 0.7)));
        Self { trunk, lungs: both(&lung), within, further }
    }
}

fn add_soft_parts(exposure: &mut Exposure, parts: &Parts) {
    for row in 0..SIDE {
        let y = exposure.y(row);
        let sections =
            |solids: &[Solid]| -> Vec<Section> { solids.iter().filter_map(|solid| solid.section(y)).collect() };
        let mut line = [0.0_f32; SIDE];
        for section in sections(&parts.trunk) {
            for column in section.columns(exposure) {
                line[column] += section.half_chord(exposure.x(column)).powi(4);
            }
        }
        // The fourth root of the sum of fourth powers: nearly the largest, without a crease.
        line.iter_mut().for_each(|value| *value = 2.0 * SOFT * value.sqrt().sqrt());
        let within = sections(&parts.within);
        let mut covering = Vec::with_capacity(within.len());
        for lung in sections(&parts.lungs) {
            for column in lung.columns(exposure) {
                let x = exposure.x(column);
                covering.clear();
                covering.extend(
                    within.iter().filter(|part| (x - part.centre).abs() < part.half_width).map(|part| part.interval(x)),
                );
                line[column] -= (SOFT - LUNG) * uncovered(lung.interval(x), &mut covering);
            }
        }
        exposure.row(row).copy_from_slice(&line);
    }
    for (solid, beyond) in &parts.further {
        add_solid(exposure, solid, *beyond);
    }
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

/// The lead letter L at the patient's left.
fn add_marker(exposure: &mut Exposure) {
    let lead = Material { wall: 30.0, core: 30.0, thickness: 0.0, flatness: 1.0, fading: 0.0, goes_on: false };
    add_tube(exposure, &[[14.2, 3.75, 0.0, 0.12], [14.2, 4.95, 0.0, 0.12], [14.9, 4.95, 0.0, 0.12]], lead);
}
