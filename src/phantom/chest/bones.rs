//! A chest's bones; spine and ribs of any size.

use super::SOFT;
use crate::phantom::film::{Exposure, Knot, Material, Solid, add_solid, add_tube, curve};

/// Attenuation beyond flesh's, a centimetre.
const CORTICAL: f32 = 0.52 - SOFT;
const MARROW: f32 = 0.26 - SOFT;

const RIB: Material =
    Material { wall: CORTICAL, core: MARROW, thickness: 0.11, flatness: 0.7, fading: 0.12, goes_on: false };
const LONG: Material =
    Material { wall: CORTICAL, core: MARROW, thickness: 0.2, flatness: 0.9, fading: 0.0, goes_on: false };

/// Height at the spine, width and depth of its ring, radius: of each rib.
const RIBS: [[f32; 4]; 11] = [
    [5.3, 5.8, 4.0, 0.4],
    [6.9, 8.8, 5.8, 0.4],
    [9.0, 10.7, 7.2, 0.4],
    [11.3, 12.2, 8.2, 0.42],
    [13.8, 13.3, 8.9, 0.43],
    [16.3, 14.1, 9.4, 0.44],
    [18.8, 14.6, 9.6, 0.45],
    [21.4, 14.9, 9.6, 0.45],
    [24.1, 15.0, 9.4, 0.44],
    [27.0, 14.8, 9.0, 0.42],
    [30.1, 13.8, 8.2, 0.38],
];

pub(super) fn add_bones(exposure: &mut Exposure) {
    add_spine(exposure, &Column::ADULT);
    for side in [-1.0, 1.0] {
        for (index, rib) in RIBS.iter().enumerate() {
            let tilt = 0.58 + 0.022 * index as f32;
            add_rib(exposure, side, rib, tilt, if index >= 9 { 1.9 } else { 2.35 }, 1.0);
        }
        add_shoulder(exposure, side);
    }
}

/// A rib is a ring round the chest, tilted forwards; in the film an ellipse. Cartilage, which it ends in, doesn't show.
/// It ends at an angle from the spine; `scale` is its thickness, an adult's being 1.
pub(super) fn add_rib(
    exposure: &mut Exposure,
    side: f32,
    &[height, width, depth, radius]: &[f32; 4],
    tilt: f32,
    end: f32,
    scale: f32,
) {
    let neck = 1.4 * scale;
    let knot = |angle: f32| -> Knot {
        let (sin, cos) = angle.sin_cos();
        let thin = if angle < 0.3 { 0.8 } else { 1.0 };
        let flare = if angle > 1.9 { 1.08 } else { 1.0 };
        [
            side * (neck + (width - neck) * sin.powf(0.92)),
            height + tilt * depth * (1.0 - cos) - 0.35 * scale * (2.0 * angle).sin().max(0.0),
            -depth * cos,
            radius * thin * flare,
        ]
    };
    let arc: Vec<Knot> = (0..=40).map(|step| knot(0.06 + (end - 0.06) * step as f32 / 40.0)).collect();
    add_tube(exposure, &arc, Material { thickness: RIB.thickness * scale, ..RIB });
}

/// A spine, from the neck to the loins.
pub(super) struct Column {
    /// The first body's height.
    pub(super) top: f32,
    pub(super) count: u8,
    /// The first body's size and how much larger each next one is; an adult's middle one is 1.
    pub(super) size: [f32; 2],
    /// The first disc's height and how much higher each next one is.
    pub(super) disc: [f32; 2],
    /// The thickness of walls and arches, an adult's being 1.
    pub(super) scale: f32,
}

impl Column {
    const ADULT: Self = Self { top: -0.5, count: 18, size: [0.62, 0.024], disc: [0.24, 0.02], scale: 1.0 };
}

/// Adds vertebrae: body with end plates, pedicles, spinous and transverse processes.
pub(super) fn add_spine(exposure: &mut Exposure, column: &Column) {
    let mut height = column.top;
    let scale = column.scale;
    for index in 0..column.count {
        let size = column.size[0] + column.size[1] * f32::from(index);
        let (half_width, half_height) = (1.9 * size - 0.05, 1.12 * size);
        let bone = Material {
            wall: CORTICAL * 0.55,
            core: 0.0,
            thickness: 0.16 * scale,
            flatness: 1.0,
            fading: 0.0,
            goes_on: false,
        };
        let body = Solid::loft(
            0.0,
            &[
                [height - half_height - 0.01, 0.0, half_width, 1.5 * size],
                [height, 0.0, half_width * 0.88, 1.4 * size],
                [height + half_height, 0.0, half_width, 1.5 * size],
            ],
        );
        add_solid(exposure, &body, 0.034);
        for plate in [-1.0, 1.0] {
            let y = height + plate * (half_height - 0.06 * scale);
            let wide = half_width - 0.1 * scale;
            let thick = 0.1 * scale;
            add_tube(
                exposure,
                &[[-wide, y, 0.0, thick], [0.0, y - plate * 0.08 * scale, 0.0, thick], [wide, y, 0.0, thick]],
                Material { wall: 0.09, core: 0.09, thickness: 0.0, flatness: 5.0, fading: 0.0, goes_on: false },
            );
        }
        let above = height - 0.25 * half_height;
        for side in [-1.0, 1.0] {
            let x = side * half_width * 0.66;
            let (long, thick) = (0.18 * scale, 0.42 * scale);
            add_tube(exposure, &[[x, above - long, 0.0, thick], [x, above + long, 0.0, thick]], bone);
            let tip = side * (half_width + 1.5 * size);
            add_tube(
                exposure,
                &[[x, above, 0.0, 0.3 * scale], [tip, above - 0.25 * scale, -1.5, 0.36 * scale]],
                Material { flatness: 0.22, fading: 0.0, ..RIB },
            );
        }
        let process = height + half_height * 0.9;
        add_tube(
            exposure,
            &[[0.0, process - 0.55 * scale, 0.0, 0.2 * scale], [0.0, process + 0.35 * scale, 0.0, 0.27 * scale]],
            Material { wall: 0.2, core: 0.1, thickness: 0.1 * scale, flatness: 1.6, fading: 0.0, goes_on: false },
        );
        height += 2.0 * half_height + column.disc[0] + column.disc[1] * f32::from(index);
    }
}

fn add_shoulder(exposure: &mut Exposure, side: f32) {
    let mirrored =
        |axis: &[Knot]| -> Vec<Knot> { axis.iter().map(|[x, y, z, radius]| [side * x, *y, *z, *radius]).collect() };
    let curve = |points: &[[f32; 5]]| curve(points, 24);
    let clavicle = curve(&[
        [0.0, 1.7, 8.2, 3.6, 0.62],
        [1.0, 3.2, 7.6, 4.0, 0.56],
        [2.5, 6.5, 6.5, 3.6, 0.52],
        [4.0, 10.0, 5.8, 1.0, 0.5],
        [5.2, 13.0, 5.5, -0.6, 0.55],
        [6.2, 15.4, 5.6, -1.0, 0.6],
    ]);
    add_tube(exposure, &mirrored(&clavicle), Material { thickness: 0.16, ..LONG });
    // Shoulder blade: a thin plate with thick borders, drawn aside by the arms.
    let blade = Solid::loft(
        -6.0,
        &[
            [6.6, side * 12.2, 1.2, 0.02],
            [8.0, side * 12.3, 2.4, 0.24],
            [9.0, side * 12.6, 3.0, 0.28],
            [12.0, side * 12.9, 2.5, 0.26],
            [16.0, side * 13.2, 1.5, 0.24],
            [19.4, side * 13.2, 0.5, 0.16],
        ],
    );
    add_solid(exposure, &blade, CORTICAL);
    let border =
        Material { wall: CORTICAL, core: MARROW, thickness: 0.12, flatness: 0.75, fading: 0.0, goes_on: false };
    add_tube(
        exposure,
        &mirrored(&curve(&[
            [0.0, 10.0, 7.4, 0.0, 0.15],
            [1.0, 9.8, 9.0, 0.0, 0.15],
            [2.0, 10.8, 13.0, 0.0, 0.16],
            [3.2, 12.4, 18.4, 0.0, 0.22],
            [3.6, 13.2, 19.6, 0.0, 0.3],
        ])),
        border,
    );
    add_tube(
        exposure,
        &mirrored(&curve(&[
            [0.0, 16.0, 9.8, 0.0, 0.55],
            [1.0, 15.3, 12.0, 0.0, 0.42],
            [2.0, 14.5, 15.5, 0.0, 0.36],
            [3.4, 13.3, 19.5, 0.0, 0.3],
        ])),
        border,
    );
    add_tube(
        exposure,
        &mirrored(&curve(&[
            [0.0, 10.0, 9.4, 0.0, 0.2],
            [1.0, 12.6, 7.9, 0.0, 0.35],
            [2.0, 15.4, 6.5, 0.0, 0.5],
            [2.6, 17.2, 6.3, 0.0, 0.55],
        ])),
        border,
    );
    // Upper arm.
    add_solid(exposure, &Solid::ellipsoid([side * 18.0, 9.2, 0.0], [2.3, 2.4, 2.2]), 0.075);
    let shaft = curve(&[
        [0.0, 17.6, 7.6, 0.0, 1.2],
        [0.6, 18.0, 9.2, 0.0, 2.2],
        [1.3, 19.0, 11.5, 0.0, 1.7],
        [2.2, 20.4, 15.0, 0.0, 1.2],
        [4.0, 24.5, 23.0, 0.0, 1.1],
    ]);
    add_tube(exposure, &mirrored(&shaft), LONG);
}
