//! `write_phantoms FOLDER [samples|large|seeds]`: writes the tests' phantoms as DICOM files, for the browser tests and for
//! trying things out; or the samples that the page makes; or the large ones that `benches/decode.mjs` reads; or what fuzzing
//! starts from, a folder for each target.

#[path = "../tests/phantoms/mod.rs"]
mod phantoms;
#[path = "seeds/mod.rs"]
mod seeds;

use std::io;
use std::path::PathBuf;

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::phantom::SAMPLES;
use phantoms::{EXPLICIT_VR_BIG_ENDIAN, Phantom};

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("usage: write_phantoms FOLDER"))?;
    std::fs::create_dir_all(&folder)?;
    if std::env::args().nth(2).as_deref() == Some("samples") {
        for sample in SAMPLES {
            std::fs::write(folder.join(sample.file_name), sample.dicom()?)?;
        }
        return Ok(());
    }
    if std::env::args().nth(2).as_deref() == Some("large") {
        for (name, phantom) in phantoms::large() {
            std::fs::write(folder.join(name).with_extension("dcm"), phantom.bytes())?;
        }
        return Ok(());
    }
    let phantoms = every_kind();
    if std::env::args().nth(2).as_deref() == Some("seeds") {
        return seeds::write(&folder, &phantoms);
    }
    for (name, phantom) in phantoms {
        std::fs::write(folder.join(name), phantom.bytes())?;
    }
    Ok(())
}

fn every_kind() -> Vec<(&'static str, Phantom)> {
    let explicit = uids::EXPLICIT_VR_LITTLE_ENDIAN;
    let plain = Phantom::default;
    let as_bytes = |transfer_syntax| Phantom::of(transfer_syntax, "MONOCHROME2").eight_bit();
    let as_words = |transfer_syntax| Phantom::of(transfer_syntax, "MONOCHROME2");
    let mut video = as_words(uids::MPEG4HP41);
    video.extra.push(phantoms::encapsulated(Vec::new(), vec![vec![0, 0, 1, 0xb3]]));
    vec![
        ("implicit.dcm", as_words(uids::IMPLICIT_VR_LITTLE_ENDIAN)),
        ("explicit-monochrome1.dcm", Phantom::of(explicit, "MONOCHROME1")),
        ("big-endian.dcm", as_words(EXPLICIT_VR_BIG_ENDIAN)),
        ("deflated.dcm", as_words(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)),
        ("encapsulated.dcm", as_words(uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN)),
        ("deflated-frame.dcm", as_words(uids::DEFLATED_IMAGE_FRAME_COMPRESSION)),
        ("rle.dcm", as_words(uids::RLE_LOSSLESS)),
        ("jpeg-baseline.dcm", as_bytes(uids::JPEG_BASELINE8_BIT)),
        ("jpeg-extended.dcm", as_words(uids::JPEG_EXTENDED12_BIT)),
        ("jpeg-lossless.dcm", as_words(uids::JPEG_LOSSLESS)),
        ("jpeg-lossless-sv1.dcm", as_words(uids::JPEG_LOSSLESS_SV1)),
        ("jpeg-ls.dcm", as_words(uids::JPEGLS_LOSSLESS)),
        ("jpeg-ls-near.dcm", as_bytes(uids::JPEGLS_NEAR_LOSSLESS)),
        ("jpeg-2000.dcm", as_words(uids::JPEG2000_LOSSLESS)),
        ("jpeg-2000-signed.dcm", Phantom { signed: true, ..as_words(uids::JPEG2000_LOSSLESS) }),
        ("jpeg-2000-lossy.dcm", as_words(uids::JPEG2000)),
        ("htj2k.dcm", as_words(uids::HTJ2K_LOSSLESS)),
        ("htj2k-lossy.dcm", as_words(uids::HTJ2K)),
        ("rgb.dcm", Phantom::of(explicit, "RGB").eight_bit()),
        ("ybr-half.dcm", Phantom::of(explicit, "YBR_FULL_422").eight_bit()),
        ("signed.dcm", Phantom { signed: true, ..plain() }),
        ("thirty-two-bits.dcm", Phantom { bits_allocated: 32, bits_stored: 32, high_bit: 31, ..plain() }),
        ("fragments.dcm", Phantom { fragments: 3, ..as_words(uids::JPEG_LOSSLESS_SV1) }),
        ("ct.dcm", plain().with(tags::MODALITY, VR::CS, "CT")),
        ("report.dcm", plain().without(tags::PIXEL_DATA).with(tags::MODALITY, VR::CS, "SR")),
        ("mpeg4.dcm", video),
        // Ten times the rows that its RLE segments hold.
        ("short-rle.dcm", as_words(uids::RLE_LOSSLESS).with(tags::ROWS, VR::US, dicom_value!(U16, 960))),
    ]
}
