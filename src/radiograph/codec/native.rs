//! Uncompressed pixels (PS3.5 section 8.1).

use std::borrow::Cow;

use super::frame::Frame;
use super::layout::Layout;
use crate::phrase;
use crate::radiograph::Refusal;

/// The first frame of Pixel Data that may hold further ones. Nothing is copied unless bytes must change places.
pub(super) fn read(bytes: &[u8], layout: Layout, big_endian: bool, words: bool) -> Result<Frame<'_>, Refusal> {
    if layout.bits_allocated == 1 {
        return unpack_bits(bytes, layout);
    }
    if layout.halved_colour && (layout.bits_allocated != 8 || !layout.columns.is_multiple_of(2)) {
        return Err(Refusal::UnsupportedPixels(phrase!(pixels_halved)));
    }
    let samples = if layout.halved_colour { 2 } else { layout.samples_per_pixel() };
    let expected = layout.pixels() * samples * layout.width();
    // 16-bit words of 8-bit samples are turned round too (PS3.5 section 8.2).
    let turn = if layout.width() == 1 && words { 2 } else { layout.width() };
    let bytes = if big_endian && turn > 1 {
        let mut turned = bytes.get(..expected.next_multiple_of(turn)).ok_or(Refusal::Truncated)?.to_vec();
        turned.chunks_exact_mut(turn).for_each(<[u8]>::reverse);
        turned.truncate(expected);
        Cow::Owned(turned)
    } else {
        Cow::Borrowed(bytes.get(..expected).ok_or(Refusal::Truncated)?)
    };
    if layout.halved_colour {
        return Ok(Frame { layout: Layout { halved_colour: false, planar: false, ..layout }, bytes: widen(&bytes) });
    }
    Ok(Frame { layout, bytes })
}

/// Single bits, the lowest of a byte first, become bytes.
fn unpack_bits(bytes: &[u8], layout: Layout) -> Result<Frame<'_>, Refusal> {
    let bits = bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1));
    let unpacked: Vec<u8> = bits.take(layout.pixels() * layout.samples_per_pixel()).collect();
    if unpacked.len() < layout.byte_count() {
        return Err(Refusal::Truncated);
    }
    Ok(Frame { layout: Layout { bits_allocated: 8, ..layout }, bytes: Cow::Owned(unpacked) })
}

/// Y Y B R for each two pixels → Y B R for each pixel (PS3.3 C.7.6.3.1.2).
fn widen(bytes: &[u8]) -> Cow<'static, [u8]> {
    let pair = |four: &[u8]| [four[0], four[2], four[3], four[1], four[2], four[3]];
    Cow::Owned(bytes.chunks_exact(4).flat_map(pair).collect())
}
