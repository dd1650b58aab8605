//! JPEG-LS (ITU-T T.87), lossless and near-lossless. dicom-rs 0.10 reads it only with a C++ library; no Rust decoder
//! reads colour (pure_jpegls 2.0, which openreadout-codecs checks streams for, says so; dicom-toolkit-codec 0.5 fails).

use std::borrow::Cow;

use openreadout_codecs::CodecError;

use super::frame::Frame;
use super::layout::Layout;
use super::stream_header::point_transform;
use crate::phrase;
use crate::radiograph::Refusal;

/// Decodes a grey frame.
pub(super) fn decode(stream: &[u8], layout: Layout) -> Result<Frame<'static>, Refusal> {
    if layout.samples_per_pixel() > 1 {
        return Err(Refusal::UnsupportedTransferSyntax(phrase!(syntax_jpeg_ls_colour)));
    }
    let unread =
        |kind: String| Refusal::UnsupportedTransferSyntax(phrase!(syntax_unusual, codec = "JPEG-LS", kind = kind));
    if point_transform(stream) != 0 {
        return Err(unread("point transform".to_owned()));
    }
    // The decoder makes 16-bit samples of all.
    let limit = layout.pixels() * 2;
    let picture = openreadout_codecs::jpegls_decode_limited(stream, limit).map_err(|error| match error {
        CodecError::Unsupported { detail, .. } => unread(detail),
        _ => Refusal::Damaged,
    })?;
    Ok(Frame { layout, bytes: Cow::Owned(picture.data) })
}
