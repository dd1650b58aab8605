//! Stored values become grey values and brightness as the standard says (PS3.3 C.7.6.3, C.11, PS3.4 N.2).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use dicom_core::value::DataSetSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::radiograph::{Part10, Polarity, Radiograph, View, VoiLut, WindowFunction};
use dicom_object::InMemDicomObject;
use phantoms::{COLUMNS, Phantom, ROWS, brightness};
use rstest::rstest;

fn read(bytes: &[u8]) -> Radiograph<'static> {
    Part10::parse(bytes).unwrap().radiograph().unwrap().into_owned()
}

fn assert_picture(film: &Radiograph<'_>, expected: impl Fn(u8) -> f32) {
    let places = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)));
    for ((row, column), value) in places.zip(film.grey().values) {
        let wanted = expected(brightness(row, column));
        assert!((value - wanted).abs() < 1e-3, "row {row}, column {column}: {value}, not {wanted}");
    }
}

fn words(values: Vec<u16>) -> PrimitiveValue {
    PrimitiveValue::U16(values.into())
}

/// A sequence of one item: a table of entries for integers from `first` on.
fn table(sequence: Tag, first: u16, entries: &[u16]) -> DataElement<InMemDicomObject> {
    let item = InMemDicomObject::from_element_iter([
        DataElement::new(tags::LUT_DESCRIPTOR, VR::US, dicom_value!(U16, [entries.len() as u16, first, 16])),
        DataElement::new(tags::LUT_EXPLANATION, VR::LO, "TABLE"),
        DataElement::new(tags::LUT_DATA, VR::OW, words(entries.to_vec())),
    ]);
    DataElement::new(sequence, VR::SQ, DataSetSequence::from(vec![item]))
}

#[test]
fn rescale_slope_and_intercept_are_applied() {
    let phantom =
        Phantom::default().with(tags::RESCALE_SLOPE, VR::DS, "0.5").with(tags::RESCALE_INTERCEPT, VR::DS, "-100");
    assert_picture(&read(&phantom.bytes()), |brightness| phantom.stored(brightness) as f32 * 0.5 - 100.0);
}

#[test]
fn a_modality_lut_sequence_is_applied_and_held_at_its_ends() {
    let entries: Vec<u16> = (0..1000).map(|index| 3 * index + 7).collect();
    let mut phantom = Phantom::default();
    phantom.extra.push(table(tags::MODALITY_LUT_SEQUENCE, 500, &entries));
    assert_picture(&read(&phantom.bytes()), |brightness| {
        f32::from(entries[(phantom.stored(brightness) - 500).clamp(0, 999) as usize])
    });
}

#[test]
fn a_modality_lut_of_signed_values_may_start_below_zero() {
    let entries: Vec<u16> = (0..4096).map(|index| 2 * index).collect();
    let mut phantom = Phantom { signed: true, ..Phantom::default() };
    phantom.extra.push(table(tags::MODALITY_LUT_SEQUENCE, -2048_i16 as u16, &entries));
    assert_picture(&read(&phantom.bytes()), |brightness| 2.0 * (phantom.stored(brightness) + 2048) as f32);
}

#[rstest]
#[case::by_photometric_interpretation("MONOCHROME1", None, Polarity::Inverted)]
#[case::by_presentation_lut_shape("MONOCHROME2", Some("INVERSE"), Polarity::Inverted)]
#[case::the_shape_counts_more("MONOCHROME1", Some("IDENTITY"), Polarity::Normal)]
#[case::plain("MONOCHROME2", None, Polarity::Normal)]
fn polarity(#[case] photometric: &'static str, #[case] shape: Option<&str>, #[case] wanted: Polarity) {
    let mut phantom = Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, photometric);
    if let Some(shape) = shape {
        phantom = phantom.with(tags::PRESENTATION_LUT_SHAPE, VR::CS, shape);
    }
    assert_eq!(read(&phantom.bytes()).polarity, wanted);
}

#[rstest]
#[case::linear("LINEAR", 100.0, 50.0, &[(75.0, 0.0), (99.5, 0.5), (124.0, 1.0), (300.0, 1.0)])]
#[case::linear_exact("LINEAR_EXACT", 100.0, 50.0, &[(75.0, 0.0), (100.0, 0.5), (125.0, 1.0), (-9.0, 0.0)])]
#[case::sigmoid("SIGMOID", 100.0, 50.0, &[(100.0, 0.5), (150.0, 0.982), (50.0, 0.018)])]
#[case::unit_width("LINEAR", 100.0, 1.0, &[(99.0, 0.0), (99.5, 0.0), (100.0, 1.0)])]
fn windows_follow_their_function(
    #[case] function: &str,
    #[case] center: f64,
    #[case] width: f64,
    #[case] points: &[(f32, f32)],
) {
    let phantom = Phantom::default()
        .with(tags::WINDOW_CENTER, VR::DS, center.to_string())
        .with(tags::WINDOW_WIDTH, VR::DS, width.to_string())
        .with(tags::VOILUT_FUNCTION, VR::CS, function);
    let film = read(&phantom.bytes());
    for (value, wanted) in points {
        let shown = film.views[0].lut.brightness(*value);
        assert!((shown - wanted).abs() < 1e-3, "{value}: {shown}, not {wanted}");
    }
}

#[test]
fn a_header_may_offer_several_views_and_the_senseless_ones_are_left_out() {
    let mut phantom = Phantom::default()
        .with(tags::WINDOW_CENTER, VR::DS, "40\\300\\1000")
        .with(tags::WINDOW_WIDTH, VR::DS, "400\\0\\2000")
        .with(tags::WINDOW_CENTER_WIDTH_EXPLANATION, VR::LO, "SOFT\\NONE\\BONE");
    phantom.extra.push(table(tags::VOILUT_SEQUENCE, 0, &[0, 10, 20, 20]));
    let views = read(&phantom.bytes()).views;
    assert_eq!(views.iter().map(|view| view.name.as_str()).collect::<Vec<_>>(), ["TABLE", "SOFT", "BONE"]);
    let View { lut: VoiLut::Window(bone), .. } = &views[2] else { panic!("{views:?}") };
    assert_eq!((bone.center, bone.width, bone.function), (1000.0, 2000.0, WindowFunction::Linear));
    assert_eq!([-5.0, 1.0, 2.0, 99.0].map(|value| views[0].lut.brightness(value)), [0.0, 0.5, 1.0, 1.0]);
}

#[test]
fn padding_is_as_dark_as_the_darkest_of_the_picture() {
    let stored: Vec<u16> = (0..64).map(|index| if index < 32 { 65535 } else { 1000 + index }).collect();
    let padded = |photometric| {
        let film = Phantom::of_pixels(8, 8, stored.clone(), photometric);
        read(&film.with(tags::PIXEL_PADDING_VALUE, VR::US, dicom_value!(U16, 65535)).bytes()).grey().values
    };
    assert_eq!(padded("MONOCHROME2")[..2], [1032.0, 1032.0]);
    assert_eq!(padded("MONOCHROME1")[..2], [1063.0, 1063.0]);
    assert_eq!(padded("MONOCHROME2")[40], 1040.0);
}

#[test]
fn negative_padding_may_be_written_as_an_unsigned_number() {
    let stored: Vec<u16> = (0..64).map(|index| if index < 32 { 0x0830 } else { index }).collect(); // 12 bits: -2000
    let film =
        Phantom { bits_stored: 12, high_bit: 11, signed: true, ..Phantom::of_pixels(8, 8, stored, "MONOCHROME2") };
    let film = film.with(tags::PIXEL_PADDING_VALUE, VR::US, dicom_value!(U16, 0x0830));
    assert_eq!(read(&film.bytes()).grey().values[..2], [32.0, 32.0]);
}

#[test]
fn padding_may_be_a_range() {
    let stored: Vec<u16> = (0..64).collect();
    let film = Phantom::of_pixels(8, 8, stored, "MONOCHROME2")
        .with(tags::PIXEL_PADDING_VALUE, VR::US, dicom_value!(U16, 0))
        .with(tags::PIXEL_PADDING_RANGE_LIMIT, VR::US, dicom_value!(U16, 9));
    assert_eq!(read(&film.bytes()).grey().values[8..12], [10.0, 10.0, 10.0, 11.0]);
}

#[rstest]
#[case::of_words(true)]
#[case::of_bytes(false)]
fn palette_colours_are_looked_up(#[case] wide: bool) {
    let mut phantom = Phantom { photometric: "PALETTE COLOR", ..Phantom::default() }.eight_bit();
    let channels = [
        (tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA, 1),
        (tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA, 0),
        (tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA, 1),
    ];
    for (descriptor, data, share) in channels {
        let entries: Vec<u16> = (0..256).map(|index| index * share).collect();
        let bits = if wide { 16 } else { 8 };
        phantom = phantom.with(descriptor, VR::US, dicom_value!(U16, [256, 0, bits]));
        let packed = entries.chunks(2).map(|pair| pair[0] | pair[1] << 8).collect();
        let entries = if wide { entries.iter().map(|entry| entry * 257).collect() } else { packed };
        phantom = phantom.with(data, VR::OW, words(entries));
    }
    let film = read(&phantom.bytes());
    let full = if wide { 257.0 } else { 1.0 };
    let places = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| brightness(row, column)));
    for (wanted, value) in places.zip(film.grey().values) {
        assert!((value - (0.299 + 0.114) * f32::from(wanted) * full).abs() < 0.1);
    }
    let middle = film.thumbnail(usize::from(ROWS)).rgba[4 * (48 * usize::from(COLUMNS) + 40)..][..4].to_vec();
    assert!(middle[0] > 180 && middle[1] == 0 && middle[2] == middle[0], "{middle:?}");
}

#[test]
fn a_palette_that_is_not_there_is_said() {
    let phantom = Phantom { photometric: "PALETTE COLOR", ..Phantom::default() };
    let refusal = Part10::parse(&phantom.bytes()).unwrap().radiograph().unwrap_err();
    assert_eq!(refusal.code(), "contradicting-header");
}

#[test]
fn a_thumbnail_shows_the_brightness_whatever_the_polarity() {
    let dark = read(&Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME1").bytes()).thumbnail(192);
    let bright = read(&Phantom::default().bytes()).thumbnail(192);
    assert_eq!((bright.rows, bright.columns), (192, 160));
    assert!(dark.rgba.iter().zip(&bright.rgba).all(|(a, b)| a.abs_diff(*b) <= 1));
    let (corner, spine) = (bright.rgba[0], bright.rgba[4 * (96 * 160 + 80)]);
    assert!(spine > 200 && corner < 30, "spine {spine}, corner {corner}");
}

#[rstest]
#[case::rgb("RGB", [true, true, false])]
#[case::ybr("YBR_FULL", [true, true, true])]
fn a_thumbnail_has_the_pictures_colours(#[case] photometric: &'static str, #[case] lit: [bool; 3]) {
    let phantom = Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, photometric).eight_bit();
    let thumbnail = read(&phantom.bytes()).thumbnail(96);
    let middle = &thumbnail.rgba[4 * (48 * 80 + 40)..][..4];
    assert_eq!([0, 1, 2].map(|channel| middle[channel] > 150), lit, "{middle:?}");
    assert_eq!(middle[3], 255);
}

#[rstest]
#[case::ratio(tags::PIXEL_ASPECT_RATIO, VR::IS, "2\\1", (96, 40))]
#[case::spacing(tags::PIXEL_SPACING, VR::DS, "0.1\\0.2", (57, 96))]
#[case::imager_spacing(tags::IMAGER_PIXEL_SPACING, VR::DS, "0.2\\0.2", (96, 80))]
#[case::nonsense(tags::PIXEL_SPACING, VR::DS, "0\\5", (96, 80))]
fn a_thumbnail_has_square_pixels(
    #[case] tag: Tag,
    #[case] vr: VR,
    #[case] value: &str,
    #[case] wanted: (usize, usize),
) {
    let thumbnail = read(&Phantom::default().with(tag, vr, value).bytes()).thumbnail(96);
    assert_eq!((thumbnail.rows, thumbnail.columns), wanted);
}

fn overlaid(phantom: Phantom) -> Phantom {
    phantom
        .with(Tag(0x6002, 0x0010), VR::US, dicom_value!(U16, 2))
        .with(Tag(0x6002, 0x0011), VR::US, dicom_value!(U16, 4))
        .with(Tag(0x6002, 0x0050), VR::SS, dicom_value!(I16, [3, 0]))
        .with(Tag(0x6002, 0x3000), VR::OW, words(vec![0b1000_0110]))
}

#[test]
fn an_overlay_lies_where_its_origin_says_and_is_only_for_the_eye() {
    let plain = Phantom::default();
    let film = read(&overlaid(plain.clone()).bytes());
    let covered: Vec<(usize, usize)> = film.overlays[0].pixels(usize::from(ROWS), usize::from(COLUMNS)).collect();
    // Bits 1, 2 and 7 of two rows of four; the origin counts from 1, and column 0 lies outside.
    assert_eq!(covered, [(2, 0), (2, 1), (3, 2)]);
    assert_eq!(film.grey(), read(&plain.bytes()).grey());
    let pixel = |film: &Radiograph<'_>| film.thumbnail(96).rgba[4 * (2 * 80 + 1)];
    assert_eq!((pixel(&film), pixel(&read(&plain.bytes())) < 50), (255, true));
}

#[test]
fn an_overlay_may_hide_in_unused_bits_of_the_pixels() {
    let stored: Vec<u16> = (0..64).map(|index| index | if index == 9 { 1 << 14 } else { 0 }).collect();
    let film = Phantom { bits_stored: 12, high_bit: 11, ..Phantom::of_pixels(8, 8, stored, "MONOCHROME2") }
        .with(Tag(0x6000, 0x0010), VR::US, dicom_value!(U16, 8))
        .with(Tag(0x6000, 0x0011), VR::US, dicom_value!(U16, 8))
        .with(Tag(0x6000, 0x0102), VR::US, dicom_value!(U16, 14));
    let film = read(&film.bytes());
    assert_eq!(film.overlays[0].pixels(8, 8).collect::<Vec<_>>(), [(1, 1)]);
    assert_eq!(film.grey().values[9], 9.0);
}
