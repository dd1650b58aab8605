//! Files as archives hold them, rather than as the standard wants them (PS3.10, PS3.5 section 7).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use dicom_core::value::DataSetSequence;
use dicom_core::{DataElement, Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::radiograph::{Part10, Refusal};
use dicom_object::InMemDicomObject;
use phantoms::{COLUMNS, EXPLICIT_VR_BIG_ENDIAN, Phantom, ROWS};
use rstest::rstest;

const EXPLICIT: &str = uids::EXPLICIT_VR_LITTLE_ENDIAN;
const IMPLICIT: &str = uids::IMPLICIT_VR_LITTLE_ENDIAN;

/// The phantom's stored values must come out, whatever its file looks like.
fn assert_read(bytes: &[u8]) {
    let film = Part10::parse(bytes).unwrap();
    let wanted: Vec<i64> = Phantom::default()
        .pixels()
        .chunks_exact(2)
        .map(|pair| i64::from(u16::from_le_bytes([pair[0], pair[1]])))
        .collect();
    assert_eq!(film.radiograph().unwrap().stored_values(), wanted);
}

/// A file with some bytes put in before the element with a tag (explicit VR little endian).
fn inserted(before: Tag, bytes: &[u8]) -> Vec<u8> {
    let file = Phantom::default().bytes();
    let tag = [before.group().to_le_bytes(), before.element().to_le_bytes()].concat();
    let at = file.windows(4).rposition(|window| window == tag).unwrap();
    [&file[..at], bytes, &file[at..]].concat()
}

const ITEM: [u8; 8] = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
const ITEM_END: [u8; 8] = [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0];
const SEQUENCE_END: [u8; 8] = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];

/// A private sequence of undefined length.
fn private(vr: &[u8; 2], content: &[u8]) -> Vec<u8> {
    let head = [&[0x09, 0x00, 0x10, 0x10][..], vr, &[0, 0, 0xff, 0xff, 0xff, 0xff]].concat();
    [&head, &ITEM[..], content, &ITEM_END, &SEQUENCE_END].concat()
}

#[rstest]
#[case::implicit(IMPLICIT)]
#[case::explicit(EXPLICIT)]
#[case::big_endian(EXPLICIT_VR_BIG_ENDIAN)]
fn a_bare_data_set_is_recognised(#[case] transfer_syntax: &'static str) {
    let bytes = Phantom::of(transfer_syntax, "MONOCHROME2").bare_bytes();
    assert_eq!(Part10::parse(&bytes).unwrap().transfer_syntax, transfer_syntax);
    assert_read(&bytes);
}

#[test]
fn a_missing_preamble_or_a_wrong_meta_group_length_does_not_matter() {
    let whole = Phantom::default().bytes();
    let mut wrong_length = whole.clone();
    wrong_length[140..144].copy_from_slice(&9999u32.to_le_bytes()); // value of (0002,0000)
    for bytes in [&whole[128..], &whole[132..], &wrong_length] {
        assert_read(bytes);
    }
}

#[test]
fn a_meta_group_without_vrs_is_read() {
    let syntax = [&[2, 0, 0x10, 0][..], &20u32.to_le_bytes(), b"1.2.840.10008.1.2.1\0"].concat();
    assert_read(&[&[0; 128][..], b"DICM", &syntax, &Phantom::default().bare_bytes()].concat());
}

#[rstest]
#[case::no_meta_group(&[])]
#[case::no_transfer_syntax(&[2, 0, 0x12, 0, b'U', b'I', 4, 0, b'1', b'.', b'2', 0])]
fn an_unstated_transfer_syntax_is_found(#[case] meta: &[u8], #[values(EXPLICIT, IMPLICIT)] written: &'static str) {
    let data_set = Phantom::of(written, "MONOCHROME2").bare_bytes();
    assert_read(&[&[0; 128][..], b"DICM", meta, &data_set].concat());
}

#[rstest]
#[case::said_explicit_is_implicit(EXPLICIT, IMPLICIT)]
#[case::said_implicit_is_explicit(IMPLICIT, EXPLICIT)]
fn a_wrongly_stated_vr_encoding_is_seen_through(#[case] stated: &'static str, #[case] written: &'static str) {
    let uid = format!("{stated}\0");
    let length = (uid.len() & !1) as u16;
    let meta =
        [&[2, 0, 0x10, 0, b'U', b'I'][..], &length.to_le_bytes(), &uid.as_bytes()[..usize::from(length)]].concat();
    assert_read(&[&[0; 128][..], b"DICM", &meta, &Phantom::of(written, "MONOCHROME2").bare_bytes()].concat());
}

#[test]
fn the_magic_word_may_stand_in_a_bare_data_set_by_chance() {
    let text = |length: usize| format!("{:>1$}", "DICM", length);
    let bare = |length: usize| Phantom::default().with(tags::STATION_NAME, VR::SH, text(length)).bare_bytes();
    let at = bare(40).windows(4).position(|window| window == b"DICM").unwrap();
    let bytes = bare(40 + 128 - at);
    assert_eq!(&bytes[128..132], b"DICM");
    assert_read(&bytes);
}

#[test]
fn zlibs_two_bytes_may_stand_before_deflated_data() {
    let file = Phantom::of(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME2").bytes();
    // (0002,0000) says how long the rest of the meta group is.
    let group = 144 + u32::from_le_bytes(file[140..144].try_into().unwrap()) as usize;
    assert_read(&[&file[..group], &[0x78, 0x9c], &file[group..]].concat());
}

#[test]
fn standard_attributes_of_unknown_vr_are_read() {
    let mut bytes = Phantom::default().bytes();
    for (element, old) in [([0x28, 0, 0x10, 0], b"US"), ([0x08, 0, 0x60, 0], b"CS")] {
        let at = bytes.windows(6).rposition(|window| window == [&element[..], old].concat()).unwrap();
        // Tag, then UN, two empty bytes, and a long length.
        let length = bytes[at + 6];
        bytes.splice(at + 4..at + 8, [b'U', b'N', 0, 0, length, 0, 0, 0]);
    }
    assert_read(&bytes);
    assert_eq!(Part10::parse(&bytes).unwrap().header().modality.as_deref(), Some("DX"));
}

#[test]
fn rubbish_after_the_pixels_does_not_matter() {
    for rubbish in [&b"rubbish"[..], &[0; 1000], &[0xff; 9], b"\xfc\xff\xfc\xff"] {
        assert_read(&[&Phantom::default().bytes()[..], rubbish].concat());
    }
}

#[rstest]
#[case::sequence(private(b"SQ", b""))]
#[case::unknown_vr_of_implicit_elements(private(b"UN", &[0x09, 0, 0x11, 0x10, 2, 0, 0, 0, b'A', b'B']))]
#[case::nested_unknown(private(b"UN", &[&[0x09, 0, 0x12, 0x10, 0xff, 0xff, 0xff, 0xff][..], &ITEM, &ITEM_END, &SEQUENCE_END].concat()))]
#[case::unknown_inside_a_sequence(private(b"SQ", &private(b"UN", &[0x09, 0, 0x12, 0x10, 4, 0, 0, 0, 0xf0, 0xff, 0xff, 0xff])))]
#[case::encapsulated_inside_a_sequence(private(b"SQ", &[&[0x09, 0, 0x10, 0x10, b'O', b'B', 0, 0, 0xff, 0xff, 0xff, 0xff][..], &[0xfe, 0xff, 0, 0xe0, 2, 0, 0, 0, 1, 2], &SEQUENCE_END].concat()))]
#[case::a_length_that_holds_no_whole_number([&[0x09, 0, 0x10, 0x10, b'U', b'S', 3, 0][..], b"no!"].concat())]
#[case::a_length_that_holds_no_items([&[0x09, 0, 0x10, 0x10, b'S', b'Q', 0, 0, 6, 0, 0, 0][..], b"no SQ!"].concat())]
#[case::a_vr_of_the_future(b"\x09\0\x10\x10ZZ\0\0\x02\0\0\0AB".to_vec())]
fn private_elements_of_any_kind_are_stepped_over(#[case] element: Vec<u8>) {
    assert_read(&inserted(tags::BODY_PART_EXAMINED, &element));
}

#[test]
fn an_icons_own_pixels_are_not_the_pictures() {
    let icon = [&[0x88, 0, 0, 2, b'S', b'Q', 0, 0, 0xff, 0xff, 0xff, 0xff][..], &ITEM].concat();
    let encapsulated = [0xe0, 0x7f, 0x10, 0, b'O', b'B', 0, 0, 0xff, 0xff, 0xff, 0xff];
    let fragment = [0xfe, 0xff, 0, 0xe0, 4, 0, 0, 0, 1, 2, 3, 4];
    let icon = [&icon, &encapsulated[..], &fragment, &SEQUENCE_END, &ITEM_END, &SEQUENCE_END].concat();
    assert_read(&inserted(tags::PIXEL_DATA, &icon));
}

/// A phantom with sequences inside each other.
fn nested(depth: usize) -> Vec<u8> {
    let nest = |inner: InMemDicomObject, _| {
        let sequence = DataSetSequence::from(vec![inner]);
        InMemDicomObject::from_element_iter([DataElement::new(tags::REFERENCED_STUDY_SEQUENCE, VR::SQ, sequence)])
    };
    let mut phantom = Phantom::default();
    phantom.extra.extend((0..depth).fold(InMemDicomObject::new_empty(), nest));
    phantom.bytes()
}

#[test]
fn sequences_may_be_nested_to_a_depth_that_no_real_file_has() {
    assert_read(&nested(64));
    let refusal = Part10::parse(&nested(65)).unwrap().radiograph().unwrap_err();
    assert!(matches!(refusal, Refusal::TooLarge(_)), "{refusal}");
}

#[rstest]
#[case::latin_1("ISO_IR 100", b"Sch\xe4del", "Schädel")]
#[case::utf_8("ISO_IR 192", "грудь 胸部".as_bytes(), "грудь 胸部")]
#[case::cyrillic("ISO_IR 144", b"\xd3\xe0\xe3\xd4\xec", "грудь")]
#[case::chinese("GB18030", b"\xd0\xd8\xb2\xbf", "胸部")]
#[case::japanese("\\ISO 2022 IR 87", b"\x1b$B6;It\x1b(B", "胸部")]
#[case::japanese_names("ISO 2022 IR 13\\ISO 2022 IR 87", b"\xd4\xcf\xc0\xde=\x1b$B;3ED\x1b(J", "ﾔﾏﾀﾞ=山田")]
#[case::korean("\\ISO 2022 IR 149", b"\x1b$)C\xc8\xe4\xba\xce", "흉부")]
fn descriptions_are_in_their_own_characters(#[case] set: &str, #[case] bytes: &[u8], #[case] wanted: &str) {
    let mut value = bytes.to_vec();
    value.resize(value.len().next_multiple_of(2), b' ');
    let element = [&[0x08, 0, 0x30, 0x10, b'L', b'O'][..], &(value.len() as u16).to_le_bytes(), &value].concat();
    let charset = format!("{set:<width$}", width = set.len().next_multiple_of(2));
    let mut charset_element = [&[8, 0, 5, 0, b'C', b'S'][..], &(charset.len() as u16).to_le_bytes()].concat();
    charset_element.extend(charset.as_bytes());
    let bare = Phantom::default().bare_bytes();
    let body_part = bare.windows(4).position(|window| window == [0x10, 0, 0x10, 0x10]).unwrap();
    let bytes = [&charset_element, &bare[..body_part], &element, &bare[body_part..]].concat();
    assert_eq!(Part10::parse(&bytes).unwrap().header().study_description.as_deref(), Some(wanted));
}

#[test]
fn a_file_that_breaks_off_keeps_the_facts_before_the_break() {
    let whole = Phantom::default().bytes();
    let at = whole.windows(4).rposition(|window| window == [0x28, 0, 0x10, 0]).unwrap();
    let file = Part10::parse(&whole[..at + 5]).unwrap();
    assert_eq!(file.header().body_part_examined.as_deref(), Some("CHEST"));
    assert_eq!(file.radiograph().unwrap_err(), Refusal::Truncated);
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
