//! What a visitor has done to a film and its header.

use crate::app::lesson::walk::number;
use crate::app::text;
use crate::lesson::{Area, Changes, Mark, Shape};
use crate::radiograph::Header;

/// The core draws no more.
const MOST_MARKS: usize = 1000;
/// Thickness of a stroke, in shares of the longer side.
const THICKNESS: f32 = 0.04;
/// A pointer must have moved so far for another stroke.
const LEAST_MOVE: f64 = 0.01;

/// Values that a wrong header may have.
pub(super) const BODY_PARTS: [&str; 5] = ["CHEST", "ABDOMEN", "LSPINE", "HAND", "SKULL"];
pub(super) const AGES: [&str; 2] = ["004Y", "045Y"];
pub(super) const MODALITIES: [&str; 2] = ["DX", "CT"];

/// Changes, as the controls have them. Shares are from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app::lesson) struct Spoiling {
    pub(super) invert: bool,
    pub(super) mirror: bool,
    /// Degrees clockwise.
    pub(super) turn: f64,
    /// The share of each side that is cut away, half of it at each end.
    pub(super) crop: f64,
    /// The share of greys that a window leaves out, half of it at each end.
    pub(super) narrow: f64,
    /// The power of ten of gamma.
    pub(super) gamma: f64,
    pub(super) blur: f64,
    pub(super) noise: f64,
    /// Whether the middle is covered.
    pub(super) cover: bool,
    pub(super) strokes: Vec<Mark>,
    /// What the header says instead, by its place in the lists above.
    pub(super) body_part: Option<usize>,
    pub(super) age: Option<usize>,
    pub(super) modality: Option<usize>,
}

impl Default for Spoiling {
    fn default() -> Self {
        Self {
            invert: false,
            mirror: false,
            turn: 0.0,
            crop: 0.0,
            narrow: 0.0,
            gamma: 0.0,
            blur: 0.0,
            noise: 0.0,
            cover: false,
            strokes: Vec::new(),
            body_part: None,
            age: None,
            modality: None,
        }
    }
}

impl Spoiling {
    /// What is done to the pixels.
    pub(super) fn changes(&self) -> Changes {
        let (crop, narrow) = (self.crop as f32, self.narrow as f32);
        let area = |side: f32| Area { top: (1.0 - side) / 2.0, left: (1.0 - side) / 2.0, height: side, width: side };
        let cover = self.cover.then(|| Mark { shape: Shape::Rectangle(area(0.4)), grey: 0.0 });
        Changes {
            invert: self.invert,
            mirror: self.mirror,
            rotate: self.turn as f32,
            crop: (crop > 0.0).then(|| area(1.0 - crop)),
            window: (narrow > 0.0).then_some((narrow / 2.0, 1.0 - narrow / 2.0)),
            gamma: 10_f32.powf(self.gamma as f32),
            blur: self.blur as f32,
            noise: self.noise as f32,
            seed: 1,
            marks: cover.into_iter().chain(self.strokes.iter().copied()).take(MOST_MARKS).collect(),
        }
    }

    /// The header as it is now.
    pub(super) fn header(&self, header: &Header) -> Header {
        let instead = |value: &Option<String>, values: &[&str], at: Option<usize>| {
            at.and_then(|at| values.get(at)).map(|value| (*value).to_owned()).or_else(|| value.clone())
        };
        Header {
            body_part_examined: instead(&header.body_part_examined, &BODY_PARTS, self.body_part),
            // A code would speak for what the file said.
            anatomic_region: header.anatomic_region.clone().filter(|_| self.body_part.is_none()),
            patient_age: instead(&header.patient_age, &AGES, self.age),
            modality: instead(&header.modality, &MODALITIES, self.modality),
            ..header.clone()
        }
    }

    /// Draws on from a place to another, in shares of the picture's sides; `first`: it begins there.
    pub(super) fn draw(&mut self, (x, y): (f64, f64), first: bool, grey: f32) {
        let to = (x as f32, y as f32);
        let from = match self.strokes.last() {
            Some(Mark { shape: Shape::Line { to, .. }, .. }) if !first => *to,
            _ => to,
        };
        let moved = f64::from((to.0 - from.0).hypot(to.1 - from.1));
        if self.strokes.len() < MOST_MARKS && (first || moved >= LEAST_MOVE) {
            self.strokes.push(Mark { shape: Shape::Line { from, to, thickness: THICKNESS }, grey });
        }
    }

    /// In words.
    pub(super) fn described(&self) -> String {
        let t = text();
        let percent = |share: f64| format!("{} %", number((share * 1000.0).round() / 10.0));
        let said = |keyword: &str, values: &[&str], at: Option<usize>| {
            at.and_then(|at| values.get(at)).map(|value| format!("{keyword} = {value}"))
        };
        let parts = [
            self.invert.then(|| t.break_invert.to_owned()),
            self.mirror.then(|| t.break_mirror.to_owned()),
            (self.turn != 0.0).then(|| format!("{} {}°", t.break_turn, number(self.turn))),
            (self.crop > 0.0).then(|| format!("{} {}", t.break_crop, percent(self.crop))),
            (self.narrow > 0.0).then(|| format!("{} {}", t.break_window, percent(self.narrow))),
            (self.gamma != 0.0).then(|| format!("{} {}", t.break_gamma, number(10_f64.powf(self.gamma)))),
            (self.blur > 0.0).then(|| format!("{} {}", t.break_blur, percent(self.blur))),
            (self.noise > 0.0).then(|| format!("{} {}", t.break_noise, percent(self.noise))),
            self.cover.then(|| t.break_patch.to_owned()),
            (!self.strokes.is_empty()).then(|| t.break_drawn.to_owned()),
            said("BodyPartExamined", &BODY_PARTS, self.body_part),
            said("PatientAge", &AGES, self.age),
            said("Modality", &MODALITIES, self.modality),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { t.break_unchanged.to_owned() } else { parts.join(", ") }
    }
}
