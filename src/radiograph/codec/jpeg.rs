//! JPEG (ITU-T T.81): 8-bit baseline and progressive and lossless (process 14) by jpeg-decoder, 12-bit extended by
//! openreadout-codecs. dicom-rs 0.10 has no 12-bit JPEG, panics where stream and header differ, and takes the colours of
//! every stream for YBR. (openreadout-codecs 0.4 reads the others too, but takes 12-bit lossless for 12-bit extended.)

use std::borrow::Cow;

use jpeg_decoder::{ColorTransform, Decoder};
use openreadout_codecs::{CodecError, JpegColor, JpegMarkers, jpeg_decode_tiff_limited, jpeg_markers};

use super::frame::Frame;
use super::layout::{Layout, Samples};
use super::restarts::strips;
use super::stream_header::{START_OF_SCAN, jpeg_segments, point_transform};
use crate::phrase;
use crate::radiograph::Refusal;
use crate::text::Phrase;

/// The process of lossless streams (SOF3).
const LOSSLESS: u8 = 3;
/// Progressive streams have about ten; each costs a pass over the whole picture, however short it is.
const MAX_SCANS: usize = 200;

/// Decodes a frame.
pub(super) fn decode(stream: &[u8], layout: Layout) -> Result<Frame<'static>, Refusal> {
    let markers = jpeg_markers(stream, None).map_err(|_| Refusal::Damaged)?;
    let colour = coded_colour(&markers, layout.samples);
    let scans = stream.windows(2).filter(|pair| *pair == [0xff, START_OF_SCAN]).count();
    if scans > MAX_SCANS {
        return Err(Refusal::TooLarge(phrase!(size_scans, n = scans, most = MAX_SCANS)));
    }
    let lossless = markers.process == LOSSLESS;
    let bytes = if lossless {
        lossless_bytes(stream, markers.precision, layout)?
    } else if markers.precision == 12 {
        extended(stream, colour, layout)?
    } else {
        usual(stream, colour, layout)?
    };
    let samples = if layout.samples == Samples::Ybr && !lossless { Samples::Rgb } else { layout.samples };
    Ok(Frame { layout: Layout { samples, planar: false, ..layout }, bytes: Cow::Owned(bytes) })
}

/// jpeg-decoder 0.3 forgets to start anew at restart markers (its issue 286), so each piece between them is decoded as a
/// picture of its own; predicts from shifted values where there is a point transform; and makes words of less than
/// eight bits.
fn lossless_bytes(stream: &[u8], precision: u8, layout: Layout) -> Result<Vec<u8>, Refusal> {
    if point_transform(stream) != 0 {
        return Err(unread("point transform"));
    }
    let mut bytes = match strips(stream, layout.rows, layout.columns)? {
        None => usual(stream, JpegColor::AsCoded, layout)?,
        Some(strips) => {
            let mut bytes = Vec::new();
            for strip in strips {
                bytes.extend(usual(&strip, JpegColor::AsCoded, layout)?);
            }
            bytes
        }
    };
    if precision < 8 {
        bytes = bytes.into_iter().step_by(2).collect();
    }
    Ok(bytes)
}

fn usual(stream: &[u8], colour: JpegColor, layout: Layout) -> Result<Vec<u8>, Refusal> {
    let mut decoder = Decoder::new(stream);
    decoder.set_max_decoding_buffer_size(layout.byte_count() * 2); // words, if of less than eight bits
    if layout.samples_per_pixel() == 3 {
        // "RGB" means that the components are red, green and blue already.
        decoder.set_color_transform(match colour {
            JpegColor::AsCoded => ColorTransform::RGB,
            _ => ColorTransform::YCbCr,
        });
    }
    decoder.decode().map_err(|error| match error {
        jpeg_decoder::Error::Unsupported(kind) => unread(format!("{kind:?}")),
        _ => Refusal::Damaged,
    })
}

fn extended(stream: &[u8], colour: JpegColor, layout: Layout) -> Result<Vec<u8>, Refusal> {
    let mended = whole_spectrum(stream);
    let stream = mended.as_deref().unwrap_or(stream);
    match jpeg_decode_tiff_limited(stream, None, colour, layout.byte_count()) {
        Ok(picture) => Ok(picture.data),
        Err(CodecError::Unsupported { detail, .. }) => Err(unread(detail)),
        Err(_) => Err(Refusal::Damaged),
    }
}

fn unread(kind: impl Into<Phrase>) -> Refusal {
    Refusal::UnsupportedTransferSyntax(phrase!(syntax_unusual, codec = "JPEG", kind = kind.into()))
}

/// Some writers of 12-bit sequential JPEG leave the scan's spectral selection at 0 to 0, which stands for 0 to 63
/// there (T.81 B.2.3); the decoder refuses that. Returns a mended copy where it is so.
fn whole_spectrum(stream: &[u8]) -> Option<Vec<u8>> {
    let (_, scan) = jpeg_segments(stream).find(|(marker, _)| *marker == START_OF_SCAN)?;
    let selection = scan + 3 + 2 * usize::from(*stream.get(scan + 2)?);
    (stream.get(selection..selection + 2)? != [0, 63]).then(|| {
        let mut mended = stream.to_vec();
        mended[selection..selection + 2].copy_from_slice(&[0, 63]);
        mended
    })
}

/// Whether colours are to be turned to RGB. What the stream says (JFIF, Adobe, component names) counts more than the
/// data set, which is often wrong; lossless streams are stored as they are.
fn coded_colour(markers: &JpegMarkers, samples: Samples) -> JpegColor {
    let says = markers.jfif || markers.adobe_transform.is_some() || markers.component_ids == *b"RGB";
    let told = if samples == Samples::Rgb { JpegColor::AsCoded } else { JpegColor::ToRgb };
    if says && markers.process != LOSSLESS { markers.coded_color().unwrap_or(told) } else { told }
}
