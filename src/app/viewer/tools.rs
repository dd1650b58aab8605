//! The viewer's toolbar.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::view::{Message, Tool};
use crate::app::text;
use crate::classifier::Group;
use crate::radiograph::VoiLut;
use crate::text::fill;
use crate::viewing::{About, Look};

pub(super) struct Tools<'a> {
    pub(super) about: &'a About,
    pub(super) look: &'a Look,
    pub(super) tool: Tool,
    /// Which of the ready windows is chosen; none once it was dragged.
    pub(super) preset: Option<usize>,
    pub(super) opacity: f32,
}

impl Tools<'_> {
    pub(super) fn view(&self, on: &Callback<Message>) -> Html {
        let t = text();
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
                { self.presets(on) }
                <div class="tool-group">
                    { button(t.zoom_out, "zoom-out", "M5 12h14", None, Message::Zoom(0.8)) }
                    { button(t.fit, "fit", "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5", None, Message::Fit) }
                    { button(t.zoom_in, "zoom-in", "M12 5v14M5 12h14", None, Message::Zoom(1.25)) }
                </div>
                <div class="tool-group">
                    { button(t.invert, "invert", "M4 4h16v16H4zM4 20L20 4M8 5v4M6 7h4M14 17h4", Some(self.look.inverted), Message::Invert) }
                    { button(t.turn, "turn", "M19 12a7 7 0 1 1-2-5M19 3v5h-5", None, Message::Turn) }
                    { button(t.mirror, "mirror", "M12 3v18M9 7L3 17h6zM15 7l6 10h-6z", None, Message::Mirror) }
                </div>
                { self.map(on) }
                <div class="tool-group">
                    { button(t.outline_field, "field", "M4 4h4M4 4v4M20 4h-4M20 4v4M4 20h4M4 20v-4M20 20h-4M20 20v-4M9 9h6v6H9z", Some(self.look.field), Message::Field) }
                    if self.about.has_overlay {
                        { button(t.overlays, "overlays", "M4 20l4-1L19 8l-3-3L5 16z", Some(self.look.overlays), Message::Overlays) }
                    }
                    { button(t.save_png, "save-png", "M12 4v11M7 11l5 5 5-5M5 20h14", None, Message::Save) }
                    { button(t.full_screen, "full-screen", "M4 9V4h5M4 4l6 6M20 15v5h-5M20 20l-6-6", None, Message::FullScreen) }
                </div>
            </div>
        }
    }

    fn presets(&self, on: &Callback<Message>) -> Html {
        let t = text();
        let on_change = on.reform(|event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            Message::Preset(select.value().parse().ok())
        });
        let views = self.about.views.iter().enumerate();
        let named = views.map(|(index, view)| match (&view.lut, view.name.as_str()) {
            (VoiLut::Table(_), "") => fill(t.table_number, &[("n", &(index + 1))]),
            (VoiLut::Window(_), "") => fill(t.window_number, &[("n", &(index + 1))]),
            (_, name) => name.to_owned(),
        });
        let chosen = |index: usize| self.preset == Some(index);
        html! {
            <select class="presets" aria-label={t.window_preset} data-testid="preset" ~value={self.preset.map_or(String::new(), |index| index.to_string())} onchange={on_change}>
                { for named.enumerate().map(|(index, name)| html! {
                    <option value={index.to_string()} selected={chosen(index)}>{ name }</option>
                }) }
                <option value={self.about.views.len().to_string()} selected={chosen(self.about.views.len())}>{ t.automatic_window }</option>
                <option value="" selected={self.preset.is_none()} disabled={true}>{ t.own_window }</option>
            </select>
        }
    }

    fn map(&self, on: &Callback<Message>) -> Html {
        let t = text();
        if self.about.maps.iter().all(|(_, map)| map.values.is_empty()) {
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
        let shown = self.look.map.map(|(group, _)| group);
        html! {
            <div class="tool-group map">
                <select aria-label={t.activation_map} title={t.activation_map_hint} data-testid="map" ~value={shown.map_or(String::new(), |group| group.id().to_owned())} onchange={on_change}>
                    <option value="" selected={shown.is_none()}>{ t.no_map }</option>
                    { for self.about.maps.iter().map(|(group, _)| html! {
                        <option value={group.id()} selected={shown == Some(*group)}>{ fill(t.map_of, &[("group", &t.group(*group))]) }</option>
                    }) }
                </select>
                if shown.is_some() {
                    <input type="range" min="10" max="100" value={(self.opacity * 100.0).round().to_string()} aria-label={t.opacity} oninput={on_opacity} />
                }
            </div>
        }
    }
}
