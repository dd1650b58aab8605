//! The lesson's page: loads a film's lesson, goes from step to step.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::controls::choice_by_id;
use super::game::Game;
use super::memory::Memory;
use super::rail::{Rail, element_id};
use super::scenes::scene;
use super::step::Step;
use super::subject::Subject;
use super::walk::{StepProps, Walk};
use crate::app::state::{Kept, List, Shared};
use crate::app::{by_id, text};
use crate::classifier::ModelDescription;
use crate::lesson::Changes;
use crate::phantom::SAMPLES;
use crate::routing::RoutingTable;
use crate::text::{Phrase, fill};
use crate::worker::{Pool, Source};

/// A film must stay chosen for so long to be loaded.
const PAUSE_MS: u32 = 70;

#[derive(Properties)]
pub(in crate::app) struct LessonProps {
    /// None while there are no workers.
    pub(in crate::app) pool: Option<Pool>,
    /// Why there won't be any.
    pub(in crate::app) unusable: Option<Phrase>,
    /// Tells one pool from another.
    pub(in crate::app) generation: u32,
    pub(in crate::app) list: Shared,
    pub(in crate::app) selected: Option<usize>,
    pub(in crate::app) table: Rc<RoutingTable>,
    pub(in crate::app) model: Rc<ModelDescription>,
    pub(in crate::app) shipped: bool,
    pub(in crate::app) identifying: bool,
    pub(in crate::app) memory: Kept<Memory>,
}

impl PartialEq for LessonProps {
    fn eq(&self, other: &Self) -> bool {
        self.generation == other.generation
            && self.pool.is_some() == other.pool.is_some()
            && self.unusable == other.unusable
            && self.list == other.list
            && self.selected == other.selected
            && Rc::ptr_eq(&self.table, &other.table)
            && Rc::ptr_eq(&self.model, &other.model)
            && (self.shipped, self.identifying) == (other.shipped, other.identifying)
    }
}

pub(in crate::app) enum Message {
    Go(Step, bool),
    /// A film, by its id.
    Choose(String),
    /// The lesson that was asked for under a number.
    Loaded(u32, Source, Result<Rc<Walk>, Phrase>),
    Failed(u32, Phrase),
}

pub(in crate::app) struct LessonPage {
    step: Step,
    subject: Subject,
    /// Grows with each lesson that is asked for; an older one is no longer wanted.
    asked: Rc<Cell<u32>>,
    /// None while it is computed.
    walk: Option<Result<(Rc<Walk>, Source), Phrase>>,
    /// Whether the step's button in the rail is to get the keyboard.
    focus: bool,
}

impl Component for LessonPage {
    type Message = Message;
    type Properties = LessonProps;

    fn create(context: &Context<Self>) -> Self {
        let props = context.props();
        let (memory, list) = (props.memory.get(), props.list.get());
        let kept = memory.subject.filter(|_| memory.selected == props.selected);
        let selected = props.selected.map(Subject::Listed);
        let subject = kept.or(selected).filter(|subject| subject.is_there(&list)).unwrap_or_else(|| first(&list));
        let mut page = Self { step: memory.step, subject, asked: Rc::default(), walk: None, focus: false };
        page.load(context);
        page
    }

    fn changed(&mut self, context: &Context<Self>, old: &LessonProps) -> bool {
        let props = context.props();
        let gone = !self.subject.is_there(&props.list.get());
        if gone {
            self.subject = first(&props.list.get());
        }
        if gone || props.generation != old.generation || props.pool.is_some() != old.pool.is_some() {
            self.load(context);
        }
        true
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Go(step, by_key) => {
                (self.step, self.focus) = (step, by_key);
                context.props().memory.change(|memory| memory.step = step);
            }
            Message::Choose(id) => {
                let subject = self.subjects(context).into_iter().find(|subject| subject.id() == id);
                let Some(subject) = subject else { return false };
                self.subject = subject;
                let selected = context.props().selected;
                context.props().memory.change(|memory| (memory.subject, memory.selected) = (Some(subject), selected));
                self.load(context);
            }
            Message::Loaded(asked, source, walk) if asked == self.asked.get() => {
                self.walk = Some(walk.map(|walk| (walk, source)));
            }
            Message::Failed(asked, why) if asked == self.asked.get() => self.walk = Some(Err(why)),
            Message::Loaded(..) | Message::Failed(..) => return false,
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let t = text();
        let (link, props) = (context.link(), context.props());
        let film = self.film(context);
        let on = link.callback(|(step, by_key)| Message::Go(step, by_key));
        let beside = |by: isize, name: &'static str, test: &'static str, path: &'static str| {
            let to = self.step.beside(by);
            let on_click = link.batch_callback(move |_: MouseEvent| to.map(|step| Message::Go(step, false)));
            html! {
                <button type="button" class="icon" aria-label={name} title={name} data-testid={test} aria-disabled={to.is_none().then_some("true")} onclick={on_click}>
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d={path} /></svg>
                </button>
            }
        };
        let count = fill(t.lesson_step_of, &[("n", &(self.step.place() + 1)), ("total", &Step::ALL.len())]);
        html! {
            <section class="lesson" aria-labelledby="lesson-heading">
                <header class="page-head">
                    <h1 id="lesson-heading">{ t.lesson_heading }</h1>
                    <p>{ t.lesson_text }</p>
                    { self.films(context) }
                </header>
                <div class="lesson-body">
                    <Rail step={self.step} film={film.clone().filter(|_| self.step != Step::Game)} {on} />
                    <section class="step" aria-labelledby="step-heading" data-testid="step" data-step={self.step.id()} aria-busy={(self.walk.is_none() && props.unusable.is_none()).to_string()}>
                        <header class="step-head">
                            <div role="status"><p class="step-count">{ count }</p><h2 id="step-heading">{ self.step.words().title }</h2></div>
                            { beside(-1, t.lesson_back, "step-back", "M15 5l-7 7 7 7") }
                            { beside(1, t.lesson_on, "step-on", "M9 5l7 7-7 7") }
                        </header>
                        { self.scene(context, film) }
                    </section>
                </div>
            </section>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.focus)
            && let Some(button) = by_id(&element_id(self.step)).and_then(|one| one.dyn_into::<HtmlElement>().ok())
        {
            button.focus().ok();
        }
    }
}

impl LessonPage {
    fn load(&mut self, context: &Context<Self>) {
        self.asked.set(self.asked.get() + 1);
        self.walk = None;
        let props = context.props();
        let Some(pool) = props.pool.clone() else { return };
        let (link, list, subject) = (context.link().clone(), props.list.clone(), self.subject);
        let (latest, asked) = (self.asked.clone(), self.asked.get());
        spawn_local(async move {
            // Whoever walks quickly through the films isn't held up by what they pass.
            TimeoutFuture::new(PAUSE_MS).await;
            if latest.get() != asked {
                return;
            }
            let source = match subject.source(&list, &pool).await {
                Ok(source) => source,
                Err(why) => return link.send_message(Message::Failed(asked, why)),
            };
            if latest.get() != asked {
                return;
            }
            let walk = pool.lesson(source.clone(), Changes::default()).await;
            let walk = walk.map(|(lesson, bytes)| Rc::new(Walk { lesson, bytes }));
            link.send_message(Message::Loaded(asked, source, walk));
        });
    }

    fn subjects(&self, context: &Context<Self>) -> Vec<Subject> {
        let mut listed = Subject::listed(&context.props().list.get());
        if let Subject::Listed(_) = self.subject
            && !listed.contains(&self.subject)
        {
            listed.insert(0, self.subject);
        }
        listed.extend(Subject::samples());
        listed
    }

    /// The choice of films.
    fn films(&self, context: &Context<Self>) -> Html {
        let props = context.props();
        let list = props.list.get();
        let films = self.subjects(context).into_iter().map(|film| (film.id(), film.name(&list, props.identifying)));
        let on = context.link().callback(Message::Choose);
        choice_by_id("lesson-film", text().lesson_film, films, &self.subject.id(), &on)
    }

    fn film(&self, context: &Context<Self>) -> Option<StepProps> {
        let (walk, _) = self.walk.as_ref()?.as_ref().ok()?;
        let LessonProps { model, table, shipped, identifying, .. } = context.props();
        let (walk, model, table) = (walk.clone(), model.clone(), table.clone());
        Some(StepProps { walk, model, table, shipped: *shipped, identifying: *identifying })
    }

    fn scene(&self, context: &Context<Self>, film: Option<StepProps>) -> Html {
        let props = context.props();
        let t = text();
        if let Some(why) = &props.unusable {
            return html! { <p class="refusal" role="alert">{ t.say(why) }</p> };
        }
        let Some(pool) = props.pool.clone() else { return html! { <p class="note working">{ t.loading }</p> } };
        if self.step == Step::Game {
            return html! { <Game key={props.generation} generation={props.generation} {pool} list={props.list.clone()} memory={props.memory.clone()} /> };
        }
        let source = match &self.walk {
            Some(Ok((_, source))) => source.clone(),
            Some(Err(why)) => {
                return html! { <p class="refusal" role="alert" data-testid="lesson-failed">{ t.say(why) }</p> };
            }
            None => return html! { <p class="note working" role="status">{ t.lesson_working }</p> },
        };
        let Some(film) = film else { return Html::default() };
        scene(self.step, self.asked.get(), film, pool, source, props.memory.clone())
    }
}

/// The film to begin with.
fn first(list: &List) -> Subject {
    Subject::listed(list).first().copied().unwrap_or(Subject::Sample(&SAMPLES[0]))
}
