//! Drawing on the canvas.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};
use web_time::Instant;

use crate::viewing::{Film, Look, Viewport};

/// A drawing that takes longer than this is made coarser while the picture moves.
const SLOW_MS: f64 = 20.0;

/// What is kept from one drawing to the next.
#[derive(Debug, Default)]
pub(super) struct Painter {
    pixels: Vec<u8>,
    /// How long a drawing at full resolution took.
    full_ms: f64,
}

impl Painter {
    /// Device pixels of a canvas, as large as it is shown.
    pub(super) fn size(canvas: &HtmlCanvasElement) -> (f64, f64) {
        let density = density();
        let side = |css: i32| (f64::from(css.max(1)) * density).round();
        (side(canvas.client_width()), side(canvas.client_height()))
    }

    /// Draws. Says whether it was drawn coarsely, because the picture moves and a full drawing takes too long.
    pub(super) fn paint(
        &mut self,
        canvas: &HtmlCanvasElement,
        film: &Film,
        viewport: Viewport,
        look: &Look,
        moving: bool,
    ) -> bool {
        let coarse = moving && self.full_ms > SLOW_MS;
        let share = if coarse { 0.5 } else { 1.0 };
        let (width, height) = Self::size(canvas);
        let (width, height) = ((width * share) as usize, (height * share) as usize);
        let viewport = Viewport { zoom: viewport.zoom * share, ..viewport };
        let begun = Instant::now();
        self.draw(canvas, film, viewport, look, (width.max(1), height.max(1)));
        if !coarse {
            self.full_ms = begun.elapsed().as_secs_f64() * 1000.0;
        }
        coarse
    }

    fn draw(
        &mut self,
        canvas: &HtmlCanvasElement,
        film: &Film,
        viewport: Viewport,
        look: &Look,
        (width, height): (usize, usize),
    ) {
        self.pixels.resize(width * height * 4, 0);
        film.paint(&viewport, look, width, height, &mut self.pixels);
        if (canvas.width(), canvas.height()) != (width as u32, height as u32) {
            canvas.set_width(width as u32);
            canvas.set_height(height as u32);
        }
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&self.pixels), width as u32, height as u32);
        if let (Ok(image), Some(context)) = (image, context(canvas)) {
            context.put_image_data(&image, 0.0, 0.0).ok();
        }
    }
}

/// Device pixels a CSS pixel.
pub(super) fn density() -> f64 {
    web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).max(0.5)
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Draws a small grey square, such as the network's input, pixel by pixel.
pub(super) fn draw_grey(canvas: &HtmlCanvasElement, side: usize, grey: &[u8]) {
    let rgba: Vec<u8> = grey.iter().flat_map(|value| [*value, *value, *value, 255]).collect();
    draw(canvas, side, side, &rgba);
}

/// Draws a picture pixel by pixel: red, green, blue and 255 of each, row by row.
pub(in crate::app) fn draw(canvas: &HtmlCanvasElement, width: usize, height: usize, rgba: &[u8]) {
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(rgba), width as u32, height as u32);
    if let (Ok(image), Some(context)) = (image, context(canvas)) {
        context.put_image_data(&image, 0.0, 0.0).ok();
    }
}
