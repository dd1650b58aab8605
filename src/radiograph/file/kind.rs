//! What an object without pixels is, in words.

use dicom_core::dictionary::UidDictionary;
use dicom_dictionary_std::{StandardSopClassDictionary, tags};
use dicom_object::InMemDicomObject;

use super::attributes::text;

/// Parts of SOP class names (PS3.6 annex A), and what people call such objects; the first that fits counts.
const KINDS: &[(&str, &str)] = &[
    ("Media Storage Directory", "a DICOMDIR, which lists the files beside it"),
    ("Key Object Selection", "a key object selection"),
    ("Presentation State", "a presentation state"),
    ("Dose SR", "a radiation dose report"),
    ("SR", "a structured report"),
    ("Encapsulated PDF", "a PDF document"),
    ("Encapsulated CDA", "a text document"),
    ("ECG", "an ECG"),
    ("Waveform", "a waveform"),
    ("RT Structure Set", "a radiotherapy structure set"),
    ("RT Plan", "a radiotherapy plan"),
    ("RT Ion Plan", "a radiotherapy plan"),
    ("RT Dose", "a radiotherapy dose"),
    ("Hanging Protocol", "a hanging protocol"),
    ("Color Palette", "a colour palette"),
    ("Raw Data", "raw scanner data"),
    ("Registration", "a registration of two scans"),
    ("Microscopy Bulk Simple Annotations", "annotations of a microscopy slide"),
    ("Real World Value Mapping", "a mapping to real-world values"),
];

/// The same by Modality (PS3.3 C.7.3.1.1.1), for objects without a SOP class that is known.
const MODALITIES: &[(&str, &str)] = &[
    ("SR", "a structured report"),
    ("DOC", "an encapsulated document"),
    ("PR", "a presentation state"),
    ("KO", "a key object selection"),
    ("ECG", "an ECG"),
    ("RTPLAN", "a radiotherapy plan"),
    ("RTSTRUCT", "a radiotherapy structure set"),
    ("HC", "a hard copy"),
];

/// The kind of an object that has no pixels.
pub(in crate::radiograph) fn kind_without_image(data_set: &InMemDicomObject) -> String {
    let class = text(data_set, tags::SOP_CLASS_UID).and_then(|uid| StandardSopClassDictionary.by_uid(&uid));
    let by_class = class.and_then(|class| KINDS.iter().find(|(part, _)| class.name.contains(part)));
    let modality = text(data_set, tags::MODALITY).unwrap_or_default();
    let by_modality = || MODALITIES.iter().find(|(code, _)| *code == modality);
    if data_set.get(tags::OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY).is_some() {
        return KINDS[0].1.to_owned();
    }
    by_class.or_else(by_modality).map_or("it has no pixel data", |(_, kind)| kind).to_owned()
}
