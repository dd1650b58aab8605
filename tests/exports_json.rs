//! The JSON export keeps to its published schema, `www/worklist.schema.json`.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod phantoms;

use std::time::Instant;

use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_imaging_router::case::{Case, Review, State};
use dicom_imaging_router::classifier::{Classifier, Group};
use dicom_imaging_router::export::to_json;
use dicom_imaging_router::radiograph::Code;
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use jsonschema::Validator;
use phantoms::Phantom;
use serde_json::Value;

const ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const MODEL: &str = include_str!("../models/default/model.json");
const SCHEMA: &str = include_str!("../www/worklist.schema.json");

fn schema() -> Validator {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    jsonschema::draft202012::new(&schema).unwrap()
}

/// Cases of each kind, run through the core: done, unsure, refused, failed, reviewed, without a header.
fn cases() -> Vec<Case> {
    let classifier = Classifier::load(ONNX, MODEL).unwrap();
    let cautious = Classifier::load(ONNX, &MODEL.replace("\"unsure_below\": 0.94", "\"unsure_below\": 1.0")).unwrap();
    let lenient = MODEL.replace("\"unsure_below\": 0.94", "\"unsure_below\": 0.0").replace("0.64", "-99.0");
    let lenient = Classifier::load(ONNX, &lenient).unwrap();
    let table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    let run = |name: &str, bytes: &[u8], classifier| Case::run(name.into(), bytes, Instant::now(), classifier, &table);
    let film = Phantom::default().bytes();
    let ct = Phantom::default().with(tags::MODALITY, VR::CS, "CT").bytes();
    let mut reviewed = run("reviewed.dcm", &film, &lenient);
    reviewed.review = Some(Review { group: Some(Group::Other), destination: None, sent_to: "manual-review".into() });
    reviewed.duplicate_of = Some("done.dcm".into());
    reviewed.header.anatomic_region =
        Some(Code { value: "816094009".into(), scheme: "SCT".into(), meaning: "Chest".into() });
    let png = include_bytes!("golden/framed.png");
    vec![
        run("done.dcm", &film, &lenient),
        run("unsure.dcm", &film, &cautious),
        run("ct.dcm", &ct, &classifier),
        run("text.txt", b"not a film", &classifier),
        run("half.dcm", &film[..film.len() / 2], &classifier),
        Case::failed("slow.dcm".into(), "timed-out", "It took more than a minute."),
        Case::queued("waiting.dcm".into()),
        reviewed,
        run("picture.png", png, &classifier),
    ]
}

fn exported() -> Value {
    serde_json::from_str(&to_json(&cases()).unwrap()).unwrap()
}

#[test]
fn the_test_has_cases_of_every_kind() {
    let cases = cases();
    let of = |state| cases.iter().filter(|case| case.state == state).count();
    assert!(of(State::Done) >= 4 && of(State::Refused) > 0 && of(State::Failed) > 1 && of(State::Queued) > 0);
    assert!(cases.iter().any(|case| case.state == State::Done && case.group.is_some()));
    assert!(cases.iter().any(|case| case.reason.as_deref() == Some("not-a-radiograph")));
    assert!(cases.iter().any(|case| case.reason.as_deref() == Some("unsure") || case.radiograph == Some(false)));
}

#[test]
fn cases_of_every_kind_keep_to_the_schema() {
    let schema = schema();
    let exported = exported();
    let faults: Vec<_> =
        schema.iter_errors(&exported).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(schema.is_valid(&serde_json::json!([])));
}

#[test]
fn each_field_left_out_or_renamed_is_against_the_schema() {
    let (schema, exported) = (schema(), exported());
    let reviewed = exported.as_array().unwrap().iter().find(|case| !case["review"].is_null()).unwrap();
    for part in ["", "/header", "/header/anatomic_region", "/probabilities", "/review", "/timings_ms"] {
        for name in reviewed.pointer(part).unwrap().as_object().unwrap().keys() {
            let change = |new_name: Option<&str>| {
                let mut case = reviewed.clone();
                let fields = case.pointer_mut(part).unwrap().as_object_mut().unwrap();
                let value = fields.remove(name).unwrap();
                fields.extend(new_name.map(|new_name| (new_name.to_owned(), value)));
                Value::Array(vec![case])
            };
            assert!(schema.is_valid(&change(Some(name))), "{part}/{name} as it is");
            assert!(!schema.is_valid(&change(None)), "{part}/{name} left out");
            assert!(!schema.is_valid(&change(Some("renamed"))), "{part}/{name} renamed");
        }
    }
}
