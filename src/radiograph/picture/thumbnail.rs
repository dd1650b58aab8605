//! A small picture for the eye.

/// A small picture as it should look: windowed, in colour if it has any, with square pixels and its overlays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Height in pixels.
    pub rows: usize,
    /// Width in pixels.
    pub columns: usize,
    /// Row by row from the top left: red, green, blue and 255 for each pixel.
    pub rgba: Vec<u8>,
}

#[cfg(feature = "engine")]
mod drawn {
    use super::Thumbnail;
    use crate::radiograph::picture::percentile::percentiles;
    use crate::radiograph::picture::resample::resample;
    use crate::radiograph::picture::{Field, Polarity, Rows};
    use crate::radiograph::{Overlay, Radiograph, VoiLut, Window};

    impl Radiograph<'_> {
        /// The whole picture with its longer side at `side` pixels: through the header's first view that leaves
        /// something to see, else from the 1st to the 99th percentile.
        #[must_use]
        pub fn thumbnail(&self, side: usize) -> Thumbnail {
            let (height, width) = (self.rows() as f64 * self.pixel_aspect, self.columns() as f64);
            let fit = |length: f64| ((length / height.max(width) * side as f64) as usize).max(1);
            let (rows, columns) = (fit(height), fit(width));
            let colours: Vec<[f32; 3]> = if self.is_colour() {
                let [red, green, blue] =
                    [0, 1, 2].map(|i| resample(&self.channel(i), Field::whole(self), rows, columns).values);
                red.iter().zip(&green).zip(&blue).map(|((red, green), blue)| self.rgb([*red, *green, *blue])).collect()
            } else {
                self.brightness(rows, columns).into_iter().map(|shade| [shade; 3]).collect()
            };
            let mut rgba: Vec<u8> = colours
                .into_iter()
                .flat_map(|[red, green, blue]| [red, green, blue, 1.0])
                .map(|share| (share.clamp(0.0, 1.0) * 255.0).round() as u8)
                .collect();
            for overlay in &self.overlays {
                self.draw(overlay, (rows, columns), &mut rgba);
            }
            Thumbnail { rows, columns, rgba }
        }

        fn brightness(&self, rows: usize, columns: usize) -> Vec<f32> {
            let small = resample(self, Field::whole(self), rows, columns).values;
            let (low, high) = percentiles(&mut small.clone(), 0.01, 0.99).unwrap_or((0.0, 1.0));
            let (low, high) = (f64::from(low), f64::from(high));
            let stretch = VoiLut::Window(Window::between(low, high));
            let lut = self.views.iter().map(|view| &view.lut).find(|lut| lut.shows(low, high)).unwrap_or(&stretch);
            let shade = |value| match self.polarity {
                Polarity::Normal => lut.brightness(value),
                Polarity::Inverted => 1.0 - lut.brightness(value),
            };
            small.into_iter().map(shade).collect()
        }

        /// A drawn pixel makes the small pixel that it falls on white: lines stay lines.
        fn draw(&self, overlay: &Overlay, (rows, columns): (usize, usize), rgba: &mut [u8]) {
            for (row, column) in overlay.pixels(self.rows(), self.columns()) {
                let pixel = row * rows / self.rows() * columns + column * columns / self.columns();
                rgba[pixel * 4..pixel * 4 + 3].fill(255);
            }
        }
    }
}
