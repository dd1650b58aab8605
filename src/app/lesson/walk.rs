//! One film's lesson as the steps get it.

use std::rc::Rc;

use yew::prelude::*;

use super::image::Image;
use crate::app::text;
use crate::classifier::ModelDescription;
use crate::lesson::{Answer, FilmSteps, LabelScore, Lesson};
use crate::routing::{Facts, RoutingTable};
use crate::text::fill;

/// A film's way from file to decision, and the bytes that its pictures lie in.
pub(in crate::app) struct Walk {
    pub(super) lesson: Lesson,
    pub(super) bytes: Vec<u8>,
}

impl Walk {
    pub(super) fn answer(&self) -> &Answer {
        &self.lesson.answer
    }

    /// What the rules look at.
    pub(super) fn facts(&self) -> Facts<'_> {
        Facts::new(self.answer().prediction, &self.lesson.film.header, self.lesson.film.format)
    }

    /// The film as the network is shown it.
    pub(super) fn film(&self) -> Option<Image> {
        Image::of_answer(self.answer(), &self.bytes)
    }

    /// The network's input.
    pub(super) fn input(&self) -> Option<Image> {
        let input = &self.answer().input;
        let range = (input.high - input.low).max(f32::MIN_POSITIVE);
        Image::grey(input, &self.bytes, |value| (value - input.low) / range)
    }

    /// The last stage's map of a channel, if it came along.
    pub(super) fn last_map(&self, channel: usize) -> Option<&crate::lesson::Channel> {
        let stage = self.lesson.network.stages.last()?;
        stage.shown.iter().find(|shown| shown.index == channel)
    }
}

/// What every step gets.
#[derive(Properties, Clone)]
pub(super) struct StepProps {
    pub(super) walk: Rc<Walk>,
    pub(super) model: Rc<ModelDescription>,
    pub(super) table: Rc<RoutingTable>,
    /// Whether the model is one of the page's own.
    pub(super) shipped: bool,
    /// Whether what could name the patient may be shown.
    pub(super) identifying: bool,
}

impl PartialEq for StepProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.walk, &other.walk)
            && Rc::ptr_eq(&self.model, &other.model)
            && Rc::ptr_eq(&self.table, &other.table)
            && (self.shipped, self.identifying) == (other.shipped, other.identifying)
    }
}

/// A label's name: of a group's only label, the group's.
pub(super) fn label_name(label: &LabelScore) -> String {
    let is_group = [label.group.id(), label.group.name()].contains(&label.label.as_str());
    if is_group { text().group(label.group).to_owned() } else { label.label.clone() }
}

/// A number with as many digits as say something: at least three that count.
pub(super) fn number(value: impl Into<f64>) -> String {
    let value = value.into() + 0.0; // −0 is 0
    let digits = match value.abs() {
        whole if whole.fract() == 0.0 => 0,
        large if large >= 100.0 => 1,
        middle if middle >= 1.0 => 2,
        small if small >= 0.1 => 3,
        tiny => (2.0 - tiny.log10().floor()).min(12.0) as usize,
    };
    format!("{value:.digits$}").replace('-', "−")
}

/// A number as a header has it.
pub(super) fn exact(value: f64) -> String {
    (value + 0.0).to_string().replace('-', "−")
}

/// A number without a fraction, if it is large.
pub(super) fn rounded(value: f64) -> String {
    number(if value.abs() >= 10.0 { value.round() } else { value })
}

/// The same with its sign.
pub(super) fn signed(value: impl Into<f64>) -> String {
    let value = value.into();
    if value > 0.0 { format!("+{}", number(value)) } else { number(value) }
}

/// A number with its sign, in brackets if it is negative: for the end of a sum.
pub(super) fn in_sum(value: impl Into<f64>) -> String {
    let value = value.into();
    if value < 0.0 { format!("({})", number(value)) } else { number(value) }
}

/// Which stored values mean "no picture here", and what becomes of them; nothing where none do.
pub(super) fn padding_note(film: &FilmSteps) -> Html {
    let Some((first, last)) = film.padding else { return Html::default() };
    let values = if first == last { first.to_string() } else { format!("{first} … {last}") };
    html! { <p class="note">{ fill(text().lesson_padding, &[("values", &values)]) }</p> }
}
