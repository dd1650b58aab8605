//! What was said, against what is true.

use std::collections::BTreeSet;

use serde::Serialize;

use super::bootstrap::intervals;
use super::manifest::Entry;
use crate::case::Case;
use crate::classifier::{GROUPS, Group};
use crate::routing::{DestinationState, Outcome, RoutingTable};

/// Bins of confidence for the calibration error.
const BINS: usize = 15;

/// What is true of a picture and what was said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whose it is.
    pub patient: String,
    /// What it shows; none for what is no radiograph.
    pub truth: Option<Group>,
    /// The likeliest group and its probability; none where the file gave no pixels.
    pub said: Option<(Group, f32)>,
    /// The outcome's id; none where the file gave no pixels.
    pub outcome: Option<String>,
    /// Whether it was sent to a model rather than to a person.
    pub sent_to_model: bool,
}

impl Verdict {
    /// Sets a case beside what the manifest says of it.
    #[must_use]
    pub fn of(entry: &Entry, case: &Case, table: &RoutingTable) -> Self {
        let destination = case.destination.as_deref().and_then(|id| table.destination(id));
        let said = case.probabilities.map(|all| (all.likeliest(), all.of(all.likeliest())));
        let placed = || Outcome::Placed.id().to_owned();
        Self {
            patient: entry.patient.clone(),
            truth: entry.group,
            said,
            outcome: said.map(|_| case.reason.clone().unwrap_or_else(placed)),
            sent_to_model: destination.is_some_and(|to| to.state != DestinationState::Person),
        }
    }

    fn is_wrong(&self) -> bool {
        self.truth.is_none() || self.said.map(|(group, _)| group) != self.truth
    }
}

/// One group's figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupFigures {
    /// The group.
    pub group: Group,
    /// Pictures that show it.
    pub images: usize,
    /// Share of them that were called so.
    pub recall: f64,
    /// Share of those called so that show it.
    pub precision: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// A split's figures. Those of the radiographs are of the likeliest group, sure or not; the outcomes and the misroutes are
/// over all pictures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Pictures.
    pub images: usize,
    /// Patients.
    pub patients: usize,
    /// Pictures that gave no pixels.
    pub unreadable: usize,
    /// What is known of the radiographs; none where there are none.
    pub radiographs: Option<RadiographFigures>,
    /// Share placed in a group.
    pub placed: f64,
    /// Share called unsure.
    pub unsure: f64,
    /// Share called no radiograph.
    pub not_a_radiograph: f64,
    /// Share placed in a wrong group and sent to a model without a person's look.
    pub misrouted: f64,
}

/// How well the radiographs are told apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RadiographFigures {
    /// Radiographs that gave pixels.
    pub images: usize,
    /// Share whose likeliest group is right.
    pub accuracy: f64,
    /// 95 % interval of the accuracy, bootstrapped over patients.
    pub accuracy_ci95: [f64; 2],
    /// Mean F1 of the groups that have pictures.
    pub macro_f1: f64,
    /// 95 % interval of the macro-F1, bootstrapped over patients.
    pub macro_f1_ci95: [f64; 2],
    /// Mean gap between confidence and accuracy (Guo et al. 2017), 15 bins.
    pub expected_calibration_error: f64,
    /// Row = truth, column = likeliest group, in the order abdomen, adult chest, paediatric chest, spine, other.
    pub confusion: [[usize; GROUPS]; GROUPS],
    /// Each group that has pictures.
    pub per_group: Vec<GroupFigures>,
}

impl Figures {
    /// Adds up verdicts.
    #[must_use]
    pub fn of(verdicts: &[Verdict]) -> Self {
        let patients: BTreeSet<&str> = verdicts.iter().map(|verdict| verdict.patient.as_str()).collect();
        let share = |count: usize| count as f64 / verdicts.len().max(1) as f64;
        let outcome = |outcome: Outcome| {
            share(verdicts.iter().filter(|verdict| verdict.outcome.as_deref() == Some(outcome.id())).count())
        };
        let misrouted = |verdict: &&Verdict| verdict.sent_to_model && verdict.is_wrong();
        Self {
            images: verdicts.len(),
            patients: patients.len(),
            unreadable: verdicts.iter().filter(|verdict| verdict.said.is_none()).count(),
            radiographs: RadiographFigures::of(verdicts),
            placed: outcome(Outcome::Placed),
            unsure: outcome(Outcome::Unsure),
            not_a_radiograph: outcome(Outcome::NotARadiograph),
            misrouted: share(verdicts.iter().filter(misrouted).count()),
        }
    }
}

impl RadiographFigures {
    fn of(verdicts: &[Verdict]) -> Option<Self> {
        let confusion = confusion(verdicts);
        let images: usize = confusion.iter().flatten().sum();
        let [accuracy_ci95, macro_f1_ci95] = if images > 0 { intervals(verdicts) } else { return None };
        Some(Self {
            images,
            accuracy: accuracy(&confusion),
            accuracy_ci95,
            macro_f1: macro_f1(&confusion),
            macro_f1_ci95,
            expected_calibration_error: calibration_error(verdicts),
            confusion,
            per_group: per_group(&confusion),
        })
    }
}

pub(super) type Confusion = [[usize; GROUPS]; GROUPS];

pub(super) fn confusion<'a>(verdicts: impl IntoIterator<Item = &'a Verdict>) -> Confusion {
    let mut matrix = Confusion::default();
    let place = |group: Group| Group::ALL.iter().position(|one| *one == group).unwrap_or_default();
    for verdict in verdicts {
        if let (Some(truth), Some((said, _))) = (verdict.truth, verdict.said) {
            matrix[place(truth)][place(said)] += 1;
        }
    }
    matrix
}

pub(super) fn accuracy(matrix: &Confusion) -> f64 {
    let right: usize = (0..GROUPS).map(|group| matrix[group][group]).sum();
    ratio(right, matrix.iter().flatten().sum())
}

pub(super) fn macro_f1(matrix: &Confusion) -> f64 {
    let groups = per_group(matrix);
    groups.iter().map(|figures| figures.f1).sum::<f64>() / groups.len().max(1) as f64
}

fn per_group(matrix: &Confusion) -> Vec<GroupFigures> {
    let figures = |(index, group): (usize, Group)| {
        let (hits, images) = (matrix[index][index], matrix[index].iter().sum());
        let said: usize = matrix.iter().map(|row| row[index]).sum();
        let f1 = ratio(2 * hits, images + said);
        GroupFigures { group, images, recall: ratio(hits, images), precision: ratio(hits, said), f1 }
    };
    Group::ALL.into_iter().enumerate().map(figures).filter(|figures| figures.images > 0).collect()
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn calibration_error(verdicts: &[Verdict]) -> f64 {
    let mut gaps = [0.0; BINS];
    let mut count = 0;
    for verdict in verdicts {
        if let (Some(truth), Some((said, confidence))) = (verdict.truth, verdict.said) {
            let bin = ((confidence * BINS as f32) as usize).min(BINS - 1);
            gaps[bin] += f64::from(confidence) - f64::from(u8::from(said == truth));
            count += 1;
        }
    }
    gaps.iter().map(|gap| gap.abs()).sum::<f64>() / f64::from(count.max(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
mod tests {
    use super::*;

    fn verdict(patient: &str, truth: Option<Group>, said: Group, outcome: Outcome, sent_to_model: bool) -> Verdict {
        let outcome = Some(outcome.id().to_owned());
        Verdict { patient: patient.to_owned(), truth, said: Some((said, 0.9)), outcome, sent_to_model }
    }

    /// Two spines (one taken for a chest and sent on), one chest, one photograph taken for a chest but called unsure.
    fn by_hand() -> Vec<Verdict> {
        vec![
            verdict("a", Some(Group::Spine), Group::Spine, Outcome::Placed, true),
            verdict("a", Some(Group::Spine), Group::AdultChest, Outcome::Placed, true),
            verdict("b", Some(Group::AdultChest), Group::AdultChest, Outcome::Placed, true),
            verdict("c", None, Group::AdultChest, Outcome::Unsure, false),
        ]
    }

    #[test]
    fn figures_agree_with_a_case_done_by_hand() {
        let figures = Figures::of(&by_hand());
        assert_eq!((figures.images, figures.patients, figures.unreadable), (4, 3, 0));
        assert_eq!((figures.placed, figures.unsure, figures.not_a_radiograph), (0.75, 0.25, 0.0));
        assert_eq!(figures.misrouted, 0.25);
        let radiographs = figures.radiographs.unwrap();
        assert_eq!((radiographs.images, radiographs.per_group.len()), (3, 2));
        assert!((radiographs.accuracy - 2.0 / 3.0).abs() < 1e-12);
        // Chest: recall 1, precision 1/2, F1 2/3. Spine: recall 1/2, precision 1, F1 2/3.
        assert!((radiographs.macro_f1 - 2.0 / 3.0).abs() < 1e-12);
        // Three radiographs in one bin: confidence 2.7 against 2 right.
        assert!((radiographs.expected_calibration_error - 0.7 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn intervals_are_of_patients_with_radiographs() {
        let radiographs = Figures::of(&by_hand()).radiographs.unwrap();
        // Patient a is right in half, b always; c has no radiograph and doesn't count.
        assert_eq!(radiographs.accuracy_ci95, [0.5, 1.0]);
    }

    #[test]
    fn what_gave_no_pixels_is_counted_apart() {
        let broken = Verdict { said: None, outcome: None, sent_to_model: false, ..by_hand().remove(0) };
        let figures = Figures::of(&[broken]);
        assert_eq!((figures.unreadable, figures.placed, figures.radiographs), (1, 0.0, None));
    }
}
