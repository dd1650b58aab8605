//! Gaussian blur, rows before columns.

use crate::radiograph::GreyImage;

/// Standard deviations from a kernel's middle to its end.
const REACH: f32 = 3.0;

/// Blurs by a standard deviation in shares of the longer side; beyond its edges a picture goes on as it ends.
pub(super) fn blur(picture: &mut GreyImage, share: f32) {
    let deviation = share * picture.rows.max(picture.columns) as f32;
    let reach = (deviation * REACH).ceil() as usize;
    if reach == 0 {
        return;
    }
    let weights: Vec<f32> =
        (0..=2 * reach).map(|at| (-0.5 * ((at as f32 - reach as f32) / deviation).powi(2)).exp()).collect();
    let sum: f32 = weights.iter().sum();
    let kernel: Vec<f32> = weights.iter().map(|weight| weight / sum).collect();
    across(picture, &kernel);
    down(picture, &kernel);
}

fn across(picture: &mut GreyImage, kernel: &[f32]) {
    let (reach, columns) = (kernel.len() / 2, picture.columns);
    let mut line = Vec::with_capacity(columns + 2 * reach);
    for row in picture.values.chunks_exact_mut(columns) {
        line.clear();
        line.extend(std::iter::repeat_n(row[0], reach));
        line.extend_from_slice(row);
        line.extend(std::iter::repeat_n(row[columns - 1], reach));
        row.fill(0.0);
        // All pixels of a row for one weight, rather than all weights for a pixel: side by side in vectors.
        for (weight, from) in kernel.iter().zip(line.windows(columns)) {
            row.iter_mut().zip(from).for_each(|(sum, grey)| *sum += weight * grey);
        }
    }
}

fn down(picture: &mut GreyImage, kernel: &[f32]) {
    let (reach, rows, columns) = (kernel.len() / 2, picture.rows, picture.columns);
    let sharp = std::mem::replace(&mut picture.values, vec![0.0; rows * columns]);
    for (row, sums) in picture.values.chunks_exact_mut(columns).enumerate() {
        for (at, weight) in kernel.iter().enumerate() {
            let from = (row + at).saturating_sub(reach).min(rows - 1) * columns;
            sums.iter_mut().zip(&sharp[from..from + columns]).for_each(|(sum, grey)| *sum += weight * grey);
        }
    }
}
