//! A film's samples → the canvas's pixels.

use super::axis::Taps;
use super::film::Pixels;
use super::heat::Heat;
use super::levels::Level;
use super::placement::Placement;
use super::toning::Toning;
use super::{Film, Look, Viewport};

const BLACK: [u8; 4] = [0, 0, 0, 255];
/// Yellow and sky blue of Okabe and Ito's palette (2008), told apart by all eyes.
const OVERLAY: [u8; 4] = [0xf0, 0xe4, 0x42, 255];
const FIELD: [u8; 4] = [0x56, 0xb4, 0xe9, 255];
/// Width of the field's outline in device pixels.
const OUTLINE: f64 = 2.0;
/// Side of the squares in which a lying picture is turned, so that they stay in the cache.
const TILE: usize = 32;

/// A sample that weighted means can be made of.
trait Sample: Copy {
    type Sum: Copy + Default;
    fn add_to(self, sum: &mut Self::Sum, weight: f32);
    fn mean(sums: &[Self::Sum; 3], weights: &[f32; 3]) -> Self::Sum;
}

impl Sample for u16 {
    type Sum = f32;

    fn add_to(self, sum: &mut f32, weight: f32) {
        *sum += weight * f32::from(self);
    }

    fn mean([a, b, c]: &[f32; 3], [u, v, w]: &[f32; 3]) -> f32 {
        a * u + b * v + c * w
    }
}

impl Sample for [u8; 4] {
    type Sum = [f32; 4];

    fn add_to(self, sum: &mut [f32; 4], weight: f32) {
        sum.iter_mut().zip(self).for_each(|(sum, sample)| *sum += weight * f32::from(sample));
    }

    fn mean([a, b, c]: &[[f32; 4]; 3], [u, v, w]: &[f32; 3]) -> [f32; 4] {
        std::array::from_fn(|i| a[i] * u + b[i] * v + c[i] * w)
    }
}

impl Film {
    /// Draws the picture on a canvas of `width × height` device pixels: red, green, blue and 255 for each, row by row.
    /// Outside of the picture it is black. Does nothing if `rgba` isn't of that size.
    ///
    /// Made smaller, a canvas pixel is the mean of the area that it covers; enlarged up to four times, linear between
    /// pixels; from there on pixels are squares. Colour pictures go through the look's curve channel by channel, each
    /// 0–255.
    pub fn paint(&self, viewport: &Viewport, look: &Look, width: usize, height: usize, rgba: &mut [u8]) {
        let (canvas, rest) = rgba.as_chunks_mut::<4>();
        if canvas.is_empty() || !rest.is_empty() || Some(canvas.len()) != width.checked_mul(height) {
            return;
        }
        let toning = self.toning.take().filter(|toning| toning.is_of(&self.about, look));
        let toning = toning.unwrap_or_else(|| Toning::of(&self.about, look, self.greatest));
        let shade = |sample: f32| toning.shades.get((sample + 0.5) as usize).copied().unwrap_or_default();
        let placement = Placement::of(viewport, &self.about, width, height);
        canvas.fill(BLACK);
        match &self.pixels {
            Pixels::Grey(levels) => draw(levels, &placement, canvas, |sum| {
                let shade = shade(sum);
                [shade, shade, shade, 255]
            }),
            Pixels::Colour(levels) => {
                draw(levels, &placement, canvas, |[red, green, blue, _]| [shade(red), shade(green), shade(blue), 255])
            }
        }
        self.toning.set(Some(toning));
        self.draw_above(viewport, look, &placement, canvas);
    }

    fn draw_above(&self, viewport: &Viewport, look: &Look, placement: &Placement, canvas: &mut [[u8; 4]]) {
        let field = self.about.field;
        if let Some(heat) = look.map.and_then(|(group, opacity)| Heat::of(&self.about, group, opacity)) {
            let share = |place: f64, first: usize, count: usize| (place - first as f64) / count as f64;
            placement.each_inside(
                canvas,
                |row| heat.rows_at(share(row, field.top, field.rows)),
                |column| heat.columns_at(share(column, field.left, field.columns)),
                |pixel, rows, columns| heat.lay_over(pixel, rows, columns),
            );
        }
        if let Some(overlay) = self.overlay.as_ref().filter(|_| look.overlays) {
            // As coarse as a canvas pixel or coarser, so that each drawn pixel is met.
            let level = placement.coverage().log2().ceil().max(0.0) as usize;
            let index = |place: f64| Some(place as usize);
            placement.each_inside(canvas, index, index, |pixel, row, column| {
                if overlay.is_drawn(level, row, column) { OVERLAY } else { pixel }
            });
        }
        if look.field {
            let size = (placement.width as f64, placement.height as f64);
            let corner = |row: usize, column: usize| viewport.to_canvas(&self.about, (column as f64, row as f64), size);
            let corners = (corner(field.top, field.left), corner(field.top + field.rows, field.left + field.columns));
            outline(corners, placement, canvas);
        }
    }
}

/// Draws a rectangle, just inside its edges.
fn outline(((x0, y0), (x1, y1)): ((f64, f64), (f64, f64)), placement: &Placement, canvas: &mut [[u8; 4]]) {
    let (left, right, top, bottom) = (x0.min(x1), x0.max(x1), y0.min(y1), y0.max(y1));
    let range = |from: f64, to: f64, count: usize| {
        let line = |place: f64| place.round().clamp(0.0, count as f64) as usize;
        line(from)..line(to)
    };
    let mut fill = |x: (f64, f64), y: (f64, f64)| {
        let columns = range(x.0, x.1, placement.width);
        for y in range(y.0, y.1, placement.height) {
            if let Some(line) = canvas.get_mut(y * placement.width..(y + 1) * placement.width) {
                line[columns.clone()].fill(FIELD);
            }
        }
    };
    fill((left, right), (top, top + OUTLINE));
    fill((left, right), (bottom - OUTLINE, bottom));
    fill((left, left + OUTLINE), (top, bottom));
    fill((right - OUTLINE, right), (top, bottom));
}

/// Draws the copy of a picture that is at least as fine as the canvas.
fn draw<S: Sample>(
    levels: &[Level<S>],
    placement: &Placement,
    canvas: &mut [[u8; 4]],
    colour: impl Fn(S::Sum) -> [u8; 4],
) {
    let wanted = placement.coverage().log2().floor().max(0.0) as usize;
    let at = wanted.min(levels.len().saturating_sub(1));
    let Some(level) = levels.get(at) else { return };
    let (row_lines, column_lines) = placement.lines();
    let (rows, columns) = (placement.rows.inside(row_lines), placement.columns.inside(column_lines));
    let (row_axis, column_axis) = (placement.rows.halved(at, level.rows), placement.columns.halved(at, level.columns));
    let taps: Vec<Taps> = columns.clone().map(|line| column_axis.taps(line)).collect();
    let mut sums = Sums::new(level, &taps);
    if !placement.lies {
        for (y, line) in canvas.chunks_exact_mut(placement.width).enumerate().take(rows.end).skip(rows.start) {
            sums.add_up(level, row_axis.taps(y));
            sums.write(&taps, &mut line[columns.clone()], &colour);
        }
        return;
    }
    // A strip of columns of the canvas at a time, made as rows and turned.
    let mut strip = vec![BLACK; TILE * taps.len()];
    let lines: Vec<usize> = rows.collect();
    for lines in lines.chunks(TILE) {
        for (line, strip) in lines.iter().zip(strip.chunks_exact_mut(taps.len().max(1))) {
            sums.add_up(level, row_axis.taps(*line));
            sums.write(&taps, strip, &colour);
        }
        let Some(first) = lines.first() else { continue };
        for (index, y) in columns.clone().enumerate() {
            let start = y * placement.width + first;
            for (at, pixel) in canvas[start..start + lines.len()].iter_mut().enumerate() {
                *pixel = strip[at * taps.len() + index];
            }
        }
    }
}

/// The weighted sums of a few rows of a level, of the columns that are seen.
struct Sums<S: Sample> {
    first: usize,
    /// Two more than there are columns, so that three can be read at each.
    values: Vec<S::Sum>,
    columns: usize,
}

impl<S: Sample> Sums<S> {
    fn new(level: &Level<S>, taps: &[Taps]) -> Self {
        let first = taps.iter().map(|taps| taps.first).min().unwrap_or_default();
        let last = taps.iter().map(|taps| taps.first).max().unwrap_or_default();
        let columns = (last + 3).min(level.columns).saturating_sub(first);
        Self { first, values: vec![S::Sum::default(); columns + 2], columns }
    }

    fn add_up(&mut self, level: &Level<S>, rows: Taps) {
        self.values.fill(S::Sum::default());
        for (row, weight) in (rows.first..level.rows).zip(rows.weights).filter(|(_, weight)| *weight > 0.0) {
            let start = row * level.columns + self.first;
            let samples = level.samples.get(start..start + self.columns).unwrap_or_default();
            self.values.iter_mut().zip(samples).for_each(|(sum, sample)| sample.add_to(sum, weight));
        }
    }

    fn write(&self, taps: &[Taps], line: &mut [[u8; 4]], colour: impl Fn(S::Sum) -> [u8; 4]) {
        for (pixel, taps) in line.iter_mut().zip(taps) {
            if let Some(sums) = self.values.get(taps.first - self.first..).and_then(|sums| sums.first_chunk()) {
                *pixel = colour(S::mean(sums, &taps.weights));
            }
        }
    }
}
