//! What is known of one picture, for rules to look at.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::claims::first_conflict;
use super::field::Field;
use crate::classifier::{Group, Prediction};
use crate::radiograph::{Format, Header};

/// How far the pixels could be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// In one of the five groups.
    Placed,
    /// The network isn't sure enough.
    Unsure,
    /// Not a projection radiograph at all.
    NotARadiograph,
}

impl Outcome {
    /// The stable identifier: `placed`, `unsure`, `not-a-radiograph`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Unsure => "unsure",
            Self::NotARadiograph => "not-a-radiograph",
        }
    }
}

/// What says that a picture is no radiograph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denial {
    /// The header names a modality without projection radiographs.
    Header,
    /// The network's gate.
    Pixels,
}

/// A fact's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fact<'a> {
    Text(&'a str),
    Code { meaning: &'a str, value: &'a str },
    Number(f64),
}

impl Fact<'_> {
    /// Whether a test holds of the text, or of one of a code's two.
    pub(super) fn any_text(&self, test: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Text(text) => test(text),
            Self::Code { meaning, value } => test(meaning) || test(value),
            Self::Number(_) => false,
        }
    }
}

impl fmt::Display for Fact<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => out.write_str(text),
            Self::Code { meaning, value } => write!(out, "{meaning} ({value})"),
            Self::Number(number) => write!(out, "{}", (number * 1e4).round() / 1e4),
        }
    }
}

/// The facts of one picture.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    prediction: Prediction,
    header: &'a Header,
    format: Format,
    /// The group that a person saw, or that it is none of them; the outer `None`: nobody has looked.
    seen: Option<Option<Group>>,
}

impl<'a> Facts<'a> {
    /// Sets the header beside the pixels. A header that names a modality without projection radiographs (CT,
    /// ultrasound …) outweighs the network.
    #[must_use]
    pub fn new(prediction: Prediction, header: &'a Header, format: Format) -> Self {
        Self { prediction, header, format, seen: None }
    }

    /// The same picture after a person looked at it and saw `group`, or none of the five. What the person saw outweighs
    /// network and header: it is placed there (or unsure), nothing denies it, and no conflict is left to weigh.
    #[must_use]
    pub fn seen_as(self, group: Option<Group>) -> Self {
        Self { seen: Some(group), ..self }
    }

    /// How far the picture could be placed.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let placed = self.seen.map_or(self.prediction.sure, |group| group.is_some());
        match self.denial() {
            Some(_) => Outcome::NotARadiograph,
            None if placed => Outcome::Placed,
            None => Outcome::Unsure,
        }
    }

    /// The group, if placed.
    #[must_use]
    pub fn group(&self) -> Option<Group> {
        let group = self.seen.unwrap_or(Some(self.prediction.likeliest));
        group.filter(|_| self.outcome() == Outcome::Placed)
    }

    fn denial(&self) -> Option<Denial> {
        let by_pixels = (!self.prediction.radiograph).then_some(Denial::Pixels);
        let denial = if self.header.denies_projection() { Some(Denial::Header) } else { by_pixels };
        denial.filter(|_| self.seen.is_none())
    }

    fn conflict(&self) -> Option<Field> {
        if self.seen.is_some() { None } else { first_conflict(self.header, &self.prediction) }
    }

    pub(super) fn get(&self, field: Field) -> Option<Fact<'a>> {
        let header = self.header;
        let text = |value: &'a Option<String>| value.as_deref().map(Fact::Text);
        let count = |value: Option<u32>| value.map(|count| Fact::Number(f64::from(count)));
        match field {
            Field::Outcome => Some(Fact::Text(self.outcome().id())),
            Field::DeniedBy => {
                self.denial().map(|by| Fact::Text(if by == Denial::Header { "header" } else { "pixels" }))
            }
            Field::Group => self.group().map(|group| Fact::Text(group.id())),
            Field::Confidence => Some(Fact::Number(f64::from(self.prediction.confidence))),
            Field::RadiographScore => Some(Fact::Number(f64::from(self.prediction.radiograph_score))),
            Field::Conflict => self.conflict().map(|field| Fact::Text(field.id())),
            Field::Format => Some(Fact::Text(self.format.id())),
            Field::Modality => text(&header.modality),
            Field::BodyPartExamined => text(&header.body_part_examined),
            Field::AnatomicRegion => {
                let code = header.anatomic_region.as_ref()?;
                Some(Fact::Code { meaning: &code.meaning, value: &code.value })
            }
            Field::ViewPosition => text(&header.view_position),
            Field::PatientAge => header.age_in_years().map(Fact::Number),
            Field::PatientSex => text(&header.patient_sex),
            Field::Laterality => text(&header.laterality),
            Field::StudyDescription => text(&header.study_description),
            Field::SeriesDescription => text(&header.series_description),
            Field::ProtocolName => text(&header.protocol_name),
            Field::Manufacturer => text(&header.manufacturer),
            Field::PhotometricInterpretation => text(&header.photometric_interpretation),
            Field::Rows => count(header.rows),
            Field::Columns => count(header.columns),
            Field::NumberOfFrames => count(header.number_of_frames),
            Field::SopClassUid => text(&header.sop_class_uid),
            Field::TransferSyntaxUid => text(&header.transfer_syntax),
        }
    }
}
