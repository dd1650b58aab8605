//! What a person decides outweighs network, header and table, and stays when the table changes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod cases;

use cases::{case, header, prediction};
use dicom_imaging_router::case::Case;
use dicom_imaging_router::classifier::{Group, Prediction};
use dicom_imaging_router::radiograph::{Header, Refusal};
use dicom_imaging_router::routing::{DEFAULT_TABLE, Outcome, PRESETS, Problem, RoutingTable};
use rstest::rstest;

fn table() -> RoutingTable {
    RoutingTable::parse(DEFAULT_TABLE).unwrap()
}

fn preset(id: &str) -> RoutingTable {
    PRESETS.iter().find(|preset| preset.id == id).unwrap().table().unwrap()
}

/// A file routed by the default table.
fn routed(prediction: Prediction, header: Header) -> Case {
    let mut case = case(prediction, header);
    case.route(&table()).unwrap();
    case
}

fn other() -> Case {
    routed(prediction(Group::Other), Header::default())
}

#[test]
fn a_persons_group_goes_where_the_rules_send_it() {
    let mut case = other();
    assert_eq!((case.final_group(), case.final_destination()), (Some(Group::Other), Some("manual-review")));
    case.set_review(Some(Group::Spine), None, &table()).unwrap();
    assert_eq!((case.final_group(), case.final_destination()), (Some(Group::Spine), Some("vindr-spinexr")));
    assert_eq!((case.group, case.destination.as_deref()), (Some(Group::Other), Some("manual-review")), "the network's");
    let facts = case.facts().unwrap();
    assert_eq!((facts.outcome(), facts.group()), (Outcome::Placed, Some(Group::Spine)));
}

#[rstest]
#[case::unsure(Prediction { sure: false, ..prediction(Group::Other) }, &[])]
#[case::denied_by_pixels(Prediction { radiograph: false, ..prediction(Group::Other) }, &[])]
#[case::denied_by_header(prediction(Group::Spine), &[("Modality", "CT")])]
#[case::contradicted(prediction(Group::Spine), &[("BodyPartExamined", "HAND")])]
fn a_persons_look_settles_what_was_doubtful(#[case] prediction: Prediction, #[case] facts: &[(&str, &str)]) {
    let conflicts_first = preset("conflicts-first");
    let mut case = case(prediction, header(facts));
    case.route(&conflicts_first).unwrap();
    assert_eq!(case.final_destination(), Some("manual-review"));
    case.set_review(Some(Group::Spine), None, &conflicts_first).unwrap();
    assert_eq!(case.final_destination(), Some("vindr-spinexr"));
}

#[test]
fn none_of_the_five_is_unsure_to_the_rules() {
    let mut case = routed(prediction(Group::Spine), Header::default());
    case.set_review(None, None, &table()).unwrap();
    assert_eq!((case.final_group(), case.final_destination()), (None, Some("manual-review")));
    let facts = case.facts().unwrap();
    assert_eq!((facts.outcome(), facts.group()), (Outcome::Unsure, None));
    assert!(!case.confirmed());
}

#[test]
fn a_destination_picked_by_hand_outweighs_the_rules_and_must_exist() {
    let mut case = other();
    case.set_review(Some(Group::Spine), Some("vindr-pcxr".to_owned()), &table()).unwrap();
    assert_eq!(case.final_destination(), Some("vindr-pcxr"));
    let before = case.clone();
    let refused = case.set_review(None, Some("nowhere".to_owned()), &table()).unwrap_err();
    assert!(matches!(refused.problem, Problem::Unknown { .. }));
    assert_eq!(case, before);
}

#[test]
fn a_new_table_sends_a_review_anew() {
    let (five, default) = (preset("five-groups"), table());
    let mut by_rules = other();
    by_rules.set_review(Some(Group::Spine), None, &default).unwrap();
    by_rules.route(&five).unwrap();
    assert_eq!(
        (by_rules.destination.as_deref(), by_rules.final_destination()),
        (Some("other-model"), Some("spine-model"))
    );

    let mut by_hand = other();
    by_hand.set_review(Some(Group::Spine), Some("vindr-pcxr".to_owned()), &default).unwrap();
    by_hand.route(&five).unwrap();
    assert_eq!(by_hand.final_destination(), Some("spine-model"), "the one picked isn't there");
    by_hand.route(&default).unwrap();
    assert_eq!(by_hand.final_destination(), Some("vindr-pcxr"), "it is there again");
}

#[test]
fn a_review_that_agrees_with_the_network_confirms_it() {
    let mut case = other();
    assert!(!case.confirmed());
    case.set_review(Some(Group::Other), None, &table()).unwrap();
    assert!(case.confirmed());
    case.set_review(Some(Group::Spine), None, &table()).unwrap();
    assert!(!case.confirmed());
}

#[test]
fn a_review_can_be_taken_back() {
    let mut case = other();
    case.set_review(Some(Group::Spine), None, &table()).unwrap();
    case.clear_review();
    assert_eq!(case, other());
}

#[test]
fn a_file_without_pixels_has_nothing_to_review() {
    let mut case = Case::refused("notes.txt".to_owned(), Refusal::NotDicom);
    case.set_review(Some(Group::Spine), None, &table()).unwrap();
    case.route(&table()).unwrap();
    assert_eq!((case.review.as_ref(), case.final_destination(), case.conflicts()), (None, None, false));
    assert!(case.facts().is_none() && case.claims().is_none());
}

#[test]
fn a_table_that_cannot_decide_changes_nothing() {
    let mut broken = table();
    broken.destinations.retain(|destination| destination.id != "vindr-spinexr");
    let mut case = other();
    case.set_review(Some(Group::Spine), None, &table()).unwrap();
    let before = case.clone();
    assert!(case.route(&broken).is_err());
    assert_eq!(case, before);
}
