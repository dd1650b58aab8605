//! The default routing table sends each picture where it should go, and bad tables are refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

use dicom_imaging_router::classifier::{ActivationMaps, GROUPS, Group, ModelDescription, Outputs, Prediction};
use dicom_imaging_router::radiograph::Header;
use dicom_imaging_router::routing::{DEFAULT_TABLE, Decision, Facts, Outcome, RoutingError, RoutingTable};
use rstest::rstest;

const MODEL: &str = include_str!("../models/default/model.json");

/// A prediction of `group`, sure or on the edge between two.
fn prediction(group: Group, sure: bool) -> Prediction {
    let model = ModelDescription::parse(MODEL).unwrap();
    let at = model.groups.iter().position(|other| *other == group).unwrap();
    let mut logits = vec![0.0; GROUPS];
    logits[at] = if sure { 20.0 } else { 0.1 };
    let maps = ActivationMaps { rows: 1, columns: 1, values: logits.to_vec() };
    Prediction::from_outputs(&Outputs { logits, maps, gate: model.radiograph_above + 1.0 }, &model)
}

fn header(facts: &[(&str, &str)]) -> Header {
    let get = |name: &str| facts.iter().find(|(fact, _)| *fact == name).map(|(_, value)| (*value).to_owned());
    Header {
        modality: get("Modality"),
        view_position: get("ViewPosition"),
        patient_age: get("PatientAge"),
        body_part_examined: get("BodyPartExamined"),
        ..Header::default()
    }
}

fn decide(group: Group, sure: bool, facts: &[(&str, &str)]) -> Decision {
    let (prediction, header) = (prediction(group, sure), header(facts));
    RoutingTable::parse(DEFAULT_TABLE).unwrap().decide(&Facts::new(&prediction, &header)).unwrap()
}

#[rstest]
#[case(Group::AdultChest, "torchxrayvision-densenet121")]
#[case(Group::PaediatricChest, "vindr-pcxr")]
#[case(Group::Spine, "vindr-spinexr")]
#[case(Group::Abdomen, "manual-review")]
#[case(Group::Other, "manual-review")]
fn each_group_goes_to_its_destination_whatever_the_header_lacks(#[case] group: Group, #[case] destination: &str) {
    assert_eq!(decide(group, true, &[]).destination.id, destination);
}

#[rstest]
#[case::child_by_age(Group::AdultChest, "012Y", "child-age-adult-chest")]
#[case::infant(Group::AdultChest, "006M", "child-age-adult-chest")]
#[case::adult_by_age(Group::PaediatricChest, "047Y", "adult-age-child-chest")]
#[case::older_child(Group::PaediatricChest, "012Y", "older-child-chest")]
#[case::grown_up(Group::AdultChest, "018Y", "adult-chest")]
#[case::child(Group::PaediatricChest, "004Y", "paediatric-chest")]
#[case::unreadable_age(Group::AdultChest, "?", "adult-chest")]
#[case::a_spine_has_no_age(Group::Spine, "004Y", "spine")]
fn an_age_that_contradicts_the_chest_goes_to_a_person(#[case] group: Group, #[case] age: &str, #[case] rule: &str) {
    let decision = decide(group, true, &[("PatientAge", age)]);
    assert_eq!(decision.rule, rule);
    assert_eq!(decision.destination.id == "manual-review", rule.contains("-age-") || rule.contains("older"));
}

#[rstest]
fn a_lateral_chest_goes_to_a_person(
    #[values(Group::AdultChest, Group::PaediatricChest)] group: Group,
    #[values("LL", "RL", "LATERAL", "lateral")] view: &str,
) {
    assert_eq!(decide(group, true, &[("ViewPosition", view)]).rule, "lateral-chest");
    assert_ne!(decide(group, true, &[("ViewPosition", "PA")]).rule, "lateral-chest");
}

#[rstest]
fn an_oblique_or_decubitus_chest_goes_to_a_person(#[values("LLD", "RLO", "LAO")] view: &str) {
    assert_eq!(decide(Group::AdultChest, true, &[("ViewPosition", view)]).rule, "oblique-or-decubitus-chest");
    assert_eq!(decide(Group::Spine, true, &[("ViewPosition", view)]).rule, "spine");
}

#[rstest]
fn an_unsure_network_asks_a_person(
    #[values(Group::AdultChest, Group::PaediatricChest, Group::Spine, Group::Abdomen, Group::Other)] group: Group,
) {
    let decision = decide(group, false, &[]);
    assert_eq!((decision.rule.as_str(), decision.destination.id.as_str()), ("unsure", "manual-review"));
}

#[test]
fn a_modality_without_radiographs_outweighs_the_network() {
    let (sure, ct) = (prediction(Group::AdultChest, true), header(&[("Modality", "CT")]));
    let facts = Facts::new(&sure, &ct);
    assert_eq!((facts.outcome(), facts.group()), (Outcome::NotARadiograph, None));
    assert_eq!(decide(Group::AdultChest, true, &[("Modality", "CT")]).rule, "not-a-radiograph-by-header");
    assert_eq!(decide(Group::AdultChest, true, &[("Modality", "CR")]).rule, "adult-chest");
}

#[test]
fn pixels_that_are_no_radiograph_go_to_a_person_however_sure_the_group() {
    let (mut photograph, empty) = (prediction(Group::AdultChest, true), Header::default());
    photograph.radiograph = false;
    let facts = Facts::new(&photograph, &empty);
    assert_eq!((facts.outcome(), facts.group()), (Outcome::NotARadiograph, None));
    let decide = |header| RoutingTable::parse(DEFAULT_TABLE).unwrap().decide(&Facts::new(&photograph, header)).unwrap();
    assert_eq!(decide(&empty).rule, "not-a-radiograph-by-pixels");
    assert_eq!(decide(&header(&[("Modality", "MR")])).rule, "not-a-radiograph-by-header");
}

#[test]
fn where_no_rule_matches_the_fallback_holds() {
    let mut table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    table.rules.clear();
    let (sure, empty) = (prediction(Group::Spine, true), Header::default());
    assert_eq!(table.decide(&Facts::new(&sure, &empty)).unwrap().rule, "fallback");
}

#[rstest]
#[case::exists(r#"{"field":"BodyPartExamined","exists":true}"#, false)]
#[case::absent(r#"{"field":"BodyPartExamined","exists":false}"#, true)]
#[case::equals_absent(r#"{"field":"BodyPartExamined","equals":"CHEST"}"#, false)]
#[case::confident(r#"{"field":"confidence","at_least":0.9}"#, true)]
#[case::number_of_text(r#"{"field":"group","below":3}"#, false)]
fn a_condition_on_an_absent_or_unfit_field_simply_fails(#[case] condition: &str, #[case] holds: bool) {
    let mut table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    table.rules.truncate(1);
    table.rules[0].when = vec![serde_json::from_str(condition).unwrap()];
    let (sure, empty) = (prediction(Group::Spine, true), Header::default());
    assert_eq!(table.decide(&Facts::new(&sure, &empty)).unwrap().rule != "fallback", holds);
}

#[test]
fn a_table_that_cannot_work_is_refused() {
    let table = |from: &str, to: &str| RoutingTable::parse(&DEFAULT_TABLE.replacen(from, to, 1)).unwrap_err();
    assert!(matches!(table(r#""version": 1"#, r#""version": 7"#), RoutingError::Version(7)));
    assert!(matches!(table(r#""send_to": "vindr-pcxr""#, r#""send_to": "nowhere""#), RoutingError::Unknown { .. }));
    assert!(matches!(table(r#""id": "vindr-pcxr""#, r#""id": "manual-review""#), RoutingError::Twice(_)));
    assert!(matches!(table(r#""field": "denied_by""#, r#""field": "ShoeSize""#), RoutingError::Form(_)));
    assert!(matches!(RoutingTable::parse("not json"), Err(RoutingError::Form(_))));
}

#[test]
fn every_model_of_the_default_table_says_where_it_is_and_what_it_expects() {
    for destination in RoutingTable::parse(DEFAULT_TABLE).unwrap().destinations {
        assert!(destination.expects.is_some(), "{}", destination.id);
        assert!(destination.id == "manual-review" || destination.address.is_some_and(|a| a.starts_with("https://")));
    }
}
