//! What a routing rule may look at.

use serde::{Deserialize, Serialize};

use crate::classifier::{Group, Prediction};
use crate::radiograph::Header;

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

/// What says that a picture is no radiograph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denial {
    /// The header names a modality without projection radiographs.
    Header,
    /// The network's gate.
    Pixels,
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

/// A thing that a rule may look at. Header facts go by their DICOM keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// `placed`, `unsure` or `not-a-radiograph`.
    #[serde(rename = "outcome")]
    Outcome,
    /// `header` or `pixels`: what says that it is no radiograph; absent unless one does.
    #[serde(rename = "denied_by")]
    DeniedBy,
    /// The group's id; absent unless placed.
    #[serde(rename = "group")]
    Group,
    /// The highest probability, 0–1.
    #[serde(rename = "confidence")]
    Confidence,
    /// Modality (0008,0060).
    Modality,
    /// Body Part Examined (0018,0015).
    BodyPartExamined,
    /// View Position (0018,5101).
    ViewPosition,
    /// Patient's Age (0010,1010), in years.
    PatientAge,
}

/// A fact's value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fact {
    Text(String),
    Number(f64),
}

/// The facts of one picture.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    denial: Option<Denial>,
    prediction: &'a Prediction,
    header: &'a Header,
}

impl<'a> Facts<'a> {
    /// Sets the header beside the pixels. A header that names a modality without projection radiographs (CT,
    /// ultrasound …) outweighs the network.
    #[must_use]
    pub fn new(prediction: &'a Prediction, header: &'a Header) -> Self {
        let by_pixels = (!prediction.radiograph).then_some(Denial::Pixels);
        let denial = if header.denies_projection() { Some(Denial::Header) } else { by_pixels };
        Self { denial, prediction, header }
    }

    /// How far the pixels could be placed.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.denial {
            Some(_) => Outcome::NotARadiograph,
            None if self.prediction.sure => Outcome::Placed,
            None => Outcome::Unsure,
        }
    }

    /// The group, if placed.
    #[must_use]
    pub fn group(&self) -> Option<Group> {
        (self.outcome() == Outcome::Placed).then_some(self.prediction.likeliest)
    }

    pub(super) fn get(&self, field: Field) -> Option<Fact> {
        let text = |value: &Option<String>| value.clone().map(Fact::Text);
        match field {
            Field::Outcome => Some(Fact::Text(self.outcome().id().to_owned())),
            Field::DeniedBy => self.denial.map(|by| {
                let name = if by == Denial::Header { "header" } else { "pixels" };
                Fact::Text(name.to_owned())
            }),
            Field::Group => self.group().map(|group| Fact::Text(group.id().to_owned())),
            Field::Confidence => Some(Fact::Number(f64::from(self.prediction.confidence))),
            Field::Modality => text(&self.header.modality),
            Field::BodyPartExamined => text(&self.header.body_part_examined),
            Field::ViewPosition => text(&self.header.view_position),
            Field::PatientAge => self.header.age_in_years().map(Fact::Number),
        }
    }
}
