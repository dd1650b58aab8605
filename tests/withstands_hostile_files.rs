//! Files made to break a reader end in a refusal: no panic, no hang, no memory taken for what isn't there. Each case
//! stopped dicom-rs 0.10 or a codec at some time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use dicom_core::{Tag, VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::radiograph::{Content, Part10, Radiograph};
use phantoms::{Phantom, encapsulated};
use proptest::prelude::*;
use rstest::rstest;

const STREAMS: [&str; 9] = [
    uids::RLE_LOSSLESS,
    uids::JPEG_BASELINE8_BIT,
    uids::JPEG_LOSSLESS_SV1,
    uids::JPEGLS_LOSSLESS,
    uids::JPEG2000_LOSSLESS,
    uids::HTJ2K_LOSSLESS,
    uids::DEFLATED_IMAGE_FRAME_COMPRESSION,
    uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN,
    uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
];

/// `read`, or the refusal's code.
fn outcome(bytes: &[u8]) -> &'static str {
    let read = Content::parse(bytes).and_then(|file| {
        assert!(file.attributes().len() <= 5_000);
        file.radiograph().map(Radiograph::into_owned)
    });
    read.map_or_else(|refusal| refusal.code(), |_| "read")
}

fn film(transfer_syntax: &'static str) -> Phantom {
    Phantom::of(transfer_syntax, "MONOCHROME2").eight_bit()
}

/// The film with another stream for its frame.
fn with_stream(transfer_syntax: &'static str, stream: Vec<u8>) -> Vec<u8> {
    let mut film = film(transfer_syntax);
    film.extra.push(encapsulated(vec![0], vec![stream]));
    film.bytes()
}

#[rstest]
fn a_header_that_says_another_size_than_the_stream(
    #[values(0, 1, 3, 4, 5)] codec: usize,
    #[values(tags::ROWS, tags::COLUMNS)] side: Tag,
    #[values(2, 50, 200, 9000)] told: u16,
) {
    let outcome = outcome(&film(STREAMS[codec]).with(side, VR::US, dicom_value!(U16, told)).bytes());
    // RLE says no size of its own: fewer pixels than it holds are simply read.
    let wanted: &[_] = if codec == 0 { &["read", "truncated"] } else { &["contradicting-header"] };
    assert!(wanted.contains(&outcome), "{outcome}");
}

#[rstest]
fn a_header_that_says_other_samples_or_bits_than_the_stream(#[values(1, 2, 3, 4, 5)] codec: usize) {
    let colour = film(STREAMS[codec]).with(tags::SAMPLES_PER_PIXEL, VR::US, dicom_value!(U16, 3));
    let colour = colour.with(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "RGB");
    assert_eq!(outcome(&colour.bytes()), "contradicting-header");
    let mut narrow = Phantom::of(if codec == 1 { uids::JPEG_EXTENDED12_BIT } else { STREAMS[codec] }, "MONOCHROME2");
    narrow.extra = film(STREAMS[codec]).with(tags::BITS_ALLOCATED, VR::US, dicom_value!(U16, 8)).extra;
    for tag in [tags::BITS_STORED, tags::HIGH_BIT] {
        narrow = narrow.with(tag, VR::US, dicom_value!(U16, if tag == tags::HIGH_BIT { 7 } else { 8 }));
    }
    assert_eq!(outcome(&narrow.bytes()), "contradicting-header");
}

#[rstest]
fn a_header_that_promises_two_thousand_million_frames(#[values(0, 1, 2, 3, 4, 5)] codec: usize) {
    let film = film(STREAMS[codec]).with(tags::NUMBER_OF_FRAMES, VR::IS, "2147483647");
    assert_eq!(outcome(&film.bytes()), "read");
}

#[rstest]
fn a_stream_that_is_empty_random_or_another(#[values(0, 1, 2, 3, 4, 5)] codec: usize, #[values(0, 1, 2)] kind: usize) {
    let stream = match kind {
        0 => Vec::new(),
        1 => (0..500u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 13) as u8).collect(),
        _ => film(STREAMS[(codec + 1) % 6]).encoded(),
    };
    let outcome = outcome(&with_stream(STREAMS[codec], stream));
    // JPEG streams say which kind they are, whatever the transfer syntax: then the header can still be right.
    let jpegs = kind == 2 && (codec == 1 || codec == 4);
    assert!(outcome != "read" || jpegs, "{outcome}");
}

/// Lossy streams that end early would still give a picture, with grey where it ends.
#[rstest]
fn a_stream_that_ends_early_is_refused(#[values(0, 1, 2, 3, 4, 5)] codec: usize, #[values(10, 50, 95)] percent: usize) {
    let mut stream = film(STREAMS[codec]).encoded();
    stream.truncate(stream.len() * percent / 100);
    let outcome = outcome(&with_stream(STREAMS[codec], stream));
    assert!(["truncated", "damaged"].contains(&outcome), "{outcome}");
}

#[test]
fn rle_segments_that_are_too_many_too_few_or_elsewhere() {
    let plain = film(uids::RLE_LOSSLESS).encoded();
    let with = |at: usize, number: u32| {
        let mut stream = plain.clone();
        stream[at..at + 4].copy_from_slice(&number.to_le_bytes());
        outcome(&with_stream(uids::RLE_LOSSLESS, stream))
    };
    assert_eq!(with(0, 0), "contradicting-header");
    assert_eq!(with(0, 200), "read");
    assert_eq!((with(4, 0), with(4, 12)), ("damaged", "damaged"));
    assert_eq!(with(4, u32::MAX), "damaged");
}

#[test]
fn a_jpeg_2000_of_a_tile_for_each_pixel() {
    let mut stream = film(uids::JPEG2000_LOSSLESS).encoded();
    let size = stream.windows(4).position(|window| window == [0xff, 0x4f, 0xff, 0x51]).unwrap();
    for (field, value) in [(8, 300), (12, 300), (24, 1), (28, 1)] {
        stream[size + field..size + field + 4].copy_from_slice(&u32::to_be_bytes(value));
    }
    let mut film = film(uids::JPEG2000_LOSSLESS);
    film.extra.push(encapsulated(vec![0], vec![stream]));
    for side in [tags::ROWS, tags::COLUMNS] {
        film = film.with(side, VR::US, dicom_value!(U16, 300));
    }
    assert_eq!(outcome(&film.bytes()), "too-large");
}

#[test]
fn a_deflated_frame_is_inflated_no_further_than_its_header_says() {
    let bomb = phantoms::deflated(&vec![0; 64 << 20]);
    assert_eq!(outcome(&with_stream(uids::DEFLATED_IMAGE_FRAME_COMPRESSION, bomb)), "read");
}

#[rstest]
#[case::noise(&[0xa5; 300])]
#[case::not_deflated_at_all(&[8, 0, 5, 0, b'C', b'S', 0, 0])]
fn a_deflated_file_that_does_not_inflate(#[case] data_set: &[u8]) {
    let file = film(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN).bytes();
    let meta = file.windows(4).position(|window| window == b"1.99").unwrap() + 4;
    let outcome = outcome(&[&file[..meta], data_set].concat());
    assert!(["damaged", "truncated"].contains(&outcome), "{outcome}");
}

#[test]
fn a_jpeg_of_a_thousand_empty_scans() {
    let mut stream = film(uids::JPEG_BASELINE8_BIT).encoded();
    let end = stream.windows(2).rposition(|pair| pair == [0xff, 0xd9]).unwrap();
    let scans = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0].repeat(1000);
    stream.splice(end..end, scans);
    assert_eq!(outcome(&with_stream(uids::JPEG_BASELINE8_BIT, stream)), "too-large");
}

#[rstest]
fn a_scan_header_of_no_length(#[values(2, 3)] codec: usize, #[values(0, 1, 2)] length: u8) {
    let mut stream = film(STREAMS[codec]).encoded();
    let scan = stream.windows(4).position(|window| window == [0xff, 0xda, 0, 8]).unwrap();
    stream[scan + 3] = length;
    assert_ne!(outcome(&with_stream(STREAMS[codec], stream)), "read");
}

/// The boxes of a JP2 file may hold anything, also a size that isn't the picture's.
#[test]
fn only_the_codestream_whose_size_was_checked_is_decoded() {
    let small = film(uids::JPEG2000_LOSSLESS).encoded();
    let mut large = small.clone();
    large[8..12].copy_from_slice(&60_000_u32.to_be_bytes());
    let bytes = with_stream(uids::JPEG2000_LOSSLESS, [&small[..60], &large].concat());
    let file = Part10::parse(&bytes).unwrap();
    assert!(file.radiograph().map_or(true, |film| film.stored_values().len() == 96 * 80));
}

#[rstest]
#[case::text(b"UT", u32::MAX - 1)]
#[case::bytes(b"OB", 0xffff_fff0)]
#[case::sequence(b"SQ", 0x7fff_ffff)]
#[case::unknown_without_end(b"UN", u32::MAX)]
fn an_element_longer_than_the_file(#[case] vr: &[u8; 2], #[case] length: u32) {
    let whole = Phantom::default().bytes();
    let at = whole.windows(4).rposition(|window| window == [0x28, 0, 0x10, 0]).unwrap();
    let element = [&[0x09, 0, 0x10, 0x10][..], vr, &[0, 0], &length.to_le_bytes()].concat();
    let outcome = outcome(&[&whole[..at], &element, &whole[at..]].concat());
    assert!(["truncated", "damaged"].contains(&outcome), "{outcome}");
}

#[test]
fn ten_thousand_sequences_inside_each_other() {
    let whole = Phantom::default().bytes();
    let at = whole.windows(4).rposition(|window| window == [0x28, 0, 0x10, 0]).unwrap();
    let open = [0x08, 0, 0x10, 0x11, b'S', b'Q', 0, 0, 0xff, 0xff, 0xff, 0xff];
    let item = [0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff];
    let nest = [&open[..], &item].concat().repeat(10_000);
    assert_eq!(outcome(&[&whole[..at], &nest, &whole[at..]].concat()), "too-large");
}

#[test]
fn a_header_of_a_million_elements() {
    let whole = Phantom::default().bytes();
    let at = whole.windows(4).rposition(|window| window == [0x28, 0, 0x10, 0]).unwrap();
    let elements = [0x09, 0, 0x10, 0x10, b'S', b'H', 0, 0].repeat(1_000_000);
    assert_eq!(outcome(&[&whole[..at], &elements, &whole[at..]].concat()), "too-large");
}

#[rstest]
fn rows_beyond_sixteen_bits(#[values(tags::ROWS, tags::COLUMNS)] side: Tag) {
    let film = film(uids::JPEG2000_LOSSLESS).with(side, VR::UL, dicom_value!(U32, 65_536 + 96));
    assert_eq!(outcome(&film.bytes()), "too-large");
}

#[test]
fn an_overlay_larger_than_its_data_or_off_the_picture() {
    for (rows, origin) in [(65_535, [1_i16, 1]), (2, [-32_768, 32_767])] {
        let film = film(uids::EXPLICIT_VR_LITTLE_ENDIAN)
            .with(Tag(0x6000, 0x0010), VR::US, dicom_value!(U16, rows))
            .with(Tag(0x6000, 0x0011), VR::US, dicom_value!(U16, 8))
            .with(Tag(0x6000, 0x0050), VR::SS, dicom_core::PrimitiveValue::I16(origin.into()))
            .with(Tag(0x6000, 0x3000), VR::OW, dicom_value!(U16, [0xffff, 0xffff]));
        let bytes = film.bytes();
        let file = Part10::parse(&bytes).unwrap();
        let thumbnail = file.radiograph().unwrap().thumbnail(32);
        assert!(thumbnail.rgba.chunks(4).any(|pixel| pixel[0] < 255));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_bytes_end_in_an_outcome(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        outcome(&bytes);
        outcome(&[&[0; 128][..], b"DICM", &bytes].concat());
    }

    #[test]
    fn a_film_with_some_bytes_changed_ends_in_an_outcome(
        codec in 0..STREAMS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = film(STREAMS[codec]).bytes();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        outcome(&bytes);
    }

    #[test]
    fn a_picture_with_some_bytes_changed_ends_in_an_outcome(
        jpeg: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let noise: Vec<u8> = (0..1024_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mut bytes = Vec::new();
        if jpeg {
            jpeg_encoder::Encoder::new(&mut bytes, 90).encode(&noise, 32, 32, jpeg_encoder::ColorType::Luma).unwrap();
        } else {
            let mut encoder = png::Encoder::new(&mut bytes, 32, 32);
            encoder.set_color(png::ColorType::Grayscale);
            encoder.write_header().unwrap().write_image_data(&noise).unwrap();
        }
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        outcome(&bytes);
    }

    #[test]
    fn a_film_cut_anywhere_ends_in_an_outcome(codec in 0..STREAMS.len(), share in 0.0..1.0) {
        let bytes = film(STREAMS[codec]).bytes();
        outcome(&bytes[..(bytes.len() as f64 * share) as usize]);
    }
}
