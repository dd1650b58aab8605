//! Reading single attributes of a data set.

use std::borrow::Cow;

use dicom_core::{PrimitiveValue, Tag, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::code_extensions::decoded;
use crate::radiograph::limits::MAX_TEXT_CHARACTERS;
use crate::radiograph::{Code, Header, visible};

/// A text as a fact of the header: made visible, and no longer than anybody reads.
fn claim(data_set: &InMemDicomObject, tag: Tag) -> Option<String> {
    text(data_set, tag).map(|text| shown(&text))
}

/// A text made visible, cut off after [`MAX_TEXT_CHARACTERS`].
pub(super) fn shown(text: &str) -> String {
    let short = match text.char_indices().nth(MAX_TEXT_CHARACTERS) {
        Some(_) => text.chars().take(MAX_TEXT_CHARACTERS - 1).chain(['…']).collect(),
        None => Cow::Borrowed(text),
    };
    visible(&short).into_owned()
}

impl Header {
    pub(super) fn of(data_set: &InMemDicomObject, transfer_syntax: &str) -> Self {
        let text = claim;
        Self {
            modality: text(data_set, tags::MODALITY),
            body_part_examined: text(data_set, tags::BODY_PART_EXAMINED),
            view_position: text(data_set, tags::VIEW_POSITION),
            patient_age: text(data_set, tags::PATIENT_AGE),
            patient_sex: text(data_set, tags::PATIENT_SEX),
            anatomic_region: Code::first_of(data_set, tags::ANATOMIC_REGION_SEQUENCE),
            laterality: text(data_set, tags::IMAGE_LATERALITY).or_else(|| text(data_set, tags::LATERALITY)),
            protocol_name: text(data_set, tags::PROTOCOL_NAME),
            manufacturer: text(data_set, tags::MANUFACTURER),
            study_description: text(data_set, tags::STUDY_DESCRIPTION),
            series_description: text(data_set, tags::SERIES_DESCRIPTION),
            sop_class_uid: text(data_set, tags::SOP_CLASS_UID),
            sop_instance_uid: text(data_set, tags::SOP_INSTANCE_UID),
            transfer_syntax: Some(shown(transfer_syntax)),
            photometric_interpretation: text(data_set, tags::PHOTOMETRIC_INTERPRETATION),
            rows: number(data_set, tags::ROWS),
            columns: number(data_set, tags::COLUMNS),
            number_of_frames: number(data_set, tags::NUMBER_OF_FRAMES),
        }
    }
}

impl Code {
    /// The first item of a code sequence; none without a code value.
    fn first_of(data_set: &InMemDicomObject, tag: Tag) -> Option<Self> {
        let item = data_set.get(tag)?.items()?.first()?;
        let or_empty = |tag| claim(item, tag).unwrap_or_default();
        Some(Self {
            value: claim(item, tags::CODE_VALUE)?,
            scheme: or_empty(tags::CODING_SCHEME_DESIGNATOR),
            meaning: or_empty(tags::CODE_MEANING),
        })
    }
}

/// First value of a text element, trimmed of padding; none if absent or empty.
pub(in crate::radiograph) fn text(data_set: &InMemDicomObject, tag: Tag) -> Option<String> {
    let element = data_set.get(tag)?;
    if let (VR::UN, Some(PrimitiveValue::U8(bytes))) = (element.vr(), element.value().primitive()) {
        let text = String::from_utf8_lossy(bytes);
        let first = text.split('\\').next()?.trim_matches(['\0', ' ']);
        return (!first.is_empty()).then(|| first.to_owned());
    }
    let values = element.to_multi_str().ok()?;
    let first = decoded(data_set, values.first()?.trim_matches(['\0', ' ']));
    (!first.is_empty()).then(|| first.into_owned())
}

/// First value of an integer element.
pub(in crate::radiograph) fn number(data_set: &InMemDicomObject, tag: Tag) -> Option<u32> {
    let element = data_set.get(tag)?;
    match (element.vr(), element.value().primitive()) {
        // A standard attribute can come as UN (PS3.5 section 6.2.2 note 1), in little endian.
        (VR::UN, Some(PrimitiveValue::U8(bytes))) => match bytes.as_slice() {
            [low, high] => Some(u16::from_le_bytes([*low, *high]).into()),
            _ => None,
        },
        _ => element.to_int().ok(),
    }
}

/// The values of a decimal string (DS) or floating point element; none where one of them makes no sense.
pub(in crate::radiograph) fn decimals(data_set: &InMemDicomObject, tag: Tag) -> Option<Vec<f64>> {
    let values = data_set.get(tag)?.to_multi_float64().ok()?;
    values.iter().all(|value| value.is_finite()).then_some(values)
}

/// First value of a decimal string (DS) or floating point element; none unless finite.
pub(in crate::radiograph) fn decimal(data_set: &InMemDicomObject, tag: Tag) -> Option<f64> {
    let values = data_set.get(tag)?.to_multi_float64().ok()?;
    values.first().copied().filter(|value| value.is_finite())
}
