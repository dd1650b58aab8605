//! Reading single attributes of a data set.

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::{Header, Window};

impl Header {
    pub(super) fn of(data_set: &InMemDicomObject, transfer_syntax: &str) -> Self {
        Self {
            modality: text(data_set, tags::MODALITY),
            body_part_examined: text(data_set, tags::BODY_PART_EXAMINED),
            view_position: text(data_set, tags::VIEW_POSITION),
            patient_age: text(data_set, tags::PATIENT_AGE),
            transfer_syntax: Some(transfer_syntax.to_owned()),
            photometric_interpretation: text(data_set, tags::PHOTOMETRIC_INTERPRETATION),
            rows: number(data_set, tags::ROWS),
            columns: number(data_set, tags::COLUMNS),
        }
    }
}

impl Window {
    /// The first window (Window Center and Width, PS3.3 C.11.2.1.2); none where it is absent or makes no sense.
    pub(super) fn of(data_set: &InMemDicomObject) -> Option<Self> {
        let center = decimal(data_set, tags::WINDOW_CENTER)?;
        let width = decimal(data_set, tags::WINDOW_WIDTH).filter(|width| *width >= 1.0)?;
        Some(Self { center, width })
    }
}

/// First value of a text element, trimmed of padding; none if absent or empty.
pub(super) fn text(data_set: &InMemDicomObject, tag: Tag) -> Option<String> {
    let element = data_set.get(tag)?;
    let values = element.to_multi_str().ok()?;
    let first = values.first()?.trim_matches(['\0', ' ']);
    (!first.is_empty()).then(|| first.to_owned())
}

/// First value of an integer element.
pub(super) fn number(data_set: &InMemDicomObject, tag: Tag) -> Option<u32> {
    data_set.get(tag)?.to_int().ok()
}

/// First value of a decimal string (DS) or floating point element; none unless finite.
pub(super) fn decimal(data_set: &InMemDicomObject, tag: Tag) -> Option<f64> {
    let values = data_set.get(tag)?.to_multi_float64().ok()?;
    values.first().copied().filter(|value| value.is_finite())
}
