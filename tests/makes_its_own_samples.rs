//! The page's samples are DICOM files without a patient. Those that are whole read back, each in the transfer syntax that
//! it is there for, without losing a value; those that aren't are refused, each for its reason. Where the network puts the
//! older ones is promised; what it says of the others is shown as it comes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

use std::sync::LazyLock;
use std::time::Instant;

use dicom_dictionary_std::uids;
use dicom_imaging_router::case::{Case, State};
use dicom_imaging_router::classifier::{Classifier, Group};
use dicom_imaging_router::phantom::{SAMPLES, Sample};
use dicom_imaging_router::radiograph::{Part10, Polarity, Rows, percentile};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use dicom_imaging_router::text::Language;
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
    Case::run(sample.file_name.to_owned(), &sample.dicom().unwrap(), Instant::now(), &CLASSIFIER, &TABLE)
}

/// The file as a DICOM library reads it that knows nothing of our own reader.
fn object(sample: &Sample) -> DefaultDicomObject {
    from_reader(sample.dicom().unwrap().as_slice()).unwrap()
}

/// Whether a DICOM library can read it at all.
fn readable(sample: &Sample) -> bool {
    !matches!(sample.id, "cut-off" | "private-syntax")
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

/// Those that are whole films.
fn films() -> impl Iterator<Item = &'static Sample> {
    SAMPLES.iter().filter(|sample| !sample.is_refused())
}

#[test]
fn each_is_a_whole_film_that_uses_its_twelve_bits() {
    for sample in films() {
        let (id, bytes) = (sample.id, sample.dicom().unwrap());
        let file = Part10::parse(&bytes).unwrap();
        let film = file.radiograph().unwrap();
        assert!(film.rows() * film.columns() > 700_000 && film.pixel_aspect == 1.0, "{id}");
        let mut values = film.grey().values;
        let (low, high) = percentile::percentiles(&mut values, 0.01, 0.99).unwrap();
        assert!(high - low > 1000.0, "{id}: {low} to {high}");
        assert!(film.stored_values().iter().all(|value| (0..4096).contains(value)), "{id}");
        // Views to choose from, each meant for these values.
        assert!(film.views.len() >= 2 && film.views[0].name == "NORMAL", "{id}");
        assert!(film.views.iter().all(|view| view.lut.shows(f64::from(low), f64::from(high))), "{id}");
    }
}

#[rstest]
#[case::chest("chest", uids::EXPLICIT_VR_LITTLE_ENDIAN, Polarity::Normal)]
#[case::chest_called_hand("chest-called-hand", uids::EXPLICIT_VR_LITTLE_ENDIAN, Polarity::Inverted)]
#[case::test_object("test-object", uids::EXPLICIT_VR_LITTLE_ENDIAN, Polarity::Normal)]
#[case::child("child-chest", uids::JPEG_LOSSLESS_SV1, Polarity::Normal)]
#[case::abdomen("abdomen", uids::JPEGLS_LOSSLESS, Polarity::Normal)]
#[case::lumbar("lumbar-spine", uids::RLE_LOSSLESS, Polarity::Inverted)]
#[case::lateral("lateral-spine", uids::IMPLICIT_VR_LITTLE_ENDIAN, Polarity::Normal)]
#[case::hand("hand", uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, Polarity::Normal)]
fn each_reads_back_without_losing_a_value(#[case] id: &str, #[case] syntax: &str, #[case] polarity: Polarity) {
    let sample = sample(id);
    let bytes = sample.dicom().unwrap();
    let file = Part10::parse(&bytes).unwrap();
    assert_eq!(file.transfer_syntax, syntax);
    let film = file.radiograph().unwrap();
    assert_eq!(film.polarity, polarity);
    let stored = sample.stored_values();
    assert_eq!(film.stored_values().len(), stored.len());
    assert!(film.stored_values().iter().zip(&stored).all(|(read, made)| *read == i64::from(*made)));
}

#[rstest]
#[case("jpeg-ls", "abdomen")]
#[case("jpeg lossless", "child-chest")]
#[case("deflate", "hand")]
fn a_compressed_film_is_smaller(#[case] how: &str, #[case] id: &str) {
    let sample = sample(id);
    let (packed, plain) = (sample.dicom().unwrap().len(), 2 * sample.stored_values().len());
    assert!(packed * 4 < plain * 3, "{how}: {packed} of {plain} bytes");
}

#[rstest]
#[case("child-chest", ["CHEST", "003Y", "AP"])]
#[case("abdomen", ["ABDOMEN", "055Y", "AP"])]
#[case("lumbar-spine", ["LSPINE", "063Y", "AP"])]
#[case("lateral-spine", ["LSPINE", "063Y", "RL"])]
#[case("hand", ["HAND", "029Y", "PA"])]
fn a_header_says_what_the_film_shows(#[case] id: &str, #[case] said: [&str; 3]) {
    let object = object(sample(id));
    assert_eq!(["BodyPartExamined", "PatientAge", "ViewPosition"].map(|keyword| text(&object, keyword)), said);
}

#[rstest]
#[case("cut-off", "truncated", State::Failed)]
#[case("report", "no-image", State::Refused)]
#[case("private-syntax", "unsupported-transfer-syntax", State::Refused)]
fn three_are_refused_each_for_its_reason(#[case] id: &str, #[case] reason: &str, #[case] state: State) {
    assert!(sample(id).is_refused());
    let case = case(id);
    assert_eq!((case.state, case.reason.as_deref()), (state, Some(reason)));
    assert_eq!(SAMPLES.iter().filter(|sample| sample.is_refused()).count(), 3);
}

#[test]
fn the_refusal_names_what_it_is_about() {
    assert!(case("private-syntax").explanation.to_string().contains("1.2.840.113619.5.2"));
    assert!(case("report").explanation.to_string().contains("report"));
    // What could be read of the file that breaks off is shown.
    assert_eq!(case("cut-off").header.body_part_examined.as_deref(), Some("CHEST"));
}

#[test]
fn every_language_says_what_each_is() {
    for sample in SAMPLES {
        assert_eq!(sample.about, sample.about_in(Language::English.text()));
        assert_ne!(sample.about, sample.about_in(Language::Japanese.text()));
    }
    let mut ids: Vec<&str> = SAMPLES.iter().map(|sample| sample.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), SAMPLES.len());
}

#[test]
fn each_says_that_it_was_generated_and_shows_no_patient() {
    for sample in SAMPLES.iter().filter(|sample| readable(sample)) {
        let object = object(sample);
        assert_eq!(text(&object, "PatientName"), "PHANTOM^GENERATED");
        assert_eq!(text(&object, "PatientBirthDate"), "");
        assert_eq!(text(&object, "Modality"), if sample.id == "report" { "SR" } else { "DX" });
        assert_eq!(text(&object, "StudyDescription"), "Generated sample");
    }
}

#[test]
fn elements_ascend_and_lengths_are_even_as_the_standard_wants() {
    for sample in SAMPLES.iter().filter(|sample| readable(sample)) {
        let object = object(sample);
        let tags: Vec<_> = object.iter().map(|element| element.header().tag).collect();
        assert!(tags.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(object.iter().all(|element| element.header().len.get().is_none_or(|length| length % 2 == 0)));
    }
}

#[test]
fn no_two_share_an_identifier_and_each_comes_out_the_same_twice() {
    let mut uids: Vec<String> = Vec::new();
    for sample in SAMPLES.iter().filter(|sample| readable(sample)) {
        let object = object(sample);
        for keyword in ["SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID"] {
            uids.push(text(&object, keyword).trim_end_matches('\0').to_owned());
        }
        assert_eq!(object.meta().media_storage_sop_instance_uid(), uids[uids.len() - 3]);
        assert!(sample.dicom().unwrap() == sample.dicom().unwrap());
    }
    assert!(uids.iter().all(|uid| uid.starts_with("2.25.") && uid.len() <= 64));
    let many = uids.len();
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), many);
}
