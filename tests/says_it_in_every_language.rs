//! What the core says of a file, a rule or a model, it says in every language; exports stay English.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod cases;

use cases::{case, header, prediction};
use dicom_imaging_router::archive::ArchiveError;
use dicom_imaging_router::case::{Case, Failure};
use dicom_imaging_router::classifier::{ClassifierError, Group, ModelDescription};
use dicom_imaging_router::export::to_json_line;
use dicom_imaging_router::phrase;
use dicom_imaging_router::radiograph::{Format, Header, Refusal};
use dicom_imaging_router::routing::{DEFAULT_TABLE, Facts, RoutingTable};
use dicom_imaging_router::text::{ENGLISH, Language, Phrase};
use rstest::rstest;
use serde_json::Value;

/// Each language says it in words of its own, around the values that `stays` names.
fn translated(phrase: &Phrase, stays: &[&str]) {
    let english = phrase.to_string();
    let mut said = Language::ALL.map(|language| language.text().say(phrase)).to_vec();
    for words in &said {
        assert!(stays.iter().all(|value| words.contains(value)), "{words}");
        assert!(!words.contains(['{', '}']), "{words}");
    }
    assert_eq!(said[0], english);
    said.sort_unstable();
    said.dedup();
    assert_eq!(said.len(), Language::ALL.len(), "{english}");
    // Nor is a part of it left in English.
    for words in said {
        let english_word = |word: &str| ["the", "is", "are", "of", "and", "than"].contains(&word);
        assert!(words == english || !words.split(' ').any(english_word), "{words}");
    }
}

#[rstest]
#[case(Refusal::NotDicom, &["DICOM"])]
#[case(Refusal::NoImage(phrase!(kind_dose_report)), &[])]
#[case(Refusal::UnsupportedTransferSyntax("MPEG2 Main Profile".into()), &["MPEG2 Main Profile"])]
#[case(Refusal::UnsupportedPixels(phrase!(pixels_bits, n = 64_u32)), &["64"])]
#[case(Refusal::TooLarge(phrase!(size_of_picture, rows = 7_u32, columns = 8_u32, most = 9_u32)), &["7 × 8", "9"])]
#[case(Refusal::Truncated, &[])]
#[case(Refusal::ContradictingHeader(phrase!(header_missing, name = "Rows")), &["Rows"])]
#[case(Refusal::Damaged, &[])]
fn a_refusal(#[case] refusal: Refusal, #[case] stays: &[&str]) {
    translated(&refusal.phrase(), stays);
}

#[test]
fn a_file_that_can_not_be_read() {
    let archives = [
        ArchiveError::NotAnArchive,
        ArchiveError::TooManyFiles,
        ArchiveError::Unreadable,
        ArchiveError::Encrypted,
        ArchiveError::UnsupportedCompression,
        ArchiveError::TooLarge,
        ArchiveError::Damaged,
    ];
    archives.into_iter().for_each(|error| translated(&error.phrase(), &[]));
    translated(&Failure::Classifier(ClassifierError::Inference(phrase!(model_no_numbers))).phrase(), &[]);
}

#[rstest]
#[case("BodyPartExamined", "HAND")]
#[case("BodyPartExamined", "CHEST")]
#[case("BodyPartExamined", "FOO")]
#[case("ViewPosition", "PA")]
#[case("Modality", "CT")]
#[case("Modality", "DX")]
#[case("Modality", "OT")]
fn a_claim_with_what_the_header_says(#[case] keyword: &str, #[case] said: &str) {
    for group in Group::ALL {
        let claims = case(prediction(group), header(&[(keyword, said)])).claims().unwrap();
        claims.iter().for_each(|claim| translated(&claim.words, &[&claim.said]));
    }
}

#[rstest]
#[case("001D", "1")]
#[case("005D", "5")]
#[case("001M", "1")]
#[case("009M", "9")]
#[case("012Y", "12")]
#[case("070Y", "70")]
#[case("old", "")]
fn a_claim_of_an_age(#[case] age: &str, #[case] number: &str) {
    for group in Group::ALL {
        let claims = case(prediction(group), header(&[("PatientAge", age)])).claims().unwrap();
        translated(&claims[4].words, &[number]);
    }
}

#[test]
fn a_rules_checks_with_the_fields_name() {
    let header = Header::default();
    let facts = Facts::new(prediction(Group::Spine), &header, Format::Dicom);
    let changed = DEFAULT_TABLE.replacen("\"field\": \"group\", \"equals\": \"spine\"", TESTS, 1);
    let table = RoutingTable::parse(&changed).unwrap();
    let checks: Vec<_> = table.trace(&facts).into_iter().flat_map(|step| step.checks).collect();
    assert!(checks.len() > 8);
    checks.iter().for_each(|check| translated(&check.words, &[check.field.id()]));
}

/// Every test that a rule can make.
const TESTS: &str = r#""field": "Modality", "one_of": ["CR", "DX"] }, { "field": "ProtocolName", "matches": "x" },
    { "field": "Rows", "at_least": 5 }, { "field": "Rows", "below": 5 }, { "field": "Rows", "in_range": [1, 2] },
    { "field": "conflict", "exists": true }, { "field": "conflict", "exists": false"#;

#[rstest]
#[case::destination(r#""send_to": "manual-review""#, r#""send_to": "nowhere""#, &["nowhere"])]
#[case::version(r#""version": 1"#, r#""version": 9"#, &["9"])]
#[case::missing(r#""version": 1,"#, "", &["`version`"])]
#[case::unknown_field(r#""version": 1"#, r#""verzion": 1"#, &["`verzion`"])]
#[case::twice(r#""version": 1"#, r#""version": 1, "version": 1"#, &["`version`"])]
#[case::kind(r#""version": 1"#, r#""version": "one""#, &["\"one\""])]
#[case::no_json(r#""version": 1"#, r#""version": "#, &["JSON"])]
#[case::field(r#""field": "outcome""#, r#""field": "shoe""#, &["shoe", "Modality"])]
#[case::value(r#""equals": "spine""#, r#""equals": "leg""#, &["leg", "adult_chest"])]
#[case::unfit(r#""equals": "spine""#, r#""matches": "spine""#, &["matches", "one_of"])]
#[case::pattern(r#""equals": "spine""#, r#""matches": "(""#, &["“(”"])]
#[case::range(r#""equals": "spine""#, r#""in_range": [2, 1]"#, &["1", "2"])]
#[case::no_test(r#", "equals": "spine""#, "", &["at_least"])]
fn what_is_wrong_with_a_table(#[case] from: &str, #[case] to: &str, #[case] stays: &[&str]) {
    assert!(DEFAULT_TABLE.contains(from), "{from}");
    let error = RoutingTable::parse(&DEFAULT_TABLE.replacen(from, to, 1)).unwrap_err();
    let english = error.phrase().to_string();
    assert_eq!(english, error.to_string());
    for language in [Language::Vietnamese, Language::Japanese] {
        let said = language.text().say(&error.problem.phrase());
        assert_ne!(said, error.problem.to_string());
        // Japanese has quotation marks of its own.
        let named = |value: &&str| said.contains(value.trim_matches(['“', '”']));
        assert!(stays.iter().all(named), "{said}");
    }
}

#[rstest]
#[case("{", &["1"])]
#[case(r#"{"name": "x"}"#, &["input_size"])]
#[case(r#"{"name": "x", "input_size": 3, "groups": []}"#, &["input_size", "16", "1024"])]
#[case(r#"{"name": "x", "input_size": 64}"#, &["labels", "adult_chest"])]
fn what_is_wrong_with_a_models_description(#[case] json: &str, #[case] stays: &[&str]) {
    let phrase = ModelDescription::parse(json).unwrap_err().phrase();
    for language in [Language::Vietnamese, Language::Japanese] {
        let said = language.text().say(&phrase);
        assert_ne!(said, phrase.to_string());
        assert!(stays.iter().all(|value| said.contains(value)), "{said}");
    }
}

#[test]
fn a_whole_sentence_is_never_left_in_english() {
    for language in [Language::Vietnamese, Language::Japanese] {
        for ((key, english), (_, other)) in ENGLISH.pairs().zip(language.text().pairs()) {
            let sentence =
                english.split(' ').filter(|word| word.len() > 3 && word.chars().all(char::is_lowercase)).count() > 1;
            assert!(!sentence || english != other, "{key}: {other}");
        }
    }
}

#[rstest]
#[case("default")]
#[case("mobilenet-v2")]
fn what_a_model_can_not_do(#[case] model: &str) {
    let read = |name: &str| -> Value {
        let path = format!("{}/models/{model}/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let limits = read("limits.json");
    for limit in limits.as_array().unwrap() {
        for language in Language::ALL {
            assert!(limit[language.tag()].as_str().is_some_and(|said| !said.is_empty()), "{limit}");
        }
    }
    assert_eq!(read("metrics.json")["limits"], limits);
}

#[test]
fn exports_are_english_and_what_a_rules_author_wrote_stays() {
    let refused = Case::refused("a.txt".to_owned(), Refusal::NotDicom);
    let json: Value = serde_json::from_str(&to_json_line(&refused).unwrap()).unwrap();
    assert_eq!(json["explanation"], Refusal::NotDicom.to_string());
    let mut routed = case(prediction(Group::Spine), Header::default());
    let table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    routed.route(&table).unwrap();
    let because = &table.decide(&routed.facts().unwrap()).unwrap().because;
    assert!(Language::ALL.into_iter().all(|language| language.text().say(&routed.explanation) == *because));
}
