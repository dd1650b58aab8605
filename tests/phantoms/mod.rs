//! Radiograph-like DICOM files made here: a picture with known values, written in any encoding.
#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, reason = "only tests use this")]

mod encoders;

#[allow(unused_imports, reason = "each test uses its part")]
pub use encoders::deflated;

use dicom_core::header::Header as _;
use dicom_core::value::{PixelFragmentSequence, PrimitiveValue};
use dicom_core::{DataElement, Tag, VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_object::{FileMetaTableBuilder, InMemDicomObject};

/// Retired from the standard, but not from archives.
pub const EXPLICIT_VR_BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";

pub const ROWS: u16 = 96;
pub const COLUMNS: u16 = 80;

/// How a phantom is written. `Default` is a plain 16-bit film.
#[derive(Clone)]
pub struct Phantom {
    pub rows: u16,
    pub columns: u16,
    pub transfer_syntax: &'static str,
    pub photometric: &'static str,
    pub bits_allocated: u16,
    pub bits_stored: u16,
    pub high_bit: u16,
    pub signed: bool,
    pub planar: bool,
    /// How many fragments an encapsulated frame is cut into.
    pub fragments: usize,
    /// Further attributes, which replace those above.
    pub extra: Vec<DataElement<InMemDicomObject>>,
    /// Attributes left out.
    pub without: Vec<Tag>,
}

impl Default for Phantom {
    fn default() -> Self {
        Self {
            rows: ROWS,
            columns: COLUMNS,
            transfer_syntax: uids::EXPLICIT_VR_LITTLE_ENDIAN,
            photometric: "MONOCHROME2",
            bits_allocated: 16,
            bits_stored: 12,
            high_bit: 11,
            signed: false,
            planar: false,
            fragments: 1,
            extra: Vec::new(),
            without: Vec::new(),
        }
    }
}

/// A trunk with two lungs, from 0 (black) to 200 (white): the values of a phantom before any encoding.
pub fn brightness(row: u16, column: u16) -> u8 {
    let inside = |row_0: f64, column_0: f64, height: f64, width: f64| {
        let (r, c) = ((f64::from(row) - row_0) / height, (f64::from(column) - column_0) / width);
        r * r + c * c < 1.0
    };
    let lung = inside(46.0, 24.0, 30.0, 12.0) || inside(46.0, 56.0, 30.0, 12.0);
    let body = inside(52.0, 40.0, 46.0, 36.0);
    let spine = body && (37..43).contains(&column);
    let texture = ((row * 7 + column * 3) % 11) as u8;
    match (body, lung, spine) {
        (true, _, true) => 190 + texture,
        (true, true, _) => 70 + texture,
        (true, false, _) => 150 + texture,
        _ => texture,
    }
}

impl Phantom {
    pub fn of(transfer_syntax: &'static str, photometric: &'static str) -> Self {
        Self { transfer_syntax, photometric, ..Self::default() }
    }

    /// Any picture as 16 unsigned bits.
    pub fn of_pixels(rows: u16, columns: u16, stored: Vec<u16>, photometric: &'static str) -> Self {
        let extra = vec![
            DataElement::new(tags::ROWS, VR::US, PrimitiveValue::from(rows)),
            DataElement::new(tags::COLUMNS, VR::US, PrimitiveValue::from(columns)),
            DataElement::new(tags::PIXEL_DATA, VR::OW, PrimitiveValue::U16(stored.into())),
        ];
        Self { photometric, bits_stored: 16, high_bit: 15, extra, ..Self::default() }
    }

    pub fn eight_bit(self) -> Self {
        let signed = self.signed;
        self.of_bits((8, 8, signed))
    }

    /// Bits allocated, bits stored from the lowest on, and whether signed.
    pub fn of_bits(self, (bits_allocated, bits_stored, signed): (u16, u16, bool)) -> Self {
        Self { bits_allocated, bits_stored, high_bit: bits_stored - 1, signed, ..self }
    }

    pub fn with(mut self, tag: Tag, vr: VR, value: impl Into<PrimitiveValue>) -> Self {
        self.extra.push(DataElement::new(tag, vr, value.into()));
        self
    }

    pub fn without(mut self, tag: Tag) -> Self {
        self.without.push(tag);
        self
    }

    /// What brightness 0–200 is stored as: 16 times larger from 12 stored bits on, inverted for MONOCHROME1, around
    /// zero if signed.
    pub fn stored(&self, brightness: u8) -> i32 {
        let scale = if self.bits_stored >= 12 { 16 } else { 1 };
        let value = if self.photometric == "MONOCHROME1" { 255 - brightness } else { brightness };
        i32::from(value) * scale - if self.signed { 128 * scale } else { 0 }
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let meta = FileMetaTableBuilder::new()
            .transfer_syntax(self.transfer_syntax)
            .media_storage_sop_class_uid(uids::DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
            .media_storage_sop_instance_uid("2.25.1");
        let mut file = Vec::new();
        self.data_set().with_meta(meta).unwrap().write_all(&mut file).unwrap();
        file
    }

    /// The first frame as its transfer syntax has it.
    pub fn encoded(&self) -> Vec<u8> {
        encoders::frame(self, &self.pixels()).unwrap_or_else(|| self.pixels())
    }

    /// Cuts an encoded frame into as many fragments of even length as wanted.
    fn in_fragments(&self, mut frame: Vec<u8>) -> Vec<Vec<u8>> {
        frame.resize(frame.len().next_multiple_of(2), 0);
        let length = frame.len().div_ceil(self.fragments).next_multiple_of(2);
        frame.chunks(length).map(<[u8]>::to_vec).collect()
    }

    /// Only the data set, without preamble and meta group.
    pub fn bare_bytes(&self) -> Vec<u8> {
        let syntax = dicom_encoding::TransferSyntaxIndex::get(
            &dicom_transfer_syntax_registry::TransferSyntaxRegistry,
            self.transfer_syntax,
        );
        let mut bytes = Vec::new();
        self.data_set().write_dataset_with_ts(&mut bytes, syntax.unwrap()).unwrap();
        bytes
    }

    fn data_set(&self) -> InMemDicomObject {
        let mut object = self.plain_data_set();
        let given = self.extra.iter().any(|element| element.tag() == tags::PIXEL_DATA);
        if let Some(frame) = (!given).then(|| encoders::frame(self, &self.pixels())).flatten() {
            object.put(encapsulated(vec![0], self.in_fragments(frame)));
        }
        for element in &self.extra {
            object.put(element.clone());
        }
        for tag in &self.without {
            object.remove_element(*tag);
        }
        object
    }

    fn plain_data_set(&self) -> InMemDicomObject {
        let samples = self.samples();
        let mut object = InMemDicomObject::from_element_iter([
            DataElement::new(tags::SOP_CLASS_UID, VR::UI, uids::DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION),
            DataElement::new(tags::SOP_INSTANCE_UID, VR::UI, "2.25.1"),
            DataElement::new(tags::MODALITY, VR::CS, "DX"),
            DataElement::new(tags::PATIENT_AGE, VR::AS, "047Y"),
            DataElement::new(tags::BODY_PART_EXAMINED, VR::CS, "CHEST"),
            DataElement::new(tags::VIEW_POSITION, VR::CS, "PA"),
            DataElement::new(tags::SAMPLES_PER_PIXEL, VR::US, dicom_value!(U16, samples)),
            DataElement::new(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, self.photometric),
            DataElement::new(tags::ROWS, VR::US, dicom_value!(U16, self.rows)),
            DataElement::new(tags::COLUMNS, VR::US, dicom_value!(U16, self.columns)),
            DataElement::new(tags::BITS_ALLOCATED, VR::US, dicom_value!(U16, self.bits_allocated)),
            DataElement::new(tags::BITS_STORED, VR::US, dicom_value!(U16, self.bits_stored)),
            DataElement::new(tags::HIGH_BIT, VR::US, dicom_value!(U16, self.high_bit)),
            DataElement::new(tags::PIXEL_REPRESENTATION, VR::US, dicom_value!(U16, u16::from(self.signed))),
        ]);
        if samples == 3 {
            let planar = dicom_value!(U16, u16::from(self.planar));
            object.put(DataElement::new(tags::PLANAR_CONFIGURATION, VR::US, planar));
        }
        let pixels = self.pixels();
        let value = if self.bits_allocated == 8 {
            PrimitiveValue::from(pixels)
        } else {
            PrimitiveValue::U16(pixels.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
        };
        let vr = if self.bits_allocated == 8 { VR::OB } else { VR::OW };
        object.put(DataElement::new(tags::PIXEL_DATA, vr, value));
        object
    }

    /// Samples a pixel.
    pub fn samples(&self) -> u16 {
        if self.photometric == "RGB" || self.photometric.starts_with("YBR") { 3 } else { 1 }
    }

    /// The stored values as little endian bytes.
    pub fn pixels(&self) -> Vec<u8> {
        let (rows, columns) = (u32::from(self.rows), u32::from(self.columns));
        let small = |at: u32, side: u16, of: u32| (at * u32::from(side) / of) as u16;
        let at = move |row, column| brightness(small(row, ROWS, rows), small(column, COLUMNS, columns));
        let places = || (0..rows).flat_map(|row| (0..columns).map(move |column| at(row, column)));
        let word = |value: u8| {
            let stored = self.stored(value) as u32 & (u32::MAX >> (32 - self.bits_stored));
            let placed = stored << (self.high_bit + 1 - self.bits_stored);
            placed.to_le_bytes()[..usize::from(self.bits_allocated / 8)].to_vec()
        };
        // Colours are grey, except that blue is left out, so that mixing up samples shows.
        let colour = |value: u8| match self.photometric {
            "RGB" => [value, value, 0],
            _ => [value, 128, 128],
        };
        if self.photometric == "YBR_FULL_422" {
            let pairs: Vec<u8> = places().collect();
            return pairs.chunks_exact(2).flat_map(|pair| [pair[0], pair[1], 128, 128]).collect();
        }
        if self.rows != ROWS {
            // As noisy as a film, so that large ones cost codecs what films cost.
            let noise =
                |at: usize| (at as u32).wrapping_mul(2_654_435_761) >> if self.bits_stored > 8 { 28 } else { 31 };
            let grey = places().enumerate().map(|(at, value)| self.stored(value) as u32 + noise(at));
            return grey.flat_map(|word| word.to_le_bytes()[..usize::from(self.bits_allocated / 8)].to_vec()).collect();
        }
        match (self.samples() == 1, self.planar) {
            (true, _) => places().flat_map(word).collect(),
            (false, false) => places().flat_map(|value| colour(value).into_iter().flat_map(word)).collect(),
            (false, true) => (0..3).flat_map(|plane| places().map(move |v| colour(v)[plane])).flat_map(word).collect(),
        }
    }
}

/// Films of 2000 × 2500 pixels, for timing.
pub fn large() -> Vec<(&'static str, Phantom)> {
    let syntaxes = [
        ("uncompressed", uids::EXPLICIT_VR_LITTLE_ENDIAN),
        ("deflated", uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN),
        ("deflated-frame", uids::DEFLATED_IMAGE_FRAME_COMPRESSION),
        ("rle", uids::RLE_LOSSLESS),
        ("jpeg-baseline", uids::JPEG_BASELINE8_BIT),
        ("jpeg-lossless-sv1", uids::JPEG_LOSSLESS_SV1),
        ("jpeg-ls", uids::JPEGLS_LOSSLESS),
        ("htj2k", uids::HTJ2K_LOSSLESS),
    ];
    let film = |transfer_syntax| {
        let film = Phantom { rows: 2500, columns: 2000, ..Phantom::of(transfer_syntax, "MONOCHROME2") };
        if transfer_syntax == uids::JPEG_BASELINE8_BIT { film.eight_bit() } else { film }
    };
    syntaxes.map(|(name, transfer_syntax)| (name, film(transfer_syntax))).into()
}

/// Pixel Data in fragments.
pub fn encapsulated(offsets: Vec<u32>, fragments: Vec<Vec<u8>>) -> DataElement<InMemDicomObject> {
    DataElement::new(tags::PIXEL_DATA, VR::OB, PixelFragmentSequence::new(offsets, fragments))
}
