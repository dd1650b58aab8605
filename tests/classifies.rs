//! The shipped model runs, and what it says depends on the picture, not on how the picture is stored.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::sync::LazyLock;
use std::time::Instant;

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::case::{Case, State};
use dicom_imaging_router::classifier::{Classifier, ClassifierError, Group};
use dicom_imaging_router::export::{to_json, to_json_line};
use dicom_imaging_router::radiograph::Part10;
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use phantoms::Phantom;
use rstest::rstest;

const ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const MODEL: &str = include_str!("../models/default/model.json");

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::load(ONNX, MODEL).unwrap());
static TABLE: LazyLock<RoutingTable> = LazyLock::new(|| RoutingTable::parse(DEFAULT_TABLE).unwrap());

fn case(bytes: &[u8]) -> Case {
    Case::run("film.dcm".to_owned(), bytes, Instant::now(), &CLASSIFIER, &TABLE)
}

fn probabilities(phantom: &Phantom) -> Vec<f32> {
    let probabilities = case(&phantom.bytes()).probabilities.unwrap();
    Group::ALL.into_iter().map(|group| probabilities.of(group)).collect()
}

#[test]
fn probabilities_are_a_distribution_and_the_confidence_is_their_highest() {
    let case = case(&Phantom::default().bytes());
    let probabilities: Vec<f32> = Group::ALL.into_iter().map(|group| case.probabilities.unwrap().of(group)).collect();
    assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    assert_eq!(case.confidence.unwrap(), probabilities.iter().copied().fold(0.0, f32::max));
}

#[rstest]
#[case::inverted(Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME1"))]
#[case::eight_bits(Phantom::default().eight_bit())]
#[case::signed(Phantom { signed: true, ..Phantom::default() })]
#[case::sixteen_bits(Phantom { bits_stored: 16, high_bit: 15, ..Phantom::default() })]
#[case::thirty_two_bits(Phantom { bits_allocated: 32, bits_stored: 32, high_bit: 31, ..Phantom::default() })]
#[case::rle(Phantom::of(uids::RLE_LOSSLESS, "MONOCHROME2"))]
#[case::rescaled(Phantom::default().with(tags::RESCALE_SLOPE, VR::DS, "2.5").with(tags::RESCALE_INTERCEPT, VR::DS, "-1024"))]
#[case::odd_window(Phantom::default().with(tags::WINDOW_CENTER, VR::DS, "3").with(tags::WINDOW_WIDTH, VR::DS, "2"))]
fn the_encoding_does_not_change_the_prediction(#[case] other: Phantom) {
    for (one, other) in probabilities(&Phantom::default()).iter().zip(probabilities(&other)) {
        assert!((one - other).abs() < 1e-4, "{one} and {other}");
    }
}

#[test]
fn the_input_is_stretched_to_its_whole_range() {
    let bytes = Phantom::default().bytes();
    let file = Part10::parse(&bytes).unwrap();
    let film = file.radiograph().unwrap();
    let input = CLASSIFIER.prepare(&film);
    let side = CLASSIFIER.model().input_size;
    assert_eq!(input.len(), side * side);
    assert_eq!(input.iter().copied().fold(f32::MAX, f32::min), -1.0);
    assert_eq!(input.iter().copied().fold(f32::MIN, f32::max), 1.0);
}

#[test]
fn a_flat_picture_is_no_reason_to_fail() {
    let slope = |slope: &str| Phantom::default().with(tags::RESCALE_SLOPE, VR::DS, slope);
    let flat = slope("0.0000000001").with(tags::RESCALE_INTERCEPT, VR::DS, "1000").bytes();
    let file = Part10::parse(&flat).unwrap();
    let film = file.radiograph().unwrap();
    assert!(CLASSIFIER.prepare(&film).iter().all(|value| *value == -1.0));
    assert_eq!(case(&flat).state, State::Done);
    // A slope that overflows is no grey scale at all.
    assert_eq!(case(&slope("2e38").bytes()).reason.as_deref(), Some("contradicting-header"));
}

/// Pictures that are no radiographs although their header says DX, CHEST, PA.
#[rstest]
#[case::stripes(|row: u16, column: u16| if (row / 9 + column / 30).is_multiple_of(2) { 4000 } else { 100 })]
#[case::noise(|row: u16, column: u16| (row.wrapping_mul(40503) ^ column.wrapping_mul(30011)).wrapping_mul(27_644) >> 4)]
#[case::rings(|row: u16, column: u16| ((f64::from(row) - 100.0).hypot(f64::from(column) - 100.0) * 20.0) as u16 % 1000)]
fn what_is_no_radiograph_goes_to_a_person_whatever_its_header_says(#[case] value: fn(u16, u16) -> u16) {
    let stored = (0..200).flat_map(|row| (0..200).map(move |column| value(row, column))).collect();
    let case = case(&Phantom::of_pixels(200, 200, stored, "MONOCHROME2").bytes());
    assert_eq!(case.reason.as_deref(), Some("not-a-radiograph"), "{:?}", case.radiograph_score);
    assert_eq!(case.rule.as_deref(), Some("not-a-radiograph-by-pixels"));
    assert_eq!((case.destination.as_deref(), case.group), (Some("manual-review"), None));
}

#[test]
fn a_refused_file_keeps_its_header_and_says_why() {
    let case = case(&Phantom::default().with(tags::BITS_ALLOCATED, VR::US, dicom_value!(U16, 12)).bytes());
    assert_eq!((case.state, case.reason.as_deref()), (State::Refused, Some("unsupported-pixels")));
    assert_eq!(case.header.body_part_examined.as_deref(), Some("CHEST"));
    assert!(case.destination.is_none() && case.probabilities.is_none());
}

#[test]
fn a_model_that_cannot_be_used_is_refused() {
    assert!(matches!(Classifier::load(b"not onnx", MODEL), Err(ClassifierError::Model(_))));
    let five_times_spine = MODEL.replace("abdomen", "spine");
    assert!(matches!(Classifier::load(ONNX, &five_times_spine), Err(ClassifierError::Description(_))));
}

/// The fields that integrations rely on; changing them breaks others.
#[test]
fn the_json_export_tells_routed_and_refused_files_apart() {
    let routed = case(&Phantom::default().bytes());
    let refused = case(b"no DICOM");
    let json: serde_json::Value = serde_json::from_str(&to_json([&routed, &refused]).unwrap()).unwrap();
    assert_eq!((&json[0]["state"], &json[1]["state"]), (&"done".into(), &"refused".into()));
    assert_eq!(json[1]["reason"], "not-dicom");
    assert!(json[1]["probabilities"].is_null() && json[1]["destination"].is_null());
    assert!(!to_json_line(&routed).unwrap().contains('\n'));
}
