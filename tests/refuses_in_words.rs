//! A file that yields no picture is refused with a stable code and a sentence, and never panics.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::radiograph::{Part10, Radiograph, Refusal};
use phantoms::Phantom;
use rstest::rstest;

fn refusal(bytes: &[u8]) -> Refusal {
    match Part10::parse(bytes).and_then(|file| file.radiograph().map(Radiograph::into_owned)) {
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

#[rstest]
#[case::report(uids::BASIC_TEXT_SR_STORAGE, "a structured report")]
#[case::dose_report(uids::X_RAY_RADIATION_DOSE_SR_STORAGE, "a radiation dose report")]
#[case::pdf(uids::ENCAPSULATED_PDF_STORAGE, "a PDF document")]
#[case::structure_set(uids::RT_STRUCTURE_SET_STORAGE, "a radiotherapy structure set")]
#[case::ecg(uids::TWELVE_LEAD_ECG_WAVEFORM_STORAGE, "an ECG")]
#[case::presentation_state(uids::GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE, "a presentation state")]
#[case::key_objects(uids::KEY_OBJECT_SELECTION_DOCUMENT_STORAGE, "a key object selection")]
#[case::directory(uids::MEDIA_STORAGE_DIRECTORY_STORAGE, "a DICOMDIR")]
#[case::unknown("1.2.3", "no pixel data")]
fn an_object_without_image_is_called_by_its_name(#[case] class: &str, #[case] name: &str) {
    let report = Phantom::default().without(tags::PIXEL_DATA).with(tags::SOP_CLASS_UID, VR::UI, class);
    let refusal = refusal(&report.bytes());
    assert_eq!(refusal.code(), "no-image");
    assert!(refusal.to_string().contains(name), "{refusal}");
}

#[test]
fn an_object_of_an_unknown_class_is_called_by_its_modality() {
    let report = Phantom::default().without(tags::PIXEL_DATA).with(tags::SOP_CLASS_UID, VR::UI, "1.2.3");
    let refusal = refusal(&report.with(tags::MODALITY, VR::CS, "SR").bytes());
    assert!(refusal.to_string().contains("a structured report"), "{refusal}");
}

#[test]
fn a_transfer_syntax_that_cannot_be_decoded_is_named() {
    for (transfer_syntax, name) in [
        (uids::MPEG4HP41, "MPEG-4"),
        (uids::JPEGXL, "JPEG XL"),
        (uids::SMPTEST211020_UNCOMPRESSED_PROGRESSIVE_ACTIVE_VIDEO, "SMPTE"),
    ] {
        let mut film = Phantom::of(transfer_syntax, "MONOCHROME2");
        film.extra.push(phantoms::encapsulated(Vec::new(), vec![vec![1, 2, 3, 4]]));
        let refusal = refusal(&film.bytes());
        assert_eq!(refusal.code(), "unsupported-transfer-syntax");
        assert!(refusal.to_string().contains(name), "{refusal}");
    }
}

#[test]
fn colour_jpeg_ls_is_refused_by_name() {
    let mut film = Phantom::of(uids::JPEGLS_LOSSLESS, "MONOCHROME2")
        .eight_bit()
        .with(tags::SAMPLES_PER_PIXEL, VR::US, dicom_value!(U16, 3))
        .with(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "RGB");
    // Start of image, a frame of three components, start of scan, end.
    let frame =
        [0xff, 0xd8, 0xff, 0xf7, 0, 17, 8, 0, 96, 0, 80, 3, 1, 17, 0, 2, 17, 0, 3, 17, 0, 0xff, 0xda, 0xff, 0xd9];
    film.extra.push(phantoms::encapsulated(Vec::new(), vec![[&frame[..], &[0]].concat()]));
    let refusal = refusal(&film.bytes());
    assert_eq!(refusal.code(), "unsupported-transfer-syntax");
    assert!(refusal.to_string().contains("JPEG-LS in colour"), "{refusal}");
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
fn pixels_of_rare_kinds_are_refused_by_name() {
    let segmented = Phantom { photometric: "PALETTE COLOR", ..Phantom::default() }.with(
        tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        VR::OW,
        dicom_value!(U16, [0, 1]),
    );
    let odd = Phantom::default().with(tags::BITS_ALLOCATED, VR::US, dicom_value!(U16, 12));
    let float = Phantom::default().without(tags::PIXEL_DATA).with(
        tags::FLOAT_PIXEL_DATA,
        VR::OF,
        dicom_core::PrimitiveValue::F32([0.0; 9].as_slice().into()),
    );
    let cmyk = Phantom::default().with(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "CMYK");
    let cmyk = cmyk.with(tags::SAMPLES_PER_PIXEL, VR::US, dicom_value!(U16, 4));
    for (film, word) in [(cmyk, "CMYK"), (segmented, "segmented palette"), (odd, "12 bits"), (float, "floating-point")]
    {
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
        Phantom::default().with(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, name),
        Phantom::of(uids::JPEG2000_LOSSLESS, "MONOCHROME2").with(tags::ROWS, VR::US, dicom_value!(U16, 9)),
    ];
    for film in films {
        let film = film.with(tags::PATIENT_NAME, VR::PN, name).with(tags::PATIENT_ID, VR::LO, "4711");
        let text = refusal(&film.bytes()).to_string();
        assert!(!text.contains("DOE") && !text.contains("4711"), "{text}");
    }
}
