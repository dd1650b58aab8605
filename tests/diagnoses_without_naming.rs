//! The text for bug reports: it tells of programs and files, and of no patient.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use dicom_imaging_router::case::{Case, Review, State, Timings};
use dicom_imaging_router::classifier::Group;
use dicom_imaging_router::export::{Environment, diagnostics};
use dicom_imaging_router::radiograph::{Code, Header, Refusal};

fn environment() -> Environment {
    Environment {
        version: "0.1.0".into(),
        model: "default (efficientnet-lite0)".into(),
        build: "relaxed-simd".into(),
        user_agent: "Mozilla/5.0 (X11)\nChrome/130".into(),
        cores: 8,
        workers: 4,
    }
}

fn film(total: f64) -> Case {
    Case {
        state: State::Done,
        group: Some(Group::Spine),
        header: Header {
            modality: Some("DX".into()),
            transfer_syntax: Some("1.2.840.10008.1.2.4.90".into()),
            rows: Some(2000),
            columns: Some(1500),
            ..Header::default()
        },
        timings_ms: Timings { total, ..Timings::default() },
        ..Case::queued("a.dcm".into())
    }
}

#[test]
fn it_tells_versions_counts_transfer_syntaxes_sizes_and_times() {
    let refused = Case::refused("b.dcm".into(), Refusal::NotDicom);
    let cases: Vec<Case> = (1..=9).map(|at| film(f64::from(at) * 10.0)).chain([refused]).collect();
    let text = diagnostics(&environment(), &cases);
    let lines = [
        "DICOM Imaging Router: 0.1.0",
        "Browser: Mozilla/5.0 (X11) Chrome/130",
        "Cores, workers: 8, 4",
        "Files: 10",
        "State: 9 × done, 1 × refused",
        "Group: 9 × spine",
        "Reason: 1 × not-dicom of no transfer syntax",
        "Transfer syntax: 9 × 1.2.840.10008.1.2.4.90",
        "Modality: 9 × DX, 1 × none",
        "Megapixels: median 3.0, 90 % 3.0, highest 3.0",
        "Milliseconds, total: median 50.0, 90 % 80.0, highest 90.0",
    ];
    for line in lines {
        assert!(text.lines().any(|found| found == line), "{line}\nis not in\n{text}");
    }
}

#[test]
fn without_files_it_still_tells_of_the_programs() {
    let text = diagnostics(&environment(), &[]);
    assert!(text.contains("Files: 0\n") && !text.contains("median"));
}

#[test]
fn nothing_that_could_name_a_patient_is_in_it() {
    let secret = || Some("SECRET".to_owned());
    let header = Header {
        modality: secret(),
        body_part_examined: secret(),
        view_position: secret(),
        patient_age: Some("099Y".into()),
        patient_sex: secret(),
        anatomic_region: Some(Code { value: "SECRET".into(), scheme: "SECRET".into(), meaning: "SECRET".into() }),
        laterality: secret(),
        protocol_name: secret(),
        manufacturer: secret(),
        study_description: secret(),
        series_description: secret(),
        sop_class_uid: secret(),
        sop_instance_uid: Some("1.2.3.4444".into()),
        transfer_syntax: Some("1.2.840.10008.SECRET".into()),
        photometric_interpretation: secret(),
        ..film(1.0).header
    };
    let case = Case {
        file: "SECRET/film.dcm".into(),
        explanation: "SECRET".into(),
        destination: secret(),
        rule: secret(),
        duplicate_of: secret(),
        review: Some(Review { group: None, destination: secret(), sent_to: "SECRET".into() }),
        header,
        ..film(1.0)
    };
    let private_uid =
        Case { header: Header { transfer_syntax: Some("1.2.3.4444".into()), ..Header::default() }, ..film(1.0) };
    let text = diagnostics(&environment(), &[case, private_uid]);
    for part in ["SECRET", "film", "4444", "099"] {
        assert!(!text.contains(part), "{part} is in\n{text}");
    }
    assert!(text.contains("Transfer syntax: 2 × another transfer syntax\n"), "{text}");
}
