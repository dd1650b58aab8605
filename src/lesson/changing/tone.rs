//! Each grey by itself. Black is 0, white is 1; a film has a little beyond both.

use super::within;
use crate::radiograph::GreyImage;

/// Bright ↔ dark.
pub(super) fn invert(picture: &mut GreyImage) {
    picture.values.iter_mut().for_each(|grey| *grey = 1.0 - *grey);
}

/// From `black` to `white` all greys that are left.
pub(super) fn window(picture: &mut GreyImage, black: f32, white: f32) {
    let (black, white) = (within(black, -1.0, 2.0, 0.0), within(white, -1.0, 2.0, 1.0));
    if black < white {
        picture.values.iter_mut().for_each(|grey| *grey = ((*grey - black) / (white - black)).clamp(0.0, 1.0));
    }
}

/// To a power; what is darker than black becomes black, what is brighter than white becomes white.
pub(super) fn gamma(picture: &mut GreyImage, gamma: f32) {
    if gamma != 1.0 {
        picture.values.iter_mut().for_each(|grey| *grey = grey.clamp(0.0, 1.0).powf(gamma));
    }
}

/// Adds Gaussian noise (Box and Muller 1958).
pub(super) fn noise(picture: &mut GreyImage, deviation: f32, seed: u32) {
    if deviation <= 0.0 {
        return;
    }
    let mut random = fastrand::Rng::with_seed(u64::from(seed));
    for pair in picture.values.chunks_mut(2) {
        let radius = (-2.0 * (1.0 - random.f32()).ln()).sqrt() * deviation; // 1 - [0, 1) has a logarithm
        let (sine, cosine) = (random.f32() * std::f32::consts::TAU).sin_cos();
        pair.iter_mut().zip([cosine, sine]).for_each(|(grey, share)| *grey += radius * share);
    }
}
