//! What the network itself sees.

use std::rc::Rc;

use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use super::canvas::draw_grey;
use crate::app::text;
use crate::text::fill;
use crate::viewing::Film;

#[derive(Properties)]
pub(super) struct NetworkInputProps {
    pub(super) film: Rc<Film>,
}

impl PartialEq for NetworkInputProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.film, &other.film)
    }
}

/// The network's input, pixel by pixel.
#[component]
pub(super) fn NetworkInput(props: &NetworkInputProps) -> Html {
    let t = text();
    let canvas = use_node_ref();
    let film = props.film.clone();
    let drawn = canvas.clone();
    use_effect_with(Rc::as_ptr(&props.film), move |_| {
        if let Some(canvas) = drawn.cast::<HtmlCanvasElement>() {
            draw_grey(&canvas, film.about.input_size, &film.about.input);
        }
    });
    let side = props.film.about.input_size;
    html! {
        <figure class="network-input">
            <canvas ref={canvas} role="img" aria-label={t.network_input} data-testid="network-input" />
            <figcaption>{ fill(t.network_input_text, &[("n", &side)]) }</figcaption>
        </figure>
    }
}
