//! What the header claims is set beside what the pixels say, in words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod cases;

use cases::{case, header, prediction};
use dicom_imaging_router::classifier::{Group, Prediction};
use dicom_imaging_router::radiograph::Header;
use dicom_imaging_router::routing::{Claim, Condition, Facts, Field, Verdict, claims};
use rstest::rstest;

/// The claim about one field, of a picture that the network is sure of.
fn claim(field: Field, value: &str, group: Group) -> Claim {
    let header = header(&[(field.id(), value)]);
    claims(&header, &prediction(group)).into_iter().find(|claim| claim.field == field).unwrap()
}

fn body_part(value: &str, group: Group) -> Verdict {
    claim(Field::BodyPartExamined, value, group).verdict
}

#[test]
fn an_empty_header_says_nothing_five_times() {
    let claims = claims(&Header::default(), &prediction(Group::Spine));
    let fields = ["Modality", "BodyPartExamined", "AnatomicRegion", "ViewPosition", "PatientAge"];
    assert_eq!(claims.each_ref().map(|claim| claim.field.id()), fields);
    for Claim { said, verdict, words, .. } in claims {
        assert_eq!(
            (said.as_str(), verdict, words.to_string().as_str()),
            ("", Verdict::Silent, "The header doesn't say.")
        );
    }
}

#[rstest]
#[case::defined_term("CHEST", &[Group::AdultChest, Group::PaediatricChest])]
#[case::lower_case("thorax", &[Group::AdultChest, Group::PaediatricChest])]
#[case::with_view("CHEST PA", &[Group::AdultChest, Group::PaediatricChest])]
#[case::film("Cxr, portable", &[Group::AdultChest, Group::PaediatricChest])]
#[case::plural("LUNGS", &[Group::AdultChest, Group::PaediatricChest])]
#[case("ABDOMEN", &[Group::Abdomen])]
#[case("KUB", &[Group::Abdomen])]
#[case("ABD", &[Group::Abdomen])]
#[case::one_word("ABDOMENPELVIS", &[Group::Abdomen, Group::Other])]
#[case::two_words("Abdomen/Pelvis", &[Group::Abdomen, Group::Other])]
#[case("CHESTABDOMEN", &[Group::AdultChest, Group::PaediatricChest, Group::Abdomen])]
#[case("LSPINE", &[Group::Spine])]
#[case("L-SPINE", &[Group::Spine])]
#[case("C SPINE", &[Group::Spine])]
#[case("L/S SPINE", &[Group::Spine])]
#[case("THORACOLUMBAR SPINE", &[Group::Spine])]
#[case("Cervical", &[Group::Spine])]
#[case("SSPINE", &[Group::Spine, Group::Other])]
#[case("HAND", &[Group::Other])]
#[case("Left foot", &[Group::Other])]
#[case("KNEES", &[Group::Other])]
#[case("EXTREMITIES", &[Group::Other])]
#[case("PELVIS", &[Group::Other])]
#[case("SKULL", &[Group::Other])]
#[case("BREAST", &[Group::Other])]
fn a_body_part_conflicts_with_the_groups_it_cannot_show(#[case] part: &str, #[case] shows: &[Group]) {
    for group in Group::ALL {
        let expected = if shows.contains(&group) { Verdict::Agrees } else { Verdict::Conflicts };
        assert_eq!(body_part(part, group), expected, "{part} and {group:?}");
    }
}

#[rstest]
fn a_body_part_that_is_unknown_or_the_whole_body_is_silent(
    #[values("", "?", "UNKNOWN", "WHOLEBODY", "XR 2 VIEWS", "胸部", "BODY PART")] part: &str,
) {
    for group in Group::ALL {
        assert_eq!(body_part(part, group), Verdict::Silent);
    }
}

#[rstest]
#[case::snomed_ct("816094009|", Group::AdultChest)]
#[case::withdrawn_snomed_ct("51185008|", Group::PaediatricChest)]
#[case::snomed_rt("T-D3000|", Group::AdultChest)]
#[case::code_before_meaning("818981001|Chest", Group::Abdomen)]
#[case::meaning_of_an_unknown_code("X1|Thoracic spine", Group::Spine)]
#[case("122496007|Lumbar spine", Group::Spine)]
#[case("85562004|Hand", Group::Other)]
fn an_anatomic_region_is_known_by_code_or_meaning(#[case] code: &str, #[case] agrees: Group) {
    assert_eq!(claim(Field::AnatomicRegion, code, agrees).verdict, Verdict::Agrees);
    let elsewhere = if agrees == Group::Spine { Group::Abdomen } else { Group::Spine };
    assert_eq!(claim(Field::AnatomicRegion, code, elsewhere).verdict, Verdict::Conflicts);
}

#[rstest]
#[case("012Y", Group::AdultChest, Verdict::Conflicts, "12 years old, but read as an adult's chest.")]
#[case("017Y", Group::AdultChest, Verdict::Conflicts, "17 years old, but read as an adult's chest.")]
#[case("018Y", Group::AdultChest, Verdict::Agrees, "18 years old, and read as an adult's chest.")]
#[case("018Y", Group::PaediatricChest, Verdict::Conflicts, "18 years old, but read as a child's chest.")]
#[case("006M", Group::PaediatricChest, Verdict::Agrees, "6 months old, and read as a child's chest.")]
#[case("001D", Group::PaediatricChest, Verdict::Agrees, "1 day old, and read as a child's chest.")]
#[case("004Y", Group::Spine, Verdict::Silent, "4 years old, which only a chest could contradict.")]
#[case("old", Group::AdultChest, Verdict::Silent, "The header's age can't be read.")]
fn an_age_contradicts_only_chests(
    #[case] age: &str,
    #[case] group: Group,
    #[case] verdict: Verdict,
    #[case] words: &str,
) {
    let claim = claim(Field::PatientAge, age, group);
    assert_eq!((claim.verdict, claim.words.to_string().as_str(), claim.said.as_str()), (verdict, words, age));
}

#[rstest]
#[case("PA", Group::AdultChest, Verdict::Silent)]
#[case("LL", Group::AdultChest, Verdict::Silent)]
#[case("RAO", Group::Spine, Verdict::Silent)]
#[case::mammography("MLO", Group::Other, Verdict::Agrees)]
#[case::mammography("CC", Group::AdultChest, Verdict::Conflicts)]
fn a_view_speaks_only_where_one_body_part_alone_has_it(
    #[case] view: &str,
    #[case] group: Group,
    #[case] verdict: Verdict,
) {
    assert_eq!(claim(Field::ViewPosition, view, group).verdict, verdict);
}

#[rstest]
#[case("DX", true, Verdict::Agrees)]
#[case("DX", false, Verdict::Conflicts)]
#[case("CT", true, Verdict::Conflicts)]
#[case("CT", false, Verdict::Agrees)]
#[case("OT", true, Verdict::Silent)]
fn a_modality_is_set_beside_the_gate(#[case] modality: &str, #[case] radiograph: bool, #[case] verdict: Verdict) {
    let header = header(&[("Modality", modality)]);
    let [claim, ..] = claims(&header, &Prediction { radiograph, ..prediction(Group::Spine) });
    assert_eq!(claim.verdict, verdict);
    assert!(claim.words.to_string().starts_with(&format!("Header says {modality}, ")), "{}", claim.words);
}

#[rstest]
#[case("HAND", Group::AdultChest, "Header says HAND, pixels say chest.")]
#[case("CHEST", Group::PaediatricChest, "Header says CHEST, and so do the pixels.")]
#[case("CHEST", Group::Other, "Header says CHEST, pixels say another body part.")]
#[case("HAND", Group::Other, "Header says HAND, which fits the pixels.")]
#[case("FOO", Group::Spine, "Header says FOO, which can't be compared with the pixels.")]
fn the_words_are_a_plain_sentence(#[case] part: &str, #[case] group: Group, #[case] words: &str) {
    assert_eq!(claim(Field::BodyPartExamined, part, group).words.to_string(), words);
}

#[test]
fn a_network_that_is_unsure_contradicts_no_body_part() {
    let hand = header(&[("BodyPartExamined", "HAND"), ("PatientAge", "004Y")]);
    let unsure = case(Prediction { sure: false, ..prediction(Group::AdultChest) }, hand.clone());
    assert!(!unsure.conflicts());
    assert_eq!(unsure.claims().unwrap()[1].words.to_string(), "Header says HAND, but the pixels can't be placed.");
    assert!(case(prediction(Group::AdultChest), hand).conflicts());
}

#[test]
fn rules_see_the_first_conflict_by_its_fields_name() {
    let both = header(&[("PatientAge", "004Y"), ("BodyPartExamined", "HAND")]);
    let age = header(&[("PatientAge", "004Y"), ("BodyPartExamined", "CHEST")]);
    let is = |header: &Header, field: &str| {
        let condition = format!(r#"{{"field":"conflict","equals":"{field}"}}"#);
        let facts = Facts::new(prediction(Group::AdultChest), header, Default::default());
        serde_json::from_str::<Condition>(&condition).unwrap().holds(&facts)
    };
    assert!(is(&both, "BodyPartExamined") && !is(&both, "PatientAge"));
    assert!(is(&age, "PatientAge"));
    assert!(is(&header(&[("Modality", "CT")]), "Modality"));
}
