//! Encoded pixels → a frame of stored values (PS3.5 section 8 and annex A.4). One file a codec; each says what is worked
//! round in it, and what would make that needless.

mod deflated;
mod first_frame;
mod frame;
mod jpeg;
mod jpeg2000;
#[cfg(target_arch = "wasm32")]
mod jpeg2000_memory;
mod jpeg2000_structure;
mod jpeg_ls;
mod layout;
mod native;
mod orientation;
mod png;
mod restarts;
mod rle;
mod stream_header;

use dicom_dictionary_std::uids;
use dicom_encoding::TransferSyntaxIndex;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

pub(super) use frame::Frame;
pub(super) use layout::{Layout, Samples};
pub(super) use orientation::Orientation;
pub(super) use stream_header::picture_size;

use super::Refusal;
use crate::phrase;
use crate::text::Phrase;

/// How the pixels of a transfer syntax are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codec {
    Uncompressed,
    Deflated,
    Rle,
    Jpeg,
    JpegLs,
    Jpeg2000,
}

impl Codec {
    /// The codec of an encapsulated transfer syntax.
    fn of(transfer_syntax: &str) -> Result<Self, Refusal> {
        match transfer_syntax {
            uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN => Ok(Self::Uncompressed),
            uids::DEFLATED_IMAGE_FRAME_COMPRESSION => Ok(Self::Deflated),
            uids::RLE_LOSSLESS => Ok(Self::Rle),
            uids::JPEGLS_LOSSLESS | uids::JPEGLS_NEAR_LOSSLESS => Ok(Self::JpegLs),
            uids::JPEG2000_LOSSLESS
            | uids::JPEG2000
            | uids::JPEG2000MC_LOSSLESS
            | uids::JPEG2000MC
            | uids::HTJ2K_LOSSLESS
            | uids::HTJ2K_LOSSLESS_RPCL
            | uids::HTJ2K => Ok(Self::Jpeg2000),
            // 50 to 70 are the processes of ITU-T T.81; what a stream really holds stands in the stream.
            jpeg if jpeg_process(jpeg).is_some_and(|process| (50..=70).contains(&process)) => Ok(Self::Jpeg),
            other => Err(Refusal::UnsupportedTransferSyntax(name_of(other))),
        }
    }
}

fn jpeg_process(transfer_syntax: &str) -> Option<u8> {
    transfer_syntax.strip_prefix("1.2.840.10008.1.2.4.")?.parse().ok()
}

/// Characters of a UID (PS3.5 section 9.1).
const LONGEST_UID: usize = 64;

/// The name that PS3.6 gives a transfer syntax.
pub(super) fn standard_name(transfer_syntax: &str) -> Option<&'static str> {
    TransferSyntaxRegistry.get(transfer_syntax).map(|syntax| syntax.name())
}

/// The name of a transfer syntax, or its UID; nothing else that a broken header may hold in its place.
fn name_of(transfer_syntax: &str) -> Phrase {
    let uid = (1..=LONGEST_UID).contains(&transfer_syntax.len())
        && transfer_syntax.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit());
    match standard_name(transfer_syntax) {
        Some(name) => name.into(),
        None if uid => transfer_syntax.to_owned().into(),
        None => phrase!(syntax_unknown),
    }
}
