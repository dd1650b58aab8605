//! One line of a header as a person reads it.

use serde::{Deserialize, Serialize};

/// An attribute (PS3.5 section 7) in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Group and element in hexadecimal, e.g. `0010,0010`.
    pub tag: String,
    /// The keyword of PS3.6, e.g. `PatientName`; empty for an unknown or private attribute.
    pub keyword: String,
    /// The value representation, e.g. `PN`.
    pub vr: String,
    /// The value. Several are separated by ` \ `; binary ones read `(1,234 bytes)`, a sequence `(2 items)`; at most
    /// 1,000 characters.
    pub value: String,
    /// How many sequences it lies in.
    pub level: u8,
    /// Whether it can tell who the patient is, or where and when the picture was taken: listed in PS3.15 table E.1-1,
    /// private, or within such a one.
    pub identifying: bool,
    /// What it is about.
    pub group: AttributeGroup,
}

/// What an attribute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeGroup {
    /// The patient.
    Patient,
    /// The study: request, visit, trial.
    Study,
    /// The series: modality, protocol, side.
    Series,
    /// Device and institution.
    Equipment,
    /// This image: how it was taken, which it is.
    Image,
    /// The pixels: size, depth, grey scale, overlays.
    Pixels,
    /// Anything else: the file itself, private attributes …
    Other,
}

impl AttributeGroup {
    /// All groups, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Patient, Self::Study, Self::Series, Self::Equipment, Self::Image, Self::Pixels, Self::Other];
}
