//! The same phantom, written in many encodings, is always the same picture.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::radiograph::{Part10, Polarity, Radiograph};
use phantoms::{COLUMNS, EXPLICIT_VR_BIG_ENDIAN, Phantom, ROWS, brightness};
use rstest::rstest;

fn read(bytes: &[u8]) -> Radiograph {
    Part10::parse(bytes).unwrap().radiograph().unwrap()
}

/// Each pixel's modality value must be the one that `expected` gives for its brightness, within `tolerance`.
fn assert_picture(film: &Radiograph, tolerance: f32, expected: impl Fn(u8) -> f32) {
    assert_eq!((film.image.rows, film.image.columns), (usize::from(ROWS), usize::from(COLUMNS)));
    let places = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)));
    for ((row, column), value) in places.zip(&film.image.values) {
        let wanted = expected(brightness(row, column));
        assert!((value - wanted).abs() <= tolerance, "row {row}, column {column}: {value}, not {wanted}");
    }
}

#[rstest]
#[case::implicit(uids::IMPLICIT_VR_LITTLE_ENDIAN)]
#[case::explicit(uids::EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::big_endian(EXPLICIT_VR_BIG_ENDIAN)]
#[case::deflated(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::rle(uids::RLE_LOSSLESS)]
fn lossless_transfer_syntaxes_keep_every_value(
    #[case] transfer_syntax: &'static str,
    #[values("MONOCHROME1", "MONOCHROME2")] photometric: &'static str,
) {
    let phantom = Phantom::of(transfer_syntax, photometric);
    let film = read(&phantom.bytes());
    assert_picture(&film, 0.0, |brightness| phantom.stored(brightness) as f32);
    let inverted = if photometric == "MONOCHROME1" { Polarity::Inverted } else { Polarity::Normal };
    assert_eq!(film.polarity, inverted);
}

#[test]
fn jpeg_baseline_keeps_the_picture_within_its_loss() {
    let phantom = Phantom::of(uids::JPEG_BASELINE8_BIT, "MONOCHROME2").eight_bit();
    let film = read(&phantom.bytes());
    let places = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| brightness(row, column)));
    let errors = places.zip(&film.image.values).map(|(wanted, value)| (value - f32::from(wanted)).abs());
    let mean = errors.sum::<f32>() / f32::from(ROWS * COLUMNS);
    assert!(mean < 4.0, "mean error {mean} of 200 grey levels");
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
fn colour_becomes_luma(#[case] photometric: &'static str, #[case] planar: bool, #[case] share: f32) {
    let phantom = Phantom { planar, ..Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, photometric) }.eight_bit();
    assert_picture(&read(&phantom.bytes()), 0.01, |brightness| f32::from(brightness) * share);
}

#[test]
fn rescale_slope_and_intercept_are_applied() {
    let phantom =
        Phantom::default().with(tags::RESCALE_SLOPE, VR::DS, "0.5").with(tags::RESCALE_INTERCEPT, VR::DS, "-100");
    assert_picture(&read(&phantom.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32 * 0.5 - 100.0);
}

#[test]
fn a_modality_lut_sequence_is_applied_and_held_at_its_ends() {
    use dicom_core::DataElement;
    use dicom_core::value::DataSetSequence;
    use dicom_object::InMemDicomObject;

    let entries: Vec<u16> = (0..1000).map(|index| 3 * index + 7).collect();
    let item = InMemDicomObject::from_element_iter([
        DataElement::new(tags::LUT_DESCRIPTOR, VR::US, dicom_value!(U16, [1000, 500, 16])),
        DataElement::new(tags::LUT_DATA, VR::US, dicom_core::PrimitiveValue::U16(entries.clone().into())),
    ]);
    let mut phantom = Phantom::default();
    phantom.extra.push(DataElement::new(tags::MODALITY_LUT_SEQUENCE, VR::SQ, DataSetSequence::from(vec![item])));
    assert_picture(&read(&phantom.bytes()), 0.0, |brightness| {
        f32::from(entries[(phantom.stored(brightness) - 500).clamp(0, 999) as usize])
    });
}

#[rstest]
#[case::implicit(uids::IMPLICIT_VR_LITTLE_ENDIAN)]
#[case::explicit(uids::EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::big_endian(EXPLICIT_VR_BIG_ENDIAN)]
fn a_bare_data_set_is_recognised(#[case] transfer_syntax: &'static str) {
    let phantom = Phantom::of(transfer_syntax, "MONOCHROME2");
    let file = Part10::parse(&phantom.bare_bytes()).unwrap();
    assert_eq!(file.transfer_syntax, transfer_syntax);
    assert_picture(&file.radiograph().unwrap(), 0.0, |brightness| phantom.stored(brightness) as f32);
}

#[test]
fn a_missing_preamble_or_a_wrong_meta_group_length_does_not_matter() {
    let phantom = Phantom::default();
    let whole = phantom.bytes();
    let mut wrong_length = whole.clone();
    wrong_length[140..144].copy_from_slice(&9999u32.to_le_bytes()); // value of (0002,0000)
    for bytes in [&whole[128..], &whole[132..], &wrong_length] {
        assert_picture(&read(bytes), 0.0, |brightness| phantom.stored(brightness) as f32);
    }
}

#[test]
fn only_the_first_frame_is_read() {
    let phantom = Phantom::default();
    let one: Vec<u16> = read(&phantom.bytes()).image.values.iter().map(|value| *value as u16).collect();
    let two = [one.clone(), vec![0; one.len()]].concat();
    let phantom = phantom.with(tags::NUMBER_OF_FRAMES, VR::IS, "2").with(
        tags::PIXEL_DATA,
        VR::OW,
        dicom_core::PrimitiveValue::U16(two.into()),
    );
    assert_picture(&read(&phantom.bytes()), 0.0, |brightness| phantom.stored(brightness) as f32);
}

#[test]
fn the_header_facts_are_read_by_their_keywords() {
    let header = Part10::parse(&Phantom::default().bytes()).unwrap().header();
    assert_eq!(header.modality.as_deref(), Some("DX"));
    assert_eq!(header.body_part_examined.as_deref(), Some("CHEST"));
    assert_eq!(header.view_position.as_deref(), Some("PA"));
    assert_eq!(header.patient_age.as_deref(), Some("047Y"));
    assert_eq!(header.photometric_interpretation.as_deref(), Some("MONOCHROME2"));
    assert_eq!(header.transfer_syntax.as_deref(), Some(uids::EXPLICIT_VR_LITTLE_ENDIAN));
    assert_eq!((header.rows, header.columns), (Some(u32::from(ROWS)), Some(u32::from(COLUMNS))));
}

#[rstest]
#[case::years("047Y", Some(47.0))]
#[case::months("018M", Some(1.5))]
#[case::bare_number("62", Some(62.0))]
#[case::nonsense("old", None)]
#[case::not_ascii("４７Ｙ", None)]
fn ages_are_understood(#[case] text: &str, #[case] years: Option<f64>) {
    let header = dicom_imaging_router::radiograph::Header { patient_age: Some(text.into()), ..Default::default() };
    assert_eq!(header.age_in_years(), years);
}
