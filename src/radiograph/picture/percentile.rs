//! Robust ends of a picture's grey scale.

/// Fewer values than this are sorted in part; more are counted first.
const MANY: usize = 1000;
const BINS: usize = 4096;

/// The values at two shares (0–1, in order) of the sorted `values`, which are finite, by nearest rank; `values` may change
/// their order. None for no values.
#[must_use]
pub fn percentiles(values: &mut [f32], low: f64, high: f64) -> Option<(f32, f32)> {
    if values.is_empty() {
        return None;
    }
    let (low, high) = (rank(low, values.len()), rank(high, values.len()));
    if values.len() < MANY {
        return Some((select(values, low), select(values, high)));
    }
    let least = values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let scale = BINS as f32 / (most - least);
    if !scale.is_finite() {
        return Some((select(values, low), select(values, high)));
    }
    // Equal or larger values fall into equal or higher bins, so that only one bin's values need sorting.
    let bin = |value: f32| (((value - least) * scale) as usize).min(BINS - 1);
    let mut counts = [0_usize; BINS];
    values.iter().for_each(|value| counts[bin(*value)] += 1);
    let at = |rank: usize| {
        let mut below = 0;
        let wanted = counts.iter().position(|count| {
            below += count;
            below > rank
        })?;
        let mut inside: Vec<f32> = values.iter().copied().filter(|value| bin(*value) == wanted).collect();
        Some(select(&mut inside, rank + counts[wanted] - below))
    };
    Some((at(low)?, at(high)?))
}

fn select(values: &mut [f32], rank: usize) -> f32 {
    *values.select_nth_unstable_by(rank, f32::total_cmp).1
}

/// Index of a share (0–1) in `count` sorted values, by nearest rank.
fn rank(share: f64, count: usize) -> usize {
    (share * count.saturating_sub(1) as f64 + 0.5) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_outlier_in_a_hundred_does_not_set_the_scale() {
        let mut values: Vec<f32> = (0..=200).map(|v| v as f32).collect();
        values[0] = -1e9;
        values[200] = 1e9;
        assert_eq!(percentiles(&mut values, 0.01, 0.99), Some((2.0, 198.0)));
    }

    #[test]
    fn few_values_have_percentiles_too() {
        assert_eq!(percentiles(&mut [7.0], 0.01, 0.99), Some((7.0, 7.0)));
        assert_eq!(percentiles(&mut [9.0, -3.0], 0.01, 0.99), Some((-3.0, 9.0)));
        assert_eq!(percentiles(&mut [9.0, -3.0, 5.0], 0.5, 0.5), Some((5.0, 5.0)));
    }

    #[test]
    fn many_values_give_what_sorting_gives() {
        let spread = |seed: u32| (0..5000_u32).map(move |at| at.wrapping_mul(seed).wrapping_mul(2_654_435_761) >> 8);
        let pictures: [Vec<f32>; 4] = [
            spread(1).map(|v| v as f32 / 1e4 - 700.0).collect(),
            spread(3).map(|v| (v % 7) as f32).collect(),
            spread(5).map(|v| if v % 100 == 0 { 1e30 } else { v as f32 }).collect(),
            vec![8.0; 5000],
        ];
        for values in pictures {
            let mut sorted = values.clone();
            sorted.sort_unstable_by(f32::total_cmp);
            for (low, high) in [(0.01, 0.99), (0.0, 1.0), (0.3, 0.3)] {
                let expected = (sorted[rank(low, 5000)], sorted[rank(high, 5000)]);
                assert_eq!(percentiles(&mut values.clone(), low, high), Some(expected));
            }
        }
    }

    #[test]
    fn no_values_have_no_percentiles() {
        assert_eq!(percentiles(&mut [], 0.01, 0.99), None);
    }
}
