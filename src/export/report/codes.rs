//! The coded concepts of the report. `DCM` and `SCT` codes are those of PS3.16; what it has no code for goes by a
//! scheme of our own, which PS3.3 section 8.2 lets begin with `99`.

use crate::classifier::Group;

/// A coded concept (PS3.3 section 8): value, scheme, meaning.
pub(super) type Concept = (&'static str, &'static str, &'static str);

/// Our own scheme.
pub(super) const OWN_SCHEME: &str = "99DICOMROUTER";
pub(super) const OWN_SCHEME_UID: &str = "2.25.145272358758020102580583810038108569039";

pub(super) const IMAGING_MEASUREMENT_REPORT: Concept = ("126000", "DCM", "Imaging Measurement Report");
pub(super) const LANGUAGE: Concept = ("121049", "DCM", "Language of Content Item and Descendants");
pub(super) const ENGLISH: Concept = ("en-GB", "RFC5646", "English (United Kingdom)");
pub(super) const OBSERVER_TYPE: Concept = ("121005", "DCM", "Observer Type");
pub(super) const DEVICE: Concept = ("121007", "DCM", "Device");
pub(super) const DEVICE_UID: Concept = ("121012", "DCM", "Device Observer UID");
pub(super) const DEVICE_NAME: Concept = ("121013", "DCM", "Device Observer Name");
pub(super) const DEVICE_MANUFACTURER: Concept = ("121014", "DCM", "Device Observer Manufacturer");
pub(super) const DEVICE_MODEL: Concept = ("121015", "DCM", "Device Observer Model Name");
pub(super) const PROCEDURE_REPORTED: Concept = ("121058", "DCM", "Procedure reported");
pub(super) const IMAGING_PROCEDURE: Concept = ("363679005", "SCT", "Imaging procedure");
pub(super) const IMAGE_LIBRARY: Concept = ("111028", "DCM", "Image Library");
pub(super) const IMAGE_LIBRARY_GROUP: Concept = ("126200", "DCM", "Image Library Group");
pub(super) const IMAGING_MEASUREMENTS: Concept = ("126010", "DCM", "Imaging Measurements");
pub(super) const MEASUREMENT_GROUP: Concept = ("125007", "DCM", "Measurement Group");
pub(super) const TRACKING_IDENTIFIER: Concept = ("112039", "DCM", "Tracking Identifier");
pub(super) const TRACKING_UID: Concept = ("112040", "DCM", "Tracking Unique Identifier");
pub(super) const FINDING: Concept = ("121071", "DCM", "Finding");
pub(super) const FINDING_SITE: Concept = ("363698007", "SCT", "Finding Site");
pub(super) const ALGORITHM_NAME: Concept = ("111001", "DCM", "Algorithm Name");
pub(super) const ALGORITHM_VERSION: Concept = ("111003", "DCM", "Algorithm Version");
pub(super) const ALGORITHM_PARAMETERS: Concept = ("111002", "DCM", "Algorithm Parameters");
pub(super) const CERTAINTY: Concept = ("111012", "DCM", "Certainty of Finding");
pub(super) const PERCENT: Concept = ("%", "UCUM", "Percent");
pub(super) const COMMENT: Concept = ("121106", "DCM", "Comment");
pub(super) const SOURCE: Concept = ("260753009", "SCT", "Source");
pub(super) const DESTINATION: Concept = ("destination", OWN_SCHEME, "Routing destination");

/// The group itself. PS3.16 has no codes that tell a child's chest from an adult's, so all five are ours.
pub(super) fn group(group: Group) -> Concept {
    (group.id(), OWN_SCHEME, group.name())
}

/// The region of the body that a group shows (PS3.16 CID 4031); none for "other".
pub(super) fn region(group: Group) -> Option<Concept> {
    match group {
        Group::Abdomen => Some(("818981001", "SCT", "Abdomen")),
        Group::AdultChest | Group::PaediatricChest => Some(("816094009", "SCT", "Chest")),
        Group::Spine => Some(("421060004", "SCT", "Spine")),
        Group::Other => None,
    }
}

/// The name of a group's probability.
pub(super) fn probability(group: Group) -> Concept {
    match group {
        Group::Abdomen => ("p_abdomen", OWN_SCHEME, "Probability of abdomen"),
        Group::AdultChest => ("p_adult_chest", OWN_SCHEME, "Probability of adult chest"),
        Group::PaediatricChest => ("p_paed_chest", OWN_SCHEME, "Probability of paediatric chest"),
        Group::Spine => ("p_spine", OWN_SCHEME, "Probability of spine"),
        Group::Other => ("p_other", OWN_SCHEME, "Probability of other body part"),
    }
}
