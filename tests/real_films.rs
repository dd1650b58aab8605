//! Real films: NEMA's RG1 and RG3 from the package pydicom-data (`./dev test` fetches it), and the project's own
//! collection. Each part says so where its files are not there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use dicom_imaging_router::case::Case;
use dicom_imaging_router::classifier::Classifier;
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};

const ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const MODEL: &str = include_str!("../models/default/model.json");

/// Real chest films of the collection: everything that its index calls a chest radiograph, less the generated odd
/// files, the 32 × 32 character-set samples, and one test pattern that only its header calls a chest.
const CHESTS: &[&str] = &[
    "fo-dicom__fo-dicom/Tests/FO-DICOM.Tests/Test Data/CR-MONO1-10-chest",
    "mlmed__torchxrayvision/tests/1.2.276.0.7230010.3.1.4.8323329.6904.1517875201.850819.dcm",
    "mlmed__torchxrayvision/tests/Fake_MONOHR1.dcm",
    "pydicom-data-pypi/RG1_J2KI.dcm",
    "extra/chest1.dcm",
    "extra/udacity__test1.dcm",
    "extra/udacity__test2.dcm",
    "generated/frag_j2k_3frag_bot.dcm",
    "generated/frag_j2k_3frag_nobot.dcm",
    "generated/frag_jpll_3frag_nobot.dcm",
];

fn route(files: &[PathBuf]) -> Vec<Case> {
    let classifier = Classifier::load(ONNX, MODEL).unwrap();
    let table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    let run = |path: &PathBuf| {
        Case::run(path.display().to_string(), &std::fs::read(path).unwrap(), Instant::now(), &classifier, &table)
    };
    files.iter().map(run).collect()
}

/// Says so past the test runner, which keeps what passing tests print.
fn skip(why: &str) {
    std::io::stderr().write_all(format!("SKIPPED: {why}\n").as_bytes()).unwrap();
}

fn assert_groups(cases: &[Case], group: &str) {
    for case in cases {
        assert_eq!(case.group.map(|group| group.id()), Some(group), "{}: {}", case.file, case.explanation);
    }
}

#[test]
fn nemas_chest_and_extremity_films_are_told_apart() {
    let Some(folder) = std::env::var_os("ROUTER_FILMS").map(PathBuf::from) else {
        return skip("ROUTER_FILMS is not set; ./dev test fetches these films");
    };
    let named = |name: &str| ["J2KI", "J2KR", "UNCI", "UNCR"].map(|kind| folder.join(format!("{name}_{kind}.dcm")));
    for (name, group) in [("RG1", "adult_chest"), ("RG3", "other")] {
        assert_groups(&route(&named(name)), group);
    }
}

#[test]
fn the_real_chest_films_of_the_collection_are_chests() {
    let collection = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/dicom/files");
    if !collection.is_dir() {
        return skip("the collection of real DICOM files is not here");
    }
    let films: Vec<PathBuf> = CHESTS.iter().map(|chest| collection.join(chest)).collect();
    assert_groups(&route(&films), "adult_chest");
}

#[test]
fn a_test_pattern_whose_header_says_chest_is_not_routed_as_one() {
    let pattern = "../shared/dicom/files/Efferent-Health__fo-dicom.Codecs/Tests/Unit/test8bits.dcm";
    let pattern = Path::new(env!("CARGO_MANIFEST_DIR")).join(pattern);
    if !pattern.is_file() {
        return skip("the collection of real DICOM files is not here");
    }
    let case = &route(&[pattern])[0];
    assert_eq!(case.header.body_part_examined.as_deref(), Some("CHEST"));
    assert_eq!(
        (case.reason.as_deref(), case.destination.as_deref()),
        (Some("not-a-radiograph"), Some("manual-review"))
    );
}
