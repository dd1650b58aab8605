//! From what the rays met to a film: scatter, blur, noise, and the processing that films get.

use super::exposure::{COARSE, Exposure};
use super::noise::normal;

/// How a film is exposed and processed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::phantom) struct Technique {
    /// Scatter that passes the grid, as a share of the beam around.
    pub(in crate::phantom) scatter: f32,
    /// Quantum noise of the bare beam, as a share of it.
    pub(in crate::phantom) grain: f32,
    /// How far large differences are lessened, so that small ones show: 0 not at all, 1 entirely.
    pub(in crate::phantom) flattening: f32,
    /// Attenuation below which nothing is lessened, and above which not more: blades don't count.
    pub(in crate::phantom) least: f32,
    pub(in crate::phantom) most: f32,
    /// The square root of the bare beam's grey, 0 to 1, and how it grows with attenuation.
    pub(in crate::phantom) toe: f32,
    pub(in crate::phantom) slope: f32,
}

impl Technique {
    /// A chest at 110 kVp.
    pub(in crate::phantom) const CHEST: Self = Self {
        scatter: 0.22,
        grain: 0.005,
        flattening: 0.36,
        least: 1.2,
        most: f32::INFINITY,
        toe: 0.16,
        slope: 0.295,
    };
}

impl Exposure {
    /// The film: 12-bit values, larger where more was absorbed. `seed` chooses the noise.
    pub(in crate::phantom) fn develop(mut self, technique: Technique, seed: u32) -> Vec<u16> {
        self.blur();
        let columns = self.field.columns;
        // What arrives: the direct beam, and scatter, which is the beam spread far and wide (a grid keeps most off).
        let direct: Vec<f32> = self.integrals.iter().map(|integral| (-integral).exp()).collect();
        let scatter = Coarse::of(&direct, columns).spread(4);
        let mut film = direct;
        for (row, line) in film.chunks_exact_mut(columns).enumerate() {
            let scatter = scatter.row(row);
            for (column, value) in line.iter_mut().enumerate() {
                let beam = *value + technique.scatter * scatter(column);
                let grain = technique.grain / beam.sqrt() * normal((row * columns + column) as u32 ^ (seed << 24));
                *value = grain - beam.ln();
            }
        }
        // As films are processed: large differences are lessened, so that small ones show; a curve with a long toe.
        let large: Vec<f32> = film.iter().map(|value| value.min(technique.most)).collect();
        let large = Coarse::of(&large, columns).spread(2);
        let mut stored = Vec::with_capacity(film.len());
        for (row, line) in film.chunks_exact(columns).enumerate() {
            let large = large.row(row);
            stored.extend(line.iter().enumerate().map(|(column, value)| {
                let value = value - technique.flattening * large(column).max(technique.least);
                let share = (technique.toe + value * technique.slope).clamp(0.0, 1.0);
                (share * share * 4095.0) as u16
            }));
        }
        stored
    }

    /// Focal spot and detector: each pixel takes a quarter of either neighbour's, in both directions.
    fn blur(&mut self) {
        let columns = self.field.columns;
        for row in self.integrals.chunks_exact_mut(columns) {
            let mut before = row[0];
            for column in 0..columns - 1 {
                let here = row[column];
                row[column] = 0.25 * (before + row[column + 1]) + 0.5 * here;
                before = here;
            }
        }
        let mut before = self.integrals[..columns].to_vec();
        for row in 0..self.field.rows - 1 {
            let (upper, lower) = self.integrals.split_at_mut((row + 1) * columns);
            for ((above, here), below) in before.iter_mut().zip(&mut upper[row * columns..]).zip(lower.iter()) {
                let value = *here;
                *here = 0.25 * (*above + below) + 0.5 * value;
                *above = value;
            }
        }
    }
}

/// A picture of means, for what varies slowly.
struct Coarse {
    columns: usize,
    rows: usize,
    values: Vec<f32>,
}

impl Coarse {
    fn of(picture: &[f32], width: usize) -> Self {
        let (columns, rows) = (width / COARSE, picture.len() / width / COARSE);
        let mut values = vec![0.0; columns * rows];
        for (row, line) in picture.chunks_exact(width).enumerate() {
            let out = &mut values[row / COARSE * columns..][..columns];
            for (sum, block) in out.iter_mut().zip(line.chunks_exact(COARSE)) {
                *sum += block.iter().sum::<f32>() / (COARSE * COARSE) as f32;
            }
        }
        Self { columns, rows, values }
    }

    /// Blurred by a box of `reach` to each side, three times over, which is nearly a Gaussian.
    fn spread(mut self, reach: usize) -> Self {
        let along_rows = (self.rows, self.columns, self.columns, 1);
        let along_columns = (self.columns, self.rows, 1, self.columns);
        for pass in 0..6 {
            let (lines, places, line_step, step) = if pass % 2 == 0 { along_rows } else { along_columns };
            let mut out = vec![0.0; self.values.len()];
            for line in 0..lines {
                for place in 0..places {
                    let at = |place: usize| self.values[line * line_step + place.min(places - 1) * step];
                    let sum: f32 = (0..=2 * reach).map(|shift| at((place + shift).saturating_sub(reach))).sum();
                    out[line * line_step + place * step] = sum / (2 * reach + 1) as f32;
                }
            }
            self.values = out;
        }
        self
    }

    /// The values of a row of the full picture, by column: between those of the four nearest means.
    fn row(&self, row: usize) -> impl Fn(usize) -> f32 {
        let place = |pixel: usize, count: usize| {
            let at = ((pixel as f32 + 0.5) / COARSE as f32 - 0.5).clamp(0.0, (count - 1) as f32);
            let first = (at as usize).min(count - 2);
            (first, at - first as f32)
        };
        let columns = self.columns;
        let (first, down) = place(row, self.rows);
        let (upper, lower) = self.values[first * columns..][..2 * columns].split_at(columns);
        let line: Vec<f32> = upper.iter().zip(lower).map(|(upper, lower)| upper + down * (lower - upper)).collect();
        move |column| {
            let (first, along) = place(column, columns);
            line[first] + along * (line[first + 1] - line[first])
        }
    }
}
