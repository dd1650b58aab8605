//! What fuzzing starts from: for each target of `fuzz/` some small, valid inputs.

use std::io::{self, Cursor, Write};
use std::path::Path;

use dicom_dictionary_std::uids;
use dicom_imaging_router::routing::{DEFAULT_TABLE, PRESETS};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::phantoms::Phantom;

const NETWORK: &[u8] = include_bytes!("../../tests/golden/tiny.onnx");
const MODEL: &str = r#"{"name": "t", "input_size": 32, "channels": 3, "labels": [{"name": "a", "group": "adult_chest"},
{"name": "b", "group": "adult_chest"}, {"name": "c", "group": "spine"}, {"name": "d", "group": "other"},
{"name": "e", "group": "other"}, {"name": "f", "group": "other"}, {"name": "g", "group": "spine"}]}"#;

/// Writes `FOLDER/TARGET/NAME`.
pub(crate) fn write(folder: &Path, phantoms: &[(&'static str, Phantom)]) -> io::Result<()> {
    let put = |target: &str, name: &str, bytes: &[u8]| {
        std::fs::create_dir_all(folder.join(target))?;
        std::fs::write(folder.join(target).join(name), bytes)
    };
    for (name, phantom) in phantoms {
        let bytes = phantom.bytes();
        put("whole_file", name, &bytes)?;
        put("header", name, &bytes[..bytes.len().min(1500)])?;
        if let Some(target) = codec(phantom.transfer_syntax) {
            put(target, name, &[&module(phantom)[..], &phantom.encoded()].concat())?;
        }
    }
    put("routing_table", "default.json", DEFAULT_TABLE.as_bytes())?;
    for preset in PRESETS {
        put("routing_table", preset.id, preset.json.as_bytes())?;
    }
    for (name, method) in [("stored.zip", CompressionMethod::Stored), ("deflated.zip", CompressionMethod::Deflated)] {
        put("archive", name, &archive(method)?)?;
    }
    put("own_model", "tiny", &[MODEL.as_bytes(), &[0], NETWORK].concat())
}

/// The fuzz target of a transfer syntax.
fn codec(transfer_syntax: &str) -> Option<&'static str> {
    Some(match transfer_syntax {
        uids::JPEG_BASELINE8_BIT => "jpeg_baseline",
        uids::JPEG_EXTENDED12_BIT => "jpeg_extended",
        uids::JPEG_LOSSLESS | uids::JPEG_LOSSLESS_SV1 => "jpeg_lossless",
        uids::JPEGLS_LOSSLESS | uids::JPEGLS_NEAR_LOSSLESS => "jpeg_ls",
        uids::JPEG2000 | uids::JPEG2000_LOSSLESS => "jpeg_2000",
        uids::HTJ2K | uids::HTJ2K_LOSSLESS => "htj2k",
        uids::RLE_LOSSLESS => "rle",
        uids::DEFLATED_IMAGE_FRAME_COMPRESSION => "deflated_frame",
        _ => return None,
    })
}

/// The eight bytes before a codec's stream; see `film_of` in `fuzz/src/lib.rs`.
fn module(phantom: &Phantom) -> [u8; 8] {
    let [rows_low, rows_high] = phantom.rows.to_le_bytes();
    let [columns_low, columns_high] = phantom.columns.to_le_bytes();
    let [allocated, stored, samples] =
        [phantom.bits_allocated, phantom.bits_stored, phantom.samples()].map(|number| number as u8);
    [rows_low, rows_high, columns_low, columns_high, allocated, stored, samples, u8::from(phantom.signed)]
}

fn archive(method: CompressionMethod) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["a.dcm", "folder/b.dcm"] {
        zip.start_file(name, SimpleFileOptions::DEFAULT.compression_method(method))?;
        zip.write_all(&[7; 300])?;
    }
    Ok(zip.finish()?.into_inner())
}
