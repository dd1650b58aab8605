//! 95 % intervals: patients drawn with replacement (Efron 1979), because pictures of one patient resemble each other.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::figures::{Confusion, Verdict, accuracy, confusion, macro_f1};

const ROUNDS: usize = 2000;

/// Intervals of accuracy and macro-F1.
pub(super) fn intervals(verdicts: &[Verdict]) -> [[f64; 2]; 2] {
    let mut by_patient: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
    for verdict in verdicts {
        by_patient.entry(&verdict.patient).or_default().push(verdict);
    }
    let mut matrices: Vec<Confusion> = by_patient.into_values().map(confusion).collect();
    matrices.retain(|matrix| matrix.iter().flatten().any(|count| *count > 0)); // outliers have no group to be right about
    let mut random = Rng::with_seed(0);
    let mut drawn = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
    for _ in 0..ROUNDS {
        let mut sum = Confusion::default();
        for _ in 0..matrices.len() {
            let chosen = matrices.get(random.usize(..matrices.len())).into_iter().flatten().flatten();
            sum.iter_mut().flatten().zip(chosen).for_each(|(total, count)| *total += count);
        }
        drawn[0].push(accuracy(&sum));
        drawn[1].push(macro_f1(&sum));
    }
    drawn.map(|mut values| {
        values.sort_unstable_by(f64::total_cmp);
        [values[ROUNDS / 40], values[ROUNDS - 1 - ROUNDS / 40]]
    })
}
