//! A file that yields no picture is refused with a stable code and a sentence, and never panics.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::radiograph::{Part10, Refusal};
use phantoms::Phantom;
use rstest::rstest;

fn refusal(bytes: &[u8]) -> Refusal {
    match Part10::parse(bytes).and_then(Part10::radiograph) {
        Ok(_) => panic!("a picture was read"),
        Err(refusal) => refusal,
    }
}

#[rstest]
#[case::empty(b"")]
#[case::text(b"Dear colleague, please find attached the X-ray that we talked about.")]
#[case::png(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10")]
#[case::zeros(&[0; 400])]
#[case::starts_like_a_meta_group(b"\x02\x00 but then goes on like no meta group at all")]
fn what_is_not_dicom(#[case] bytes: &[u8]) {
    assert_eq!(refusal(bytes).code(), "not-dicom");
    assert!(!refusal(bytes).is_fault());
}

#[test]
fn a_file_cut_anywhere_is_a_fault_or_not_dicom() {
    let whole = Phantom::default().bytes();
    for length in (0..whole.len()).step_by(97) {
        let refusal = refusal(&whole[..length]);
        let allowed = ["truncated", "damaged", "no-image", "not-dicom", "contradicting-header"];
        assert!(allowed.contains(&refusal.code()), "cut at {length}: {refusal}");
    }
    assert_eq!(refusal(&whole[..whole.len() - 1000]), Refusal::Truncated);
}

#[test]
fn a_report_has_no_image_and_is_called_by_its_name() {
    let report = Phantom::default().without(tags::PIXEL_DATA).with(tags::MODALITY, VR::CS, "SR");
    let refusal = refusal(&report.bytes());
    assert_eq!(refusal.code(), "no-image");
    assert!(refusal.to_string().contains("a structured report"), "{refusal}");
}

#[test]
fn a_transfer_syntax_that_cannot_be_decoded_is_named() {
    let film = Phantom::of(uids::JPEGLS_LOSSLESS, "MONOCHROME2").bytes();
    let refusal = refusal(&film);
    assert_eq!(refusal.code(), "unsupported-transfer-syntax");
    assert!(refusal.to_string().contains("JPEG-LS"), "{refusal}");
}

#[rstest]
#[case::no_rows(Phantom::default().without(tags::ROWS))]
#[case::zero_columns(Phantom::default().with(tags::COLUMNS, VR::US, dicom_value!(U16, 0)))]
#[case::more_stored_than_allocated(Phantom::default().with(tags::BITS_STORED, VR::US, dicom_value!(U16, 17)))]
#[case::high_bit_too_low(Phantom::default().with(tags::HIGH_BIT, VR::US, dicom_value!(U16, 3)))]
#[case::three_samples_of_grey(Phantom::default().with(tags::SAMPLES_PER_PIXEL, VR::US, dicom_value!(U16, 3)))]
fn a_header_that_contradicts_itself(#[case] phantom: Phantom) {
    let refusal = refusal(&phantom.bytes());
    assert_eq!(refusal.code(), "contradicting-header");
    assert!(refusal.is_fault());
}

#[test]
fn a_header_that_promises_more_pixels_than_there_are() {
    let film = Phantom::default().with(tags::ROWS, VR::US, dicom_value!(U16, 5000));
    assert_eq!(refusal(&film.bytes()), Refusal::Truncated);
}

#[rstest]
fn a_compressed_stream_that_is_not_what_the_header_says(#[values(50, 200)] told: u16) {
    let mut bytes = Phantom::of(uids::JPEG_BASELINE8_BIT, "MONOCHROME2").eight_bit().bytes();
    // The header lies afterwards: the value of Rows (0028,0010) is overwritten.
    let rows = [&[0x28, 0x00, 0x10, 0x00][..], b"US", &[2, 0]].concat();
    let at = bytes.windows(rows.len()).position(|window| window == rows).unwrap() + rows.len();
    bytes[at..at + 2].copy_from_slice(&told.to_le_bytes());
    assert_eq!(refusal(&bytes).code(), "contradicting-header");
}

#[test]
fn more_pixels_than_the_limit_are_refused_before_any_memory_is_taken() {
    let film = Phantom::default().with(tags::ROWS, VR::US, dicom_value!(U16, 65535)).with(
        tags::COLUMNS,
        VR::US,
        dicom_value!(U16, 65535),
    );
    assert_eq!(refusal(&film.bytes()).code(), "too-large");
}

#[test]
fn palette_colours_halved_colours_and_odd_widths_are_refused_by_name() {
    let palette = Phantom::default().with(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "PALETTE COLOR");
    let half = Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, "YBR_FULL_422").eight_bit();
    let one_bit = Phantom::default().with(tags::BITS_ALLOCATED, VR::US, dicom_value!(U16, 1));
    for (film, word) in [(palette, "palette"), (half, "half"), (one_bit, "1 bits")] {
        let refusal = refusal(&film.bytes());
        assert_eq!(refusal.code(), "unsupported-pixels");
        assert!(refusal.to_string().contains(word), "{refusal}");
    }
}

#[test]
fn no_refusal_holds_patient_data() {
    let name = "DOE^JANE";
    let films = [
        Phantom::default().without(tags::PIXEL_DATA),
        Phantom::default().without(tags::ROWS),
        Phantom::of(uids::JPEGLS_LOSSLESS, "MONOCHROME2"),
    ];
    for film in films {
        let film = film.with(tags::PATIENT_NAME, VR::PN, name).with(tags::PATIENT_ID, VR::LO, "4711");
        let text = refusal(&film.bytes()).to_string();
        assert!(!text.contains("DOE") && !text.contains("4711"), "{text}");
    }
}
