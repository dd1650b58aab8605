//! JPEG 2000 and High-Throughput JPEG 2000 (ITU-T T.800, T.814), by dicom-rs with openjp2.

use std::borrow::Cow;

use dicom_core::value::PixelFragmentSequence;
use dicom_core::{DataElement, PrimitiveValue, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::{FileMetaTableBuilder, InMemDicomObject};
use dicom_pixeldata::PixelDecoder;

use super::frame::Frame;
use super::jpeg2000_structure::Structure;
use super::layout::{Layout, Samples};
use super::stream_header::codestream;
use crate::radiograph::Refusal;

/// Decodes a frame. The decoder sees an object with this one frame only: dicom-rs 0.10 panics, or reads another frame,
/// where offset tables or numbers of frames lie.
pub(super) fn decode(stream: &[u8], layout: Layout) -> Result<Frame<'static>, Refusal> {
    // The decoder works on words of 32 bits.
    let layout = Layout { planar: false, ..layout }.in_memory(4 / layout.width().max(1))?;
    // Only what was checked is decoded, without boxes around it.
    let stream = codestream(stream).ok_or(Refusal::Damaged)?;
    Structure::of(stream)?.check()?;
    let mut stream = stream.to_vec();
    let transformed = has_colour_transform(&stream);
    // dicom-rs 0.10 takes 16 MiB from a stream of less than a 64th of that for an attack; padding may follow the end.
    stream.resize(stream.len().max(layout.byte_count() / 64 + 1), 0);
    let value = |number: usize| PrimitiveValue::from(number as u16);
    let monochrome = layout.samples_per_pixel() == 1;
    let object = InMemDicomObject::from_element_iter([
        DataElement::new(tags::ROWS, VR::US, value(layout.rows)),
        DataElement::new(tags::COLUMNS, VR::US, value(layout.columns)),
        DataElement::new(tags::SAMPLES_PER_PIXEL, VR::US, value(layout.samples_per_pixel())),
        DataElement::new(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, if monochrome { "MONOCHROME2" } else { "RGB" }),
        DataElement::new(tags::PLANAR_CONFIGURATION, VR::US, value(0)),
        DataElement::new(tags::BITS_ALLOCATED, VR::US, value(layout.bits_allocated as usize)),
        DataElement::new(tags::BITS_STORED, VR::US, value(layout.bits_stored as usize)),
        DataElement::new(tags::HIGH_BIT, VR::US, value(layout.high_bit as usize)),
        DataElement::new(tags::PIXEL_REPRESENTATION, VR::US, value(usize::from(layout.signed))),
        DataElement::new(tags::PIXEL_DATA, VR::OB, PixelFragmentSequence::new(vec![0u32], vec![stream])),
    ]);
    let meta = FileMetaTableBuilder::new()
        .transfer_syntax(uids::JPEG2000)
        .media_storage_sop_class_uid("")
        .media_storage_sop_instance_uid("")
        .build()
        .map_err(|_| Refusal::Damaged)?;
    let object = object.with_exact_meta(meta);
    let decoded = object.decode_pixel_data_frame(0).map_err(|_| Refusal::Damaged)?;
    let undone = layout.samples == Samples::Ybr && transformed;
    let samples = if undone { Samples::Rgb } else { layout.samples };
    Ok(Frame { layout: Layout { samples, ..layout }, bytes: Cow::Owned(decoded.data().to_vec()) })
}

/// Whether the stream states a multiple component transform (COD, T.800 A.6.1), which the decoder undoes.
fn has_colour_transform(stream: &[u8]) -> bool {
    let mut at = 2;
    // Segments of the main header: a marker, then a length that counts itself.
    while let Some([0xff, marker, high, low]) = stream.get(at..at + 4) {
        match marker {
            0x52 => return stream.get(at + 8) == Some(&1),
            0x90 => return false, // the first tile-part
            _ => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
        }
    }
    false
}
