//! Area ("box") resampling: each target pixel is the mean of the source pixels that it covers, edges in part.

use super::{Field, GreyImage, Rows};

/// Source cells `start..start + weights.len()` that a target cell covers, with weights that sum to 1.
struct Span {
    start: usize,
    weights: Vec<f32>,
}

/// Resamples a part of a picture to `rows × columns` (both at least 1); the aspect ratio need not be kept. Rows are added up
/// before columns, side by side in vectors.
#[must_use]
pub fn resample(image: &impl Rows, field: Field, rows: usize, columns: usize) -> GreyImage {
    let column_spans = spans(field.columns, columns);
    let mut values = vec![0.0; rows * columns];
    let mut sums = vec![0.0; field.columns];
    for (target, span) in values.chunks_exact_mut(columns).zip(spans(field.rows, rows)) {
        sums.fill(0.0);
        for (row, weight) in (span.start..).zip(&span.weights) {
            image.each_of_row(field.top + row, field.left, &mut sums, |sum, value| *sum += weight * value);
        }
        for (mean, span) in target.iter_mut().zip(&column_spans) {
            let cells = &sums[span.start..span.start + span.weights.len()];
            *mean = cells.iter().zip(&span.weights).map(|(cell, weight)| cell * weight).sum();
        }
    }
    GreyImage { rows, columns, values }
}

fn spans(source: usize, target: usize) -> Vec<Span> {
    let scale = source as f64 / target as f64;
    (0..target)
        .map(|cell| {
            let (from, to) = (cell as f64 * scale, (cell + 1) as f64 * scale);
            let start = (from as usize).min(source - 1);
            let end = (to.ceil() as usize).clamp(start + 1, source);
            let covered = |index: usize| (to.min((index + 1) as f64) - from.max(index as f64)).max(0.0);
            let weights = (start..end).map(|index| (covered(index) / scale) as f32).collect();
            Span { start, weights }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(rows: usize, columns: usize, values: &[f32]) -> GreyImage {
        GreyImage { rows, columns, values: values.to_vec() }
    }

    fn whole(image: &GreyImage, rows: usize, columns: usize) -> GreyImage {
        resample(image, Field::whole(image), rows, columns)
    }

    #[test]
    fn only_the_field_is_looked_at() {
        let picture = image(3, 3, &[9.0, 9.0, 9.0, 9.0, 1.0, 3.0, 9.0, 5.0, 7.0]);
        let corner = Field { top: 1, left: 1, rows: 2, columns: 2 };
        assert_eq!(resample(&picture, corner, 1, 1).values, [4.0]);
    }

    #[test]
    fn halving_averages_each_two_by_two_block() {
        let small = whole(&image(2, 4, &[1.0, 3.0, 10.0, 10.0, 5.0, 7.0, 30.0, 30.0]), 1, 2);
        assert_eq!(small.values, [4.0, 20.0]);
    }

    #[test]
    fn partly_covered_cells_count_in_part() {
        let small = whole(&image(1, 3, &[0.0, 3.0, 6.0]), 1, 2);
        assert!((small.values[0] - 1.0).abs() < 1e-6 && (small.values[1] - 5.0).abs() < 1e-6, "{:?}", small.values);
    }

    #[test]
    fn enlarging_repeats_and_keeps_the_range() {
        assert_eq!(whole(&image(1, 2, &[2.0, 8.0]), 2, 4).values, [2.0, 2.0, 8.0, 8.0, 2.0, 2.0, 8.0, 8.0]);
    }

    #[test]
    fn a_flat_picture_stays_flat_at_any_size() {
        for (rows, columns) in [(7, 5), (192, 192), (1, 300)] {
            let flat = whole(&image(31, 17, &[9.0; 31 * 17]), rows, columns);
            assert!(flat.values.iter().all(|value| (value - 9.0).abs() < 1e-4));
        }
    }
}
