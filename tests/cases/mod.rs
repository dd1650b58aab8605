//! Cases as the network would leave them, for the tests of what comes after it.
#![allow(dead_code, reason = "each test file uses some of it")]

use dicom_imaging_router::case::{Case, State};
use dicom_imaging_router::classifier::{Group, Prediction, Probabilities};
use dicom_imaging_router::radiograph::{Code, Header};

/// What a network says that takes the picture for `group`: sure, and a radiograph.
pub(crate) fn prediction(group: Group) -> Prediction {
    Prediction {
        probabilities: Probabilities::default(),
        likeliest: group,
        confidence: 0.97,
        sure: true,
        radiograph_score: 3.5,
        radiograph: true,
    }
}

/// A header with some facts, by keyword. `AnatomicRegion` is written `value|meaning`.
pub(crate) fn header(facts: &[(&str, &str)]) -> Header {
    let mut header = Header::default();
    for (keyword, value) in facts {
        let text = Some((*value).to_owned());
        match *keyword {
            "Modality" => header.modality = text,
            "BodyPartExamined" => header.body_part_examined = text,
            "ViewPosition" => header.view_position = text,
            "PatientAge" => header.patient_age = text,
            "PatientSex" => header.patient_sex = text,
            "Laterality" => header.laterality = text,
            "StudyDescription" => header.study_description = text,
            "SeriesDescription" => header.series_description = text,
            "ProtocolName" => header.protocol_name = text,
            "Manufacturer" => header.manufacturer = text,
            "PhotometricInterpretation" => header.photometric_interpretation = text,
            "SOPClassUID" => header.sop_class_uid = text,
            "TransferSyntaxUID" => header.transfer_syntax = text,
            "Rows" => header.rows = value.parse().ok(),
            "Columns" => header.columns = value.parse().ok(),
            "NumberOfFrames" => header.number_of_frames = value.parse().ok(),
            "AnatomicRegion" => {
                let (value, meaning) = value.split_once('|').unwrap();
                let (value, meaning) = (value.to_owned(), meaning.to_owned());
                header.anatomic_region = Some(Code { value, scheme: "SCT".to_owned(), meaning });
            }
            other => panic!("{other}"),
        }
    }
    header
}

/// A file that the network has seen, not yet routed.
pub(crate) fn case(prediction: Prediction, header: Header) -> Case {
    Case {
        state: State::Done,
        likeliest: Some(prediction.likeliest),
        confidence: Some(prediction.confidence),
        sure: Some(prediction.sure),
        probabilities: Some(prediction.probabilities),
        radiograph_score: Some(prediction.radiograph_score),
        radiograph: Some(prediction.radiograph),
        header,
        ..Case::queued("film.dcm".to_owned())
    }
}
