//! The same phantom, written in many encodings, is always the same picture.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::radiograph::{Part10, Polarity, Radiograph};
use phantoms::{COLUMNS, EXPLICIT_VR_BIG_ENDIAN, Phantom, ROWS, brightness};
use rstest::rstest;

fn read(bytes: &[u8]) -> Radiograph<'static> {
    Part10::parse(bytes).unwrap().radiograph().unwrap().into_owned()
}

/// Each pixel's modality value must be the one that `expected` gives for its brightness, within `tolerance`.
fn assert_picture(film: &Radiograph<'_>, tolerance: f32, expected: impl Fn(u8) -> f32) {
    let image = film.grey();
    assert_eq!((image.rows, image.columns), (usize::from(ROWS), usize::from(COLUMNS)));
    let places = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)));
    for ((row, column), value) in places.zip(&image.values) {
        let wanted = expected(brightness(row, column));
        assert!((value - wanted).abs() <= tolerance, "row {row}, column {column}: {value}, not {wanted}");
    }
}

#[rstest]
#[case::implicit(uids::IMPLICIT_VR_LITTLE_ENDIAN)]
#[case::explicit(uids::EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::big_endian(EXPLICIT_VR_BIG_ENDIAN)]
#[case::deflated(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::encapsulated_uncompressed(uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::deflated_frame(uids::DEFLATED_IMAGE_FRAME_COMPRESSION)]
#[case::rle(uids::RLE_LOSSLESS)]
#[case::jpeg_lossless(uids::JPEG_LOSSLESS)]
#[case::jpeg_lossless_sv1(uids::JPEG_LOSSLESS_SV1)]
#[case::jpeg_ls(uids::JPEGLS_LOSSLESS)]
#[case::htj2k(uids::HTJ2K_LOSSLESS)]
#[case::htj2k_rpcl(uids::HTJ2K_LOSSLESS_RPCL)]
fn lossless_transfer_syntaxes_keep_every_value(
    #[case] transfer_syntax: &'static str,
    #[values("MONOCHROME1", "MONOCHROME2")] photometric: &'static str,
    #[values((8, 8, false), (16, 10, false), (16, 12, false), (16, 12, true), (16, 16, false), (16, 16, true))] bits: (
        u16,
        u16,
        bool,
    ),
) {
    let (bits_allocated, bits_stored, signed) = bits;
    let phantom = Phantom {
        bits_allocated,
        bits_stored,
        high_bit: bits_stored - 1,
        signed,
        ..Phantom::of(transfer_syntax, photometric)
    };
    let film = read(&phantom.bytes());
    assert_picture(&film, 0.0, |brightness| phantom.stored(brightness) as f32);
    let inverted = if photometric == "MONOCHROME1" { Polarity::Inverted } else { Polarity::Normal };
    assert_eq!(film.polarity, inverted);
}

#[rstest]
fn lossless_jpeg_2000_keeps_every_value(
    #[values((8, 8, false), (16, 10, false), (16, 12, false), (16, 12, true), (16, 16, false), (16, 16, true))] bits: (
        u16,
        u16,
        bool,
    ),
) {
    let (bits_allocated, bits_stored, signed) = bits;
    let phantom = Phantom {
        bits_allocated,
        bits_stored,
        high_bit: bits_stored - 1,
        signed,
        ..Phantom::of(uids::JPEG2000_LOSSLESS, "MONOCHROME2")
    };
    assert_picture(&read(&phantom.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32);
}

/// Largest mean error in stored values: of 255 for eight bits, else of 4,095.
#[rstest]
#[case::jpeg_baseline(uids::JPEG_BASELINE8_BIT, true, 2.0)]
#[case::jpeg_extended(uids::JPEG_EXTENDED12_BIT, false, 2.0)]
#[case::jpeg_ls_near(uids::JPEGLS_NEAR_LOSSLESS, true, 3.0)]
#[case::jpeg_ls_near_twelve(uids::JPEGLS_NEAR_LOSSLESS, false, 3.0)]
#[case::jpeg_2000(uids::JPEG2000, true, 3.0)]
#[case::jpeg_2000_twelve(uids::JPEG2000, false, 20.0)]
#[case::htj2k(uids::HTJ2K, false, 16.0)]
fn lossy_transfer_syntaxes_keep_the_picture_within_their_loss(
    #[case] transfer_syntax: &'static str,
    #[case] eight_bits: bool,
    #[case] tolerance: f32,
) {
    let phantom = Phantom::of(transfer_syntax, "MONOCHROME2");
    let phantom = if eight_bits { phantom.eight_bit() } else { phantom };
    let film = read(&phantom.bytes());
    let places = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| brightness(row, column)));
    let errors = places.zip(film.grey().values).map(|(wanted, value)| (value - phantom.stored(wanted) as f32).abs());
    let mean = errors.sum::<f32>() / f32::from(ROWS * COLUMNS);
    assert!(mean <= tolerance, "mean error {mean}");
}

/// Some writers of 12-bit JPEG state no spectral selection.
#[test]
fn a_twelve_bit_scan_without_spectral_selection_is_read() {
    let mut bytes = Phantom::of(uids::JPEG_EXTENDED12_BIT, "MONOCHROME2").bytes();
    let scan = bytes.windows(4).position(|window| window == [0xff, 0xda, 0, 8]).unwrap();
    assert_eq!(bytes[scan + 7..scan + 9], [0, 63]);
    let whole = read(&bytes).stored_values();
    bytes[scan + 8] = 0;
    assert_eq!(read(&bytes).stored_values(), whole);
}

#[rstest]
#[case::rle(uids::RLE_LOSSLESS)]
#[case::jpeg_lossless(uids::JPEG_LOSSLESS_SV1)]
#[case::jpeg_2000(uids::JPEG2000_LOSSLESS)]
#[case::encapsulated(uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::uncompressed(uids::EXPLICIT_VR_LITTLE_ENDIAN)]
fn lossless_colours_keep_every_value(#[case] transfer_syntax: &'static str) {
    let phantom = Phantom::of(transfer_syntax, "RGB").eight_bit();
    let film = read(&phantom.bytes());
    let wanted: Vec<i64> = phantom.pixels().into_iter().map(i64::from).collect();
    assert_eq!(film.stored_values(), wanted);
}

#[rstest]
#[case::as_the_stream_says("YBR_FULL_422")]
#[case::although_the_header_says_rgb("RGB")]
fn colours_of_a_jpeg_are_turned_to_rgb_if_the_stream_is_ybr(#[case] photometric: &'static str) {
    // The encoder writes a JFIF stream, whose colours are YBR by definition.
    let rgb = Phantom::of(uids::JPEG_BASELINE8_BIT, "RGB").eight_bit();
    let film = read(&rgb.clone().with(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, photometric).bytes());
    let wanted = rgb.pixels();
    let error: i64 = film.stored_values().iter().zip(&wanted).map(|(a, b)| (a - i64::from(*b)).abs()).sum();
    assert!(error < 6 * wanted.len() as i64, "mean error {}", error as f64 / wanted.len() as f64);
}

#[rstest]
fn a_frame_may_lie_in_several_fragments(
    #[values(
        uids::JPEG_BASELINE8_BIT,
        uids::JPEG_LOSSLESS_SV1,
        uids::JPEGLS_LOSSLESS,
        uids::JPEG2000_LOSSLESS,
        uids::HTJ2K_LOSSLESS
    )]
    transfer_syntax: &'static str,
) {
    let whole = Phantom::of(transfer_syntax, "MONOCHROME2").eight_bit();
    let cut = Phantom { fragments: 3, ..whole.clone() };
    assert_eq!(read(&cut.bytes()).stored_values(), read(&whole.bytes()).stored_values());
}

/// Two frames, of which the first is the phantom; where the second begins stands in different places.
#[rstest]
#[case::one_fragment_each(1, false)]
#[case::three_fragments_and_an_offset_table(3, true)]
#[case::three_fragments_and_no_table(3, false)]
fn only_the_first_of_several_encapsulated_frames_is_read(
    #[case] fragments: usize,
    #[case] table: bool,
    #[values(uids::JPEG_LOSSLESS_SV1, uids::JPEG2000_LOSSLESS)] transfer_syntax: &'static str,
) {
    let phantom = Phantom::of(transfer_syntax, "MONOCHROME2");
    let mut frame = phantom.encoded();
    frame.resize(frame.len().next_multiple_of(2), 0);
    let parts: Vec<Vec<u8>> =
        frame.chunks(frame.len().div_ceil(fragments).next_multiple_of(2)).map(<[u8]>::to_vec).collect();
    let second = parts.iter().map(|part| part.len() as u32 + 8).sum();
    let offsets = if table { vec![0, second] } else { Vec::new() };
    let other = Phantom { bits_stored: 10, ..phantom.clone() }.encoded();
    let mut both = phantom.clone().with(tags::NUMBER_OF_FRAMES, VR::IS, "2");
    both.extra.push(phantoms::encapsulated(offsets, [parts, vec![other]].concat()));
    assert_picture(&read(&both.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32);
}

#[rstest]
#[case::eight_bits(8, 8, 7, false)]
#[case::ten_bits(16, 10, 9, false)]
#[case::twelve_bits_signed(16, 12, 11, true)]
#[case::twelve_bits_at_the_top(16, 12, 15, false)]
#[case::sixteen_bits_signed(16, 16, 15, true)]
#[case::thirty_two_bits(32, 32, 31, false)]
#[case::thirty_two_bits_signed(32, 20, 19, true)]
fn stored_bits_are_taken_from_where_the_header_says(
    #[case] bits_allocated: u16,
    #[case] bits_stored: u16,
    #[case] high_bit: u16,
    #[case] signed: bool,
) {
    let phantom = Phantom { bits_allocated, bits_stored, high_bit, signed, ..Phantom::default() };
    assert_picture(&read(&phantom.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32);
}

#[rstest]
#[case::rgb("RGB", false, 0.299 + 0.587)]
#[case::rgb_in_planes("RGB", true, 0.299 + 0.587)]
#[case::ybr_in_planes("YBR_FULL", true, 1.0)]
#[case::ybr("YBR_FULL", false, 1.0)]
#[case::ybr_at_half_width("YBR_FULL_422", false, 1.0)]
fn colour_becomes_luma(#[case] photometric: &'static str, #[case] planar: bool, #[case] share: f32) {
    let phantom = Phantom { planar, ..Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, photometric) }.eight_bit();
    assert_picture(&read(&phantom.bytes()), 0.01, |brightness| f32::from(brightness) * share);
}

#[test]
fn eight_bits_in_big_endian_words_are_turned_round() {
    let phantom = Phantom::of(EXPLICIT_VR_BIG_ENDIAN, "MONOCHROME2").eight_bit();
    let words = phantom.pixels().chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let phantom = phantom.with(tags::PIXEL_DATA, VR::OW, dicom_core::PrimitiveValue::U16(words));
    assert_picture(&read(&phantom.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32);
}

#[rstest]
fn single_bits_are_read_lowest_first(
    #[values(uids::EXPLICIT_VR_LITTLE_ENDIAN, uids::DEFLATED_IMAGE_FRAME_COMPRESSION)] transfer_syntax: &'static str,
) {
    let bright: Vec<bool> =
        (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| brightness(row, column) > 100)).collect();
    let packed: Vec<u8> =
        bright.chunks(8).map(|eight| eight.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect();
    let phantom =
        Phantom { bits_allocated: 8, bits_stored: 1, high_bit: 0, ..Phantom::of(transfer_syntax, "MONOCHROME2") };
    let mut phantom = phantom.with(tags::BITS_ALLOCATED, VR::US, dicom_value!(U16, 1));
    phantom.extra.push(match transfer_syntax {
        uids::EXPLICIT_VR_LITTLE_ENDIAN => {
            dicom_core::DataElement::new(tags::PIXEL_DATA, VR::OB, dicom_core::PrimitiveValue::from(packed))
        }
        _ => phantoms::encapsulated(Vec::new(), vec![phantoms::deflated(&packed)]),
    });
    let wanted: Vec<i64> = bright.into_iter().map(i64::from).collect();
    assert_eq!(read(&phantom.bytes()).stored_values(), wanted);
}

#[test]
fn only_the_first_frame_is_read() {
    let phantom = Phantom::default();
    let one: Vec<u16> = read(&phantom.bytes()).grey().values.iter().map(|value| *value as u16).collect();
    let two = [one.clone(), vec![0; one.len()]].concat();
    let phantom = phantom.with(tags::NUMBER_OF_FRAMES, VR::IS, "2").with(
        tags::PIXEL_DATA,
        VR::OW,
        dicom_core::PrimitiveValue::U16(two.into()),
    );
    assert_picture(&read(&phantom.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32);
}
