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
    let phantom = Phantom::of(transfer_syntax, photometric).of_bits(bits);
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
    let phantom = Phantom::of(uids::JPEG2000_LOSSLESS, "MONOCHROME2").of_bits(bits);
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
#[case::one_fragment_each(1, "nowhere", uids::JPEG_LOSSLESS_SV1)]
#[case::seen_by_the_start_of_a_jpeg(3, "nowhere", uids::JPEG_LOSSLESS_SV1)]
#[case::seen_by_the_start_of_a_jpeg_2000(3, "nowhere", uids::JPEG2000_LOSSLESS)]
#[case::offset_table(3, "table", uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::extended_offset_table(3, "extended", uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN)]
fn only_the_first_of_several_encapsulated_frames_is_read(
    #[case] fragments: usize,
    #[case] said: &str,
    #[case] transfer_syntax: &'static str,
) {
    let phantom = Phantom::of(transfer_syntax, "MONOCHROME2");
    let mut frame = phantom.encoded();
    frame.resize(frame.len().next_multiple_of(2), 0);
    let parts: Vec<Vec<u8>> =
        frame.chunks(frame.len().div_ceil(fragments).next_multiple_of(2)).map(<[u8]>::to_vec).collect();
    let second: u32 = parts.iter().map(|part| part.len() as u32 + 8).sum();
    let offsets = if said == "table" { vec![0, second] } else { Vec::new() };
    let mut both = phantom.clone().with(tags::NUMBER_OF_FRAMES, VR::IS, "2");
    if said == "extended" {
        both = both.with(tags::EXTENDED_OFFSET_TABLE, VR::OV, dicom_value!(U64, [0, u64::from(second)]));
    }
    let other = Phantom { bits_stored: 10, ..phantom.clone() }.encoded();
    both.extra.push(phantoms::encapsulated(offsets, [parts, vec![other]].concat()));
    assert_picture(&read(&both.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32);
}

/// The phantom with another stream for its frame.
fn with_stream(phantom: &Phantom, stream: Vec<u8>) -> Vec<u8> {
    let mut phantom = phantom.clone();
    phantom.extra.push(phantoms::encapsulated(vec![0], vec![stream]));
    phantom.bytes()
}

#[rstest]
#[case::whole_strips(32)]
#[case::a_shorter_last_strip(40)]
fn lossless_jpeg_with_restart_intervals_keeps_every_value(#[case] each: u16, #[values(1, 6)] predictor: u8) {
    let phantom = Phantom::of(uids::JPEG_LOSSLESS, "MONOCHROME2");
    let strip_bytes = usize::from(COLUMNS) * 2 * usize::from(each);
    let strips: Vec<Vec<u8>> = phantom
        .pixels()
        .chunks(strip_bytes)
        .map(|strip| {
            let rows = (strip.len() / 2 / usize::from(COLUMNS)) as u16;
            dicom_toolkit_codec::jpeg::encode_jpeg_lossless(strip, COLUMNS, rows, 1, 16, 12, predictor).unwrap()
        })
        .collect();
    // One stream: the first strip's head with the whole height and a restart interval, then the coded data of all.
    let scan = strips[0].windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let frame = strips[0].windows(2).position(|pair| pair == [0xff, 0xc3]).unwrap();
    let start = scan + 2 + usize::from(strips[0][scan + 3]);
    let mut stream = strips[0][..scan].to_vec();
    stream[frame + 5..frame + 7].copy_from_slice(&ROWS.to_be_bytes());
    stream.extend([0xff, 0xdd, 0, 4]);
    stream.extend((each * COLUMNS).to_be_bytes());
    stream.extend(&strips[0][scan..start]);
    for (index, strip) in strips.iter().enumerate() {
        if index > 0 {
            stream.extend([0xff, 0xd0 + (index as u8 - 1) % 8]);
        }
        stream.extend(&strip[start..strip.len() - 2]);
    }
    stream.extend([0xff, 0xd9]);
    assert_picture(&read(&with_stream(&phantom, stream)), 0.0, |brightness| phantom.stored(brightness) as f32);
}

/// What no decoder here gets right is not read.
#[rstest]
fn a_point_transform_is_refused_by_name(
    #[values(uids::JPEG_LOSSLESS_SV1, uids::JPEGLS_LOSSLESS)] syntax: &'static str,
) {
    let phantom = Phantom::of(syntax, "MONOCHROME2");
    let mut stream = phantom.encoded();
    let scan = stream.windows(4).position(|window| window == [0xff, 0xda, 0, 8]).unwrap();
    stream[scan + 9] |= 2;
    let bytes = with_stream(&phantom, stream);
    let refusal = Part10::parse(&bytes).unwrap().radiograph().unwrap_err();
    assert_eq!(refusal.code(), "unsupported-transfer-syntax");
    assert!(refusal.to_string().contains("point transform"), "{refusal}");
}

#[rstest]
fn lossless_luma_and_colour_differences_stay_what_they_are(
    #[values(uids::JPEG_LOSSLESS_SV1, uids::JPEG2000_LOSSLESS)] transfer_syntax: &'static str,
) {
    // The streams say nothing of a colour transform, or that there is none.
    let rgb = Phantom::of(transfer_syntax, "RGB").eight_bit();
    let mut stream = rgb.encoded();
    if transfer_syntax == uids::JPEG2000_LOSSLESS {
        let coding = stream.windows(2).position(|pair| pair == [0xff, 0x52]).unwrap();
        assert_eq!(stream[coding + 8], 1);
        stream[coding + 8] = 0;
    }
    let ybr = with_stream(&rgb.clone().with(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "YBR_FULL"), stream);
    let (grey, stored) = (read(&ybr).grey().values, read(&ybr).stored_values());
    assert!(grey.iter().zip(stored.iter().step_by(3)).all(|(grey, luma)| *grey == *luma as f32));
}

#[rstest]
#[case::jpeg(uids::JPEG_LOSSLESS_SV1)]
#[case::jpeg_ls(uids::JPEGLS_LOSSLESS)]
#[case::jpeg_2000(uids::JPEG2000_LOSSLESS)]
fn eight_bits_may_be_allocated_sixteen(#[case] transfer_syntax: &'static str) {
    let phantom = Phantom::of(transfer_syntax, "MONOCHROME2").eight_bit();
    let wide = phantom.clone().with(tags::BITS_ALLOCATED, VR::US, dicom_value!(U16, 16));
    assert_picture(&read(&wide.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32);
}

#[test]
fn a_flat_jpeg_2000_is_not_taken_for_an_attack() {
    // 3000 × 3000 pixels of one value, in 300 bytes.
    let stream = include_bytes!("phantoms/jpeg2000/flat-3000.j2k").to_vec();
    let phantom = Phantom { rows: 3000, columns: 3000, bits_stored: 16, high_bit: 15, ..Phantom::default() };
    let phantom = Phantom { transfer_syntax: uids::JPEG2000_LOSSLESS, ..phantom };
    assert!(read(&with_stream(&phantom, stream)).stored_values().iter().all(|value| *value == 777));
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
