//! What the network itself sees.

use std::rc::Rc;

use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use super::canvas::draw_grey;
use crate::app::text;
use crate::text::fill;
use crate::viewing::About;

#[derive(Properties)]
pub(super) struct NetworkInputProps {
    pub(super) about: Rc<About>,
    /// While another film is opened.
    pub(super) blank: bool,
}

impl PartialEq for NetworkInputProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.about, &other.about) && self.blank == other.blank
    }
}

/// The network's input, pixel by pixel.
#[component]
pub(super) fn NetworkInput(props: &NetworkInputProps) -> Html {
    let t = text();
    let canvas = use_node_ref();
    let NetworkInputProps { about, blank } = props;
    let side = about.input_size;
    let (about, drawn, empty) = (about.clone(), canvas.clone(), *blank);
    use_effect_with((Rc::as_ptr(&about), empty), move |_| {
        if let Some(canvas) = drawn.cast::<HtmlCanvasElement>() {
            if empty {
                canvas.set_width(side as u32); // which clears it
            } else {
                draw_grey(&canvas, side, &about.input);
            }
        }
    });
    html! {
        <figure class="network-input">
            <canvas ref={canvas} role="img" aria-label={t.network_input} data-testid="network-input" />
            <figcaption>{ fill(t.network_input_text, &[("n", &side)]) }</figcaption>
        </figure>
    }
}
