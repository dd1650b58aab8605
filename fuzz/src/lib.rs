//! What each fuzz target does with its bytes. Nothing here may panic, hang, or take memory that the bytes don't justify;
//! whether they are read or refused doesn't matter. `tests/survives_fuzzing.rs` runs the same on files that did harm once.

use std::io::Cursor;
use std::sync::LazyLock;
use std::time::Instant;

use dicom_imaging_router::archive;
use dicom_imaging_router::case::{Case, Format};
use dicom_imaging_router::classifier::{Classifier, Group, Prediction, Probabilities};
use dicom_imaging_router::export::{self, Algorithm, Made};
use dicom_imaging_router::radiograph::{Content, Part10};
use dicom_imaging_router::routing::{DEFAULT_TABLE, Facts, RoutingTable};
use dicom_imaging_router::viewing::{self, Film};

/// A network of 32 × 32 pixels, which costs next to nothing.
const NETWORK: &[u8] = include_bytes!("../../tests/golden/tiny.onnx");
const DESCRIPTION: &str = r#"{"name": "tiny", "input_size": 32, "channels": 3, "unsure_below": 0, "labels": [
    {"name": "a", "group": "adult_chest"}, {"name": "b", "group": "adult_chest"}, {"name": "c", "group": "spine"},
    {"name": "d", "group": "other"}, {"name": "e", "group": "other"}, {"name": "f", "group": "other"},
    {"name": "g", "group": "spine"}]}"#;

/// Multiplications that take milliseconds, so that fuzzing isn't held up.
const LIGHT_WORK: u64 = 1 << 20;

static CLASSIFIER: LazyLock<Option<Classifier>> = LazyLock::new(|| Classifier::load(NETWORK, DESCRIPTION).ok());
static TABLE: LazyLock<Option<RoutingTable>> = LazyLock::new(|| RoutingTable::parse(DEFAULT_TABLE).ok());

/// A file dropped on the page: read, classified by the tiny network, routed, exported in each form, opened for viewing.
pub fn whole_file(bytes: &[u8]) {
    let (Some(classifier), Some(table)) = (&*CLASSIFIER, &*TABLE) else { return };
    let case = Case::run("film.dcm".to_owned(), bytes, Instant::now(), classifier, table);
    let _ = export::to_json_line(&case);
    let _ = export::to_csv([&case], table);
    let made = Made { unix_seconds: 1_700_000_000, utc_offset_minutes: 0, random: [1, 2, 3, 4] };
    if let Ok(report) = export::structured_report(bytes, &case, &Algorithm::of(classifier.model()), &made) {
        assert!(Part10::parse(&report).is_ok());
    }
    if let Ok((about, pixels)) = viewing::open(bytes, classifier) {
        assert!(Film::new(about, &pixels).is_some());
    }
}

/// A file's header only.
pub fn header(bytes: &[u8]) {
    if let Ok(content) = Content::parse(bytes) {
        let _ = (content.header().age_in_years(), content.attributes());
    }
}

/// JPEG Baseline. Of this and the codecs below, the first eight bytes are the data set's Image Pixel module (see
/// [`film_of`]), the others the stream.
pub fn jpeg_baseline(bytes: &[u8]) {
    film(bytes, "1.2.840.10008.1.2.4.50");
}

/// JPEG Extended, 12 bits.
pub fn jpeg_extended(bytes: &[u8]) {
    film(bytes, "1.2.840.10008.1.2.4.51");
}

/// JPEG Lossless.
pub fn jpeg_lossless(bytes: &[u8]) {
    film(bytes, "1.2.840.10008.1.2.4.70");
}

/// JPEG-LS, lossless and near-lossless.
pub fn jpeg_ls(bytes: &[u8]) {
    film(bytes, "1.2.840.10008.1.2.4.81");
}

/// JPEG 2000.
pub fn jpeg_2000(bytes: &[u8]) {
    film(bytes, "1.2.840.10008.1.2.4.91");
}

/// High-Throughput JPEG 2000.
pub fn htj2k(bytes: &[u8]) {
    film(bytes, "1.2.840.10008.1.2.4.203");
}

/// RLE Lossless.
pub fn rle(bytes: &[u8]) {
    film(bytes, "1.2.840.10008.1.2.5");
}

/// Deflated Image Frame.
pub fn deflated_frame(bytes: &[u8]) {
    film(bytes, "1.2.840.10008.1.2.8.1");
}

/// A routing table: read, checked, used, written.
pub fn routing_table(bytes: &[u8]) {
    let Ok(table) = std::str::from_utf8(bytes).map_err(drop).and_then(|json| RoutingTable::parse(json).map_err(drop))
    else {
        return;
    };
    let prediction = Prediction {
        likeliest: Group::AdultChest,
        confidence: 0.75,
        sure: true,
        radiograph: true,
        radiograph_score: 1.0,
        probabilities: Probabilities::default(),
    };
    let header = dicom_imaging_router::radiograph::Header {
        modality: Some("DX".to_owned()),
        body_part_examined: Some("CHEST".to_owned()),
        patient_age: Some("007Y".to_owned()),
        study_description: Some("a".repeat(1000)),
        ..Default::default()
    };
    for facts in
        [Facts::new(prediction, &header, Format::Dicom), Facts::new(prediction, &header, Format::Png).seen_as(None)]
    {
        assert!(table.decide(&facts).is_ok());
        let _ = table.trace(&facts);
    }
    assert!(table.to_json().is_ok_and(|json| RoutingTable::parse(&json).is_ok()));
}

/// A ZIP archive: listed, each of its first files unpacked.
pub fn archive(bytes: &[u8]) {
    let Ok(entries) = archive::list(Cursor::new(bytes)) else { return };
    for place in entries.into_iter().take(8).filter_map(|entry| entry.place.ok()) {
        let end = (place.start + place.length) as usize;
        let stream = &bytes[place.start as usize..end];
        if let Some(deflated) = place.deflated {
            let _ = deflated.inflate(stream);
        }
    }
}

/// A visitor's own model: a description in JSON, a zero byte, an ONNX file. Small ones run, too.
pub fn own_model(bytes: &[u8]) {
    let Some(end) = bytes.iter().position(|byte| *byte == 0) else { return };
    if let Ok(description) = std::str::from_utf8(&bytes[..end])
        && let Ok(classifier) = Classifier::load(&bytes[end + 1..], description)
        && classifier.work() < LIGHT_WORK
        && classifier.model().input_size <= 64
    {
        let side = classifier.model().input_size;
        let _ = classifier.predict(&vec![0.5; side * side]);
    }
}

/// Decodes a film, unless its header promises so many pixels that fuzzing would be slow.
fn film(bytes: &[u8], transfer_syntax: &str) {
    const MOST_PIXELS: u32 = 1 << 16;
    let Some((module, stream)) = bytes.split_first_chunk() else { return };
    let [rows, columns] = [[module[0], module[1]], [module[2], module[3]]].map(u16::from_le_bytes);
    if u32::from(rows) * u32::from(columns) > MOST_PIXELS {
        return;
    }
    let bytes = film_of(*module, stream, transfer_syntax);
    if let Ok(content) = Content::parse(&bytes) {
        let _ = content.radiograph().map(|film| film.thumbnail(16));
    }
}

/// A DICOM file of one encapsulated frame. The module is Rows and Columns (two bytes each), Bits Allocated, Bits Stored,
/// Samples per Pixel, Pixel Representation.
#[must_use]
pub fn film_of(module: [u8; 8], stream: &[u8], transfer_syntax: &str) -> Vec<u8> {
    let [rows_low, rows_high, columns_low, columns_high, allocated, stored, samples, signed] = module;
    let mut file = [&[0; 128][..], b"DICM"].concat();
    let mut short = |tag: [u8; 4], vr: &[u8; 2], value: &[u8]| {
        file.extend([&tag[..], vr, &(value.len() as u16).to_le_bytes(), value].concat());
    };
    short([2, 0, 16, 0], b"UI", transfer_syntax.as_bytes());
    short([8, 0, 0x60, 0], b"CS", b"DX");
    short([0x28, 0, 2, 0], b"US", &[samples, 0]);
    short([0x28, 0, 4, 0], b"CS", if samples == 1 { b"MONOCHROME2 " } else { b"YBR_FULL" });
    short([0x28, 0, 0x10, 0], b"US", &[rows_low, rows_high]);
    short([0x28, 0, 0x11, 0], b"US", &[columns_low, columns_high]);
    short([0x28, 0, 0, 1], b"US", &[allocated, 0]);
    short([0x28, 0, 1, 1], b"US", &[stored, 0]);
    short([0x28, 0, 2, 1], b"US", &[stored.wrapping_sub(1), 0]);
    short([0x28, 0, 3, 1], b"US", &[signed, 0]);
    file.extend(*b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\0\0\0\0\xfe\xff\x00\xe0");
    file.extend((stream.len() as u32).to_le_bytes());
    file.extend(stream);
    file.extend(*b"\xfe\xff\xdd\xe0\0\0\0\0");
    file
}
