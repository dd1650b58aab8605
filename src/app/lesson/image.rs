//! The lesson's pictures, as a canvas takes them.

use crate::classifier::ActivationMap;
use crate::lesson::{Answer, Picture};
use crate::radiograph::Field;
use crate::viewing::{heat_colour, lay_heat};

/// Red, green, blue and 255 for each pixel, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Image {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) rgba: Vec<u8>,
}

/// What blue outlines are drawn with: sky blue of Okabe and Ito's palette, as in the viewer.
const OUTLINE: [u8; 4] = [0x56, 0xb4, 0xe9, 255];

impl Image {
    /// A picture whose values become shades from 0 to 1 by `shade`.
    pub(super) fn grey(picture: &Picture, bytes: &[u8], shade: impl Fn(f32) -> f32) -> Option<Self> {
        Self::coloured(picture, bytes, |value| [(shade(value).clamp(0.0, 1.0) * 255.0).round() as u8; 3])
    }

    /// A feature map in the colours of activation maps; what is below 0 is as dark as 0.
    pub(super) fn heat(map: &Picture, bytes: &[u8]) -> Option<Self> {
        let peak = map.high.max(f32::MIN_POSITIVE);
        Self::coloured(map, bytes, |value| heat_colour(value / peak))
    }

    /// A picture whose values become colours.
    pub(super) fn coloured(picture: &Picture, bytes: &[u8], colour: impl Fn(f32) -> [u8; 3]) -> Option<Self> {
        let opaque = |value: f32| {
            let [red, green, blue] = colour(value);
            [red, green, blue, 255]
        };
        let rgba = picture.values(bytes)?.into_iter().flat_map(opaque).collect();
        Some(Self { width: picture.columns, height: picture.rows, rgba })
    }

    /// The film as the network is shown it, brighter being larger, between the input's black and white.
    pub(super) fn of_answer(answer: &Answer, bytes: &[u8]) -> Option<Self> {
        let range = (answer.white - answer.black).max(f32::MIN_POSITIVE);
        Self::grey(&answer.picture, bytes, |value| (value - answer.black) / range)
    }

    /// Lays a map over the exposed field.
    pub(super) fn with_map(mut self, answer: &Answer, map: &ActivationMap, peak: f32, opacity: f32) -> Self {
        lay_heat(&mut self.rgba, self.width, shares(answer), map, peak, opacity);
        self
    }

    /// Outlines the exposed field.
    pub(super) fn outlined(mut self, answer: &Answer) -> Self {
        let [top, left, bottom, right] = self.edges(answer);
        let (pixels, _) = self.rgba.as_chunks_mut::<4>();
        for (row, line) in pixels.chunks_exact_mut(self.width.max(1)).enumerate().take(bottom).skip(top) {
            let whole = row < top + 2 || row + 2 >= bottom;
            let at_edge = |column: usize| whole || column < left + 2 || column + 2 >= right;
            let inside = line.iter_mut().enumerate().take(right).skip(left);
            inside.filter(|(column, _)| at_edge(*column)).for_each(|(_, pixel)| *pixel = OUTLINE);
        }
        self
    }

    /// The exposed field alone.
    pub(super) fn cut_out(&self, answer: &Answer) -> Self {
        let [top, left, bottom, right] = self.edges(answer);
        let lines = self.rgba.chunks_exact(self.width.max(1) * 4).take(bottom).skip(top);
        let rgba = lines.flat_map(|line| line.get(left * 4..right * 4).unwrap_or_default()).copied().collect();
        Self { width: right - left, height: bottom - top, rgba }
    }

    /// Top, left, bottom and right of the exposed field, in this picture's pixels.
    fn edges(&self, answer: &Answer) -> [usize; 4] {
        let [top, left, bottom, right] = shares(answer);
        let place = |share: f64, of: usize| ((share * of as f64).round() as usize).min(of);
        let (top, left) = (place(top, self.height), place(left, self.width));
        [top, left, place(bottom, self.height).max(top), place(right, self.width).max(left)]
    }
}

/// Top, left, bottom and right of the exposed field, in shares of the picture's sides.
fn shares(answer: &Answer) -> [f64; 4] {
    let Field { top, left, rows, columns } = answer.field;
    let share = |place: usize, of: usize| place as f64 / of.max(1) as f64;
    [
        share(top, answer.rows),
        share(left, answer.columns),
        share(top + rows, answer.rows),
        share(left + columns, answer.columns),
    ]
}

/// A feature map as one that can be laid over a film.
pub(super) fn as_map(picture: &Picture, bytes: &[u8]) -> Option<ActivationMap> {
    Some(ActivationMap { rows: picture.rows, columns: picture.columns, values: picture.values(bytes)? })
}
