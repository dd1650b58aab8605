//! One film after the other: first the visitor's guess, then the network's answer.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::question::{Film, call, question};
use super::tally::{Call, Played};
use crate::app::lesson::image::Image;
use crate::app::lesson::memory::Memory;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::subject::Subject;
use crate::app::state::{Kept, Shared};
use crate::app::{by_id, text};
use crate::lesson::{Answer, Changes};
use crate::text::{Phrase, fill};
use crate::worker::Pool;

/// Ids of what gets the keyboard.
const FILM: &str = "game-film";
const NEXT: &str = "game-next";

#[derive(Properties)]
pub(in crate::app::lesson) struct GameProps {
    pub(in crate::app::lesson) pool: Pool,
    /// Tells one network from another.
    pub(in crate::app::lesson) generation: u32,
    pub(in crate::app::lesson) list: Shared,
    pub(in crate::app::lesson) memory: Kept<Memory>,
}

impl PartialEq for GameProps {
    fn eq(&self, other: &Self) -> bool {
        self.generation == other.generation && self.list == other.list && self.memory == other.memory
    }
}

pub(in crate::app::lesson) enum Message {
    /// A film of the series.
    Shown(Subject, Result<(Answer, Vec<u8>), Phrase>),
    Guess(Call),
    Next,
    Again,
}

pub(in crate::app::lesson) struct Game {
    series: Vec<Subject>,
    at: usize,
    film: Film,
    guess: Option<Call>,
    /// What gets the keyboard next: the button that was pressed is gone.
    focus: Option<&'static str>,
}

impl Component for Game {
    type Message = Message;
    type Properties = GameProps;

    fn create(context: &Context<Self>) -> Self {
        let series = series(context.props());
        let mut game = Self { at: 0, series, film: Film::Loading, guess: None, focus: None };
        game.resume(context);
        game.load(context);
        game
    }

    /// The series is that of the beginning, and files that come later change nothing; but none can go on that were taken
    /// away.
    fn changed(&mut self, context: &Context<Self>, _: &GameProps) -> bool {
        let list = context.props().list.get();
        let whole = self.series.iter().all(|subject| subject.is_there(&list));
        drop(list);
        if !whole {
            self.series = series(context.props());
            self.begin(context);
            self.load(context);
        }
        !whole
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Shown(subject, film) if self.series.get(self.at) == Some(&subject) => {
                self.film = match film {
                    Ok((answer, bytes)) => {
                        let image = Image::of_answer(&answer, &bytes).map(Rc::new);
                        Film::Shown { answer: Box::new(answer), image }
                    }
                    Err(why) => Film::Failed(why),
                };
            }
            Message::Shown(..) => return false,
            Message::Guess(guess) => {
                let Film::Shown { answer, .. } = &self.film else { return false };
                if self.guess.is_none() {
                    let network = call(answer);
                    self.guess = Some(guess);
                    self.focus = Some(NEXT);
                    let next = self.at + 1;
                    context.props().memory.change(|memory| {
                        memory.played.calls.push((guess, network));
                        memory.played.next = next;
                    });
                }
            }
            Message::Next => {
                (self.at, self.guess) = (self.at + 1, None);
                self.focus = Some(FILM);
                self.load(context);
            }
            Message::Again => {
                self.begin(context);
                self.focus = Some(FILM);
                self.load(context);
            }
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let t = text();
        let link = context.link();
        let (image, busy) = match &self.film {
            Film::Shown { image, .. } => (image.clone(), false),
            Film::Loading => (None, true),
            Film::Failed(_) => (None, false),
        };
        let count = fill(t.game_film_of, &[("n", &(self.at + 1)), ("total", &self.series.len())]);
        let picture = html! {
            <>
                <div aria-busy={busy.to_string()} data-testid="game-film"><Raster {image} label={count.clone()} test="game-picture" /></div>
                <p class="note" id={FILM} tabindex="-1">{ count }</p>
            </>
        };
        let last = self.at + 1 >= self.series.len();
        let done = self.guess.is_some() || matches!(self.film, Film::Failed(_));
        let control = html! {
            <>
                { question(&self.film, self.guess, &link.callback(Message::Guess)) }
                <div class="break-actions">
                    if done && !last { <button type="button" class="primary" id={NEXT} data-testid="game-next" onclick={link.callback(|_: MouseEvent| Message::Next)}>{ t.game_next }</button> }
                    if done && last { <button type="button" class="primary" id={NEXT} data-testid="game-again" onclick={link.callback(|_: MouseEvent| Message::Again)}>{ t.game_again }</button> }
                </div>
                { context.props().memory.get().played.view() }
            </>
        };
        Scene { step: Step::Game, sentence: t.way_game_text.to_owned(), formula: None, picture, control }.view()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let wanted = self.focus.take().and_then(by_id).and_then(|one| one.dyn_into::<HtmlElement>().ok());
        wanted.into_iter().for_each(|one| drop(one.focus()));
    }
}

/// The worklist's films, or else the samples.
fn series(props: &GameProps) -> Vec<Subject> {
    let listed = Subject::listed(&props.list.get());
    if listed.is_empty() { Subject::samples().collect() } else { listed }
}

impl Game {
    /// Goes on where the visitor left, if the series is still the same.
    fn resume(&mut self, context: &Context<Self>) {
        let Played { generation, series, next, calls } = context.props().memory.get().played;
        if series != self.series || generation != context.props().generation {
            return self.begin(context);
        }
        self.at = next.min(series.len().saturating_sub(1));
        self.guess = calls.last().map(|(you, _)| *you).filter(|_| next >= series.len());
    }

    fn begin(&mut self, context: &Context<Self>) {
        (self.at, self.guess) = (0, None);
        let generation = context.props().generation;
        let played = Played { generation, series: self.series.clone(), ..Played::default() };
        context.props().memory.change(|memory| memory.played = played);
    }

    fn load(&mut self, context: &Context<Self>) {
        self.film = Film::Loading;
        let (pool, list) = (context.props().pool.clone(), context.props().list.clone());
        let link = context.link().clone();
        let Some(subject) = self.series.get(self.at).copied() else { return };
        spawn_local(async move {
            let film = match subject.source(&list, &pool).await {
                Ok(source) => pool.answer(source, Changes::default()).await,
                Err(why) => Err(why),
            };
            link.send_message(Message::Shown(subject, film));
        });
    }
}
