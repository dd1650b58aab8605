//! What an object without pixels is, in words.

use dicom_core::dictionary::UidDictionary;
use dicom_dictionary_std::{StandardSopClassDictionary, tags};
use dicom_object::InMemDicomObject;

use super::attributes::text;
use crate::phrase;
use crate::text::Phrase;

/// A code, and what is said of it.
type Called = (&'static str, fn() -> Phrase);

/// Parts of SOP class names (PS3.6 annex A), and what people call such objects; the first that fits counts.
const KINDS: &[Called] = &[
    ("Media Storage Directory", || phrase!(kind_directory)),
    ("Key Object Selection", || phrase!(kind_key_objects)),
    ("Presentation State", || phrase!(kind_presentation)),
    ("Dose SR", || phrase!(kind_dose_report)),
    ("SR", || phrase!(kind_report)),
    ("Encapsulated PDF", || phrase!(kind_pdf)),
    ("Encapsulated CDA", || phrase!(kind_text)),
    ("ECG", || phrase!(kind_ecg)),
    ("Waveform", || phrase!(kind_waveform)),
    ("RT Structure Set", || phrase!(kind_structures)),
    ("RT Plan", || phrase!(kind_plan)),
    ("RT Ion Plan", || phrase!(kind_plan)),
    ("RT Dose", || phrase!(kind_dose)),
    ("Hanging Protocol", || phrase!(kind_hanging)),
    ("Color Palette", || phrase!(kind_palette)),
    ("Raw Data", || phrase!(kind_raw)),
    ("Registration", || phrase!(kind_registration)),
    ("Microscopy Bulk Simple Annotations", || phrase!(kind_annotations)),
    ("Real World Value Mapping", || phrase!(kind_mapping)),
];

/// The same by Modality (PS3.3 C.7.3.1.1.1), for objects without a SOP class that is known.
const MODALITIES: &[Called] = &[
    ("SR", || phrase!(kind_report)),
    ("DOC", || phrase!(kind_document)),
    ("PR", || phrase!(kind_presentation)),
    ("KO", || phrase!(kind_key_objects)),
    ("ECG", || phrase!(kind_ecg)),
    ("RTPLAN", || phrase!(kind_plan)),
    ("RTSTRUCT", || phrase!(kind_structures)),
    ("HC", || phrase!(kind_hard_copy)),
];

/// The kind of an object that has no pixels.
pub(in crate::radiograph) fn kind_without_image(data_set: &InMemDicomObject) -> Phrase {
    let class = text(data_set, tags::SOP_CLASS_UID).and_then(|uid| StandardSopClassDictionary.by_uid(&uid));
    let by_class = class.and_then(|class| KINDS.iter().find(|(part, _)| class.name.contains(part)));
    let modality = text(data_set, tags::MODALITY).unwrap_or_default();
    let by_modality = || MODALITIES.iter().find(|(code, _)| *code == modality);
    if data_set.get(tags::OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY).is_some() {
        return phrase!(kind_directory);
    }
    by_class.or_else(by_modality).map_or_else(|| phrase!(kind_unknown), |(_, kind)| kind())
}
