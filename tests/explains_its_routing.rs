//! A trace tells why a picture goes where it goes, and never differs from the decision.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod cases;

use cases::{header, prediction};
use dicom_imaging_router::classifier::{Group, Prediction};
use dicom_imaging_router::radiograph::{Format, Header};
use dicom_imaging_router::routing::{Check, Condition, DEFAULT_TABLE, Facts, PRESETS, RoutingTable, Step, StepVerdict};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use rstest::rstest;

/// What a step's checks say: the condition, whether it holds, what was found.
fn checks(step: &Step) -> Vec<(String, bool, Option<&str>)> {
    let said = |check: &Check| check.words.to_string();
    assert!(step.checks.iter().all(|check| said(check).starts_with(check.field.id())));
    step.checks.iter().map(|check| (said(check), check.holds, check.actual.as_deref())).collect()
}

fn check(words: &str, holds: bool, actual: Option<&'static str>) -> (String, bool, Option<&'static str>) {
    (words.to_owned(), holds, actual)
}

fn trace(group: Group, header: &Header) -> Vec<Step> {
    RoutingTable::parse(DEFAULT_TABLE).unwrap().trace(&Facts::new(prediction(group), header, Format::Dicom))
}

#[test]
fn each_rule_shows_its_checks_and_what_was_found() {
    let header = header(&[("PatientAge", "012Y")]);
    let steps = trace(Group::AdultChest, &header);
    let step = |rule: &str| steps.iter().find(|step| step.rule == rule).unwrap();

    let too_late = step("adult-age-child-chest");
    assert_eq!(too_late.verdict, StepVerdict::Failed);
    let group = check("group is paediatric_chest", false, Some("adult_chest"));
    assert_eq!(checks(too_late), [group, check("PatientAge is at least 18", false, Some("12"))]);

    let decided = step("child-age-adult-chest");
    assert_eq!(decided.verdict, StepVerdict::Matched);
    assert!(decided.checks.iter().all(|check| check.holds));

    let after = step("adult-chest");
    assert_eq!(after.verdict, StepVerdict::NotReached);
    assert_eq!(checks(after), [check("group is adult_chest", true, Some("adult_chest"))]);
    assert_eq!(checks(step("unsure")), [check("outcome is unsure", false, Some("placed"))]);
    assert_eq!(checks(step("not-a-radiograph-by-header")), [check("denied_by is header", false, None)]);
}

#[test]
fn the_fallback_is_the_last_step() {
    let mut table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    let empty = Header::default();
    let facts = Facts::new(prediction(Group::Spine), &empty, Format::Dicom);
    let last = |table: &RoutingTable| table.trace(&facts).pop().unwrap();
    let fallback = |verdict| Step { rule: "fallback".to_owned(), verdict, checks: Vec::new() };
    assert_eq!(last(&table), fallback(StepVerdict::NotReached));
    table.rules.clear();
    assert_eq!(last(&table), fallback(StepVerdict::Matched));
}

#[rstest]
#[case(r#"{"field":"Modality","one_of":["CR","DX"]}"#, "Modality is one of CR, DX")]
#[case(r#"{"field":"StudyDescription","matches":"chest|thorax"}"#, "StudyDescription matches chest|thorax")]
#[case(r#"{"field":"confidence","below":0.9}"#, "confidence is below 0.9")]
#[case(r#"{"field":"Rows","in_range":[512,4096]}"#, "Rows is from 512 to 4096")]
#[case(r#"{"field":"conflict","exists":true}"#, "conflict is there")]
#[case(r#"{"field":"PatientSex","exists":false}"#, "PatientSex is absent")]
fn a_condition_reads_as_a_phrase(#[case] condition: &str, #[case] words: &str) {
    assert_eq!(serde_json::from_str::<Condition>(condition).unwrap().phrase().to_string(), words);
}

#[test]
fn a_code_is_shown_with_meaning_and_value_and_a_probability_without_noise() {
    let mut table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    let conditions = [r#"{"field":"AnatomicRegion","exists":true}"#, r#"{"field":"confidence","at_least":0.5}"#];
    table.rules[0].when = conditions.map(|condition| serde_json::from_str(condition).unwrap()).to_vec();
    let header = header(&[("AnatomicRegion", "816094009|Chest")]);
    let steps = table.trace(&Facts::new(prediction(Group::Spine), &header, Format::Dicom));
    let actual: Vec<_> = steps[0].checks.iter().map(|check| check.actual.as_deref().unwrap()).collect();
    assert_eq!(actual, ["Chest (816094009)", "0.97"]);
}

proptest! {
    #[test]
    fn the_trace_and_the_decision_never_differ(
        group in select(Group::ALL.to_vec()),
        (sure, radiograph, confidence) in (any::<bool>(), any::<bool>(), 0.0f32..1.0),
        review in of(of(select(Group::ALL.to_vec()))),
        modality in of(select(vec!["CR", "DX", "CT", "OT", ""])),
        part in of(select(vec!["CHEST", "HAND", "LSPINE", "ABDOMEN", "?"])),
        view in of(select(vec!["PA", "LL", "LATERAL", "RAO", "LLD"])),
        age in of(select(vec!["004Y", "012Y", "018Y", "060Y", "006M", "?"])),
        preset in select(PRESETS.to_vec()),
    ) {
        let values = [("Modality", modality), ("BodyPartExamined", part), ("ViewPosition", view), ("PatientAge", age)];
        let values: Vec<_> = values.into_iter().filter_map(|(field, value)| Some((field, value?))).collect();
        let header = header(&values);
        let prediction = Prediction { sure, radiograph, confidence, ..prediction(group) };
        let facts = Facts::new(prediction, &header, Format::Dicom);
        let facts = review.map_or(facts, |group| facts.seen_as(group));

        let table = preset.table().unwrap();
        let (steps, decision) = (table.trace(&facts), table.decide(&facts).unwrap());

        let matched: Vec<_> = steps.iter().filter(|step| step.verdict == StepVerdict::Matched).collect();
        prop_assert_eq!(matched.len(), 1);
        prop_assert_eq!(&matched[0].rule, &decision.rule);
        prop_assert_eq!(steps.len(), table.rules.len() + 1);
        let at = steps.iter().position(|step| step.verdict == StepVerdict::Matched).unwrap();
        for (place, step) in steps.iter().enumerate() {
            let all_hold = step.checks.iter().all(|check| check.holds);
            match step.verdict {
                StepVerdict::Failed => prop_assert!(place < at && !all_hold),
                StepVerdict::Matched => prop_assert!(all_hold),
                StepVerdict::NotReached => prop_assert!(place > at),
            }
        }
    }
}
