//! Changes made to a film.
//!
//! | file | what is changed |
//! | --- | --- |
//! | `tone` | each grey by itself: negative, window, gamma, noise |
//! | `place` | where pixels lie: mirrored, turned, cut |
//! | `blur` | sharpness |
//! | `marks` | what is drawn over it |

mod blur;
mod marks;
mod place;
mod tone;

use super::Changes;
use super::picture::square_pixels;
use crate::radiograph::percentile::percentiles;
use crate::radiograph::resample::resample;
use crate::radiograph::{Field, GreyImage, Polarity, Radiograph};

/// Longest side of a film that is changed, in pixels: four times the network's input, and quick.
const WORKED_ON: usize = 768;
/// Shares of the pixels below grey 0 and grey 1.
const ENDS: (f64, f64) = (0.01, 0.99);

/// A film after some changes: brighter is larger, and pixels are square.
pub(super) fn changed(film: &Radiograph<'_>, changes: &Changes) -> GreyImage {
    let (rows, columns) = square_pixels(film, film.pixel_aspect, WORKED_ON);
    let mut picture = resample(film, Field::whole(film), rows, columns);
    if film.polarity == Polarity::Inverted {
        picture.values.iter_mut().for_each(|value| *value = -*value);
    }
    let (black, white) = percentiles(&mut picture.values.clone(), ENDS.0, ENDS.1).unwrap_or((0.0, 1.0));
    let range = if white > black { white - black } else { 1.0 };
    picture.values.iter_mut().for_each(|value| *value = (*value - black) / range);
    let mut picture = change(picture, changes);
    picture.values.iter_mut().for_each(|grey| *grey = black + *grey * range);
    picture
}

/// Changes a picture whose black is 0 and whose white is 1.
fn change(mut picture: GreyImage, changes: &Changes) -> GreyImage {
    if changes.invert {
        tone::invert(&mut picture);
    }
    if let Some((black, white)) = changes.window {
        tone::window(&mut picture, black, white);
    }
    tone::gamma(&mut picture, within(changes.gamma, 0.1, 10.0, 1.0));
    if changes.mirror {
        place::mirror(&mut picture);
    }
    picture = place::rotate(picture, f64::from(within(changes.rotate, -1e6, 1e6, 0.0)));
    if let Some(area) = changes.crop {
        picture = place::crop(&picture, area);
    }
    blur::blur(&mut picture, within(changes.blur, 0.0, 0.05, 0.0));
    tone::noise(&mut picture, within(changes.noise, 0.0, 2.0, 0.0), changes.seed);
    marks::draw(&mut picture, &changes.marks);
    picture
}

/// The nearest number in a range; another for what is none.
fn within(number: f32, low: f32, high: f32, otherwise: f32) -> f32 {
    if number.is_nan() { otherwise } else { number.clamp(low, high) }
}

#[cfg(test)]
mod tests;
