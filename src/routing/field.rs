//! The names of what a routing rule may look at.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use super::condition::Test;
use super::reading::text;
use crate::phrase;
use crate::text::Phrase;

/// A thing that a rule may look at. Header facts go by their DICOM keyword (PS3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "&'static str")]
pub enum Field {
    /// `placed`, `unsure` or `not-a-radiograph`.
    Outcome,
    /// `header` or `pixels`: what says that it is no radiograph; absent unless one does.
    DeniedBy,
    /// The group's id; absent unless placed.
    Group,
    /// The highest probability, 0–1.
    Confidence,
    /// The gate's log odds of "a projection radiograph".
    RadiographScore,
    /// The first header fact that contradicts the pixels; absent if none does, or if a person has looked.
    Conflict,
    /// What kind of file it is.
    Format,
    /// Modality (0008,0060).
    Modality,
    /// Body Part Examined (0018,0015).
    BodyPartExamined,
    /// Anatomic Region Sequence (0008,2218), first item: its code's meaning and its value; a test holds if either fits.
    AnatomicRegion,
    /// View Position (0018,5101).
    ViewPosition,
    /// Patient's Age (0010,1010), in years.
    PatientAge,
    /// Patient's Sex (0010,0040).
    PatientSex,
    /// Image Laterality (0020,0062), else Laterality (0020,0060).
    Laterality,
    /// Study Description (0008,1030).
    StudyDescription,
    /// Series Description (0008,103E).
    SeriesDescription,
    /// Protocol Name (0018,1030).
    ProtocolName,
    /// Manufacturer (0008,0070).
    Manufacturer,
    /// Photometric Interpretation (0028,0004).
    PhotometricInterpretation,
    /// Rows (0028,0010).
    Rows,
    /// Columns (0028,0011).
    Columns,
    /// Number of Frames (0028,0008).
    NumberOfFrames,
    /// SOP Class UID (0008,0016).
    SopClassUid,
    /// Transfer Syntax UID (0002,0010).
    TransferSyntaxUid,
}

/// What values a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// One of these texts, written so.
    Choice(&'static [&'static str]),
}

impl FieldKind {
    /// The names of the tests that fit, from [`Test::NAMES`].
    #[must_use]
    pub fn tests(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["equals", "one_of", "matches", "exists"],
            Self::Number => &["at_least", "below", "in_range", "exists"],
            Self::Choice(_) => &["equals", "one_of", "exists"],
        }
    }

    /// Whether a test can ever say something about such a field.
    #[must_use]
    pub fn fits(self, test: &Test) -> bool {
        self.tests().contains(&test.id())
    }
}

impl Field {
    /// All fields: what the network found, then what the header says.
    pub const ALL: [Self; 24] = [
        Self::Outcome,
        Self::DeniedBy,
        Self::Group,
        Self::Confidence,
        Self::RadiographScore,
        Self::Conflict,
        Self::Format,
        Self::Modality,
        Self::BodyPartExamined,
        Self::AnatomicRegion,
        Self::ViewPosition,
        Self::PatientAge,
        Self::PatientSex,
        Self::Laterality,
        Self::StudyDescription,
        Self::SeriesDescription,
        Self::ProtocolName,
        Self::Manufacturer,
        Self::PhotometricInterpretation,
        Self::Rows,
        Self::Columns,
        Self::NumberOfFrames,
        Self::SopClassUid,
        Self::TransferSyntaxUid,
    ];

    /// The name in a routing table.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::DeniedBy => "denied_by",
            Self::Group => "group",
            Self::Confidence => "confidence",
            Self::RadiographScore => "radiograph_score",
            Self::Conflict => "conflict",
            Self::Format => "format",
            Self::Modality => "Modality",
            Self::BodyPartExamined => "BodyPartExamined",
            Self::AnatomicRegion => "AnatomicRegion",
            Self::ViewPosition => "ViewPosition",
            Self::PatientAge => "PatientAge",
            Self::PatientSex => "PatientSex",
            Self::Laterality => "Laterality",
            Self::StudyDescription => "StudyDescription",
            Self::SeriesDescription => "SeriesDescription",
            Self::ProtocolName => "ProtocolName",
            Self::Manufacturer => "Manufacturer",
            Self::PhotometricInterpretation => "PhotometricInterpretation",
            Self::Rows => "Rows",
            Self::Columns => "Columns",
            Self::NumberOfFrames => "NumberOfFrames",
            Self::SopClassUid => "SOPClassUID",
            Self::TransferSyntaxUid => "TransferSyntaxUID",
        }
    }

    /// What values it has.
    #[must_use]
    pub fn kind(self) -> FieldKind {
        match self {
            Self::Outcome => FieldKind::Choice(&["placed", "unsure", "not-a-radiograph"]),
            Self::DeniedBy => FieldKind::Choice(&["header", "pixels"]),
            Self::Group => FieldKind::Choice(&["abdomen", "adult_chest", "paediatric_chest", "spine", "other"]),
            Self::Conflict => {
                FieldKind::Choice(&["Modality", "BodyPartExamined", "AnatomicRegion", "ViewPosition", "PatientAge"])
            }
            Self::Format => FieldKind::Choice(&["dicom", "png", "jpeg"]),
            Self::Confidence
            | Self::RadiographScore
            | Self::PatientAge
            | Self::Rows
            | Self::Columns
            | Self::NumberOfFrames => FieldKind::Number,
            _ => FieldKind::Text,
        }
    }
}

impl From<Field> for &'static str {
    fn from(field: Field) -> Self {
        field.id()
    }
}

impl FromStr for Field {
    type Err = Phrase;

    fn from_str(id: &str) -> Result<Self, Phrase> {
        let known = || Self::ALL.map(Self::id).join(", ");
        let found = Self::ALL.into_iter().find(|field| field.id() == id);
        found.ok_or_else(|| phrase!(routing_no_field, id = id.to_owned(), known = known()))
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        text(value)
    }
}
