//! A file opened for viewing: its samples are the modality values, and its header is all there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::sync::LazyLock;

use dicom_core::value::DataSetSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::case::Failure;
use dicom_imaging_router::classifier::{Classifier, Group};
use dicom_imaging_router::radiograph::{Part10, Refusal, exposed_field};
use dicom_imaging_router::viewing::{About, Attribute, AttributeGroup, Film, open};
use dicom_object::InMemDicomObject;
use phantoms::{COLUMNS, Phantom, ROWS};
use rstest::rstest;

const ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const MODEL: &str = include_str!("../models/default/model.json");

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::load(ONNX, MODEL).unwrap());

fn opened(phantom: &Phantom) -> (About, Vec<u8>) {
    open(&phantom.bytes(), &CLASSIFIER).unwrap()
}

#[rstest]
#[case::plain(Phantom::default())]
#[case::monochrome1(Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME1"))]
#[case::eight_bits(Phantom::default().eight_bit())]
#[case::signed(Phantom { signed: true, ..Phantom::default() })]
#[case::thirty_two_bits(Phantom { bits_allocated: 32, bits_stored: 32, high_bit: 31, ..Phantom::default() })]
#[case::rescaled(Phantom::default().with(tags::RESCALE_SLOPE, VR::DS, "0.25").with(tags::RESCALE_INTERCEPT, VR::DS, "-1024"))]
#[case::falling(Phantom::default().with(tags::RESCALE_SLOPE, VR::DS, "-2"))]
#[case::jpeg_lossless(Phantom::of(uids::JPEG_LOSSLESS_SV1, "MONOCHROME2"))]
fn samples_are_the_modality_values(#[case] phantom: Phantom) {
    let bytes = phantom.bytes();
    let grey = Part10::parse(&bytes).unwrap().radiograph().unwrap().grey();
    let (about, pixels) = opened(&phantom);
    let film = Film::new(about, &pixels).unwrap();
    for (index, value) in grey.values.iter().enumerate() {
        let (row, column) = (index / grey.columns, index % grey.columns);
        assert_eq!(film.value_at(column as f64 + 0.5, row as f64 + 0.5), Some(f64::from(*value)), "{row}, {column}");
    }
}

#[test]
fn values_that_span_more_than_sixteen_bits_are_rounded() {
    let phantom = Phantom { bits_allocated: 32, bits_stored: 32, high_bit: 31, ..Phantom::default() };
    let stored: Vec<u8> =
        (0..u32::from(ROWS) * u32::from(COLUMNS)).flat_map(|at| (at * 100_000).to_le_bytes()).collect();
    let (about, pixels) = opened(&phantom.with(tags::PIXEL_DATA, VR::OB, stored));
    let film = Film::new(about, &pixels).unwrap();
    for at in [0, 1, 4000, 7679] {
        let value = film.value_at(f64::from(at % COLUMNS), f64::from(at / COLUMNS)).unwrap();
        assert!((value - f64::from(at) * 1e5).abs() <= film.about.step, "{value}");
    }
}

#[test]
fn a_picture_is_described() {
    let (about, _) = opened(
        &Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME1")
            .with(tags::IMAGER_PIXEL_SPACING, VR::DS, "0.2\\0.1")
            .with(tags::NUMBER_OF_FRAMES, VR::IS, "1")
            .with(tags::WINDOW_CENTER, VR::DS, "2000\\90000")
            .with(tags::WINDOW_WIDTH, VR::DS, "4000\\10"),
    );
    assert_eq!((about.rows, about.columns, about.colour, about.inverted), (ROWS.into(), COLUMNS.into(), false, true));
    assert_eq!((about.millimetres, about.pixel_aspect, about.frames), (Some([0.2, 0.1]), 2.0, 1));
    assert_eq!(about.views.len(), 1, "the second window misses the picture");
    let (low, high) =
        (about.automatic.center - about.automatic.width / 2.0, about.automatic.center + about.automatic.width / 2.0);
    assert!((800.0..1200.0).contains(&low) && (3900.0..4100.0).contains(&high), "{low} to {high}");
}

#[test]
fn the_patients_pixel_spacing_counts_more_than_the_detectors() {
    let both = Phantom::default().with(tags::IMAGER_PIXEL_SPACING, VR::DS, "0.2\\0.2").with(
        tags::PIXEL_SPACING,
        VR::DS,
        "0.15\\0.15",
    );
    assert_eq!(opened(&both).0.millimetres, Some([0.15, 0.15]));
    assert_eq!(opened(&Phantom::default()).0.millimetres, None);
}

#[test]
fn what_the_network_saw_is_there() {
    let bytes = Phantom::default().bytes();
    let (about, _) = open(&bytes, &CLASSIFIER).unwrap();
    let file = Part10::parse(&bytes).unwrap();
    let film = file.radiograph().unwrap();
    let input = CLASSIFIER.prepare(&film);
    assert_eq!(about.field, exposed_field(&film));
    assert_eq!(about.input.len(), about.input_size * about.input_size);
    assert!(
        input.iter().zip(&about.input).all(|(value, grey)| ((value + 1.0) * 127.5 - f32::from(*grey)).abs() <= 0.5)
    );
    let outputs = CLASSIFIER.outputs(&input).unwrap();
    assert_eq!(about.maps.len(), Group::ALL.len());
    assert!(about.maps.iter().all(|(group, map)| *map == outputs.maps.of(*group, CLASSIFIER.model())));
}

#[test]
fn colours_are_as_the_file_has_them() {
    for (photometric, wanted) in [("RGB", [198, 198, 0, 255]), ("YBR_FULL", [198, 198, 198, 255])] {
        let (about, pixels) = opened(&Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, photometric).eight_bit());
        assert!(about.colour && about.views.is_empty());
        let at = 4 * (52 * usize::from(COLUMNS) + 40);
        let stored = phantoms::brightness(52, 40);
        assert_eq!(pixels[at..at + 4], wanted.map(|value| if value == 198 { stored } else { value }));
        assert!(Film::new(about, &pixels).is_some());
    }
}

#[test]
fn overlays_follow_the_pixels_as_bits() {
    let overlay = |phantom: Phantom, group, origin| {
        phantom
            .with(Tag(group, 0x0010), VR::US, dicom_value!(U16, 1))
            .with(Tag(group, 0x0011), VR::US, dicom_value!(U16, 8))
            .with(Tag(group, 0x0050), VR::SS, dicom_value!(I16, [origin, 1]))
            .with(Tag(group, 0x3000), VR::OW, dicom_value!(U16, [0b1000_0001]))
    };
    let (about, pixels) = opened(&overlay(overlay(Phantom::default(), 0x6000, 1), 0x6002, 3));
    assert!(about.has_overlay);
    let bits = &pixels[usize::from(ROWS) * usize::from(COLUMNS) * 2..];
    assert_eq!(bits.len(), usize::from(ROWS) * usize::from(COLUMNS) / 8);
    assert_eq!((bits[0], bits[20], bits.iter().map(|byte| byte.count_ones()).sum::<u32>()), (0x81, 0x81, 4));
    assert!(!opened(&Phantom::default()).0.has_overlay);
}

#[test]
fn a_png_is_opened_too() {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 40, 30);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Sixteen);
    let words: Vec<u8> = (0..1200_u16).flat_map(|at| (500 + at).to_be_bytes()).collect();
    encoder.write_header().unwrap().write_image_data(&words).unwrap();
    let (about, pixels) = open(&file, &CLASSIFIER).unwrap();
    assert_eq!((about.rows, about.columns, about.header.len(), about.frames), (30, 40, 0, 1));
    assert_eq!(Film::new(about, &pixels).unwrap().value_at(39.5, 29.5), Some(1699.0));
}

#[test]
fn what_yields_no_picture_is_refused_as_everywhere() {
    assert_eq!(open(b"letter", &CLASSIFIER).unwrap_err(), Failure::Refusal(Refusal::NotDicom));
    let cut = Phantom::default().bytes();
    assert_eq!(open(&cut[..cut.len() - 99], &CLASSIFIER).unwrap_err(), Failure::Refusal(Refusal::Truncated));
}

fn attributes(phantom: &Phantom) -> Vec<Attribute> {
    Part10::parse(&phantom.bytes()).unwrap().attributes()
}

fn attribute(list: &[Attribute], tag: &str) -> Attribute {
    list.iter().find(|attribute| attribute.tag == tag).unwrap_or_else(|| panic!("{tag}: {list:#?}")).clone()
}

#[rstest]
#[case::name("0010,0010", "PatientName", "PN", "DOE^JANE", true, AttributeGroup::Patient)]
#[case::date("0008,0020", "StudyDate", "DA", "20260102", true, AttributeGroup::Study)]
#[case::description("0008,103e", "SeriesDescription", "LO", "CHEST PA", true, AttributeGroup::Series)]
#[case::maker("0008,0070", "Manufacturer", "LO", "ACME", false, AttributeGroup::Equipment)]
#[case::hospital("0008,0080", "InstitutionName", "LO", "ST. ELSEWHERE", true, AttributeGroup::Equipment)]
#[case::uid("0008,0018", "SOPInstanceUID", "UI", "2.25.1", true, AttributeGroup::Image)]
#[case::class("0008,0016", "SOPClassUID", "UI", "1.2.840.10008.5.1.4.1.1.1.1", false, AttributeGroup::Image)]
#[case::several("0028,1050", "WindowCenter", "DS", "40 \\ 80", false, AttributeGroup::Pixels)]
#[case::number("0028,0010", "Rows", "US", "96", false, AttributeGroup::Pixels)]
#[case::negative("0028,0120", "PixelPaddingValue", "SS", "-2000", false, AttributeGroup::Pixels)]
#[case::wide("0018,9019", "TagAngleFirstAxis", "FD", "-1.5", false, AttributeGroup::Image)]
#[case::pixels("7fe0,0010", "PixelData", "OW", "(15,360 bytes)", false, AttributeGroup::Pixels)]
#[case::private_creator("0009,0010", "PrivateCreator", "LO", "ACME 1.0", true, AttributeGroup::Other)]
#[case::private("0009,1001", "", "LO", "secret", true, AttributeGroup::Other)]
#[case::binary("0009,1002", "", "OB", "(1,234 bytes)", true, AttributeGroup::Other)]
#[case::file("0002,0010", "TransferSyntaxUID", "UI", "1.2.840.10008.1.2.1", false, AttributeGroup::Other)]
fn an_attribute_is_listed_in_words(
    #[case] tag: &str,
    #[case] keyword: &str,
    #[case] vr: &str,
    #[case] value: &str,
    #[case] identifying: bool,
    #[case] group: AttributeGroup,
) {
    let phantom = Phantom::default()
        .with(tags::PATIENT_NAME, VR::PN, "DOE^JANE")
        .with(tags::STUDY_DATE, VR::DA, "20260102")
        .with(tags::SERIES_DESCRIPTION, VR::LO, "CHEST PA")
        .with(tags::MANUFACTURER, VR::LO, "ACME")
        .with(tags::INSTITUTION_NAME, VR::LO, "ST. ELSEWHERE")
        .with(tags::WINDOW_CENTER, VR::DS, "40\\80")
        .with(tags::PIXEL_PADDING_VALUE, VR::SS, dicom_value!(I16, -2000))
        .with(tags::TAG_ANGLE_FIRST_AXIS, VR::FD, dicom_value!(F64, -1.5))
        .with(Tag(0x0009, 0x0010), VR::LO, "ACME 1.0")
        .with(Tag(0x0009, 0x1001), VR::LO, "secret")
        .with(Tag(0x0009, 0x1002), VR::OB, vec![9_u8; 1234]);
    let wanted = Attribute {
        tag: tag.to_owned(),
        keyword: keyword.to_owned(),
        vr: vr.to_owned(),
        value: value.to_owned(),
        level: 0,
        identifying,
        group,
    };
    assert_eq!(attribute(&attributes(&phantom), tag), wanted);
}

#[rstest]
#[case::explicit(uids::EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::implicit(uids::IMPLICIT_VR_LITTLE_ENDIAN)]
#[case::big_endian(phantoms::EXPLICIT_VR_BIG_ENDIAN)]
#[case::deflated(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::compressed(uids::RLE_LOSSLESS)]
fn sequences_are_listed_to_their_ground(#[case] transfer_syntax: &'static str) {
    let inner = InMemDicomObject::from_element_iter([DataElement::new(tags::CODE_VALUE, VR::SH, "51185008")]);
    let outer = InMemDicomObject::from_element_iter([
        DataElement::new(tags::CODE_MEANING, VR::LO, "Chest"),
        DataElement::new(tags::ANATOMIC_REGION_MODIFIER_SEQUENCE, VR::SQ, DataSetSequence::from(vec![inner])),
    ]);
    let person = InMemDicomObject::from_element_iter([DataElement::new(tags::CODE_MEANING, VR::LO, "nurse")]);
    let mut phantom = Phantom::of(transfer_syntax, "MONOCHROME2");
    phantom.extra.push(DataElement::new(tags::ANATOMIC_REGION_SEQUENCE, VR::SQ, DataSetSequence::from(vec![outer])));
    phantom.extra.push(DataElement::new(
        tags::OPERATOR_IDENTIFICATION_SEQUENCE,
        VR::SQ,
        DataSetSequence::from(vec![person.clone(), person]),
    ));
    let list = attributes(&phantom);
    let line = |attribute: &Attribute| (attribute.level, attribute.keyword.clone(), attribute.value.clone());
    let start = list.iter().position(|attribute| attribute.keyword == "AnatomicRegionSequence").unwrap();
    let wanted = [
        (0, "AnatomicRegionSequence", "(1 item)"),
        (1, "CodeMeaning", "Chest"),
        (1, "AnatomicRegionModifierSequence", "(1 item)"),
        (2, "CodeValue", "51185008"),
    ];
    assert_eq!(
        list[start..start + 4].iter().map(line).collect::<Vec<_>>(),
        wanted.map(|(level, keyword, value)| (level, keyword.to_owned(), value.to_owned()))
    );
    assert!(list[start..start + 4].iter().all(|attribute| !attribute.identifying));
    let person = list.iter().position(|attribute| attribute.keyword == "OperatorIdentificationSequence").unwrap();
    assert_eq!(list[person].value, "(2 items)");
    assert!(list[person + 1].identifying && list[person + 2].identifying, "what lies in it tells as much");
    assert_eq!(attribute(&list, "7fe0,0010").keyword, "PixelData", "the list goes on after the sequences");
}

#[test]
fn the_anatomic_region_is_among_the_headers_facts() {
    let item = InMemDicomObject::from_element_iter([
        DataElement::new(tags::CODE_VALUE, VR::SH, "51185008"),
        DataElement::new(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "SCT"),
        DataElement::new(tags::CODE_MEANING, VR::LO, "Chest"),
    ]);
    let mut phantom = Phantom::default();
    phantom.extra.push(DataElement::new(tags::ANATOMIC_REGION_SEQUENCE, VR::SQ, DataSetSequence::from(vec![item])));
    let region = Part10::parse(&phantom.bytes()).unwrap().header().anatomic_region.unwrap();
    assert_eq!((region.value.as_str(), region.scheme.as_str(), region.meaning.as_str()), ("51185008", "SCT", "Chest"));
}

#[rstest]
#[case::latin("ISO_IR 100", &[b'M', 0xfc, b'l', b'l', b'e', b'r'], "Müller")]
#[case::utf_8("ISO_IR 192", "Буц".as_bytes(), "Буц")]
#[case::japanese("\\ISO 2022 IR 87", b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B", "Yamada^Tarou=山田^太郎")]
fn names_are_decoded_from_their_character_set(#[case] set: &str, #[case] name: &[u8], #[case] wanted: &str) {
    // As the bytes that they are: dicom-object would encode text on its own.
    let mut bytes = Phantom::default()
        .with(tags::SPECIFIC_CHARACTER_SET, VR::CS, set)
        .with(tags::PATIENT_NAME, VR::PN, "#".repeat(name.len()))
        .bytes();
    let at = bytes.windows(name.len()).position(|window| window.iter().all(|byte| *byte == b'#')).unwrap();
    bytes[at..at + name.len()].copy_from_slice(name);
    let list = Part10::parse(&bytes).unwrap().attributes();
    assert_eq!(attribute(&list, "0010,0010").value, wanted);
}

#[test]
fn long_values_are_cut_and_long_headers_too() {
    let long = Phantom::default().with(tags::IMAGE_COMMENTS, VR::LT, "é".repeat(3000)).with(
        tags::SPECIFIC_CHARACTER_SET,
        VR::CS,
        "ISO_IR 192",
    );
    let value = attribute(&attributes(&long), "0020,4000").value;
    assert_eq!((value.chars().count(), value.chars().last()), (1000, Some('…')));
    let items =
        (0..9000).map(|_| InMemDicomObject::from_element_iter([DataElement::new(tags::CODE_VALUE, VR::SH, "1")]));
    let mut many = Phantom::default();
    many.extra.push(DataElement::new(
        tags::ANATOMIC_REGION_SEQUENCE,
        VR::SQ,
        DataSetSequence::from(items.collect::<Vec<_>>()),
    ));
    assert_eq!(attributes(&many).len(), 5000);
}

#[test]
fn a_broken_header_is_listed_as_far_as_it_goes() {
    let whole = Phantom::default().with(tags::PATIENT_NAME, VR::PN, "DOE^JANE").bytes();
    for length in (200..whole.len()).step_by(13) {
        if let Ok(file) = Part10::parse(&whole[..length]) {
            assert!(file.attributes().len() <= 60);
        }
    }
    let explicit = PrimitiveValue::from(vec![0xff_u8; 60]);
    let odd = Phantom::default().with(Tag(0x0009, 0x1003), VR::UN, explicit);
    assert_eq!(attribute(&attributes(&odd), "0009,1003").value, "(60 bytes)");
}
