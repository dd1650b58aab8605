//! The viewer: canvas, tools, and what the pointer is over.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlCanvasElement, ResizeObserver, WheelEvent};
use yew::prelude::*;

use super::beside::NetworkInput;
use super::canvas::{Painter, density};
use super::gestures::{Gesture, Place, Pointers, place};
use super::readout::readout;
use super::save::{Picture, picture};
use super::tools::Tools;
use super::{full_screen, keys};
use crate::app::browser::listen;
use crate::app::state::Kept;
use crate::app::text;
use crate::classifier::Group;
use crate::text::fill;
use crate::viewing::{About, Film, Look, Preferences, PreferredMap, PreferredView, Viewport};

/// How long after the last movement the picture is drawn at full resolution again.
const REST_MS: u32 = 120;
/// A window's whole width lies in so many CSS pixels of dragging.
const WINDOW_DRAG: f64 = 400.0;

/// What dragging does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::app) enum Tool {
    #[default]
    Window,
    Move,
}

/// How someone looks at pictures: what stays from one to the next.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Habits {
    tool: Tool,
    preferences: Preferences,
}

#[derive(Clone)]
pub(in crate::app) enum Message {
    Tool(Tool),
    Preset(Option<usize>),
    Zoom(f64),
    ZoomAt(f64, Place),
    Pan(f64, f64),
    /// To the right wider, downwards brighter.
    Window(f64, f64),
    Center(f64),
    Width(f64),
    Fit,
    Invert,
    Turn,
    Mirror,
    Map(Option<Group>),
    ToggleMap,
    Opacity(f32),
    Field,
    Overlays,
    Save,
    FullScreen,
    /// It fills the screen, or doesn't any more.
    Filled,
    Down(PointerEvent),
    Moved(PointerEvent),
    Up(PointerEvent),
    Left,
    Resized,
    Paint,
    Rest,
}

#[derive(Properties)]
pub(in crate::app) struct ViewerProps {
    /// None while it is being opened.
    pub(in crate::app) film: Option<Rc<Film>>,
    pub(in crate::app) habits: Kept<Habits>,
    /// The group whose activation map a key shows.
    pub(in crate::app) likeliest: Option<Group>,
    pub(in crate::app) on_save: Callback<Picture>,
}

impl PartialEq for ViewerProps {
    fn eq(&self, other: &Self) -> bool {
        self.same_film(other) && self.likeliest == other.likeliest
    }
}

impl ViewerProps {
    fn same_film(&self, other: &Self) -> bool {
        self.film.as_ref().map(Rc::as_ptr) == other.film.as_ref().map(Rc::as_ptr)
    }
}

pub(in crate::app) struct Viewer {
    root: NodeRef,
    canvas: NodeRef,
    /// The present film; while the next one is opened, still what there is to know of the last one, so that nothing jumps.
    about: Option<Rc<About>>,
    /// None without a film.
    look: Option<Look>,
    /// Which of the ready windows is chosen; none once it was dragged.
    view: Option<usize>,
    habits: Habits,
    /// None until the canvas has a size.
    viewport: Option<Viewport>,
    /// Whether the whole picture is fitted, so that it stays so when the canvas changes its size.
    fitted: bool,
    pointers: Pointers,
    over: Option<Place>,
    /// Where a pointer went down.
    pressed: Option<Place>,
    painter: Painter,
    frame: Option<AnimationFrame>,
    rest: Option<Timeout>,
    listeners: Vec<EventListener>,
    resize: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
}

impl Component for Viewer {
    type Message = Message;
    type Properties = ViewerProps;

    fn create(context: &Context<Self>) -> Self {
        let link = context.link().clone();
        let keys = listen(move |event| keys::anywhere(event).into_iter().for_each(|key| link.send_message(key)));
        let link = context.link().clone();
        let filled = full_screen::listen(move || link.send_message(Message::Filled));
        let mut viewer = Self {
            root: NodeRef::default(),
            canvas: NodeRef::default(),
            about: None,
            look: None,
            view: None,
            habits: context.props().habits.get(),
            viewport: None,
            fitted: true,
            pointers: Pointers::default(),
            over: None,
            pressed: None,
            painter: Painter::default(),
            frame: None,
            rest: None,
            listeners: keys.into_iter().chain(filled).collect(),
            resize: None,
        };
        viewer.begin(context.props());
        viewer
    }

    fn changed(&mut self, context: &Context<Self>, old: &ViewerProps) -> bool {
        if !context.props().same_film(old) {
            self.begin(context.props());
        }
        true
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        self.choose(context, &message);
        let film = context.props().film.clone();
        let canvas = self.canvas.cast::<HtmlCanvasElement>();
        if let Message::FullScreen = message {
            self.root.cast::<Element>().iter().for_each(full_screen::toggle);
        }
        let (Some(film), Some(canvas), Some(mut look)) = (film, canvas, self.look.clone()) else { return true };
        let about = &film.about;
        let size = Painter::size(&canvas);
        let viewport = *self.viewport.get_or_insert_with(|| Viewport::fit(about, size.0, size.1));
        let density = density();
        match message {
            Message::Paint => {
                self.frame = None;
                let moving = self.pointers.any() || self.rest.is_some();
                if self.painter.paint(&canvas, &film, viewport, &look, moving) {
                    let link = context.link().clone();
                    self.rest = Some(Timeout::new(REST_MS, move || link.send_message(Message::Rest)));
                }
                return false;
            }
            Message::Rest => self.rest = None,
            Message::Preset(view) => {
                self.view = view;
                look.lut = about.lut(view.unwrap_or_default());
            }
            Message::Center(center) => {
                let width = look.window(about).width;
                self.set_window(&mut look, about, center, width);
            }
            Message::Width(width) => {
                let center = look.window(about).center;
                self.set_window(&mut look, about, center, width);
            }
            Message::Zoom(factor) => {
                self.see(viewport.zoomed(about, factor, (size.0 / 2.0, size.1 / 2.0), size));
            }
            Message::ZoomAt(factor, at) => {
                self.see(viewport.zoomed(about, factor, (at.0 * density, at.1 * density), size));
            }
            Message::Pan(right, down) => self.see(viewport.panned(about, right * density, down * density)),
            Message::Window(right, down) => self.drag_window(&mut look, about, right, down),
            Message::Fit => {
                self.viewport = Some(viewport.fit_keeping_turn(about, size.0, size.1));
                self.fitted = true;
            }
            Message::Turn => self.viewport = Some(self.refitted(viewport.turned(1), &film, size)),
            Message::Mirror => self.viewport = Some(viewport.flipped()),
            Message::Save => {
                context.props().on_save.emit(picture(&film, viewport, &look));
                return false;
            }
            Message::Tool(_) | Message::FullScreen | Message::Filled => return true,
            Message::Invert | Message::Map(_) | Message::ToggleMap | Message::Opacity(_) => {}
            Message::Field | Message::Overlays => {}
            Message::Down(event) => {
                canvas.set_pointer_capture(event.pointer_id()).ok();
                self.pointers.down(&event);
                self.pressed = Some(place(&event));
                return false;
            }
            Message::Up(event) => {
                self.pointers.up(&event);
                // A click moves the picture too: what was clicked comes to the middle.
                let at = place(&event);
                if self.habits.tool == Tool::Move && self.pressed.take() == Some(at) {
                    self.see(viewport.panned(about, size.0 / 2.0 - at.0 * density, size.1 / 2.0 - at.1 * density));
                }
            }
            Message::Moved(event) => {
                self.over = Some(place(&event));
                match self.pointers.moved(&event) {
                    Some(Gesture::Pinch { factor, at, right, down }) => {
                        let zoomed = viewport.zoomed(about, factor, (at.0 * density, at.1 * density), size);
                        self.see(zoomed.panned(about, right * density, down * density));
                    }
                    Some(Gesture::Drag { right, down, other_button }) => {
                        if other_button || self.habits.tool == Tool::Move {
                            self.see(viewport.panned(about, right * density, down * density));
                        } else {
                            self.drag_window(&mut look, about, right, down);
                        }
                    }
                    None => return true, // the readout alone
                }
            }
            Message::Left => self.over = None,
            Message::Resized => {
                self.viewport = Some(self.refitted(viewport, &film, size));
            }
        }
        let preferences = &self.habits.preferences;
        (look.inverted, look.field, look.overlays) = (preferences.inverted, preferences.field, preferences.overlays);
        look.map = preferences.map_for(about, context.props().likeliest);
        self.look = Some(look);
        self.paint_soon(context);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let t = text();
        let film = context.props().film.as_ref();
        let link = context.link();
        let on = link.callback(|message| message);
        let tools = Tools {
            about: self.about.as_deref(),
            look: self.look.as_ref(),
            tool: self.habits.tool,
            preferences: &self.habits.preferences,
            likeliest: context.props().likeliest,
            view: self.view,
        };
        html! {
            <div class="viewer" ref={self.root.clone()}>
                { tools.view(&on) }
                <div class="stage" aria-busy={film.is_none().then_some("true")}>
                    <canvas ref={self.canvas.clone()} tabindex="0" role="application" aria-label={t.picture_label}
                        data-testid="canvas" class={classes!((self.habits.tool == Tool::Move).then_some("movable"))}
                        onpointerdown={link.callback(Message::Down)} onpointermove={link.callback(Message::Moved)}
                        onpointerup={link.callback(Message::Up)} onpointercancel={link.callback(Message::Up)}
                        onpointerleave={link.callback(|_: PointerEvent| Message::Left)}
                        ondblclick={link.callback(|_: MouseEvent| Message::Fit)}
                        oncontextmenu={Callback::from(|event: MouseEvent| event.prevent_default())}
                        onkeydown={link.batch_callback(|event: KeyboardEvent| keys::on_canvas(&event))} />
                    { self.captions(film) }
                </div>
                if let Some(about) = &self.about { <NetworkInput about={about.clone()} blank={film.is_none()} /> }
            </div>
        }
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        if first {
            self.listen_to_canvas(context);
        }
        if self.viewport.is_none() && self.look.is_some() {
            context.link().send_message(Message::Fit);
        }
    }
}

impl Viewer {
    fn see(&mut self, viewport: Viewport) {
        self.viewport = Some(viewport);
        self.fitted = false;
    }

    fn refitted(&self, viewport: Viewport, film: &Film, (width, height): (f64, f64)) -> Viewport {
        if self.fitted { viewport.fit_keeping_turn(&film.about, width, height) } else { viewport }
    }

    /// Another film, or none for the moment.
    fn begin(&mut self, props: &ViewerProps) {
        let preferences = &self.habits.preferences;
        let about = props.film.as_ref().map(|film| film.about.clone());
        self.look = about.as_ref().map(|about| preferences.look(about, props.likeliest));
        self.view = about.as_ref().map(|about| preferences.view.place(about));
        self.about = about.or(self.about.take());
        (self.viewport, self.fitted, self.frame, self.rest) = (None, true, None, None);
    }

    /// Notes what is to stay for the next pictures too.
    fn choose(&mut self, context: &Context<Self>, message: &Message) {
        let Habits { tool, preferences } = &mut self.habits;
        let likeliest = context.props().likeliest;
        match message {
            Message::Tool(chosen) => *tool = *chosen,
            Message::Preset(Some(view)) => {
                let about = context.props().film.as_ref().map(|film| &film.about);
                about.iter().for_each(|about| preferences.view = PreferredView::of(about, *view));
            }
            Message::Invert => preferences.inverted = !preferences.inverted,
            Message::Map(group) => preferences.map = group.map_or(PreferredMap::Hidden, PreferredMap::Of),
            Message::ToggleMap => {
                let hidden = preferences.map_of(likeliest).is_none();
                preferences.map = if hidden { PreferredMap::Likeliest } else { PreferredMap::Hidden };
            }
            Message::Opacity(opacity) => preferences.opacity = opacity.clamp(0.1, 1.0),
            Message::Field => preferences.field = !preferences.field,
            Message::Overlays => preferences.overlays = !preferences.overlays,
            _ => return,
        }
        context.props().habits.change(|kept| *kept = self.habits.clone());
    }

    fn set_window(&mut self, look: &mut Look, about: &About, center: f64, width: f64) {
        look.set_window(about, center, width);
        self.view = None;
    }

    /// To the right: wider, less contrast; down: brighter.
    fn drag_window(&mut self, look: &mut Look, about: &About, right: f64, down: f64) {
        let (window, step) = (look.window(about), about.automatic.width / WINDOW_DRAG);
        self.set_window(look, about, window.center - down * step, window.width + right * step);
    }

    /// What stands on the picture.
    fn captions(&self, film: Option<&Rc<Film>>) -> Html {
        let t = text();
        let (Some(film), Some(look)) = (film, &self.look) else {
            return html! { <p class="opening" role="status">{ t.opening }</p> };
        };
        let size = self.canvas.cast::<HtmlCanvasElement>().map(|canvas| Painter::size(&canvas));
        let numbers = self.viewport.map(|viewport| readout(film, viewport, look, self.over.zip(size)));
        let silent = look.map.map(|(group, _)| group).filter(|group| !film.about.has_evidence(*group));
        html! {
            <>
                <p class="readout" aria-hidden="true">{ numbers.unwrap_or_default() }</p>
                if film.about.frames > 1 { <p class="frames">{ fill(t.first_frame_of, &[("n", &film.about.frames)]) }</p> }
                <p class="no-evidence" role="status" data-testid="no-evidence">
                    { silent.map(|group| fill(t.no_evidence, &[("group", &t.group(group))])).unwrap_or_default() }
                </p>
            </>
        }
    }

    fn paint_soon(&mut self, context: &Context<Self>) {
        let link = context.link().clone();
        self.frame.get_or_insert_with(|| request_animation_frame(move |_| link.send_message(Message::Paint)));
    }

    fn listen_to_canvas(&mut self, context: &Context<Self>) {
        let Some(canvas) = self.canvas.cast::<Element>() else { return };
        let link = context.link().clone();
        // Yew's own wheel events can't keep the page from scrolling.
        let options = EventListenerOptions::enable_prevent_default();
        self.listeners.push(EventListener::new_with_options(&canvas, "wheel", options, move |event| {
            event.prevent_default();
            if let Some(wheel) = event.dyn_ref::<WheelEvent>() {
                let lines = if wheel.delta_mode() == 0 { 1.0 } else { 30.0 };
                let factor = (-wheel.delta_y() * lines / 500.0).clamp(-0.7, 0.7).exp();
                link.send_message(Message::ZoomAt(factor, (f64::from(wheel.offset_x()), f64::from(wheel.offset_y()))));
            }
        }));
        let link = context.link().clone();
        let resized = Closure::<dyn FnMut()>::new(move || link.send_message(Message::Resized));
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&canvas);
            self.resize = Some((observer, resized));
        }
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        if let Some((observer, _)) = &self.resize {
            observer.disconnect();
        }
    }
}
