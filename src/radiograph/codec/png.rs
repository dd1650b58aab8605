//! PNG (W3C Recommendation, third edition), by the png crate: any colour type and depth, interlaced or not; of an animation
//! the picture that other readers show. Transparency is left out: radiographs have none.

use std::borrow::Cow;
use std::io::{Cursor, ErrorKind};

use png::{BitDepth, ColorType, Decoder, DecodingError, Transformations};

use super::frame::Frame;
use super::layout::{Layout, Samples};
use crate::phrase;
use crate::radiograph::Refusal;

/// Decodes a file.
pub(super) fn decode(file: &[u8]) -> Result<Frame<'static>, Refusal> {
    let mut decoder = Decoder::new(Cursor::new(file));
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND);
    let header = decoder.read_header_info().map_err(refusal)?;
    let (rows, columns) = (header.height, header.width);
    Layout::check_size(rows, columns)?;
    let mut reader = decoder.read_info().map_err(refusal)?;
    let (colour, depth) = reader.output_color_type();
    let width = if depth == BitDepth::Sixteen { 2 } else { 1 };
    let (samples, kept) = match colour {
        ColorType::Grayscale | ColorType::GrayscaleAlpha => (Samples::Grey, 1),
        _ => (Samples::Rgb, 3),
    };
    let layout = Layout::of_picture(rows, columns, samples, 8 * width as u32)?;
    let mut bytes = vec![0; reader.output_buffer_size().ok_or(Refusal::Damaged)?];
    reader.next_frame(&mut bytes).map_err(refusal)?;
    keep(&mut bytes, colour.samples() * width, kept * width);
    if width == 2 {
        bytes.as_chunks_mut().0.iter_mut().for_each(|word: &mut [u8; 2]| word.reverse());
    }
    Ok(Frame { layout, bytes: Cow::Owned(bytes) })
}

/// Keeps the first bytes of each so many, in place.
fn keep(bytes: &mut Vec<u8>, of: usize, first: usize) {
    if of == first {
        return;
    }
    let count = bytes.len() / of;
    for at in 0..count {
        bytes.copy_within(at * of..at * of + first, at * first);
    }
    bytes.truncate(count * first);
}

fn refusal(error: DecodingError) -> Refusal {
    match error {
        DecodingError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => Refusal::Truncated,
        DecodingError::LimitsExceeded => Refusal::TooLarge(phrase!(size_extras)),
        _ => Refusal::Damaged,
    }
}
