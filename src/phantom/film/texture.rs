//! Fine structure: the trabeculae of spongy bone, the unevenness of flesh.

use super::exposure::Exposure;
use super::noise::hash;

/// Smooth noise about 0, seldom beyond ±1; `x` and `y` in units of its grain.
pub(super) fn grain(x: f32, y: f32, seed: u32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let corner = |right: i32, down: i32| {
        let place = (left as i32 + right).wrapping_mul(0x1f35) ^ (top as i32 + down).wrapping_mul(0x0004_c957);
        (hash(place as u32 ^ seed.wrapping_mul(0x9e37_79b9)) >> 8) as f32 / 8_388_608.0 - 1.0
    };
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (across, down) = (ease(x - left), ease(y - top));
    let upper = corner(0, 0) + across * (corner(1, 0) - corner(0, 0));
    let lower = corner(0, 1) + across * (corner(1, 1) - corner(0, 1));
    upper + down * (lower - upper)
}

/// Unevenness of what is already there: by so much of itself, in patches of a size in centimetres and in smaller ones.
pub(in crate::phantom) fn add_mottle(exposure: &mut Exposure, share: f32, size: f32, seed: u32) {
    for row in 0..exposure.field.rows {
        let y = exposure.y(row) / size;
        for column in 0..exposure.field.columns {
            let x = exposure.x(column) / size;
            let noise = grain(x, y, seed) + 0.6 * grain(2.3 * x + 7.0, 2.3 * y, seed + 1);
            exposure.row(row)[column] *= 1.0 + share * noise;
        }
    }
}
