//! A test object of quality control: step wedge, line pairs, discs of low contrast, on a plate.

use super::film::{Exposure, Field};

/// The film, 33 cm each way.
pub(super) fn expose() -> Exposure {
    let field = Field { columns: 1024, rows: 1024, pixel: 0.0318, centre: 0.0, top: 3.3 };
    let mut exposure = Exposure::of(field);
    let middle = exposure.y(field.rows / 2);
    exposure.add(|x, y| attenuation(x, y - middle));
    exposure
}

/// What the ray at a place meets; centimetres from the middle.
fn attenuation(x: f32, y: f32) -> f32 {
    let plate = x.abs() < 15.4 && y.abs() < 15.4;
    if !plate {
        return 0.02;
    }
    let frame = x.abs() > 14.9 || y.abs() > 14.9;
    let mut sum = if frame { 2.4 } else { 1.6 };
    // Eleven steps of copper, as an X-ray sees them.
    if (-13.2..13.2).contains(&x) && (10.0..14.0).contains(&y) {
        sum += 0.22 * (1.0 + ((x + 13.2) / 2.4).floor());
    }
    // Line pairs, finer to the right.
    if (-13.2..13.2).contains(&x) && (-14.0..-10.0).contains(&y) {
        let group = ((x + 13.2) / 3.3).floor();
        let within = (x + 13.2) - group * 3.3;
        let period = 1.0 / (1.0 + group);
        if within < (2.6 / period).floor() * period && (within / period).fract() < 0.5 {
            sum += 1.8;
        }
    }
    let ring = (x * x + y * y).sqrt();
    // Discs on a circle, fainter clockwise.
    let discs = if (5.4..7.6).contains(&ring) { 0..12_u8 } else { 0..0 };
    for index in discs {
        let (sin, cos) = (f32::from(index) * std::f32::consts::TAU / 12.0).sin_cos();
        let (off_x, off_y) = (x - 6.5 * sin, y + 6.5 * cos);
        if off_x * off_x + off_y * off_y < 1.21 {
            sum += 0.9 / (1.0 + f32::from(index));
        }
    }
    if (3.9..4.0).contains(&ring) || (8.6..8.7).contains(&ring) || (ring < 3.0 && (x.abs() < 0.05 || y.abs() < 0.05)) {
        sum += 1.2;
    }
    sum
}
