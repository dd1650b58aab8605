//! DICOM structured reports: filed beside their image, saying what network and person said, and in order for a
//! validator of other people's (dciodvfy, which `./dev` fetches).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::io::Write;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;

use dicom_core::{Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::case::{Case, Format, Review};
use dicom_imaging_router::classifier::{Classifier, Group, ModelDescription};
use dicom_imaging_router::export::{Algorithm, Made, ReportError, structured_report};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use dicom_object::{DefaultDicomObject, InMemDicomObject};
use phantoms::Phantom;
use rstest::rstest;

const ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const MODEL: &str = include_str!("../models/default/model.json");

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::load(ONNX, MODEL).unwrap());
static TABLE: LazyLock<RoutingTable> = LazyLock::new(|| RoutingTable::parse(DEFAULT_TABLE).unwrap());

/// 14 July 2026, 13:05:09 UTC.
const MADE: Made = Made { unix_seconds: 1_784_034_309, utc_offset_minutes: 120, random: [1, u128::MAX, 2, 3] };

/// A film as an archive has it.
fn film() -> Phantom {
    Phantom::default()
        .with(tags::STUDY_INSTANCE_UID, VR::UI, "1.2.3.1")
        .with(tags::SERIES_INSTANCE_UID, VR::UI, "1.2.3.2")
        .with(tags::PATIENT_NAME, VR::PN, "Doe^Jane")
        .with(tags::PATIENT_ID, VR::LO, "4711")
        .with(tags::PATIENT_BIRTH_DATE, VR::DA, "19790102")
        .with(tags::PATIENT_SEX, VR::CS, "F")
        .with(tags::STUDY_DATE, VR::DA, "20260714")
        .with(tags::STUDY_TIME, VR::TM, "1200")
        .with(tags::STUDY_ID, VR::SH, "S1")
        .with(tags::ACCESSION_NUMBER, VR::SH, "A1")
        .with(tags::REFERRING_PHYSICIAN_NAME, VR::PN, "Roe^Richard")
        .with(tags::STUDY_DESCRIPTION, VR::LO, "Chest in two planes")
}

/// The header of a picture of several frames.
fn frames() -> Phantom {
    let class = uids::MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE_STORAGE;
    film().with(tags::SOP_CLASS_UID, VR::UI, class).with(tags::NUMBER_OF_FRAMES, VR::IS, "3")
}

/// What the core says of a film, as if the network had placed it in `group`.
fn case(film: &Phantom, group: Option<Group>) -> Case {
    let case = Case::run("film.dcm".into(), &film.bytes(), Instant::now(), &CLASSIFIER, &TABLE);
    Case { group, destination: Some("manual-review".into()), ..case }
}

fn reviewed(case: Case, group: Option<Group>) -> Case {
    Case { review: Some(Review { group, destination: None, sent_to: "vindr-spinexr".into() }), ..case }
}

fn report_of(film: &Phantom, case: &Case) -> Result<Vec<u8>, ReportError> {
    let algorithm = Algorithm::of(&ModelDescription::parse(MODEL).unwrap());
    structured_report(&film.bytes(), case, &algorithm, &MADE)
}

fn report(film: &Phantom, case: &Case) -> DefaultDicomObject {
    dicom_object::from_reader(&*report_of(film, case).unwrap()).unwrap()
}

fn text(object: &InMemDicomObject, tag: Tag) -> String {
    object.element(tag).unwrap().to_str().unwrap().trim_end_matches(['\0', ' ']).to_owned()
}

fn items(object: &InMemDicomObject, tag: Tag) -> &[InMemDicomObject] {
    object.get(tag).and_then(|element| element.items()).unwrap_or_default()
}

fn code(object: &InMemDicomObject, tag: Tag) -> String {
    let parts = |code: &InMemDicomObject| {
        [tags::CODING_SCHEME_DESIGNATOR, tags::CODE_VALUE, tags::CODE_MEANING].map(|tag| text(code, tag)).join(" ")
    };
    items(object, tag).first().map(parts).unwrap_or_default()
}

/// The tree as indented lines: relation, kind, name, value.
fn tree(object: &InMemDicomObject, depth: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for item in items(object, tags::CONTENT_SEQUENCE) {
        let value = match text(item, tags::VALUE_TYPE).as_str() {
            "CODE" => code(item, tags::CONCEPT_CODE_SEQUENCE),
            "TEXT" => text(item, tags::TEXT_VALUE),
            "UIDREF" => text(item, tags::UID),
            "IMAGE" => text(&items(item, tags::REFERENCED_SOP_SEQUENCE)[0], tags::REFERENCED_SOP_INSTANCE_UID),
            "NUM" => {
                let value = &items(item, tags::MEASURED_VALUE_SEQUENCE)[0];
                let unit = code(value, tags::MEASUREMENT_UNITS_CODE_SEQUENCE);
                format!("{} {unit}", text(value, tags::NUMERIC_VALUE))
            }
            _ => String::new(),
        };
        let name = code(item, tags::CONCEPT_NAME_CODE_SEQUENCE);
        lines.push(format!("{:indent$}{}: {name} = {value}", "", text(item, tags::RELATIONSHIP_TYPE), indent = depth));
        lines.extend(tree(item, depth + 1));
    }
    lines
}

fn assert_has(lines: &[String], wanted: &str) {
    assert!(lines.iter().any(|line| line.trim_start().starts_with(wanted)), "{wanted}\nis not in\n{lines:#?}");
}

#[test]
fn it_is_filed_in_the_images_study_under_new_identifiers() {
    let report = report(&film(), &case(&film(), Some(Group::Spine)));
    assert_eq!(report.meta().media_storage_sop_class_uid.trim_end_matches('\0'), uids::COMPREHENSIVE_SR_STORAGE);
    assert_eq!(report.meta().transfer_syntax().trim_end_matches('\0'), uids::EXPLICIT_VR_LITTLE_ENDIAN);
    let attributes = [
        (tags::SOP_CLASS_UID, uids::COMPREHENSIVE_SR_STORAGE),
        (tags::MODALITY, "SR"),
        (tags::STUDY_INSTANCE_UID, "1.2.3.1"),
        (tags::PATIENT_NAME, "Doe^Jane"),
        (tags::PATIENT_ID, "4711"),
        (tags::ACCESSION_NUMBER, "A1"),
        (tags::STUDY_DESCRIPTION, "Chest in two planes"),
        (tags::CONTENT_DATE, "20260714"),
        (tags::CONTENT_TIME, "150509"),
        (tags::TIMEZONE_OFFSET_FROM_UTC, "+0200"),
        (tags::COMPLETION_FLAG, "COMPLETE"),
        (tags::VERIFICATION_FLAG, "UNVERIFIED"),
        (tags::SERIES_DESCRIPTION, "Body part routing. For research and teaching, not for diagnosis"),
    ];
    for (tag, value) in attributes {
        assert_eq!(text(&report, tag), value, "{tag}");
    }
    let evidence = &items(&report, tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE)[0];
    let series = &items(evidence, tags::REFERENCED_SERIES_SEQUENCE)[0];
    let image = &items(series, tags::REFERENCED_SOP_SEQUENCE)[0];
    assert_eq!(text(evidence, tags::STUDY_INSTANCE_UID), "1.2.3.1");
    assert_eq!(text(series, tags::SERIES_INSTANCE_UID), "1.2.3.2");
    assert_eq!(text(image, tags::REFERENCED_SOP_INSTANCE_UID), "2.25.1");
}

#[test]
fn identifiers_are_uids_from_random_uuids_of_version_4() {
    let report = report(&film(), &case(&film(), Some(Group::Spine)));
    // 1 and 2^128 - 1 with the version's and the variant's bits set: PS3.5 section B.2.
    assert_eq!(text(&report, tags::SOP_INSTANCE_UID), format!("2.25.{}", 0x4000_8000_0000_0000_0001_u128));
    let other = u128::from_str_radix("ffffffffffff4fffbfffffffffffffff", 16).unwrap();
    assert_eq!(text(&report, tags::SERIES_INSTANCE_UID), format!("2.25.{other}"));
}

#[rstest]
#[case(Group::Abdomen, "abdomen Abdomen", Some("818981001 Abdomen"))]
#[case(Group::AdultChest, "adult_chest Adult chest", Some("816094009 Chest"))]
#[case(Group::PaediatricChest, "paediatric_chest Paediatric chest", Some("816094009 Chest"))]
#[case(Group::Spine, "spine Spine", Some("421060004 Spine"))]
#[case(Group::Other, "other Other body part", None)]
fn it_names_the_group_and_its_region(#[case] group: Group, #[case] finding: &str, #[case] region: Option<&str>) {
    let lines = tree(&report(&film(), &case(&film(), Some(group))), 0);
    assert_has(&lines, &format!("CONTAINS: DCM 121071 Finding = 99DICOMROUTER {finding}"));
    match region {
        Some(region) => {
            assert_has(&lines, &format!("HAS CONCEPT MOD: SCT 363698007 Finding Site = SCT {region}"));
        }
        None => assert!(!lines.iter().any(|line| line.contains("Finding Site"))),
    }
}

#[test]
fn it_tells_certainty_probabilities_algorithm_destination_and_image() {
    let case = case(&film(), Some(Group::Spine));
    let lines = tree(&report(&film(), &case), 0);
    let probabilities = case.probabilities.unwrap();
    let per_cent = |share: f32| format!("{:.3} UCUM % Percent", f64::from(share) * 100.0);
    let certainty = per_cent(case.confidence.unwrap());
    assert_has(&lines, &format!("CONTAINS: DCM 111012 Certainty of Finding = {certainty}"));
    for (group, name) in [(Group::Spine, "Probability of spine"), (Group::Other, "Probability of other body part")] {
        let wanted = format!("{name} = {}", per_cent(probabilities.of(group)));
        assert!(lines.iter().any(|line| line.ends_with(&wanted)), "{wanted}\nis not in\n{lines:#?}");
    }
    assert_eq!(lines.iter().filter(|line| line.contains("Probability of")).count(), 5);
    for wanted in [
        "HAS CONCEPT MOD: DCM 121049 Language of Content Item and Descendants = RFC5646 en-GB English",
        "HAS OBS CONTEXT: DCM 121014 Device Observer Manufacturer = DICOM Imaging Router",
        "HAS CONCEPT MOD: DCM 111001 Algorithm Name = DICOM Imaging Router, model default (efficientnet-lite0)",
        "CONTAINS: 99DICOMROUTER destination Routing destination = manual-review",
        "CONTAINS:  = 2.25.1",
        "CONTAINS: SCT 260753009 Source = 2.25.1",
    ] {
        assert_has(&lines, wanted);
    }
    assert!(lines.iter().any(|line| line.ends_with("For research and teaching, not for diagnosis.")));
}

#[test]
fn a_persons_decision_stands_beside_the_networks() {
    let case = reviewed(case(&film(), Some(Group::Abdomen)), Some(Group::Spine));
    let lines = tree(&report(&film(), &case), 0);
    let findings: Vec<_> = lines.iter().filter(|line| line.contains("121071 Finding")).collect();
    assert!(findings[0].ends_with("abdomen Abdomen") && findings[1].ends_with("spine Spine"), "{findings:?}");
    assert_has(&lines, "CONTAINS: 99DICOMROUTER destination Routing destination = vindr-spinexr");
    assert_has(&lines, "CONTAINS: DCM 121106 Comment = A person placed the film");
}

#[test]
fn where_the_network_is_unsure_only_the_persons_finding_is_told() {
    let lines = tree(&report(&film(), &reviewed(case(&film(), None), Some(Group::Spine))), 0);
    assert_eq!(lines.iter().filter(|line| line.contains("121071 Finding")).count(), 1);
    assert!(!lines.iter().any(|line| line.contains("Certainty")));
    assert_eq!(lines.iter().filter(|line| line.contains("Probability of")).count(), 5);
}

#[test]
fn only_the_first_of_several_frames_is_referred_to() {
    let report = report(&frames(), &case(&film(), Some(Group::Spine)));
    let library = &items(&items(&report, tags::CONTENT_SEQUENCE)[7], tags::CONTENT_SEQUENCE)[0];
    let image = &items(&items(library, tags::CONTENT_SEQUENCE)[0], tags::REFERENCED_SOP_SEQUENCE)[0];
    assert_eq!(text(image, tags::REFERENCED_FRAME_NUMBER), "1");
}

#[rstest]
#[case::latin("ISO_IR 100", b"M\xfcller^J\xf6rg", "Müller^Jörg")]
#[case::utf_8("ISO_IR 192", "Müller^Jörg".as_bytes(), "Müller^Jörg")]
#[case::japanese("\\ISO 2022 IR 87", b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B", "Yamada^Tarou=山田^太郎")]
fn names_are_written_in_unicode_whatever_the_image_used(
    #[case] set: &'static str,
    #[case] bytes: &[u8],
    #[case] name: &str,
) {
    // The phantom's writer encodes text itself, so the bytes are put in afterwards.
    let blank = "X".repeat(bytes.len().next_multiple_of(2));
    let film = film().with(tags::SPECIFIC_CHARACTER_SET, VR::CS, set).with(tags::PATIENT_NAME, VR::PN, blank.clone());
    let mut source = film.bytes();
    let at = source.windows(blank.len()).position(|window| window == blank.as_bytes()).unwrap();
    source[at..at + blank.len()].fill(b' ');
    source[at..at + bytes.len()].copy_from_slice(bytes);
    let algorithm = Algorithm::of(&ModelDescription::parse(MODEL).unwrap());
    let written = structured_report(&source, &case(&film, Some(Group::Spine)), &algorithm, &MADE).unwrap();
    assert!(written.windows(name.len()).any(|window| window == name.as_bytes()));
    let report = dicom_object::from_reader(&*written).unwrap();
    assert_eq!(text(&report, tags::SPECIFIC_CHARACTER_SET), "ISO_IR 192");
    assert_eq!(text(&report, tags::PATIENT_NAME), name);
}

#[rstest]
#[case::age(tags::PATIENT_AGE, VR::AS, "62", None)]
#[case::date(tags::PATIENT_BIRTH_DATE, VR::DA, "1979.1.2", Some(""))]
#[case::time(tags::STUDY_TIME, VR::TM, "12:00", Some(""))]
#[case::fraction(tags::STUDY_TIME, VR::TM, "120000.5", Some("120000.5"))]
#[case::sex(tags::PATIENT_SEX, VR::CS, "unknown", Some(""))]
#[case::capitals(tags::PATIENT_IDENTITY_REMOVED, VR::CS, "Yes", Some("YES"))]
fn what_the_image_has_in_another_form_than_the_standards_is_not_passed_on(
    #[case] tag: Tag,
    #[case] vr: VR,
    #[case] found: &str,
    #[case] written: Option<&str>,
) {
    let film = film().with(tag, vr, found);
    let report = report(&film, &case(&film, Some(Group::Spine)));
    assert_eq!(report.get(tag).map(|_| text(&report, tag)).as_deref(), written);
}

#[rstest]
#[case(tags::STUDY_INSTANCE_UID, "Study Instance UID")]
#[case(tags::SERIES_INSTANCE_UID, "Series Instance UID")]
#[case(tags::SOP_CLASS_UID, "SOP Class UID")]
#[case(tags::SOP_INSTANCE_UID, "SOP Instance UID")]
fn without_an_identifier_it_can_not_be_filed(#[case] tag: Tag, #[case] name: &'static str) {
    let film = film().without(tag);
    assert_eq!(report_of(&film, &case(&film, Some(Group::Spine))), Err(ReportError::Missing(name)));
}

#[test]
fn what_has_no_group_or_no_study_has_no_report() {
    let (film, placed) = (film(), case(&film(), Some(Group::Spine)));
    let report = |case: &Case| report_of(&film, case).unwrap_err();
    assert_eq!(report(&case(&film, None)), ReportError::NoGroup);
    assert_eq!(report(&reviewed(placed.clone(), None)), ReportError::NoGroup);
    assert_eq!(report(&Case::failed("x".into(), "damaged", "")), ReportError::NoGroup);
    assert_eq!(report(&Case { format: Format::Png, ..placed.clone() }), ReportError::NotDicom);
    let mut other = placed.clone();
    other.header.sop_instance_uid = Some("1.2.3".into());
    assert_eq!(report(&other), ReportError::OtherFile);
    let algorithm = Algorithm::of(&ModelDescription::parse(MODEL).unwrap());
    let unreadable = structured_report(b"not a film", &placed, &algorithm, &MADE);
    assert!(matches!(unreadable, Err(ReportError::Unreadable(_))));
    let timeless = Made { unix_seconds: i64::MAX, ..MADE };
    assert_eq!(structured_report(&film.bytes(), &placed, &algorithm, &timeless), Err(ReportError::Clock));
}

#[test]
fn dciodvfy_finds_no_error() {
    let Some(program) = std::env::var_os("ROUTER_DCIODVFY") else {
        let said = b"SKIPPED: ROUTER_DCIODVFY is not set; ./dev fetches dciodvfy\n";
        return std::io::stderr().write_all(said).unwrap();
    };
    let bare = [tags::PATIENT_NAME, tags::PATIENT_ID, tags::PATIENT_BIRTH_DATE, tags::STUDY_DATE, tags::STUDY_ID];
    let anonymous = bare.into_iter().fold(film(), Phantom::without);
    let deidentified = film().with(tags::PATIENT_IDENTITY_REMOVED, VR::CS, "YES");
    let accented =
        film().with(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 100").with(tags::PATIENT_NAME, VR::PN, "Müller^Jörg");
    let placed = |film: &Phantom| case(film, Some(Group::Spine));
    let mut films: Vec<(Phantom, Case)> =
        Group::ALL.into_iter().map(|group| (film(), case(&film(), Some(group)))).collect();
    films.push((film(), reviewed(placed(&film()), Some(Group::Other))));
    films.push((film(), reviewed(case(&film(), None), Some(Group::AdultChest))));
    films.push((anonymous.clone(), placed(&anonymous)));
    films.push((deidentified.clone(), placed(&deidentified)));
    films.push((accented.clone(), placed(&accented)));
    films.push((frames(), placed(&film())));
    for (at, (film, case)) in films.iter().enumerate() {
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{at}.dcm"));
        std::fs::write(&path, report_of(film, case).unwrap()).unwrap();
        let output = Command::new(&program).arg(&path).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(said.contains("ComprehensiveSR"), "report {at}: dciodvfy does not know what it is:\n{said}");
        assert!(!said.contains("Error"), "report {at}:\n{said}");
    }
}
