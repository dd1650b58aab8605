//! What the header claims, set beside what the pixels say.

use serde::Serialize;

use super::anatomy::{groups_of_code, groups_of_text};
use super::field::Field;
use crate::classifier::{Group, Prediction};
use crate::radiograph::Header;

/// How a claim stands to the pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Both say the same.
    Agrees,
    /// They can't both be right.
    Conflicts,
    /// The header says nothing that could be compared, or the pixels don't.
    Silent,
}

impl Verdict {
    /// The stable identifier: `agrees`, `conflicts`, `silent`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Conflicts => "conflicts",
            Self::Silent => "silent",
        }
    }
}

/// One claim of the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// What it is about.
    pub field: Field,
    /// What the header says, as written; empty where it doesn't.
    pub said: String,
    /// How it stands to the pixels.
    pub verdict: Verdict,
    /// The same in a sentence for people.
    pub words: String,
}

/// The fields that are compared, in this order.
const COMPARED: [Field; 5] =
    [Field::Modality, Field::BodyPartExamined, Field::AnatomicRegion, Field::ViewPosition, Field::PatientAge];

/// Modalities (PS3.3 C.7.3.1.1.1) of projection radiographs.
const PROJECTION: &[&str] = &["CR", "DX", "RG", "MG", "IO", "PX", "RF", "XA", "DR"];

/// Views that only a breast has (abbreviations of PS3.16 CID 4014, View for Mammography).
const OF_A_BREAST: &[&str] = &["MLO", "LMO", "CC", "XCCL", "XCCM", "SIO"];

/// At this age, in years, a child's chest becomes an adult's; the default table's rules draw the same line.
const ADULT_FROM: f64 = 18.0;

/// The five claims about what the picture is: Modality, Body Part Examined, Anatomic Region, View Position and Patient's
/// Age, each present, in this order.
#[must_use]
pub fn claims(header: &Header, prediction: &Prediction) -> [Claim; 5] {
    COMPARED.map(|field| {
        let said = said(field, header);
        let verdict = verdict(field, header, prediction);
        let words = if said.is_empty() {
            "The header doesn't say.".to_owned()
        } else {
            words(field, &said, verdict, header, prediction)
        };
        Claim { field, said, verdict, words }
    })
}

/// The first of those five that contradicts the pixels.
#[must_use]
pub fn first_conflict(header: &Header, prediction: &Prediction) -> Option<Field> {
    COMPARED.into_iter().find(|field| verdict(*field, header, prediction) == Verdict::Conflicts)
}

/// The group that the pixels show, whatever the header says; none if the network can't tell.
fn seen(prediction: &Prediction) -> Option<Group> {
    (prediction.radiograph && prediction.sure).then_some(prediction.likeliest)
}

fn said(field: Field, header: &Header) -> String {
    let text = match field {
        Field::Modality => &header.modality,
        Field::BodyPartExamined => &header.body_part_examined,
        Field::ViewPosition => &header.view_position,
        Field::PatientAge => &header.patient_age,
        _ => {
            let code = header.anatomic_region.as_ref();
            return code
                .map_or("", |code| if code.meaning.is_empty() { &code.value } else { &code.meaning })
                .to_owned();
        }
    };
    text.clone().unwrap_or_default()
}

/// The groups that a field leaves possible; empty where it leaves all.
fn possible(field: Field, header: &Header) -> Vec<Group> {
    match field {
        Field::BodyPartExamined => header.body_part_examined.as_deref().map(groups_of_text),
        Field::AnatomicRegion => header.anatomic_region.as_ref().map(|code| match groups_of_code(&code.value) {
            [] => groups_of_text(&code.meaning),
            groups => groups.to_vec(),
        }),
        Field::ViewPosition => {
            let breast = |view: &String| OF_A_BREAST.contains(&view.as_str());
            header.view_position.as_ref().filter(|view| breast(view)).map(|_| vec![Group::Other])
        }
        _ => None,
    }
    .unwrap_or_default()
}

fn verdict(field: Field, header: &Header, prediction: &Prediction) -> Verdict {
    let agrees = |agrees: bool| if agrees { Verdict::Agrees } else { Verdict::Conflicts };
    match (field, seen(prediction)) {
        (Field::Modality, _) if header.denies_projection() => agrees(!prediction.radiograph),
        (Field::Modality, _) => match header.modality.as_deref() {
            Some(modality) if PROJECTION.contains(&modality) => agrees(prediction.radiograph),
            _ => Verdict::Silent,
        },
        (Field::PatientAge, Some(group @ (Group::AdultChest | Group::PaediatricChest))) => {
            let adult = |years: f64| years >= ADULT_FROM;
            header.age_in_years().map_or(Verdict::Silent, |years| agrees(adult(years) == (group == Group::AdultChest)))
        }
        (Field::PatientAge, _) | (_, None) => Verdict::Silent,
        (_, Some(group)) => match possible(field, header).as_slice() {
            [] => Verdict::Silent,
            groups => agrees(groups.contains(&group)),
        },
    }
}

fn words(field: Field, said: &str, verdict: Verdict, header: &Header, prediction: &Prediction) -> String {
    match field {
        Field::Modality => match (verdict, prediction.radiograph) {
            (Verdict::Silent, _) => format!("Header says {said}, which may or may not be a projection X-ray."),
            (Verdict::Agrees, true) => format!("Header says {said}, and the pixels look like a projection X-ray."),
            (Verdict::Agrees, false) => {
                format!("Header says {said}, and the pixels don't look like a projection X-ray.")
            }
            (Verdict::Conflicts, true) => {
                format!("Header says {said}, but the pixels look like a projection X-ray.")
            }
            (Verdict::Conflicts, false) => {
                format!("Header says {said}, but the pixels don't look like a projection X-ray.")
            }
        },
        Field::PatientAge => words_of_age(verdict, header, prediction),
        _ => words_of_part(field, said, verdict, header, prediction),
    }
}

fn words_of_part(field: Field, said: &str, verdict: Verdict, header: &Header, prediction: &Prediction) -> String {
    let part = match prediction.likeliest {
        Group::Abdomen => "abdomen",
        Group::AdultChest | Group::PaediatricChest => "chest",
        Group::Spine => "spine",
        Group::Other => "another body part",
    };
    let known = !possible(field, header).is_empty();
    match verdict {
        Verdict::Agrees if prediction.likeliest == Group::Other => {
            format!("Header says {said}, which fits the pixels.")
        }
        Verdict::Agrees => format!("Header says {said}, and so do the pixels."),
        Verdict::Conflicts => format!("Header says {said}, pixels say {part}."),
        Verdict::Silent if known => format!("Header says {said}, but the pixels can't be placed."),
        Verdict::Silent if field == Field::ViewPosition => format!("Header says {said}, which fits any body part."),
        Verdict::Silent => format!("Header says {said}, which can't be compared with the pixels."),
    }
}

fn words_of_age(verdict: Verdict, header: &Header, prediction: &Prediction) -> String {
    let Some(years) = header.age_in_years() else { return "The header's age can't be read.".to_owned() };
    let whole = |count: f64, unit: &str| {
        let count = count.floor();
        format!("{count} {unit}{} old", if count == 1.0 { "" } else { "s" })
    };
    let age = match years {
        ..0.083 => whole(years * 365.25 + 0.01, "day"),
        ..2.0 => whole(years * 12.0 + 0.01, "month"),
        _ => whole(years, "year"),
    };
    let chest = if prediction.likeliest == Group::AdultChest { "an adult's chest" } else { "a child's chest" };
    match verdict {
        Verdict::Agrees => format!("{age}, and read as {chest}."),
        Verdict::Conflicts => format!("{age}, but read as {chest}."),
        Verdict::Silent => format!("{age}, which only a chest could contradict."),
    }
}
