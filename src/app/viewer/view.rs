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
use super::save::save_png;
use super::tools::Tools;
use crate::app::browser::{is_writing, listen};
use crate::app::text;
use crate::classifier::Group;
use crate::radiograph::{VoiLut, Window};
use crate::text::fill;
use crate::viewing::{Film, Look, Viewport};

/// How long after the last movement the picture is drawn at full resolution again.
const REST_MS: u32 = 120;
/// A window's whole width lies in so many CSS pixels of dragging.
const WINDOW_DRAG: f64 = 400.0;
/// Device-independent pixels that an arrow key moves the picture.
const KEY_STEP: f64 = 40.0;

/// What dragging does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::app) enum Tool {
    #[default]
    Window,
    Move,
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
    pub(in crate::app) film: Rc<Film>,
    /// The group whose activation map a key shows.
    pub(in crate::app) likeliest: Option<Group>,
    /// What the picture is called in a file name; nothing that names a patient.
    pub(in crate::app) name: AttrValue,
}

impl PartialEq for ViewerProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.film, &other.film) && self.likeliest == other.likeliest && self.name == other.name
    }
}

pub(in crate::app) struct Viewer {
    root: NodeRef,
    canvas: NodeRef,
    look: Look,
    tool: Tool,
    preset: Option<usize>,
    opacity: f32,
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
        let keys = listen(move |event| {
            let message = match event.key().as_str() {
                _ if is_writing(event) => return,
                "i" | "I" => Message::Invert,
                "m" | "M" => Message::ToggleMap,
                "t" | "T" => Message::Turn,
                "h" | "H" => Message::Mirror,
                "f" | "F" => Message::FullScreen,
                "+" | "=" => Message::Zoom(1.25),
                "-" | "−" => Message::Zoom(0.8),
                "0" => Message::Fit,
                _ => return,
            };
            link.send_message(message);
        });
        Self {
            root: NodeRef::default(),
            canvas: NodeRef::default(),
            look: Look::of(&context.props().film.about),
            tool: Tool::default(),
            preset: Some(0),
            opacity: 0.6,
            viewport: None,
            fitted: true,
            pointers: Pointers::default(),
            over: None,
            pressed: None,
            painter: Painter::default(),
            frame: None,
            rest: None,
            listeners: keys.into_iter().collect(),
            resize: None,
        }
    }

    fn changed(&mut self, context: &Context<Self>, old: &ViewerProps) -> bool {
        if !Rc::ptr_eq(&context.props().film, &old.film) {
            self.look = Look::of(&context.props().film.about);
            (self.preset, self.viewport, self.fitted) = (Some(0), None, true);
        }
        true
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        let film = context.props().film.clone();
        let about = &film.about;
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>() else { return false };
        let size = Painter::size(&canvas);
        let viewport = *self.viewport.get_or_insert_with(|| Viewport::fit(about, size.0, size.1));
        let density = density();
        match message {
            Message::Paint => {
                self.frame = None;
                let moving = self.pointers.any() || self.rest.is_some();
                if self.painter.paint(&canvas, &film, viewport, &self.look, moving) {
                    let link = context.link().clone();
                    self.rest = Some(Timeout::new(REST_MS, move || link.send_message(Message::Rest)));
                }
                return false;
            }
            Message::Rest => self.rest = None,
            Message::Tool(tool) => self.tool = tool,
            Message::Preset(preset) => {
                self.preset = preset;
                let view = preset.and_then(|index| about.views.get(index));
                self.look.lut = view.map_or(VoiLut::Window(about.automatic), |view| view.lut.clone());
            }
            Message::Zoom(factor) => {
                self.see(viewport.zoomed(about, factor, (size.0 / 2.0, size.1 / 2.0), size));
            }
            Message::ZoomAt(factor, at) => {
                self.see(viewport.zoomed(about, factor, (at.0 * density, at.1 * density), size));
            }
            Message::Pan(right, down) => self.see(viewport.panned(about, right * density, down * density)),
            Message::Window(right, down) => self.drag_window(about.automatic, right, down),
            Message::Fit => {
                self.viewport = Some(viewport.fit_keeping_turn(about, size.0, size.1));
                self.fitted = true;
            }
            Message::Invert => self.look.inverted = !self.look.inverted,
            Message::Turn => self.viewport = Some(self.refitted(viewport.turned(1), &film, size)),
            Message::Mirror => self.viewport = Some(viewport.flipped()),
            Message::Map(group) => self.look.map = group.map(|group| (group, self.opacity)),
            Message::ToggleMap => {
                let group = context.props().likeliest.filter(|_| self.look.map.is_none());
                self.look.map = group.map(|group| (group, self.opacity));
            }
            Message::Opacity(opacity) => {
                self.opacity = opacity.clamp(0.1, 1.0);
                self.look.map = self.look.map.map(|(group, _)| (group, self.opacity));
            }
            Message::Field => self.look.field = !self.look.field,
            Message::Overlays => self.look.overlays = !self.look.overlays,
            Message::Save => {
                let map = if self.look.map.is_some() { "-map" } else { "" };
                let name = format!("{}{map}.png", context.props().name);
                let _ = save_png(&film, viewport, &self.look, name);
                return false;
            }
            Message::FullScreen => {
                self.toggle_full_screen();
                return false;
            }
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
                if self.tool == Tool::Move && self.pressed.take() == Some(at) {
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
                        if other_button || self.tool == Tool::Move {
                            self.see(viewport.panned(about, right * density, down * density));
                        } else {
                            self.drag_window(about.automatic, right, down);
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
        self.paint_soon(context);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let t = text();
        let film = &context.props().film;
        let link = context.link();
        let on = link.callback(|message| message);
        let tools =
            Tools { about: &film.about, look: &self.look, tool: self.tool, preset: self.preset, opacity: self.opacity };
        let on_key = link.batch_callback(|event: KeyboardEvent| {
            let (right, down) = match event.key().as_str() {
                "ArrowLeft" => (-KEY_STEP, 0.0),
                "ArrowRight" => (KEY_STEP, 0.0),
                "ArrowUp" => (0.0, -KEY_STEP),
                "ArrowDown" => (0.0, KEY_STEP),
                _ => return None,
            };
            event.prevent_default();
            event.stop_propagation();
            // With Shift as if it were dragged for the window; without, the view goes where the arrow points.
            Some(if event.shift_key() { Message::Window(right, down) } else { Message::Pan(-right, -down) })
        });
        html! {
            <div class="viewer" ref={self.root.clone()}>
                { tools.view(&on) }
                <div class="stage">
                    <canvas ref={self.canvas.clone()} tabindex="0" role="application" aria-label={t.picture_label}
                        data-testid="canvas" class={classes!((self.tool == Tool::Move).then_some("movable"))}
                        onpointerdown={link.callback(Message::Down)} onpointermove={link.callback(Message::Moved)}
                        onpointerup={link.callback(Message::Up)} onpointercancel={link.callback(Message::Up)}
                        onpointerleave={link.callback(|_: PointerEvent| Message::Left)}
                        ondblclick={link.callback(|_: MouseEvent| Message::Fit)}
                        oncontextmenu={Callback::from(|event: MouseEvent| event.prevent_default())}
                        onkeydown={on_key} />
                    <p class="readout" aria-hidden="true">{ self.readout(film) }</p>
                    if film.about.frames > 1 {
                        <p class="frames">{ fill(t.first_frame_of, &[("n", &film.about.frames)]) }</p>
                    }
                </div>
                <NetworkInput film={film.clone()} />
            </div>
        }
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        if first {
            self.listen_to_canvas(context);
        }
        if self.viewport.is_none() {
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

    /// To the right: wider, less contrast; down: brighter.
    fn drag_window(&mut self, automatic: Window, right: f64, down: f64) {
        let window = match self.look.lut {
            VoiLut::Window(window) => window,
            VoiLut::Table(_) => automatic,
        };
        let step = automatic.width / WINDOW_DRAG;
        let width = (window.width + right * step).max(automatic.width / 1000.0).max(1.0_f64.min(automatic.width));
        self.look.lut = VoiLut::Window(Window { center: window.center - down * step, width, ..window });
        self.preset = None;
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

    fn toggle_full_screen(&self) {
        let document = web_sys::window().and_then(|window| window.document());
        let Some((document, root)) = document.zip(self.root.cast::<Element>()) else { return };
        if document.fullscreen_element().is_some() {
            document.exit_fullscreen();
        } else {
            root.request_fullscreen().ok();
        }
    }

    /// Zoom, window, and the value under the pointer.
    fn readout(&self, film: &Film) -> String {
        let t = text();
        let Some(viewport) = self.viewport else { return String::new() };
        let mut parts = vec![format!("{:.0}\u{a0}%", viewport.zoom / density() * 100.0)];
        if let VoiLut::Window(window) = self.look.lut {
            let (center, width) = (format!("{:.0}", window.center), format!("{:.0}", window.width));
            parts.push(fill(t.window_readout, &[("center", &center), ("width", &width)]));
        }
        let canvas = self.canvas.cast::<HtmlCanvasElement>();
        if let Some((over, canvas)) = self.over.zip(canvas) {
            let density = density();
            let (column, row) =
                viewport.to_picture(&film.about, (over.0 * density, over.1 * density), Painter::size(&canvas));
            if let Some(value) = film.value_at(column, row) {
                parts.push(format!("({:.0}, {:.0}) {value:.0}", column.floor(), row.floor()));
            }
        }
        parts.join(" · ")
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        if let Some((observer, _)) = &self.resize {
            observer.disconnect();
        }
    }
}
