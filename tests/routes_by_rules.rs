//! The default routing table sends each picture where it should go, and bad tables are refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod cases;

use cases::{header, prediction};
use dicom_imaging_router::classifier::{Group, Prediction};
use dicom_imaging_router::radiograph::{Format, Header};
use dicom_imaging_router::routing::{
    Condition, DEFAULT_TABLE, Decision, Facts, Field, FieldKind, Outcome, Pattern, Range, RoutingTable, Test,
};
use rstest::rstest;

fn facts(prediction: Prediction, header: &Header) -> Facts<'_> {
    Facts::new(prediction, header, Format::Dicom)
}

fn decide(group: Group, header_facts: &[(&str, &str)]) -> Decision {
    let header = header(header_facts);
    RoutingTable::parse(DEFAULT_TABLE).unwrap().decide(&facts(prediction(group), &header)).unwrap()
}

#[rstest]
#[case(Group::AdultChest, "torchxrayvision-densenet121")]
#[case(Group::PaediatricChest, "vindr-pcxr")]
#[case(Group::Spine, "vindr-spinexr")]
#[case(Group::Abdomen, "manual-review")]
#[case(Group::Other, "manual-review")]
fn each_group_goes_to_its_destination_whatever_the_header_lacks(#[case] group: Group, #[case] destination: &str) {
    assert_eq!(decide(group, &[]).destination.id, destination);
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
    let decision = decide(group, &[("PatientAge", age)]);
    assert_eq!(decision.rule, rule);
    assert_eq!(decision.destination.id == "manual-review", rule.contains("-age-") || rule.contains("older"));
}

#[rstest]
fn a_lateral_chest_goes_to_a_person(
    #[values(Group::AdultChest, Group::PaediatricChest)] group: Group,
    #[values("LL", "RL", "LATERAL", "lateral")] view: &str,
) {
    assert_eq!(decide(group, &[("ViewPosition", view)]).rule, "lateral-chest");
    assert_ne!(decide(group, &[("ViewPosition", "PA")]).rule, "lateral-chest");
}

#[rstest]
fn an_oblique_or_decubitus_chest_goes_to_a_person(#[values("LLD", "RLO", "LAO")] view: &str) {
    assert_eq!(decide(Group::AdultChest, &[("ViewPosition", view)]).rule, "oblique-or-decubitus-chest");
    assert_eq!(decide(Group::Spine, &[("ViewPosition", view)]).rule, "spine");
}

#[rstest]
fn an_unsure_network_asks_a_person(
    #[values(Group::AdultChest, Group::PaediatricChest, Group::Spine, Group::Abdomen, Group::Other)] group: Group,
) {
    let (on_the_edge, empty) = (Prediction { sure: false, ..prediction(group) }, Header::default());
    let decision = RoutingTable::parse(DEFAULT_TABLE).unwrap().decide(&facts(on_the_edge, &empty)).unwrap();
    assert_eq!((decision.rule.as_str(), decision.destination.id.as_str()), ("unsure", "manual-review"));
}

#[test]
fn a_modality_without_radiographs_outweighs_the_network() {
    let ct = header(&[("Modality", "CT")]);
    let facts = facts(prediction(Group::AdultChest), &ct);
    assert_eq!((facts.outcome(), facts.group()), (Outcome::NotARadiograph, None));
    assert_eq!(decide(Group::AdultChest, &[("Modality", "CT")]).rule, "not-a-radiograph-by-header");
    assert_eq!(decide(Group::AdultChest, &[("Modality", "CR")]).rule, "adult-chest");
}

#[test]
fn pixels_that_are_no_radiograph_go_to_a_person_however_sure_the_group() {
    let photograph = Prediction { radiograph: false, ..prediction(Group::AdultChest) };
    let (empty, table) = (Header::default(), RoutingTable::parse(DEFAULT_TABLE).unwrap());
    let facts = |header| Facts::new(photograph, header, Format::Dicom);
    assert_eq!((facts(&empty).outcome(), facts(&empty).group()), (Outcome::NotARadiograph, None));
    let decide = |header| table.decide(&facts(header)).unwrap();
    assert_eq!(decide(&empty).rule, "not-a-radiograph-by-pixels");
    assert_eq!(decide(&header(&[("Modality", "MR")])).rule, "not-a-radiograph-by-header");
}

#[test]
fn where_no_rule_matches_the_fallback_holds() {
    let mut table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    table.rules.clear();
    assert_eq!(table.decide(&facts(prediction(Group::Spine), &Header::default())).unwrap().rule, "fallback");
}

/// Whether a condition holds of a spine, 97 % sure, with a full header.
fn holds(condition: &str) -> bool {
    let header = header(&[
        ("Modality", "DX"),
        ("BodyPartExamined", "LSPINE"),
        ("AnatomicRegion", "122496007|Lumbar spine"),
        ("ViewPosition", "AP"),
        ("PatientAge", "047Y"),
        ("PatientSex", "F"),
        ("Laterality", "U"),
        ("StudyDescription", "XR L-Spine 2 views"),
        ("SeriesDescription", "AP"),
        ("ProtocolName", "Lumbar"),
        ("Manufacturer", "Röntgen AG"),
        ("PhotometricInterpretation", "MONOCHROME2"),
        ("SOPClassUID", "1.2.840.10008.5.1.4.1.1.1.1"),
        ("TransferSyntaxUID", "1.2.840.10008.1.2.1"),
        ("Rows", "2500"),
        ("Columns", "2000"),
        ("NumberOfFrames", "1"),
    ]);
    serde_json::from_str::<Condition>(condition).unwrap().holds(&facts(prediction(Group::Spine), &header))
}

#[rstest]
#[case(r#"{"field":"outcome","equals":"placed"}"#)]
#[case(r#"{"field":"group","one_of":["abdomen","spine"]}"#)]
#[case(r#"{"field":"confidence","in_range":[0.9,1]}"#)]
#[case(r#"{"field":"radiograph_score","at_least":3.5}"#)]
#[case(r#"{"field":"format","equals":"dicom"}"#)]
#[case(r#"{"field":"Modality","equals":"dx"}"#)]
#[case(r#"{"field":"BodyPartExamined","matches":"^l-?spine$"}"#)]
#[case::by_meaning(r#"{"field":"AnatomicRegion","equals":"lumbar spine"}"#)]
#[case::by_value(r#"{"field":"AnatomicRegion","one_of":["122496007"]}"#)]
#[case::either_matches(r#"{"field":"AnatomicRegion","matches":"^1224"}"#)]
#[case(r#"{"field":"ViewPosition","one_of":["PA","AP"]}"#)]
#[case(r#"{"field":"PatientAge","below":47.1}"#)]
#[case(r#"{"field":"PatientSex","equals":"F"}"#)]
#[case(r#"{"field":"Laterality","equals":"U"}"#)]
#[case::anywhere_in_any_case(r#"{"field":"StudyDescription","matches":"\\bL-?SPINE\\b"}"#)]
#[case(r#"{"field":"SeriesDescription","equals":"AP"}"#)]
#[case(r#"{"field":"ProtocolName","matches":"lumb"}"#)]
#[case(r#"{"field":"Manufacturer","matches":"r.ntgen"}"#)]
#[case(r#"{"field":"PhotometricInterpretation","equals":"MONOCHROME2"}"#)]
#[case(r#"{"field":"Rows","at_least":2500}"#)]
#[case::low_end_included(r#"{"field":"Columns","in_range":[2000,3000]}"#)]
#[case::high_end_included(r#"{"field":"Columns","in_range":[1000,2000]}"#)]
#[case(r#"{"field":"NumberOfFrames","below":2}"#)]
#[case(r#"{"field":"SOPClassUID","equals":"1.2.840.10008.5.1.4.1.1.1.1"}"#)]
#[case(r#"{"field":"TransferSyntaxUID","exists":true}"#)]
#[case::nothing_denies_it(r#"{"field":"denied_by","exists":false}"#)]
#[case::nothing_contradicts(r#"{"field":"conflict","exists":false}"#)]
fn a_rule_can_look_at(#[case] condition: &str) {
    assert!(holds(condition));
}

#[rstest]
#[case(r#"{"field":"BodyPartExamined","matches":"chest|^spine"}"#)]
#[case(r#"{"field":"Rows","in_range":[1,2499]}"#)]
#[case(r#"{"field":"AnatomicRegion","equals":"122496007 Lumbar spine"}"#)]
#[case(r#"{"field":"Modality","exists":false}"#)]
#[case(r#"{"field":"PatientAge","below":47}"#)]
#[case::number_of_text(r#"{"field":"Modality","below":3}"#)]
fn a_condition_that_does_not_hold_fails(#[case] condition: &str) {
    assert!(!holds(condition));
}

#[rstest]
fn an_absent_tag_fails_every_test_but_that_it_is_absent(
    #[values("Modality", "AnatomicRegion", "PatientAge", "Rows", "TransferSyntaxUID", "conflict", "denied_by")]
    field: &str,
) {
    let empty = Header::default();
    let facts = facts(prediction(Group::Spine), &empty);
    let field = field.parse::<Field>().unwrap();
    let tests = [
        Test::Equals(String::new()),
        Test::OneOf(vec![String::new()]),
        Test::Matches(Pattern::new("").unwrap()),
        Test::AtLeast(-1e9),
        Test::Below(1e9),
        Test::InRange(Range::new(-1e9, 1e9).unwrap()),
        Test::Exists(true),
    ];
    assert_eq!(tests.each_ref().map(Test::id), Test::NAMES);
    for test in tests {
        assert!(!Condition { field, test }.holds(&facts));
    }
    assert!(Condition { field, test: Test::Exists(false) }.holds(&facts));
}

#[test]
fn a_form_can_offer_every_field_with_the_tests_and_values_that_fit() {
    for field in Field::ALL {
        assert_eq!(serde_json::to_value(field).unwrap(), field.id());
        assert_eq!(field.id().parse(), Ok(field));
        assert!(field.kind().tests().iter().all(|test| Test::NAMES.contains(test)));
    }
    let choices = |field: Field| match field.kind() {
        FieldKind::Choice(choices) => choices.to_vec(),
        _ => Vec::new(),
    };
    assert_eq!(choices(Field::Group), Group::ALL.map(Group::id));
    assert_eq!(choices(Field::Outcome), [Outcome::Placed, Outcome::Unsure, Outcome::NotARadiograph].map(Outcome::id));
    assert_eq!(choices(Field::Format), [Format::Dicom, Format::Png, Format::Jpeg].map(Format::id));
}

#[test]
fn every_model_of_the_default_table_says_where_it_is_and_what_it_expects() {
    for destination in RoutingTable::parse(DEFAULT_TABLE).unwrap().destinations {
        assert!(destination.expects.is_some(), "{}", destination.id);
        assert!(destination.id == "manual-review" || destination.address.is_some_and(|a| a.starts_with("https://")));
    }
}
