//! Robust ends of a picture's grey scale.

/// The values at two shares (0–1) of the sorted `values`, by nearest rank. None for no values.
#[must_use]
pub fn percentiles(values: &[f32], low: f64, high: f64) -> Option<(f32, f32)> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    Some((*sorted.get(rank(low, values.len()))?, *sorted.get(rank(high, values.len()))?))
}

/// Index of a share (0–1) in `count` sorted values, by nearest rank.
pub(super) fn rank(share: f64, count: usize) -> usize {
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
        assert_eq!(percentiles(&values, 0.01, 0.99), Some((2.0, 198.0)));
    }

    #[test]
    fn no_values_have_no_percentiles() {
        assert_eq!(percentiles(&[], 0.01, 0.99), None);
    }
}
