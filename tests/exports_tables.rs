//! The CSV export: every cell comes back as it was, and no table program runs one.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeMap;

use dicom_imaging_router::case::{Case, Format, Review, State};
use dicom_imaging_router::classifier::Group;
use dicom_imaging_router::export::to_csv;
use dicom_imaging_router::radiograph::{Code, Header};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use rstest::rstest;

fn export(cases: &[Case]) -> String {
    to_csv(cases, &RoutingTable::parse(DEFAULT_TABLE).unwrap()).unwrap()
}

/// The rows as another CSV reader sees them, by column.
fn rows(cases: &[Case]) -> Vec<BTreeMap<String, String>> {
    let text = export(cases);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn named(file: &str) -> Case {
    Case { file: file.to_owned(), state: State::Done, ..Case::queued(String::new()) }
}

fn spine() -> Case {
    let probabilities = serde_json::json!({
        "abdomen": 0.01, "adult_chest": 0.0, "paediatric_chest": 0.0, "spine": 0.97, "other": 0.02
    });
    Case {
        group: Some(Group::Spine),
        likeliest: Some(Group::Spine),
        confidence: Some(0.97),
        probabilities: Some(serde_json::from_value(probabilities).unwrap()),
        radiograph_score: Some(-1.5),
        destination: Some("vindr-spinexr".into()),
        rule: Some("spine".into()),
        header: Header {
            modality: Some("DX".into()),
            patient_age: Some("047Y".into()),
            rows: Some(2500),
            anatomic_region: Some(Code { value: "421060004".into(), scheme: "SCT".into(), meaning: "Spine".into() }),
            ..Header::default()
        },
        ..named("films/spine.dcm")
    }
}

#[test]
fn a_case_comes_back_from_its_row() {
    let row = &rows(&[spine()])[0];
    let cells = [
        ("file", "films/spine.dcm"),
        ("format", "dicom"),
        ("state", "done"),
        ("reason", ""),
        ("group", "spine"),
        ("confidence", "0.97"),
        ("probability_spine", "0.97"),
        ("probability_adult_chest", "0"),
        ("radiograph_score", "-1.5"),
        ("rule", "spine"),
        ("destination", "vindr-spinexr"),
        ("destination_name", "VinDr-SpineXR"),
        ("review_group", ""),
        ("final_group", "spine"),
        ("final_destination", "vindr-spinexr"),
        ("modality", "DX"),
        ("anatomic_region_scheme", "SCT"),
        ("anatomic_region_code", "421060004"),
        ("patient_age", "047Y"),
        ("rows", "2500"),
        ("columns", ""),
        ("milliseconds", "0.0"),
    ];
    for (column, cell) in cells {
        assert_eq!(row[column], cell, "{column}");
    }
}

#[rstest]
#[case::another_group(Some(Group::Abdomen), "abdomen", "abdomen")]
#[case::none_of_the_five(None, "none", "")]
fn what_a_person_decided_holds_in_the_end(#[case] group: Option<Group>, #[case] shown: &str, #[case] last: &str) {
    let review = Review { group, destination: None, sent_to: "manual-review".into() };
    let row = &rows(&[Case { review: Some(review), ..spine() }])[0];
    assert_eq!((row["review_group"].as_str(), row["review_destination"].as_str()), (shown, ""));
    assert_eq!((row["final_group"].as_str(), row["final_destination"].as_str()), (last, "manual-review"));
    assert_eq!((row["group"].as_str(), row["destination"].as_str()), ("spine", "vindr-spinexr"));
}

#[test]
fn every_case_has_a_row_whatever_became_of_it() {
    let failed = Case::failed("b.dcm".into(), "timed-out", "It took more than a minute.");
    let png = Case { format: Format::Png, ..named("c.png") };
    let rows = rows(&[spine(), failed, png]);
    let states: Vec<_> = rows.iter().map(|row| (row["state"].as_str(), row["reason"].as_str())).collect();
    assert_eq!(states, [("done", ""), ("failed", "timed-out"), ("done", "")]);
    assert_eq!(rows[2]["format"], "png");
}

#[rstest]
#[case::comma("chest, PA.dcm")]
#[case::quotes("the \"good\" one.dcm")]
#[case::newline("one\nline\r\nmore.dcm")]
#[case::semicolon("a;b.dcm")]
#[case::umlaut("Röntgenbild-日本.dcm")]
#[case::minus_inside("2024-05-01=1.dcm")]
fn any_name_comes_back_as_it_was(#[case] name: &str) {
    assert_eq!(rows(&[named(name)])[0]["file"], name);
}

#[rstest]
#[case("=HYPERLINK(\"http://x\")")]
#[case("+1+1")]
#[case("-1+1")]
#[case("@SUM(1)")]
#[case("  =1+1")]
#[case("\"=1+1")]
#[case("\u{a0}=1+1")]
#[case("＝1+1")]
#[case("＋1")]
#[case("－1")]
#[case("＠SUM(1)")]
#[case("\t=1+1")]
#[case("\r1")]
#[case("\n1")]
fn text_that_would_be_run_as_a_formula_gets_an_apostrophe(#[case] name: &str) {
    let row = &rows(&[Case { explanation: name.to_owned().into(), ..named(name) }])[0];
    for column in ["file", "explanation"] {
        assert!(row[column].starts_with('\''), "{:?}", row[column]);
        assert_eq!(row[column].replace('\'', ""), name);
    }
}

#[rstest]
#[case("a;=1+1.dcm", "a;'=1+1.dcm")]
#[case("a;\" @SUM(1)", "a;'\" @SUM(1)")]
#[case("a\n=1+1", "a\n'=1+1")]
fn a_cell_cut_at_semicolons_or_lines_is_no_formula_either(#[case] name: &str, #[case] safe: &str) {
    assert_eq!(rows(&[named(name)])[0]["file"], safe);
}

#[test]
fn the_table_opens_in_excel_as_utf_8_with_its_line_ends() {
    let text = export(&[named("Müller.dcm")]);
    assert!(text.starts_with("\u{feff}file,format,state,"));
    assert_eq!(text.matches("\r\n").count(), 2);
    assert!(text.ends_with("\r\n"));
    assert_eq!(export(&[]).lines().count(), 1);
}
