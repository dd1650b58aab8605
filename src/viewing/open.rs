//! A file's bytes → [`About`] and the pixels that [`Film`](super::Film) draws from. Runs in a worker.

use super::About;
use crate::case::Failure;
use crate::classifier::Classifier;
use crate::radiograph::{Content, Polarity, Radiograph, Rows, Window, contrast, exposed_field};

/// Samples have 16 bits.
const GREATEST: f64 = 65_535.0;

/// Opens a DICOM, PNG or JPEG file for viewing, its first frame. The bytes are 16-bit samples in little endian, row by row
/// (modality value = `first + step × sample`), or red, green, blue and 255 of a colour picture; then, where
/// [`About::has_overlay`] says so, a bit for each pixel, the lowest of a byte first: whether any overlay draws it.
///
/// Samples are exact where the stored values have at most 16 bits, or the modality values are as few steps apart; else to
/// the nearest of 65,536 steps.
///
/// # Errors
/// As in [`crate::case::Case::run`].
pub fn open(bytes: &[u8], classifier: &Classifier) -> Result<(About, Vec<u8>), Failure> {
    let content = Content::parse(bytes)?;
    let film = content.radiograph()?;
    let input = classifier.prepare(&film);
    let outputs = classifier.outputs(&input)?;
    let field = exposed_field(&film);
    let (low, high) = contrast(&film, field);
    let (first, step, mut pixels) = if film.is_colour() { (0.0, 1.0, rgba(&film)) } else { samples(&film) };
    let overlay = drawn(&film);
    pixels.extend(overlay.iter().flatten());
    let model = classifier.model();
    let about = About {
        rows: film.rows(),
        columns: film.columns(),
        pixel_aspect: film.pixel_aspect,
        millimetres: film.millimetres,
        colour: film.is_colour(),
        first,
        step,
        inverted: film.polarity == Polarity::Inverted,
        views: film.views.iter().filter(|view| view.lut.shows(low, high)).cloned().collect(),
        automatic: if film.is_colour() { Window::between(0.0, 255.0) } else { Window::between(low, high) },
        has_overlay: overlay.is_some(),
        field,
        input_size: model.input_size,
        input: input.iter().map(|value| ((value + 1.0) * 127.5).round() as u8).collect(),
        maps: model.groups.iter().map(|group| (*group, outputs.maps.of(*group, model))).collect(),
        header: content.attributes(),
        frames: content.header().number_of_frames.unwrap_or(1).max(1),
    };
    Ok((about, pixels))
}

/// The modality value of sample 0, the distance between samples, and the samples.
fn samples(film: &Radiograph<'_>) -> (f64, f64, Vec<u8>) {
    let mut values = vec![0.0; film.columns()];
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for row in 0..film.rows() {
        film.read_row(row, 0, &mut values);
        (low, high) = values.iter().fold((low, high), |(low, high), value| (low.min(*value), high.max(*value)));
    }
    let (first, range) = (f64::from(low), f64::from(high) - f64::from(low));
    let step = film.value_step().max(range / GREATEST);
    let scale = 1.0 / step;
    let mut bytes = Vec::with_capacity(film.rows() * film.columns() * 2 + film.rows() * film.columns() / 8 + 1);
    for row in 0..film.rows() {
        film.read_row(row, 0, &mut values);
        let sample = |value: &f32| ((f64::from(*value) - first) * scale + 0.5) as u16;
        bytes.extend(values.iter().flat_map(|value| sample(value).to_le_bytes()));
    }
    (first, step, bytes)
}

fn rgba(film: &Radiograph<'_>) -> Vec<u8> {
    let mut channels = [0, 1, 2].map(|_| vec![0.0; film.columns()]);
    let mut bytes = Vec::with_capacity(film.rows() * film.columns() * 4);
    let byte = |share: f32| (share.clamp(0.0, 1.0) * 255.0).round() as u8;
    for row in 0..film.rows() {
        for (channel, values) in channels.iter_mut().enumerate() {
            film.channel(channel).read_row(row, 0, values);
        }
        let [reds, greens, blues] = &channels;
        for ((red, green), blue) in reds.iter().zip(greens).zip(blues) {
            let [red, green, blue] = film.rgb([*red, *green, *blue]).map(byte);
            bytes.extend([red, green, blue, 255]);
        }
    }
    bytes
}

/// The bits of all overlays together; none where nothing is drawn.
fn drawn(film: &Radiograph<'_>) -> Option<Vec<u8>> {
    let (rows, columns) = (film.rows(), film.columns());
    let mut bits: Option<Vec<u8>> = None;
    for (row, column) in film.overlays.iter().flat_map(|overlay| overlay.pixels(rows, columns)) {
        let index = row * columns + column;
        bits.get_or_insert_with(|| vec![0; (rows * columns).div_ceil(8)])[index / 8] |= 1 << (index % 8);
    }
    bits
}
