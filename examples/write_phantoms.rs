//! `write_phantoms FOLDER`: writes the tests' phantoms as DICOM files, for the browser tests and for trying things out.

#[path = "../tests/phantoms/mod.rs"]
mod phantoms;

use std::io;
use std::path::PathBuf;

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use phantoms::{EXPLICIT_VR_BIG_ENDIAN, Phantom};

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("usage: write_phantoms FOLDER"))?;
    std::fs::create_dir_all(&folder)?;
    let explicit = uids::EXPLICIT_VR_LITTLE_ENDIAN;
    let phantoms = [
        ("implicit.dcm", Phantom::of(uids::IMPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME2")),
        ("explicit-monochrome1.dcm", Phantom::of(explicit, "MONOCHROME1")),
        ("big-endian.dcm", Phantom::of(EXPLICIT_VR_BIG_ENDIAN, "MONOCHROME2")),
        ("deflated.dcm", Phantom::of(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME2")),
        ("rle.dcm", Phantom::of(uids::RLE_LOSSLESS, "MONOCHROME2")),
        ("jpeg.dcm", Phantom::of(uids::JPEG_BASELINE8_BIT, "MONOCHROME2").eight_bit()),
        ("rgb.dcm", Phantom::of(explicit, "RGB").eight_bit()),
        ("signed.dcm", Phantom { signed: true, ..Phantom::default() }),
        ("ct.dcm", Phantom::default().with(tags::MODALITY, VR::CS, "CT")),
        ("report.dcm", Phantom::default().without(tags::PIXEL_DATA).with(tags::MODALITY, VR::CS, "SR")),
        ("jpeg-ls.dcm", Phantom::of(uids::JPEGLS_LOSSLESS, "MONOCHROME2")),
        // Ten times the rows that its RLE segments hold: stops the decoder.
        (
            "hostile-rle.dcm",
            Phantom::of(uids::RLE_LOSSLESS, "MONOCHROME2").with(tags::ROWS, VR::US, dicom_value!(U16, 960)),
        ),
    ];
    for (name, phantom) in phantoms {
        std::fs::write(folder.join(name), phantom.bytes())?;
    }
    Ok(())
}
