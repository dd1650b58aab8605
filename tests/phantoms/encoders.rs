//! Frames in the encapsulated transfer syntaxes. The encoders share no code with the decoders under test, but for deflate
//! and JPEG-LS (one Rust implementation each is in use; the collection's files come from others).

use std::io::Write;

use dicom_dictionary_std::uids;
use dicom_toolkit_codec::jp2k::encoder::encode_htj2k;
use dicom_toolkit_codec::jpeg::encode_jpeg_lossless;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use jpeg_encoder::{ColorType, Encoder};

use super::Phantom;

/// A 12-bit extended JPEG of the default phantom, made with libjpeg-turbo (quality 95): largest error 7, mean 1.5.
const TWELVE_BIT: &[u8] = include_bytes!("../golden/phantom-12-bit.jpg");

/// The pixels in a phantom's transfer syntax; none if that is a native one.
pub(super) fn frame(phantom: &Phantom, pixels: &[u8]) -> Option<Vec<u8>> {
    let (columns, rows) = (phantom.columns, phantom.rows);
    let (width, height) = (u32::from(columns), u32::from(rows));
    let (samples, stored, allocated) =
        (phantom.samples() as u8, phantom.bits_stored as u8, phantom.bits_allocated as u8);
    let frame = match phantom.transfer_syntax {
        uids::RLE_LOSSLESS => rle(pixels, allocated, samples),
        uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN => pixels.to_vec(),
        uids::DEFLATED_IMAGE_FRAME_COMPRESSION => deflated(pixels),
        uids::JPEG_BASELINE8_BIT => {
            let mut frame = Vec::new();
            let colour = if samples == 1 { ColorType::Luma } else { ColorType::Rgb };
            Encoder::new(&mut frame, 95).encode(pixels, columns, rows, colour).unwrap();
            frame
        }
        uids::JPEG_EXTENDED12_BIT => TWELVE_BIT.to_vec(),
        uids::JPEG_LOSSLESS => encode_jpeg_lossless(pixels, columns, rows, samples, allocated, stored, 6).unwrap(),
        uids::JPEG_LOSSLESS_SV1 => encode_jpeg_lossless(pixels, columns, rows, samples, allocated, stored, 1).unwrap(),
        uids::JPEGLS_LOSSLESS => jpeg_ls(phantom, pixels, 0),
        uids::JPEGLS_NEAR_LOSSLESS => jpeg_ls(phantom, pixels, 3),
        uids::JPEG2000_LOSSLESS | uids::JPEG2000 => jpeg_2000(phantom).to_vec(),
        // The encoder knows one progression order: a stream under the UID of the other differs in nothing but that.
        uids::HTJ2K_LOSSLESS | uids::HTJ2K_LOSSLESS_RPCL => {
            encode_htj2k(pixels, width, height, stored, samples, true).unwrap()
        }
        uids::HTJ2K => encode_htj2k(pixels, width, height, stored, samples, false).unwrap(),
        _ => return None,
    };
    Some(frame)
}

/// JPEG 2000 streams of the phantom, made with OpenJPEG, as there is no other encoder. Of MONOCHROME2 only.
fn jpeg_2000(phantom: &Phantom) -> &'static [u8] {
    let lossless = phantom.transfer_syntax == uids::JPEG2000_LOSSLESS;
    match (phantom.bits_stored, phantom.signed, phantom.samples(), lossless) {
        (8, false, 1, true) => include_bytes!("jpeg2000/8.j2k"),
        (8, false, 3, true) => include_bytes!("jpeg2000/8-rgb.j2k"),
        (10, false, 1, true) => include_bytes!("jpeg2000/10.j2k"),
        (12, false, 1, true) => include_bytes!("jpeg2000/12.j2k"),
        (12, true, 1, true) => include_bytes!("jpeg2000/12-signed.j2k"),
        (16, false, 1, true) => include_bytes!("jpeg2000/16.j2k"),
        (16, true, 1, true) => include_bytes!("jpeg2000/16-signed.j2k"),
        (8, false, 1, false) => include_bytes!("jpeg2000/8-lossy.j2k"),
        (12, false, 1, false) => include_bytes!("jpeg2000/12-lossy.j2k"),
        _ => &[], // which no test reads
    }
}

/// Deflated bytes of even length.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    let mut deflated = encoder.finish().unwrap();
    deflated.resize(deflated.len().next_multiple_of(2), 0);
    deflated
}

fn jpeg_ls(phantom: &Phantom, pixels: &[u8], near: u8) -> Vec<u8> {
    let words: Vec<u16> = match phantom.bits_allocated {
        8 => pixels.iter().map(|byte| u16::from(*byte)).collect(),
        _ => pixels.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect(),
    };
    let mut options = jpegls::EncodeOptions::default();
    options.near = near;
    options.precision = Some(phantom.bits_stored as u8);
    let mut frame = Vec::new();
    jpegls::encode_with_options(&words, phantom.columns.into(), phantom.rows.into(), &options, &mut frame).unwrap();
    frame
}

/// RLE segments of literal and replicate runs (PS3.5 annex G), one for each byte of a sample, the most significant first.
fn rle(pixels: &[u8], bits_allocated: u8, samples: u8) -> Vec<u8> {
    let (width, samples) = (usize::from(bits_allocated / 8), usize::from(samples));
    let planes = (0..samples).flat_map(|sample| (0..width).rev().map(move |byte| sample * width + byte));
    let segments: Vec<Vec<u8>> = planes
        .map(|plane| {
            let bytes: Vec<u8> = pixels.iter().skip(plane).step_by(width * samples).copied().collect();
            let mut segment: Vec<u8> = bytes
                .chunks(50)
                .flat_map(|run| match run.iter().all(|byte| *byte == run[0]) {
                    true if run.len() > 1 => vec![(257 - run.len()) as u8, run[0]],
                    _ => [vec![run.len() as u8 - 1], run.to_vec()].concat(),
                })
                .collect();
            segment.resize(segment.len().next_multiple_of(2), 128); // 128 is "no operation"
            segment
        })
        .collect();
    let mut header = vec![segments.len() as u32];
    let mut offset = 64;
    for segment in &segments {
        header.push(offset);
        offset += segment.len() as u32;
    }
    header.resize(16, 0);
    let header = header.into_iter().flat_map(u32::to_le_bytes);
    header.chain(segments.into_iter().flatten()).collect()
}
