//! What a file holds beside its picture to mislead people or programs is shown, or kept from doing harm.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::time::Instant;

use dicom_core::VR;
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::archive::UniquePaths;
use dicom_imaging_router::case::Case;
use dicom_imaging_router::classifier::Classifier;
use dicom_imaging_router::export::{Algorithm, Made, structured_report, to_csv, to_json};
use dicom_imaging_router::radiograph::{Part10, Preamble, visible};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use dicom_imaging_router::text::Language;
use phantoms::Phantom;
use rstest::rstest;

/// Turns what follows round, until the end of the line.
const TURN: char = '\u{202e}';

fn classifier() -> Classifier {
    let description = include_str!("../models/default/model.json");
    let lenient = description.replace("\"unsure_below\": 0.94", "\"unsure_below\": 0.0").replace("0.64", "-99.0");
    Classifier::load(include_bytes!("../models/default/model.onnx"), &lenient).unwrap()
}

fn run(name: &str, bytes: &[u8], classifier: &Classifier) -> Case {
    let table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    Case::run(name.to_owned(), bytes, Instant::now(), classifier, &table)
}

fn film_after(preamble: &[u8]) -> Vec<u8> {
    let mut bytes = Phantom::default().bytes();
    bytes[..preamble.len()].copy_from_slice(preamble);
    bytes
}

#[rstest]
#[case::windows(b"MZ\x90\0", Some(Preamble::Program))]
#[case::linux(b"\x7fELF\x02", Some(Preamble::Program))]
#[case::mac(b"\xcf\xfa\xed\xfe", Some(Preamble::Program))]
#[case::script(b"#!/bin/sh\nrm x", Some(Preamble::Script))]
#[case::tiff(b"II*\0\x08\0\0\0", Some(Preamble::Tiff))]
#[case::tiff_big_endian(b"MM\0*", Some(Preamble::Tiff))]
#[case::zip(b"PK\x03\x04", Some(Preamble::Archive))]
#[case::pdf(b"\n%PDF-1.7", Some(Preamble::Pdf))]
#[case::web_page(b" <script>alert(1)</script>", Some(Preamble::WebPage))]
#[case::other(b"\0\0\0\x01", Some(Preamble::Other))]
#[case::empty(b"\0\0", None)]
fn a_preamble_that_is_not_empty_is_a_fact_of_the_case(#[case] preamble: &[u8], #[case] expected: Option<Preamble>) {
    let bytes = film_after(preamble);
    assert_eq!(Preamble::of(&bytes), expected);
    assert!(Part10::parse(&bytes).unwrap().radiograph().is_ok(), "it is read all the same");
}

#[test]
fn only_what_stands_before_the_magic_word_is_a_preamble() {
    assert_eq!(Preamble::of(&[b'M'; 200]), None);
    assert_eq!(Preamble::of(&Phantom::default().bare_bytes()), None);
}

#[test]
fn a_preamble_stands_in_the_export_and_is_said_in_each_language() {
    let classifier = classifier();
    let case = run("film.dcm", &film_after(b"MZ"), &classifier);
    assert_eq!(case.preamble, Some(Preamble::Program));
    assert!(to_json([&case]).unwrap().contains("\"preamble\": \"program\""));
    for language in Language::ALL {
        for preamble in Preamble::ALL {
            let words = language.text().say(&preamble.phrase());
            assert!(!words.is_empty() && !words.contains('{'), "{words}");
        }
    }
}

#[test]
fn a_report_begins_with_an_empty_preamble_whatever_its_image_began_with() {
    let classifier = classifier();
    let film = Phantom::default().with(tags::STUDY_INSTANCE_UID, VR::UI, "2.25.2").with(
        tags::SERIES_INSTANCE_UID,
        VR::UI,
        "2.25.3",
    );
    let mut bytes = film.bytes();
    bytes[..128].copy_from_slice(&b"MZ, a program".iter().copied().cycle().take(128).collect::<Vec<u8>>());
    let mut case = run("film.dcm", &bytes, &classifier);
    case.group = case.likeliest;
    let made = Made { unix_seconds: 1_700_000_000, utc_offset_minutes: 0, random: [1, 2, 3, 4] };
    let report = structured_report(&bytes, &case, &Algorithm::of(classifier.model()), &made).unwrap();
    assert_eq!((&report[..128], &report[128..132]), (&[0; 128][..], &b"DICM"[..]));
}

#[rstest]
#[case("film.dcm", "film.dcm")]
#[case("phim X quang ngực – 胸部.dcm", "phim X quang ngực – 胸部.dcm")]
#[case("fdp.\u{202e}mcd.exe", "fdp.⟨U+202E⟩mcd.exe")]
#[case("a\u{200b}b\u{feff}c\u{2066}d", "a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+2066⟩d")]
#[case("a\tb\r\nc\0", "a b  c⟨U+0000⟩")]
fn what_cannot_be_seen_becomes_a_mark(#[case] text: &str, #[case] shown: &str) {
    assert_eq!(visible(text), shown);
}

#[test]
fn names_and_header_texts_show_what_turns_them_round() {
    let text = format!("chest{TURN}neips");
    let film = Phantom::default().with(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 192").with(
        tags::STUDY_DESCRIPTION,
        VR::LO,
        text.as_str(),
    );
    let bytes = film.bytes();
    let file = Part10::parse(&bytes).unwrap();
    let marked = "chest⟨U+202E⟩neips";
    assert_eq!(file.header().study_description.as_deref(), Some(marked));
    let line = file.attributes().into_iter().find(|line| line.keyword == "StudyDescription").unwrap();
    assert_eq!(line.value, marked);
    assert_eq!(Case::queued(text.clone()).file, marked);
    assert_eq!(UniquePaths::default().take(&text), "chest_neips");
}

/// Tags hold whatever their writers like; the page shows texts as texts, exports quote them.
#[test]
fn formulas_and_scripts_in_a_header_stay_texts() {
    let film = Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME2")
        .with(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 192")
        .with(tags::STUDY_DESCRIPTION, VR::LO, "=cmd|'/c calc'!A1")
        .with(tags::SERIES_DESCRIPTION, VR::LO, "<script>alert(1)</script>")
        .with(tags::PROTOCOL_NAME, VR::LO, "\u{200b}@SUM(1)");
    let mut case = run("+film.dcm", &film.bytes(), &classifier());
    let mut table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    table.destinations[0].id = "=HYPERLINK()".to_owned();
    case.destination = Some("=HYPERLINK()".to_owned());
    let csv = to_csv([&case], &table).unwrap();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    for cell in &row {
        assert!(!cell.starts_with(['=', '@', '+']), "{cell}");
    }
    assert!(row.iter().any(|cell| cell == "<script>alert(1)</script>"));
}
