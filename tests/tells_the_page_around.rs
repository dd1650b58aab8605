//! What the page around gets: the results, as `www/embed.schema.json` says, and nothing that a file's name or header says.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod phantoms;

use std::time::Instant;

use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_imaging_router::case::{Case, State};
use dicom_imaging_router::classifier::{Classifier, Group};
use dicom_imaging_router::export::{EMBED_VERSION, Told, ToldCase};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use jsonschema::Validator;
use phantoms::Phantom;
use serde_json::{Value, json};

const ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const MODEL: &str = include_str!("../models/default/model.json");
const SCHEMA: &str = include_str!("../www/embed.schema.json");

fn schema() -> Validator {
    jsonschema::draft202012::new(&serde_json::from_str(SCHEMA).unwrap()).unwrap()
}

/// Names and header values, each with a word that no message may have.
fn film() -> Phantom {
    let texts = [
        (tags::PATIENT_NAME, VR::PN),
        (tags::PATIENT_ID, VR::LO),
        (tags::STUDY_DESCRIPTION, VR::LO),
        (tags::SERIES_DESCRIPTION, VR::LO),
        (tags::PROTOCOL_NAME, VR::LO),
        (tags::BODY_PART_EXAMINED, VR::CS),
        (tags::VIEW_POSITION, VR::CS),
        (tags::MANUFACTURER, VR::LO),
    ];
    texts.into_iter().fold(Phantom::default(), |film, (tag, vr)| film.with(tag, vr, "SECRET"))
}

fn cases() -> Vec<Case> {
    let lenient = MODEL.replace("\"unsure_below\": 0.94", "\"unsure_below\": 0.0").replace("0.64", "-99.0");
    let classifier = Classifier::load(ONNX, &lenient).unwrap();
    let table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    let run = |name: &str, bytes: &[u8]| Case::run(name.into(), bytes, Instant::now(), &classifier, &table);
    let bytes = film().bytes();
    let mut reviewed = run("SECRET/reviewed.dcm", &bytes);
    reviewed.set_review(Some(Group::Spine), None, &table).unwrap();
    reviewed.duplicate_of = Some("SECRET.dcm".to_owned());
    vec![
        run("SECRET.dcm", &bytes),
        reviewed,
        run("SECRET.txt", b"SECRET"),
        run("SECRET half.dcm", &bytes[..bytes.len() / 2]),
        run("SECRET.png", include_bytes!("golden/framed.png")),
        Case::queued("SECRET waiting.dcm".into()),
        Case::failed("SECRET slow.dcm".into(), "timed-out", "SECRET"),
    ]
}

fn told(told: &Told<'_>) -> Value {
    serde_json::from_str(&told.to_json().unwrap()).unwrap()
}

#[test]
fn the_results_keep_to_the_schema_and_are_those_of_the_list() {
    let cases = cases();
    assert!(cases.iter().any(|case| case.state == State::Done) && cases.iter().any(|case| case.state == State::Failed));
    let numbered = cases.iter().enumerate().map(|(at, case)| ToldCase::new(at + 1, case)).collect();
    let message = told(&Told::Results { version: EMBED_VERSION, model: "default", cases: numbered });
    let schema = schema();
    let faults: Vec<_> =
        schema.iter_errors(&message).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    for (case, told) in cases.iter().zip(message["cases"].as_array().unwrap()) {
        let exported: Value = serde_json::from_str(&serde_json::to_string(case).unwrap()).unwrap();
        for (name, value) in told.as_object().unwrap() {
            if !["number", "conflict"].contains(&name.as_str()) {
                assert_eq!(value, &exported[name], "{name}");
            }
        }
    }
    assert_eq!(message["cases"][1]["review"]["group"], "spine");
}

#[test]
fn no_message_has_a_name_or_a_header_value() {
    let cases = cases();
    let exported = serde_json::to_string(&cases).unwrap();
    assert!(exported.matches("SECRET").count() > 20, "the cases hold them");
    let numbered = cases.iter().enumerate().map(|(at, case)| ToldCase::new(at + 1, case)).collect();
    let message = Told::Results { version: EMBED_VERSION, model: "default", cases: numbered }.to_json().unwrap();
    assert!(!message.contains("SECRET"), "{message}");
    let uid = cases[0].header.sop_instance_uid.as_deref().unwrap();
    assert!(!message.contains(uid), "{message}");
}

#[test]
fn the_other_messages_keep_to_the_schema_too() {
    let schema = schema();
    assert!(schema.is_valid(&told(&Told::Ready { version: EMBED_VERSION })));
    assert!(schema.is_valid(&told(&Told::Progress { version: EMBED_VERSION, total: 7, settled: 3 })));
    for what in ["results", "clear"] {
        assert!(schema.is_valid(&json!({ "type": "dicom-imaging-router/ask", "version": 1, "for": what })));
    }
    assert!(!schema.is_valid(&json!({ "type": "dicom-imaging-router/ask", "version": 1, "for": "files" })));
}
