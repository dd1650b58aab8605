//! What the header claims, set beside what the pixels say.

use serde::Serialize;

use super::anatomy::{groups_of_code, groups_of_text};
use super::field::Field;
use crate::classifier::{Group, Prediction};
use crate::phrase;
use crate::radiograph::Header;
use crate::text::Phrase;

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
    pub words: Phrase,
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
        let words =
            if said.is_empty() { phrase!(claim_none) } else { words(field, &said, verdict, header, prediction) };
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

fn words(field: Field, said: &str, verdict: Verdict, header: &Header, prediction: &Prediction) -> Phrase {
    match field {
        Field::Modality => words_of_modality(said.to_owned(), verdict, prediction),
        Field::PatientAge => words_of_age(verdict, header, prediction),
        _ => words_of_part(field, said.to_owned(), verdict, header, prediction),
    }
}

fn words_of_modality(said: String, verdict: Verdict, prediction: &Prediction) -> Phrase {
    match (verdict, prediction.radiograph) {
        (Verdict::Silent, _) => phrase!(claim_modality_silent, said = said),
        (Verdict::Agrees, true) => phrase!(claim_modality_agrees, said = said),
        (Verdict::Agrees, false) => phrase!(claim_modality_agrees_not, said = said),
        (Verdict::Conflicts, true) => phrase!(claim_modality_conflicts, said = said),
        (Verdict::Conflicts, false) => phrase!(claim_modality_conflicts_not, said = said),
    }
}

fn words_of_part(field: Field, said: String, verdict: Verdict, header: &Header, prediction: &Prediction) -> Phrase {
    let part = match prediction.likeliest {
        Group::Abdomen => phrase!(part_abdomen),
        Group::AdultChest | Group::PaediatricChest => phrase!(part_chest),
        Group::Spine => phrase!(part_spine),
        Group::Other => phrase!(part_other),
    };
    let known = !possible(field, header).is_empty();
    match verdict {
        Verdict::Agrees if prediction.likeliest == Group::Other => phrase!(claim_fits, said = said),
        Verdict::Agrees => phrase!(claim_agrees, said = said),
        Verdict::Conflicts => phrase!(claim_conflicts, said = said, part = part),
        Verdict::Silent if known => phrase!(claim_unplaced, said = said),
        Verdict::Silent if field == Field::ViewPosition => phrase!(claim_fits_any, said = said),
        Verdict::Silent => phrase!(claim_incomparable, said = said),
    }
}

fn words_of_age(verdict: Verdict, header: &Header, prediction: &Prediction) -> Phrase {
    let Some(years) = header.age_in_years() else { return phrase!(claim_age_unreadable) };
    let adult = prediction.likeliest == Group::AdultChest;
    let chest = if adult { phrase!(chest_of_adult) } else { phrase!(chest_of_child) };
    let age = age(years);
    match verdict {
        Verdict::Agrees => phrase!(claim_age_agrees, age = age, chest = chest),
        Verdict::Conflicts => phrase!(claim_age_conflicts, age = age, chest = chest),
        Verdict::Silent => phrase!(claim_age_silent, age = age),
    }
}

/// An age in whole days, months or years.
fn age(years: f64) -> Phrase {
    let whole = |count: f64| (count + 0.01).floor();
    match years {
        ..0.083 => match whole(years * 365.25) {
            1.0 => phrase!(age_day, n = 1.0),
            days => phrase!(age_days, n = days),
        },
        ..2.0 => match whole(years * 12.0) {
            1.0 => phrase!(age_month, n = 1.0),
            months => phrase!(age_months, n = months),
        },
        _ => phrase!(age_years, n = years.floor()),
    }
}
