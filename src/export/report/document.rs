//! What stands around a report's content: whose it is, where it is filed, what it was made from.

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::{DataElement, Tag, VR};
use dicom_dictionary_std::{StandardDataDictionary, tags, uids};

use super::content::{Item, element, sequence};
use super::{MAKER, Made, NOTICE, ReportError, codes};
use crate::radiograph::Part10;

/// Taken over from the image, empty where it lacks them (type 2 in PS3.3 C.7.1.1 and C.7.2.1).
const TAKEN_OVER: &[Tag] = &[
    tags::PATIENT_NAME,
    tags::PATIENT_ID,
    tags::PATIENT_BIRTH_DATE,
    tags::PATIENT_SEX,
    tags::STUDY_DATE,
    tags::STUDY_TIME,
    tags::REFERRING_PHYSICIAN_NAME,
    tags::STUDY_ID,
    tags::ACCESSION_NUMBER,
];

/// Taken over where the image has them (type 3).
const TAKEN_OVER_IF_THERE: &[Tag] = &[
    tags::ISSUER_OF_PATIENT_ID,
    tags::PATIENT_AGE,
    tags::STUDY_DESCRIPTION,
    tags::PATIENT_IDENTITY_REMOVED,
    tags::DEIDENTIFICATION_METHOD,
];

/// The image that a report speaks of.
pub(super) struct Source<'a> {
    file: &'a Part10<'a>,
    study: String,
    series: String,
    sop_class: String,
    pub(super) sop_instance: String,
    first_of_many: bool,
}

impl<'a> Source<'a> {
    pub(super) fn of(file: &'a Part10<'a>) -> Result<Self, ReportError> {
        let uid = |tag, name| file.text(tag).ok_or(ReportError::Missing(name));
        Ok(Self {
            study: uid(tags::STUDY_INSTANCE_UID, "Study Instance UID")?,
            series: uid(tags::SERIES_INSTANCE_UID, "Series Instance UID")?,
            sop_class: uid(tags::SOP_CLASS_UID, "SOP Class UID")?,
            sop_instance: uid(tags::SOP_INSTANCE_UID, "SOP Instance UID")?,
            first_of_many: file.header().number_of_frames.is_some_and(|frames| frames > 1),
            file,
        })
    }

    fn pair(&self) -> [DataElement<Item>; 2] {
        [
            element(tags::REFERENCED_SOP_CLASS_UID, VR::UI, self.sop_class.as_str()),
            element(tags::REFERENCED_SOP_INSTANCE_UID, VR::UI, self.sop_instance.as_str()),
        ]
    }

    /// The image for the content tree; of several frames, the first, which alone was read.
    pub(super) fn reference(&self) -> Item {
        let frame = self.first_of_many.then(|| element(tags::REFERENCED_FRAME_NUMBER, VR::IS, "1"));
        Item::from_element_iter(self.pair().into_iter().chain(frame))
    }

    /// Where the image is filed (PS3.3 C.17.2.1).
    fn evidence(&self) -> DataElement<Item> {
        let image = sequence(tags::REFERENCED_SOP_SEQUENCE, vec![Item::from_element_iter(self.pair())]);
        let series = [element(tags::SERIES_INSTANCE_UID, VR::UI, self.series.as_str()), image];
        let series = sequence(tags::REFERENCED_SERIES_SEQUENCE, vec![Item::from_element_iter(series)]);
        let study = [element(tags::STUDY_INSTANCE_UID, VR::UI, self.study.as_str()), series];
        sequence(tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, vec![Item::from_element_iter(study)])
    }

    /// The patient and study modules.
    fn taken_over(&self) -> impl Iterator<Item = DataElement<Item>> {
        let value = |tag: Tag| self.file.text(tag).and_then(|value| in_form(tag, value));
        let always = TAKEN_OVER.iter().map(move |tag| element(*tag, vr(*tag), value(*tag).unwrap_or_default()));
        let there = TAKEN_OVER_IF_THERE.iter().filter_map(move |tag| Some(element(*tag, vr(*tag), value(*tag)?)));
        let codes = self.file.data_set.get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE).cloned();
        // How names were removed must be said where they were, in words or codes (type 1C).
        let removed = value(tags::PATIENT_IDENTITY_REMOVED).is_some_and(|removed| removed == "YES");
        let unsaid = removed && codes.is_none() && value(tags::DEIDENTIFICATION_METHOD).is_none();
        let unsaid = unsaid.then(|| element(tags::DEIDENTIFICATION_METHOD, VR::LO, "Not stated in the image"));
        always.chain(there).chain(codes).chain(unsaid)
    }
}

fn vr(tag: Tag) -> VR {
    StandardDataDictionary.by_tag(tag).map_or(VR::LO, |entry| entry.vr().relaxed())
}

/// The value, unless its VR doesn't allow it (PS3.5 section 6.2): images have ages like `62` and dates with dots.
fn in_form(tag: Tag, value: String) -> Option<String> {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let one_of = |allowed: &[&str]| allowed.contains(&value.to_ascii_uppercase().as_str());
    let fits = match vr(tag) {
        VR::AS => value.strip_suffix(['D', 'W', 'M', 'Y']).is_some_and(|number| digits(number, 3)),
        VR::DA => digits(&value, 8),
        VR::TM => {
            let (whole, fraction) = value.split_once('.').unwrap_or((&value, "0"));
            [2, 4, 6].iter().any(|count| digits(whole, *count)) && (1..=6).any(|count| digits(fraction, count))
        }
        VR::CS if tag == tags::PATIENT_SEX => one_of(&["M", "F", "O"]),
        VR::CS => one_of(&["YES", "NO"]),
        _ => true,
    };
    fits.then(|| if vr(tag) == VR::CS { value.to_ascii_uppercase() } else { value })
}

/// Every attribute but the content tree's: the modules of a Comprehensive SR (PS3.3 A.35.3).
pub(super) fn attributes(source: &Source<'_>, made: &Made, version: &str) -> Result<Item, ReportError> {
    let when = made.local_time().ok_or(ReportError::Clock)?;
    let (date, time) = (when.format("%Y%m%d").to_string(), when.format("%H%M%S").to_string());
    let scheme = [
        element(tags::CODING_SCHEME_DESIGNATOR, VR::SH, codes::OWN_SCHEME),
        element(tags::CODING_SCHEME_UID, VR::UI, codes::OWN_SCHEME_UID),
        element(tags::CODING_SCHEME_NAME, VR::ST, "Body part groups of DICOM Imaging Router"),
    ];
    let own = [
        element(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 192"),
        element(tags::SOP_CLASS_UID, VR::UI, uids::COMPREHENSIVE_SR_STORAGE),
        element(tags::SOP_INSTANCE_UID, VR::UI, made.document_uid()),
        element(tags::CONTENT_DATE, VR::DA, date.as_str()),
        element(tags::CONTENT_TIME, VR::TM, time.as_str()),
        element(tags::INSTANCE_CREATION_DATE, VR::DA, date.as_str()),
        element(tags::INSTANCE_CREATION_TIME, VR::TM, time.as_str()),
        element(tags::TIMEZONE_OFFSET_FROM_UTC, VR::SH, when.format("%z").to_string()),
        element(tags::MODALITY, VR::CS, "SR"),
        element(tags::MANUFACTURER, VR::LO, MAKER),
        element(tags::MANUFACTURER_MODEL_NAME, VR::LO, MAKER),
        element(tags::SOFTWARE_VERSIONS, VR::LO, version),
        element(tags::SERIES_DESCRIPTION, VR::LO, format!("Body part routing. {NOTICE}")),
        element(tags::STUDY_INSTANCE_UID, VR::UI, source.study.as_str()),
        element(tags::SERIES_INSTANCE_UID, VR::UI, made.series_uid()),
        element(tags::SERIES_NUMBER, VR::IS, "1"),
        element(tags::INSTANCE_NUMBER, VR::IS, "1"),
        sequence(tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, Vec::new()),
        sequence(tags::PERFORMED_PROCEDURE_CODE_SEQUENCE, Vec::new()),
        sequence(tags::CODING_SCHEME_IDENTIFICATION_SEQUENCE, vec![Item::from_element_iter(scheme)]),
        // All that the program has to say; no person answers for it.
        element(tags::COMPLETION_FLAG, VR::CS, "COMPLETE"),
        element(tags::VERIFICATION_FLAG, VR::CS, "UNVERIFIED"),
        source.evidence(),
    ];
    Ok(Item::from_element_iter(own.into_iter().chain(source.taken_over())))
}
