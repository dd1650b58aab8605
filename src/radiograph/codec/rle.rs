//! RLE Lossless (PS3.5 annex G). dicom-rs 0.10 panics on segments that are too short or lie outside the frame.

use std::borrow::Cow;

use super::frame::Frame;
use super::layout::Layout;
use super::native;
use crate::phrase;
use crate::radiograph::Refusal;

/// The header: the number of segments, and the places of up to 15.
const HEADER: usize = 64;

/// Bytes that one byte can at most become: two give a run of 128.
const HIGHEST_RATIO: usize = 64;

/// Decodes a frame; each segment is a byte plane of a sample, the most significant first.
pub(super) fn decode(stream: &[u8], layout: Layout) -> Result<Frame<'static>, Refusal> {
    if layout.bits_allocated == 1 {
        return single_bits(stream, layout);
    }
    let layout = Layout { planar: true, ..layout };
    let header = stream.get(..HEADER).ok_or(Refusal::Truncated)?;
    let number = |index: usize| {
        let at = index * 4;
        u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]) as usize
    };
    let (width, samples) = (layout.width(), layout.samples_per_pixel());
    if number(0) < width * samples {
        return Err(Refusal::ContradictingHeader(phrase!(header_bytes, said = width * samples, found = number(0))));
    }
    let segment = |index: usize| stream.get(number(index + 1)..).filter(|_| number(index + 1) >= HEADER);
    let first = segment(0).ok_or(Refusal::Damaged)?;
    if layout.pixels() / HIGHEST_RATIO > first.len() {
        return Err(Refusal::Truncated); // before memory is taken for what can't be in it
    }
    let mut bytes = vec![0; layout.byte_count()];
    for (sample, plane) in bytes.chunks_exact_mut(layout.pixels() * width).enumerate() {
        for byte in 0..width {
            // Segments need not be in order, and the last one may run on: runs are counted, not bytes.
            let packed = segment(sample * width + byte).ok_or(Refusal::Damaged)?;
            let mut target = plane.iter_mut().skip(width - 1 - byte).step_by(width);
            unpack(packed, &mut target, layout.pixels()).ok_or(Refusal::Truncated)?;
        }
    }
    Ok(Frame { layout, bytes: Cow::Owned(bytes) })
}

/// Single bits are packed as if each eight of them were one pixel.
fn single_bits(stream: &[u8], layout: Layout) -> Result<Frame<'static>, Refusal> {
    let bytes = layout.pixels().div_ceil(8);
    let eight = Layout { rows: 1, columns: bytes, bits_allocated: 8, ..layout };
    let packed = decode(stream, eight)?;
    native::read(&packed.bytes, layout, false, false).map(Frame::into_owned)
}

/// Unpacks `count` bytes (PS3.5 G.3.2); none if the runs end earlier.
fn unpack<'t>(packed: &[u8], target: &mut impl Iterator<Item = &'t mut u8>, mut count: usize) -> Option<()> {
    let mut at = 0;
    while count > 0 {
        let control = usize::from(*packed.get(at)?);
        at += 1;
        match control {
            128 => {}
            0..128 => {
                let length = (control + 1).min(count);
                let literal = packed.get(at..at + length)?;
                target.by_ref().zip(literal).for_each(|(target, byte)| *target = *byte);
                at += control + 1;
                count -= length;
            }
            _ => {
                let length = (257 - control).min(count);
                let byte = *packed.get(at)?;
                target.by_ref().take(length).for_each(|target| *target = byte);
                at += 1;
                count -= length;
            }
        }
    }
    Some(())
}
