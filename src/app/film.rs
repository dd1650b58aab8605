//! A thumbnail, drawn on a canvas.

use std::rc::Rc;

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};
use yew::prelude::*;

use crate::radiograph::Thumbnail;

#[derive(Properties, PartialEq)]
pub(super) struct FilmProps {
    pub(super) thumbnail: Option<Rc<Thumbnail>>,
}

#[component]
pub(super) fn Film(props: &FilmProps) -> Html {
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        use_effect_with(props.thumbnail.clone(), move |thumbnail| {
            if let (Some(thumbnail), Some(canvas)) = (thumbnail, canvas.cast::<HtmlCanvasElement>()) {
                // A browser that can't draw shows an empty frame; the row's text says it all.
                let _ = draw(thumbnail, &canvas);
            }
        });
    }
    match &props.thumbnail {
        Some(_) => html! { <canvas class="film" ref={canvas} aria-hidden="true" /> },
        None => html! { <span class="film blank" aria-hidden="true" /> },
    }
}

fn draw(thumbnail: &Thumbnail, canvas: &HtmlCanvasElement) -> Result<(), wasm_bindgen::JsValue> {
    let (width, height) = (thumbnail.columns as u32, thumbnail.rows as u32);
    canvas.set_width(width);
    canvas.set_height(height);
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&thumbnail.rgba), width, height)?;
    let context = canvas.get_context("2d")?.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    context.map_or(Ok(()), |context| context.put_image_data(&image, 0.0, 0.0))
}
