//! A canvas that shows an image, pixel by pixel.

use std::rc::Rc;

use web_sys::{HtmlCanvasElement, PointerEvent};
use yew::prelude::*;

use super::image::Image;
use crate::app::viewer::draw;

#[derive(Properties)]
pub(super) struct RasterProps {
    pub(super) image: Option<Rc<Image>>,
    /// What it shows, for those who don't see it; empty, if that is said beside it.
    pub(super) label: AttrValue,
    #[prop_or_default]
    pub(super) class: Classes,
    /// For programs that drive the page.
    #[prop_or("picture")]
    pub(super) test: &'static str,
    /// Hears where a pressed pointer is: shares of width and height. The second is whether it has just come down.
    #[prop_or_default]
    pub(super) on_drag: Option<Callback<((f64, f64), bool)>>,
}

impl PartialEq for RasterProps {
    fn eq(&self, other: &Self) -> bool {
        self.image.as_ref().map(Rc::as_ptr) == other.image.as_ref().map(Rc::as_ptr)
            && self.label == other.label
            && self.class == other.class
            && self.on_drag == other.on_drag
    }
}

#[component]
pub(super) fn Raster(props: &RasterProps) -> Html {
    let canvas = use_node_ref();
    {
        let (canvas, image) = (canvas.clone(), props.image.clone());
        use_effect_with(image.as_ref().map(Rc::as_ptr), move |_| {
            if let (Some(canvas), Some(image)) = (canvas.cast::<HtmlCanvasElement>(), image) {
                draw(&canvas, image.width, image.height, &image.rgba);
            }
        });
    }
    let pointer = |first: bool| {
        let (canvas, image, on_drag) = (canvas.clone(), props.image.clone(), props.on_drag.clone());
        Callback::from(move |event: PointerEvent| {
            let (Some(canvas), Some(image), Some(on_drag)) = (canvas.cast::<HtmlCanvasElement>(), &image, &on_drag)
            else {
                return;
            };
            if first {
                canvas.set_pointer_capture(event.pointer_id()).ok();
            }
            if (first || event.buttons() != 0)
                && let Some(place) = place(&canvas, image, &event)
            {
                on_drag.emit((place, first));
            }
        })
    };
    let role = if props.label.is_empty() { "presentation" } else { "img" };
    html! {
        <canvas ref={canvas.clone()} {role} class={classes!("raster", props.class.clone(), props.on_drag.as_ref().map(|_| "drawn-on"))}
            aria-label={(!props.label.is_empty()).then(|| props.label.clone())} data-testid={props.test}
            onpointerdown={pointer(true)} onpointermove={pointer(false)} />
    }
}

/// Where on the image a pointer is, in shares of its sides; none beside it. The image lies in the canvas's middle, as large
/// as it fits.
fn place(canvas: &HtmlCanvasElement, image: &Image, event: &PointerEvent) -> Option<(f64, f64)> {
    let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
    let scale = (width / image.width as f64).min(height / image.height as f64);
    let share = |at: i32, room: f64, side: usize| {
        let side = side as f64 * scale;
        let share = (f64::from(at) - (room - side) / 2.0) / side;
        (0.0..=1.0).contains(&share).then_some(share)
    };
    Some((share(event.offset_x(), width, image.width)?, share(event.offset_y(), height, image.height)?))
}
