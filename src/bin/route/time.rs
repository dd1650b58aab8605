//! Where the network's time goes.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;

use dicom_imaging_router::classifier::Classifier;

/// Runs that the mean is taken of.
const RUNS: usize = 20;

/// Prints a table: operators in the order in which they run, then the sum of each kind.
pub(crate) fn time(classifier: &Classifier, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let times = classifier.time_operators(RUNS)?;
    let mut kinds: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    writeln!(out, "{:>9}  {:34}  {:28}  output", "ms", "operator", "name")?;
    for time in &times {
        writeln!(out, "{:9.3}  {:34}  {:28}  {:?}", time.milliseconds, time.kind, time.name, time.shape)?;
        let (count, sum) = kinds.entry(&time.kind).or_default();
        (*count, *sum) = (*count + 1, *sum + time.milliseconds);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|(_, (_, a)), (_, (_, b))| b.total_cmp(a));
    writeln!(out)?;
    for (kind, (count, sum)) in &kinds {
        writeln!(out, "{sum:9.3}  {count} × {kind}")?;
    }
    writeln!(out, "{:9.3}  in all", kinds.iter().map(|(_, (_, sum))| sum).sum::<f64>())?;
    Ok(())
}
