//! The film as it was changed, what the network says of it, and what it said before.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::notes::Notes;
use super::spoiling::Spoiling;
use super::tools::tools;
use super::words::{gate, said};
use crate::app::lesson::bars::probabilities;
use crate::app::lesson::controls::choice;
use crate::app::lesson::image::Image;
use crate::app::lesson::memory::Memory;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::steps::destination;
use crate::app::lesson::walk::{StepProps, Walk};
use crate::app::state::Kept;
use crate::app::text;
use crate::lesson::{Answer, Changes};
use crate::routing::Facts;
use crate::text::{Phrase, fill};
use crate::worker::{Pool, Source};

#[derive(Properties)]
pub(in crate::app::lesson) struct BreakProps {
    pub(in crate::app::lesson) film: StepProps,
    pub(in crate::app::lesson) pool: Pool,
    pub(in crate::app::lesson) source: Source,
    pub(in crate::app::lesson) memory: Kept<Memory>,
}

// The pool and the source belong to the film.
impl PartialEq for BreakProps {
    fn eq(&self, other: &Self) -> bool {
        self.film == other.film
    }
}

pub(in crate::app::lesson) enum Message {
    Spoil(Spoiling),
    Draw((f64, f64), bool),
    Brush(usize),
    Answered(Result<(Answer, Vec<u8>), Phrase>),
    Note,
}

/// A changed film's answer, and the film itself.
struct Tried {
    answer: Answer,
    image: Option<Rc<Image>>,
}

pub(in crate::app::lesson) struct BreakStep {
    spoiling: Spoiling,
    /// 0 draws white, 1 black.
    brush: usize,
    /// The film as it is in the file.
    original: Option<Rc<Image>>,
    /// The latest answer; none: that of the film as it is in the file.
    tried: Option<Tried>,
    /// What the worker is at; it gets one thing at a time.
    asked: Option<Changes>,
    /// What it was at last, whether it could do it or not.
    done: Option<Changes>,
    error: Option<Phrase>,
}

impl Component for BreakStep {
    type Message = Message;
    type Properties = BreakProps;

    fn create(context: &Context<Self>) -> Self {
        let original = context.props().film.walk.film().map(Rc::new);
        Self { spoiling: Spoiling::default(), brush: 0, original, tried: None, asked: None, done: None, error: None }
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Spoil(spoiling) => self.spoiling = spoiling,
            Message::Draw(place, first) => self.spoiling.draw(place, first, if self.brush == 0 { 1.0 } else { 0.0 }),
            Message::Brush(brush) => self.brush = brush,
            Message::Answered(answer) => self.on_answer(answer),
            Message::Note => {
                let note = self.note(context.props());
                context.props().memory.change(|memory| memory.notes.push(note));
            }
        }
        self.ask(context);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let t = text();
        let BreakProps { film, memory, .. } = context.props();
        let link = context.link();
        let (before, answer) = (film.walk.answer(), self.answer(&film.walk));
        let header = self.spoiling.header(&film.walk.lesson.film.header);
        let facts = Facts::new(answer.prediction, &header, film.walk.lesson.film.format);
        let image = self.tried.as_ref().map_or_else(|| self.original.clone(), |tried| tried.image.clone());
        let ghost = self.tried.is_some().then_some(before.prediction.probabilities);
        let waiting = self.asked.is_some();
        let picture = html! {
            <>
                <Raster {image} label={t.lesson_film} test="broken-film" on_drag={link.callback(|(place, first)| Message::Draw(place, first))} />
                <p class="note">{ t.break_draw }</p>
                <div class="broken" data-testid="broken" aria-busy={waiting.to_string()}>
                    { probabilities(answer.prediction.probabilities, ghost, answer.unsure_below) }
                    if answer.has_gate { { gate(answer) } }
                    { destination(&film.table, &facts) }
                </div>
                if let Some(error) = &self.error { <p class="wrong" role="alert">{ t.say(error) }</p> }
            </>
        };
        let undo = link.callback(|_: MouseEvent| Message::Spoil(Spoiling::default()));
        let brushes = [t.break_white, t.break_black].map(str::to_owned);
        let control = html! {
            <>
                { tools(&self.spoiling, &link.callback(Message::Spoil)) }
                { choice("brush", t.break_brush, brushes, self.brush, &link.callback(Message::Brush)) }
                <div class="break-actions">
                    <button type="button" data-testid="undo-all" onclick={undo}>{ t.break_undo_all }</button>
                    <button type="button" class="primary" data-testid="note-this" disabled={waiting || self.error.is_some()} onclick={link.callback(|_: MouseEvent| Message::Note)}>{ t.break_note }</button>
                </div>
                <Notes notes={memory.get().notes} />
            </>
        };
        Scene { step: Step::Break, sentence: t.way_break_text.to_owned(), formula: None, picture, control }.view()
    }
}

impl BreakStep {
    fn answer<'a>(&'a self, walk: &'a Walk) -> &'a Answer {
        self.tried.as_ref().map_or_else(|| walk.answer(), |tried| &tried.answer)
    }

    /// Asks for the changes as they are now, unless the worker is busy: then they are asked for when it is done.
    fn ask(&mut self, context: &Context<Self>) {
        let changes = self.spoiling.changes();
        if changes.is_none() {
            (self.tried, self.done, self.error) = (None, None, None);
        } else if self.asked.is_none() && self.done.as_ref() != Some(&changes) {
            let BreakProps { pool, source, .. } = context.props();
            let (link, answer) = (context.link().clone(), pool.answer(source.clone(), changes.clone()));
            self.asked = Some(changes);
            spawn_local(async move { link.send_message(Message::Answered(answer.await)) });
        }
    }

    fn on_answer(&mut self, answer: Result<(Answer, Vec<u8>), Phrase>) {
        self.done = self.asked.take();
        match answer {
            Ok((answer, bytes)) => {
                let image = Image::of_answer(&answer, &bytes).map(Rc::new);
                (self.tried, self.error) = (Some(Tried { answer, image }), None);
            }
            Err(why) => (self.tried, self.error) = (None, Some(why)),
        }
    }

    /// What was changed and what the network said, in a sentence.
    fn note(&self, props: &BreakProps) -> String {
        let walk = &props.film.walk;
        let header = self.spoiling.header(&walk.lesson.film.header);
        let facts = Facts::new(self.answer(walk).prediction, &header, walk.lesson.film.format);
        let change = self.spoiling.described();
        fill(
            text().break_note_line,
            &[
                ("change", &change),
                ("before", &said(&walk.facts(), walk.answer())),
                ("after", &said(&facts, self.answer(walk))),
            ],
        )
    }
}
