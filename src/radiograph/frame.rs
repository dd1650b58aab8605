//! The first frame's stored values, decoded (PS3.5 section 8, PS3.3 C.7.6.3).

use dicom_core::value::{PrimitiveValue, Value};
use dicom_dictionary_std::tags;
use dicom_encoding::{Codec, TransferSyntaxIndex};
use dicom_object::{FileMetaTableBuilder, InMemDicomObject};
use dicom_pixeldata::PixelDecoder;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;
use dicom_transfer_syntax_registry::entries::RLE_LOSSLESS;

use super::Refusal;
use super::attributes::{number, text};
use super::part10::Part10;
use super::stream_header::StreamHeader;

/// Most pixels in a frame: well above the largest radiographs (stitched whole-spine films, about 40 million).
pub const MAX_PIXELS: u64 = 100_000_000;

/// Modalities and SOP classes tell what an object without pixels is; these are the ones people meet.
const IMAGELESS: &[(&str, &str)] = &[
    ("SR", "a structured report"),
    ("DOC", "an encapsulated document"),
    ("PR", "a presentation state"),
    ("KO", "a key object selection"),
    ("ECG", "an ECG"),
    ("RTPLAN", "a radiotherapy plan"),
    ("RTSTRUCT", "a radiotherapy structure set"),
];

/// How a pixel's samples make a colour (PS3.3 C.7.6.3.1.2), as far as grey needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Samples {
    /// One grey sample.
    Grey,
    /// Red, green, blue.
    Rgb,
    /// Luma first; the colour differences after it are not needed.
    LumaFirst,
}

/// A frame's decoded stored values and how to read them.
pub(super) struct Frame {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) samples: Samples,
    /// Colour planes one after the other, rather than pixel by pixel (Planar Configuration 1).
    pub(super) planar: bool,
    pub(super) bits_allocated: u32,
    pub(super) bits_stored: u32,
    pub(super) high_bit: u32,
    pub(super) signed: bool,
    /// Little endian, `bits_allocated / 8` bytes a sample; exactly the frame.
    pub(super) bytes: Vec<u8>,
}

impl Frame {
    /// Decodes the first frame.
    pub(super) fn decode(file: Part10) -> Result<Self, Refusal> {
        let data_set = &file.data_set;
        if data_set.get(tags::PIXEL_DATA).is_none() {
            return Err(Refusal::NoImage(kind_without_image(data_set)));
        }
        let mut frame = Self::described_by(data_set)?;
        let syntax = TransferSyntaxRegistry.get(&file.transfer_syntax);
        let Some(syntax) = syntax.filter(|syntax| syntax.can_decode_all()) else {
            let name = syntax.map_or(file.transfer_syntax.as_str(), |syntax| syntax.name());
            return Err(Refusal::UnsupportedTransferSyntax(name.to_owned()));
        };
        let expected = frame.byte_count();
        if let Some(header) = first_fragment(data_set).and_then(StreamHeader::of) {
            header.check(&frame)?;
        }
        frame.bytes = match syntax.codec() {
            Codec::EncapsulatedPixelData(Some(_), _) => {
                let rle = syntax.uid() == RLE_LOSSLESS.uid();
                // Codecs turn colour into interleaved RGB, except RLE, which leaves YBR as it is.
                frame.planar = false;
                if frame.samples == Samples::LumaFirst && !rle {
                    frame.samples = Samples::Rgb;
                }
                decode_encapsulated(file)?
            }
            // Two pixels share their colour there, so that a pixel has two bytes, not three (PS3.3 C.7.6.3.1.2).
            _ if text(data_set, tags::PHOTOMETRIC_INTERPRETATION).as_deref() == Some("YBR_FULL_422") => {
                return Err(Refusal::UnsupportedPixels("in uncompressed colours at half width".to_owned()));
            }
            _ => native_bytes(data_set, expected)?,
        };
        if frame.bytes.len() < expected {
            return Err(Refusal::Truncated);
        }
        frame.bytes.truncate(expected);
        Ok(frame)
    }

    /// The frame that the Image Pixel module announces, without its bytes.
    fn described_by(data_set: &InMemDicomObject) -> Result<Self, Refusal> {
        let need = |tag, name: &str| {
            number(data_set, tag).ok_or_else(|| Refusal::ContradictingHeader(format!("{name} is missing")))
        };
        let rows = need(tags::ROWS, "Rows")?;
        let columns = need(tags::COLUMNS, "Columns")?;
        let bits_allocated = need(tags::BITS_ALLOCATED, "Bits Allocated")?;
        let bits_stored = number(data_set, tags::BITS_STORED).unwrap_or(bits_allocated);
        let high_bit = number(data_set, tags::HIGH_BIT).unwrap_or(bits_stored.saturating_sub(1));
        if rows == 0 || columns == 0 {
            return Err(Refusal::ContradictingHeader("it has no rows or no columns".to_owned()));
        }
        if u64::from(rows) * u64::from(columns) > MAX_PIXELS {
            return Err(Refusal::TooLarge(format!("{rows} × {columns} pixels, at most {MAX_PIXELS} are read")));
        }
        if !matches!(bits_allocated, 8 | 16 | 32) {
            return Err(Refusal::UnsupportedPixels(format!("{bits_allocated} bits wide")));
        }
        if bits_stored == 0 || bits_stored > bits_allocated || high_bit >= bits_allocated || high_bit + 1 < bits_stored
        {
            return Err(Refusal::ContradictingHeader(format!(
                "{bits_stored} bits stored, high bit {high_bit}, {bits_allocated} allocated"
            )));
        }
        Ok(Self {
            rows: rows as usize,
            columns: columns as usize,
            samples: samples_of(data_set)?,
            planar: number(data_set, tags::PLANAR_CONFIGURATION) == Some(1),
            bits_allocated,
            bits_stored,
            high_bit,
            signed: number(data_set, tags::PIXEL_REPRESENTATION) == Some(1),
            bytes: Vec::new(),
        })
    }

    pub(super) fn samples_per_pixel(&self) -> usize {
        if self.samples == Samples::Grey { 1 } else { 3 }
    }

    fn byte_count(&self) -> usize {
        self.rows * self.columns * self.samples_per_pixel() * (self.bits_allocated as usize / 8)
    }
}

fn samples_of(data_set: &InMemDicomObject) -> Result<Samples, Refusal> {
    let photometric = text(data_set, tags::PHOTOMETRIC_INTERPRETATION).unwrap_or_default();
    let count = number(data_set, tags::SAMPLES_PER_PIXEL).unwrap_or(1);
    match (photometric.as_str(), count) {
        ("MONOCHROME1" | "MONOCHROME2" | "", 1) => Ok(Samples::Grey),
        ("RGB", 3) => Ok(Samples::Rgb),
        ("YBR_FULL" | "YBR_FULL_422" | "YBR_ICT" | "YBR_RCT", 3) => Ok(Samples::LumaFirst),
        ("PALETTE COLOR", _) => Err(Refusal::UnsupportedPixels("in palette colours".to_owned())),
        _ => Err(Refusal::ContradictingHeader(format!("{count} samples a pixel don't fit its colour type"))),
    }
}

/// Uncompressed pixels: the first `expected` bytes of Pixel Data, which may hold further frames.
fn native_bytes(data_set: &InMemDicomObject, expected: usize) -> Result<Vec<u8>, Refusal> {
    let element = data_set.element(tags::PIXEL_DATA).map_err(|_| Refusal::Damaged)?;
    match element.value() {
        Value::Primitive(PrimitiveValue::U8(bytes)) => Ok(bytes[..bytes.len().min(expected)].to_vec()),
        Value::Primitive(PrimitiveValue::U16(words)) => {
            Ok(words.iter().take(expected.div_ceil(2)).flat_map(|word| word.to_le_bytes()).collect())
        }
        Value::Primitive(other) => Ok(other.to_bytes().into_owned()),
        _ => Err(Refusal::ContradictingHeader("compressed pixels in an uncompressed transfer syntax".to_owned())),
    }
}

fn first_fragment(data_set: &InMemDicomObject) -> Option<&[u8]> {
    data_set.get(tags::PIXEL_DATA)?.value().fragments()?.first().map(Vec::as_slice)
}

fn decode_encapsulated(file: Part10) -> Result<Vec<u8>, Refusal> {
    // The decoder wants a file with a meta group; only its transfer syntax is looked at.
    let meta = FileMetaTableBuilder::new()
        .transfer_syntax(file.transfer_syntax)
        .media_storage_sop_class_uid("")
        .media_storage_sop_instance_uid("")
        .build()
        .map_err(|_| Refusal::Damaged)?;
    let object = file.data_set.with_exact_meta(meta);
    let decoded = object.decode_pixel_data_frame(0).map_err(|_| Refusal::Damaged)?;
    Ok(decoded.data().to_vec())
}

fn kind_without_image(data_set: &InMemDicomObject) -> String {
    let modality = text(data_set, tags::MODALITY).unwrap_or_default();
    IMAGELESS.iter().find(|(code, _)| *code == modality).map_or("no pixel data", |(_, name)| name).to_owned()
}
