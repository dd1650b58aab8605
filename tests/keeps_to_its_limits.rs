//! Each limit is checked before the work or the memory that it stands for, and a file beyond it is refused in words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::io::{Cursor, Write};

use dicom_core::{PrimitiveValue, Tag, VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::archive::{ArchiveError, list};
use dicom_imaging_router::classifier::{Classifier, ModelDescription};
use dicom_imaging_router::radiograph::{Content, MAX_FILE_BYTES, Part10, Refusal};
use dicom_imaging_router::routing::{DEFAULT_TABLE, MAX_CHARACTERS, MAX_VALUES, RoutingTable};
use phantoms::{Phantom, encapsulated};
use rstest::rstest;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PRIVATE: Tag = Tag(0x0009, 0x1010);

fn refusal(bytes: &[u8]) -> Refusal {
    let read = Content::parse(bytes).and_then(|file| file.radiograph().map(drop));
    read.unwrap_err()
}

fn too_large(bytes: &[u8], words: &str) {
    let refusal = refusal(bytes);
    assert!(matches!(&refusal, Refusal::TooLarge(why) if why.to_string().contains(words)), "{refusal:?}");
}

/// A film with another size and another stream.
fn with_stream(film: Phantom, sides: [u16; 2], stream: Vec<u8>) -> Vec<u8> {
    let mut film = film.with(tags::ROWS, VR::US, dicom_value!(U16, sides[0])).with(
        tags::COLUMNS,
        VR::US,
        dicom_value!(U16, sides[1]),
    );
    film.extra.push(encapsulated(vec![0], vec![stream]));
    film.bytes()
}

#[test]
fn a_file_of_too_many_bytes() {
    let file = vec![0; MAX_FILE_BYTES + 1]; // nobody looks into it, so it takes no memory
    too_large(&file, "512 MiB");
}

#[rstest]
#[case::uncompressed(uids::EXPLICIT_VR_LITTLE_ENDIAN)]
#[case::rle(uids::RLE_LOSSLESS)]
#[case::deflated(uids::DEFLATED_IMAGE_FRAME_COMPRESSION)]
fn a_frame_of_too_many_bytes(#[case] transfer_syntax: &'static str) {
    let film = Phantom::of(transfer_syntax, "RGB").with(tags::ROWS, VR::US, dicom_value!(U16, 9_990)).with(
        tags::COLUMNS,
        VR::US,
        dicom_value!(U16, 9_990),
    );
    too_large(&film.bytes(), "571 MiB once decoded");
}

#[test]
fn a_png_of_too_many_bytes() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 0x27, 0x06, 0, 0, 0x27, 0x06, 16, 6, 0, 0, 0]); // 9,990 × 9,990, four samples of 16 bits
    png.extend(crc(&png[12..29]).to_be_bytes());
    png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    too_large(&png, "571 MiB once decoded");
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// 64 bytes can't hold a hundred million.
#[test]
fn a_picture_larger_than_its_rle_stream_could_be() {
    let mut stream = vec![0; 64];
    stream[0] = 1;
    stream[4] = 64;
    let film = Phantom::of(uids::RLE_LOSSLESS, "MONOCHROME2").eight_bit();
    assert_eq!(refusal(&with_stream(film, [9_990, 9_990], stream)), Refusal::Truncated);
}

/// Each strip between two restart markers is decoded with the tables before the scan: 64 kB of them, 65,535 times, would be
/// 4 GB.
#[test]
fn restart_intervals_with_a_hundred_tables_before_them() {
    let film = Phantom::of(uids::JPEG_LOSSLESS_SV1, "MONOCHROME2").eight_bit();
    let plain = film.encoded();
    let tables = [&[0xff, 0xc4, 0, 0x13 + 12, 0][..], &[0, 12], &[0; 14], &[1; 12]].concat();
    let mut stream = plain[..2].to_vec();
    stream.extend([0xff, 0xdd, 0, 4, 0, 80]);
    stream.extend(tables[..2].iter().chain(&tables[2..]).copied().collect::<Vec<u8>>().repeat(300));
    stream.extend(&plain[2..]);
    too_large(&with_stream(film, [96, 80], stream), "KiB of tables");
}

/// A JPEG 2000 stream with other sizes, code blocks and precincts than its data.
fn jpeg2000(side: u32, layers: u16, block: u8, precinct: Option<u8>) -> Vec<u8> {
    let film = Phantom::of(uids::JPEG2000_LOSSLESS, "MONOCHROME2").eight_bit();
    let mut stream = film.encoded();
    for field in [8, 12, 24, 28] {
        stream[field..field + 4].copy_from_slice(&side.to_be_bytes());
    }
    let cod = stream.windows(2).position(|pair| pair == [0xff, 0x52]).unwrap();
    stream[cod + 6..cod + 8].copy_from_slice(&layers.to_be_bytes());
    stream[cod + 10..cod + 12].copy_from_slice(&[block, block]);
    if let Some(precinct) = precinct {
        let levels = stream[cod + 9];
        stream[cod + 3] += levels + 1;
        stream[cod + 4] |= 1;
        let end = cod + 14;
        stream.splice(end..end, vec![precinct; usize::from(levels) + 1]);
    }
    with_stream(film, [side as u16, side as u16], stream)
}

#[rstest]
#[case::of_four_pixels(jpeg2000(9_000, 1, 0, None))]
#[case::precincts(jpeg2000(9_000, 1, 4, Some(0x11)))]
#[case::layers(jpeg2000(3_000, 65_535, 4, Some(0x55)))]
fn a_jpeg_2000_that_cuts_its_picture_finely(#[case] file: Vec<u8>) {
    too_large(&file, "pieces");
}

#[test]
fn a_usual_jpeg_2000_is_not_cut_too_finely() {
    let film = Phantom::of(uids::JPEG2000_LOSSLESS, "MONOCHROME2").eight_bit();
    assert!(Part10::parse(&film.bytes()).unwrap().radiograph().is_ok());
}

#[test]
fn a_header_of_too_many_bytes() {
    let mut film = Phantom::default();
    for element in 0x1010..0x1016 {
        film = film.with(Tag(0x0009, element), VR::OB, vec![0_u8; 15 << 20]);
    }
    too_large(&film.bytes(), "64 MiB in its header");
}

/// They would be in memory twice, and nobody needs them.
#[test]
fn a_long_value_is_not_parsed_but_listed() {
    let bytes = Phantom::default().with(PRIVATE, VR::OB, vec![0_u8; 17 << 20]).bytes();
    let file = Part10::parse(&bytes).unwrap();
    assert!(file.data_set.get(PRIVATE).is_none() && file.radiograph().is_ok());
    assert!(file.attributes().iter().any(|line| line.tag == "0009,1010" && line.value == "(17,825,792 bytes)"));
}

/// A list of five million numbers: two bytes each in the file, dozens in memory.
#[test]
fn a_long_text_is_not_parsed() {
    let film = Phantom::of(uids::IMPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME2");
    let bytes = film.with(tags::WINDOW_CENTER, VR::DS, "1\\".repeat(5_000_000)).bytes();
    let file = Part10::parse(&bytes).unwrap();
    assert!(file.data_set.get(tags::WINDOW_CENTER).is_none() && file.radiograph().is_ok());
}

#[test]
fn a_text_of_the_header_is_cut_off_at_a_thousand_characters() {
    let bytes = Phantom::default().with(tags::STUDY_DESCRIPTION, VR::LO, "é".repeat(3000)).bytes();
    let said = Part10::parse(&bytes).unwrap().header().study_description.unwrap();
    assert_eq!((said.chars().count(), said.ends_with('…')), (1000, true));
}

#[test]
fn of_many_windows_a_hundred_are_kept() {
    let film = Phantom::default().with(tags::WINDOW_CENTER, VR::DS, vec!["100"; 150].join("\\")).with(
        tags::WINDOW_WIDTH,
        VR::DS,
        vec!["50"; 150].join("\\"),
    );
    assert_eq!(Part10::parse(&film.bytes()).unwrap().radiograph().unwrap().views.len(), 100);
}

#[test]
fn a_million_fragments() {
    let mut film = Phantom::of(uids::RLE_LOSSLESS, "MONOCHROME2");
    film.extra.push(encapsulated(vec![0], vec![Vec::new(); 1_000_001]));
    too_large(&film.bytes(), "fragments");
}

fn zip(names: &[String], bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_archive_with_endless_names() {
    let names: Vec<String> = (0..600).map(|index| format!("{index:060000}")).collect();
    assert_eq!(list(Cursor::new(zip(&names, b""))), Err(ArchiveError::TooManyFiles));
}

/// A bomb of Fifield's kind: many entries over the same bytes.
#[test]
fn files_of_an_archive_that_lie_in_each_other() {
    let mut bytes = zip(&["a".to_owned(), "b".to_owned()], &[7; 4000]);
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
    bytes.copy_within(places[0] + 42..places[0] + 46, places[1] + 42);
    let entries = list(Cursor::new(bytes)).unwrap();
    assert!(entries[0].place.is_ok());
    assert_eq!(entries[1].place, Err(ArchiveError::Damaged));
}

#[test]
fn a_file_of_an_archive_that_claims_more_than_it_can_hold() {
    let mut bytes = zip(&["a".to_owned()], &[7; 4000]);
    let place = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[place + 24..place + 28].copy_from_slice(&400_000_000_u32.to_le_bytes());
    assert_eq!(list(Cursor::new(bytes)).unwrap()[0].place, Err(ArchiveError::Damaged));
}

/// Archives aren't looked for in archives.
#[test]
fn an_archive_in_an_archive_is_no_film() {
    assert_eq!(refusal(&zip(&["a.dcm".to_owned()], b"film")), Refusal::NotDicom);
}

#[rstest]
#[case::name("/destinations/0/name", "a".repeat(MAX_CHARACTERS + 1).into())]
#[case::reason("/rules/0/because", "a".repeat(MAX_CHARACTERS + 1).into())]
#[case::values("/rules/0/when", json!([{"field": "Modality", "one_of": vec!["a"; MAX_VALUES + 1]}]))]
fn a_routing_table_with_endless_texts(#[case] path: &str, #[case] value: Value) {
    let mut table: Value = serde_json::from_str(DEFAULT_TABLE).unwrap();
    *table.pointer_mut(path).unwrap() = value;
    let error = RoutingTable::parse(&table.to_string()).unwrap_err().to_string();
    assert!(error.contains("more than"), "{error}");
}

#[test]
fn a_model_with_an_endless_name() {
    let description = include_str!("../models/default/model.json");
    let mut model: Value = serde_json::from_str(description).unwrap();
    model["name"] = "a".repeat(301).into();
    assert!(ModelDescription::parse(&model.to_string()).unwrap_err().to_string().contains("300 characters"));
}

/// An empty operator takes two bytes in the file, and a hundred times as much once parsed.
#[rstest]
#[case::operators(0x0a)]
#[case::weights(0x2a)]
#[case::outputs(0x62)]
fn a_model_of_a_million_empty_parts(#[case] tag: u8) {
    let parts = [tag, 0].repeat(1_000_000);
    let file = [&[0x3a][..], &varint(parts.len()), &parts].concat();
    let Err(error) = Classifier::load(&file, include_str!("../models/default/model.json")) else {
        panic!("it was taken")
    };
    assert!(error.to_string().contains("200000 parts"), "{error}");
}

fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

#[test]
fn an_overlay_may_be_as_large_as_the_largest_film() {
    let film = Phantom::default()
        .with(Tag(0x6000, 0x0010), VR::US, dicom_value!(U16, 10_000))
        .with(Tag(0x6000, 0x0011), VR::US, dicom_value!(U16, 10_000))
        .with(Tag(0x6000, 0x0050), VR::SS, PrimitiveValue::I16([1, 1].as_slice().into()))
        .with(Tag(0x6000, 0x3000), VR::OW, PrimitiveValue::U16(vec![0xffff; 6_250_000].into()));
    let bytes = film.bytes();
    assert_eq!(Part10::parse(&bytes).unwrap().radiograph().unwrap().overlays.len(), 1);
}
