//! The page's samples are whole DICOM files without a patient, and each goes where it is promised to go.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

use std::sync::LazyLock;
use std::time::Instant;

use dicom_imaging_router::case::{Case, State};
use dicom_imaging_router::classifier::{Classifier, Group};
use dicom_imaging_router::phantom::{SAMPLES, Sample};
use dicom_imaging_router::radiograph::{Part10, Polarity, Rows, percentile};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use dicom_object::{DefaultDicomObject, from_reader};
use rstest::rstest;

const ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const MODEL: &str = include_str!("../models/default/model.json");

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::load(ONNX, MODEL).unwrap());
static TABLE: LazyLock<RoutingTable> = LazyLock::new(|| RoutingTable::parse(DEFAULT_TABLE).unwrap());

fn sample(id: &str) -> &'static Sample {
    SAMPLES.iter().find(|sample| sample.id == id).unwrap()
}

fn case(id: &str) -> Case {
    let sample = sample(id);
    Case::run(sample.file_name.to_owned(), &sample.dicom(), Instant::now(), &CLASSIFIER, &TABLE)
}

/// The file as a DICOM library reads it that knows nothing of our own reader.
fn object(sample: &Sample) -> DefaultDicomObject {
    from_reader(sample.dicom().as_slice()).unwrap()
}

fn text(object: &DefaultDicomObject, keyword: &str) -> String {
    object.element_by_name(keyword).unwrap().to_str().unwrap().trim().to_owned()
}

#[test]
fn the_chest_goes_to_the_model_for_adult_chests() {
    let case = case("chest");
    assert_eq!(case.state, State::Done);
    assert_eq!(case.radiograph, Some(true));
    assert_eq!(case.group, Some(Group::AdultChest), "{:?}", case.probabilities);
    assert!(case.confidence.unwrap() > 0.98, "{:?}", case.confidence); // far from the threshold
    assert_eq!(case.destination.as_deref(), Some("torchxrayvision-densenet121"));
    assert_eq!(case.header.body_part_examined.as_deref(), Some("CHEST"));
}

#[test]
fn the_chest_called_hand_is_an_adult_chest_by_its_pixels() {
    let case = case("chest-called-hand");
    assert_eq!(case.header.body_part_examined.as_deref(), Some("HAND"));
    let object = object(sample("chest-called-hand"));
    let region = object.element_by_name("AnatomicRegionSequence").unwrap().items().unwrap();
    assert_eq!(region[0].element_by_name("CodeMeaning").unwrap().to_str().unwrap().trim(), "Hand");
    assert_eq!(case.group, Some(Group::AdultChest), "{:?}", case.probabilities);
    assert!(case.confidence.unwrap() > 0.98, "{:?}", case.confidence);
}

#[test]
fn the_test_object_goes_to_a_person() {
    let case = case("test-object");
    assert_eq!(case.state, State::Done);
    assert_eq!(case.reason.as_deref(), Some("not-a-radiograph"), "{:?}", case.radiograph_score);
    assert_eq!(case.destination.as_deref(), Some("manual-review"));
}

#[rstest]
fn each_is_a_whole_film_that_uses_its_twelve_bits(#[values(0, 1, 2)] number: usize) {
    let bytes = SAMPLES[number].dicom();
    let file = Part10::parse(&bytes).unwrap();
    let film = file.radiograph().unwrap();
    assert_eq!((film.rows(), film.columns(), film.pixel_aspect), (1024, 1024, 1.0));
    let mut values = film.grey().values;
    let (low, high) = percentile::percentiles(&mut values, 0.01, 0.99).unwrap();
    assert!(high - low > 1000.0, "{low} to {high}");
    assert!(film.stored_values().iter().all(|value| (0..4096).contains(value)));
    // Two views to choose from, each meant for these values.
    assert_eq!(film.views.iter().map(|view| view.name.as_str()).collect::<Vec<_>>(), ["NORMAL", "LUNG"]);
    assert!(film.views.iter().all(|view| view.lut.shows(f64::from(low), f64::from(high))));
}

#[test]
fn one_of_them_is_stored_inverted() {
    let polarities = SAMPLES.iter().map(|sample| {
        let bytes = sample.dicom();
        let file = Part10::parse(&bytes).unwrap();
        file.radiograph().unwrap().polarity
    });
    assert_eq!(polarities.collect::<Vec<_>>(), [Polarity::Normal, Polarity::Inverted, Polarity::Normal]);
}

#[rstest]
fn each_says_that_it_was_generated_and_shows_no_patient(#[values(0, 1, 2)] number: usize) {
    let object = object(&SAMPLES[number]);
    assert_eq!(text(&object, "PatientName"), "PHANTOM^GENERATED");
    assert_eq!(text(&object, "PatientBirthDate"), "");
    assert_eq!(text(&object, "Modality"), "DX");
    assert_eq!(text(&object, "StudyDescription"), "Generated sample");
}

#[test]
fn elements_ascend_and_lengths_are_even_as_the_standard_wants() {
    for sample in SAMPLES {
        let object = object(sample);
        let tags: Vec<_> = object.iter().map(|element| element.header().tag).collect();
        assert!(tags.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(object.iter().all(|element| element.header().len.get().is_none_or(|length| length % 2 == 0)));
    }
}

#[test]
fn no_two_share_an_identifier_and_each_comes_out_the_same_twice() {
    let mut uids: Vec<String> = Vec::new();
    for sample in SAMPLES {
        let object = object(sample);
        for keyword in ["SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID"] {
            uids.push(text(&object, keyword).trim_end_matches('\0').to_owned());
        }
        assert_eq!(object.meta().media_storage_sop_instance_uid(), uids[uids.len() - 3]);
        assert!(sample.dicom() == sample.dicom());
    }
    assert!(uids.iter().all(|uid| uid.starts_with("2.25.") && uid.len() <= 64));
    let many = uids.len();
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), many);
}
