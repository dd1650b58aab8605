//! The viewer's toolbar.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::full_screen;
use super::view::{Message, Tool};
use super::window::window;
use crate::app::text;
use crate::classifier::Group;
use crate::text::fill;
use crate::viewing::{About, Look, Preferences};

const FILL: &str = "M4 9V4h5M4 4l6 6M20 15v5h-5M20 20l-6-6";
const LEAVE: &str = "M10 5v5H5M10 10L4 4M14 19v-5h5M14 14l6 6";

pub(super) struct Tools<'a> {
    /// The picture's, or the one before while it is opened; none before the first.
    pub(super) about: Option<&'a About>,
    /// None while it is opened.
    pub(super) look: Option<&'a Look>,
    pub(super) tool: Tool,
    pub(super) preferences: &'a Preferences,
    pub(super) likeliest: Option<Group>,
    /// Which of the ready windows is chosen; none once it was changed.
    pub(super) view: Option<usize>,
}

impl Tools<'_> {
    pub(super) fn view(&self, on: &Callback<Message>) -> Html {
        let t = text();
        let filled = full_screen::is_on();
        let button =
            |name: &'static str, test: &'static str, path: &'static str, pressed: Option<bool>, message: Message| {
                let on_click = on.reform(move |_: MouseEvent| message.clone());
                html! {
                    <button type="button" class="icon" aria-label={name} title={name} data-testid={test}
                        aria-pressed={pressed.map(|on| on.to_string())} onclick={on_click}>
                        <svg viewBox="0 0 24 24" aria-hidden="true"><path d={path} /></svg>
                    </button>
                }
            };
        html! {
            <div class="tools" role="group" aria-label={t.picture_tools}>
                <div class="tool-group">
                    { button(t.tool_window, "tool-window", "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16", Some(self.tool == Tool::Window), Message::Tool(Tool::Window)) }
                    { button(t.tool_move, "tool-move", "M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3", Some(self.tool == Tool::Move), Message::Tool(Tool::Move)) }
                </div>
                { window(self.about, self.look, self.view, on) }
                <div class="tool-group">
                    { button(t.zoom_out, "zoom-out", "M5 12h14", None, Message::Zoom(0.8)) }
                    { button(t.fit, "fit", "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5", None, Message::Fit) }
                    { button(t.zoom_in, "zoom-in", "M12 5v14M5 12h14", None, Message::Zoom(1.25)) }
                </div>
                <div class="tool-group">
                    { button(t.invert, "invert", "M4 4h16v16H4zM4 20L20 4M8 5v4M6 7h4M14 17h4", Some(self.preferences.inverted), Message::Invert) }
                    { button(t.turn, "turn", "M19 12a7 7 0 1 1-2-5M19 3v5h-5", None, Message::Turn) }
                    { button(t.mirror, "mirror", "M12 3v18M9 7L3 17h6zM15 7l6 10h-6z", None, Message::Mirror) }
                </div>
                { self.map(on) }
                <div class="tool-group">
                    { button(t.outline_field, "field", "M4 4h4M4 4v4M20 4h-4M20 4v4M4 20h4M4 20v-4M20 20h-4M20 20v-4M9 9h6v6H9z", Some(self.preferences.field), Message::Field) }
                    if self.about.is_some_and(|about| about.has_overlay) {
                        { button(t.overlays, "overlays", "M4 20l4-1L19 8l-3-3L5 16z", Some(self.preferences.overlays), Message::Overlays) }
                    }
                    { button(t.save_png, "save-png", "M12 4v11M7 11l5 5 5-5M5 20h14", None, Message::Save) }
                    { button(if filled { t.leave_full_screen } else { t.full_screen }, "full-screen", if filled { LEAVE } else { FILL }, None, Message::FullScreen) }
                </div>
            </div>
        }
    }

    fn map(&self, on: &Callback<Message>) -> Html {
        let t = text();
        let maps = self.about.map(|about| &*about.maps).unwrap_or_default();
        if maps.iter().all(|(_, map)| map.values.is_empty()) {
            return Html::default();
        }
        let on_change = on.reform(|event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            Message::Map(Group::ALL.into_iter().find(|group| group.id() == select.value()))
        });
        let on_opacity = on.reform(|event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            Message::Opacity(input.value_as_number() as f32 / 100.0)
        });
        let shown = self.preferences.map_of(self.likeliest);
        html! {
            <div class="tool-group map">
                <select aria-label={t.activation_map} title={t.activation_map_hint} data-testid="map" ~value={shown.map_or(String::new(), |group| group.id().to_owned())} onchange={on_change}>
                    <option value="" selected={shown.is_none()}>{ t.no_map }</option>
                    { for maps.iter().map(|(group, _)| html! {
                        <option value={group.id()} selected={shown == Some(*group)}>{ fill(t.map_of, &[("group", &t.group(*group))]) }</option>
                    }) }
                </select>
                if shown.is_some() {
                    <input type="range" min="10" max="100" value={(self.preferences.opacity * 100.0).round().to_string()} aria-label={t.opacity} oninput={on_opacity} />
                }
            </div>
        }
    }
}
