//! Line integrals of attenuation, and the film that they leave.

use super::noise::normal;

/// Pixels along each side.
pub(super) const SIDE: usize = 1024;
/// A pixel's side in centimetres.
pub(super) const PIXEL: f32 = 0.0318;
/// Height of the film's upper edge in the body, in centimetres.
const TOP: f32 = 3.3;
/// Side of a coarse picture's pixel, in pixels.
const COARSE: usize = 16;

/// What a detector measures, before noise: for each pixel the attenuation added up along its ray.
pub(super) struct Exposure {
    integrals: Vec<f32>,
}

impl Default for Exposure {
    fn default() -> Self {
        Self { integrals: vec![0.0; SIDE * SIDE] }
    }
}

impl Exposure {
    /// A column's middle, in centimetres from the midline.
    pub(super) fn x(&self, column: usize) -> f32 {
        (column as f32 + 0.5 - SIDE as f32 / 2.0) * PIXEL
    }

    /// A row's middle: its height in the body, in centimetres.
    pub(super) fn y(&self, row: usize) -> f32 {
        (row as f32 + 0.5) * PIXEL + TOP
    }

    /// The columns between two places, first and behind the last.
    pub(super) fn columns(&self, left: f32, right: f32) -> (usize, usize) {
        let middle = SIDE as f32 / 2.0;
        range(left / PIXEL + middle, right / PIXEL + middle)
    }

    /// The rows between two heights, first and behind the last.
    pub(super) fn rows(&self, top: f32, bottom: f32) -> (usize, usize) {
        range((top - TOP) / PIXEL, (bottom - TOP) / PIXEL)
    }

    /// A row's integrals.
    pub(super) fn row(&mut self, row: usize) -> &mut [f32] {
        &mut self.integrals[row * SIDE..(row + 1) * SIDE]
    }

    /// The film: 12-bit values, larger where more was absorbed. `seed` chooses the noise.
    pub(super) fn develop(mut self, seed: u32) -> Vec<u16> {
        self.blur();
        // What arrives: the direct beam, and scatter, which is the beam spread far and wide (a grid keeps most off).
        let direct: Vec<f32> = self.integrals.iter().map(|integral| (-integral).exp()).collect();
        let scatter = Coarse::of(&direct).spread(4);
        let mut film = direct;
        for (row, line) in film.chunks_exact_mut(SIDE).enumerate() {
            let scatter = scatter.row(row);
            for (column, value) in line.iter_mut().enumerate() {
                let beam = *value + 0.22 * scatter(column);
                let grain = 0.005 / beam.sqrt() * normal((row * SIDE + column) as u32 ^ (seed << 24));
                *value = grain - beam.ln();
            }
        }
        // As films are processed: large differences are lessened, so that small ones show; a curve with a long toe.
        let large = Coarse::of(&film).spread(2);
        let mut stored = Vec::with_capacity(film.len());
        for (row, line) in film.chunks_exact(SIDE).enumerate() {
            let large = large.row(row);
            stored.extend(line.iter().enumerate().map(|(column, value)| {
                let value = value - 0.36 * large(column).max(1.2);
                let share = (0.16 + value * 0.295).clamp(0.0, 1.0);
                (share * share * 4095.0) as u16
            }));
        }
        stored
    }

    /// Focal spot and detector: each pixel takes a quarter of either neighbour's, in both directions.
    fn blur(&mut self) {
        for row in self.integrals.chunks_exact_mut(SIDE) {
            let mut before = row[0];
            for column in 0..SIDE - 1 {
                let here = row[column];
                row[column] = 0.25 * (before + row[column + 1]) + 0.5 * here;
                before = here;
            }
        }
        let mut before = self.integrals[..SIDE].to_vec();
        for row in 0..SIDE - 1 {
            let (upper, lower) = self.integrals.split_at_mut((row + 1) * SIDE);
            for ((above, here), below) in before.iter_mut().zip(&mut upper[row * SIDE..]).zip(lower.iter()) {
                let value = *here;
                *here = 0.25 * (*above + below) + 0.5 * value;
                *above = value;
            }
        }
    }
}

fn range(from: f32, to: f32) -> (usize, usize) {
    let within = |place: f32| place.clamp(0.0, SIDE as f32) as usize;
    (within(from.floor()), within(to.ceil()))
}

/// A picture of means, for what varies slowly.
struct Coarse {
    values: Vec<f32>,
}

impl Coarse {
    const SIDE: usize = SIDE / COARSE;

    fn of(picture: &[f32]) -> Self {
        let mut values = vec![0.0; Self::SIDE * Self::SIDE];
        for (row, line) in picture.chunks_exact(SIDE).enumerate() {
            let out = &mut values[row / COARSE * Self::SIDE..][..Self::SIDE];
            for (sum, block) in out.iter_mut().zip(line.chunks_exact(COARSE)) {
                *sum += block.iter().sum::<f32>() / (COARSE * COARSE) as f32;
            }
        }
        Self { values }
    }

    /// Blurred by a box of `reach` to each side, three times over, which is nearly a Gaussian.
    fn spread(mut self, reach: usize) -> Self {
        let last = Self::SIDE - 1;
        for pass in 0..6 {
            let step = if pass % 2 == 0 { (Self::SIDE, 1) } else { (1, Self::SIDE) };
            let mut out = vec![0.0; self.values.len()];
            for line in 0..=last {
                for place in 0..=last {
                    let at = |place: usize| self.values[line * step.0 + place.min(last) * step.1];
                    let sum: f32 = (0..=2 * reach).map(|shift| at((place + shift).saturating_sub(reach))).sum();
                    out[line * step.0 + place * step.1] = sum / (2 * reach + 1) as f32;
                }
            }
            self.values = out;
        }
        self
    }

    /// The values of a row of the full picture, by column: between those of the four nearest means.
    fn row(&self, row: usize) -> impl Fn(usize) -> f32 {
        let place = |pixel: usize| {
            let at = ((pixel as f32 + 0.5) / COARSE as f32 - 0.5).clamp(0.0, (Self::SIDE - 1) as f32);
            let first = (at as usize).min(Self::SIDE - 2);
            (first, at - first as f32)
        };
        let (first, down) = place(row);
        let (upper, lower) = self.values[first * Self::SIDE..][..2 * Self::SIDE].split_at(Self::SIDE);
        let line: Vec<f32> = upper.iter().zip(lower).map(|(upper, lower)| upper + down * (lower - upper)).collect();
        move |column| {
            let (first, along) = place(column);
            line[first] + along * (line[first + 1] - line[first])
        }
    }
}
