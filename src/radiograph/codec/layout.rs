//! The Image Pixel module (PS3.3 C.7.6.3): what a frame's stored values look like.

use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use crate::phrase;
use crate::radiograph::Refusal;
use crate::radiograph::file::attributes::{number, text};
use crate::radiograph::limits::{MAX_FRAME_BYTES, MAX_PIXELS};

/// Rows and Columns are 16-bit numbers (VR US); codecs count on it.
const MAX_SIDE: u32 = 65_535;

/// How a pixel's samples make a colour (PS3.3 C.7.6.3.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::radiograph) enum Samples {
    /// One grey sample.
    Grey,
    /// One index into a colour table.
    Palette,
    /// Red, green, blue.
    Rgb,
    /// Luma and two colour differences (YBR_FULL).
    Ybr,
}

/// What a frame's stored values look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::radiograph) struct Layout {
    pub(in crate::radiograph) rows: usize,
    pub(in crate::radiograph) columns: usize,
    pub(in crate::radiograph) samples: Samples,
    /// Two pixels share their colour differences: Y Y B R (YBR_FULL_422).
    pub(in crate::radiograph) halved_colour: bool,
    /// Colour planes one after the other, rather than pixel by pixel (Planar Configuration 1).
    pub(in crate::radiograph) planar: bool,
    /// 1, 8, 16 or 32.
    pub(in crate::radiograph) bits_allocated: u32,
    pub(in crate::radiograph) bits_stored: u32,
    pub(in crate::radiograph) high_bit: u32,
    pub(in crate::radiograph) signed: bool,
}

impl Layout {
    /// What the header announces.
    pub(super) fn of(data_set: &InMemDicomObject) -> Result<Self, Refusal> {
        let need = |tag, name: &'static str| {
            number(data_set, tag).ok_or_else(|| Refusal::ContradictingHeader(phrase!(header_missing, name = name)))
        };
        let rows = need(tags::ROWS, "Rows")?;
        let columns = need(tags::COLUMNS, "Columns")?;
        let bits_allocated = need(tags::BITS_ALLOCATED, "Bits Allocated")?;
        let bits_stored = number(data_set, tags::BITS_STORED).unwrap_or(bits_allocated);
        let high_bit = number(data_set, tags::HIGH_BIT).unwrap_or(bits_stored.saturating_sub(1));
        Self::check_size(rows, columns)?;
        if !matches!(bits_allocated, 1 | 8 | 16 | 32) {
            return Err(Refusal::UnsupportedPixels(phrase!(pixels_bits, n = bits_allocated)));
        }
        if bits_stored == 0 || bits_stored > bits_allocated || high_bit >= bits_allocated || high_bit + 1 < bits_stored
        {
            return Err(Refusal::ContradictingHeader(phrase!(
                header_bits,
                stored = bits_stored,
                high = high_bit,
                allocated = bits_allocated
            )));
        }
        let photometric = text(data_set, tags::PHOTOMETRIC_INTERPRETATION).unwrap_or_default();
        Self {
            rows: rows as usize,
            columns: columns as usize,
            samples: samples_of(&photometric, number(data_set, tags::SAMPLES_PER_PIXEL).unwrap_or(1))?,
            halved_colour: photometric == "YBR_FULL_422",
            planar: number(data_set, tags::PLANAR_CONFIGURATION) == Some(1),
            bits_allocated,
            bits_stored,
            high_bit,
            signed: number(data_set, tags::PIXEL_REPRESENTATION) == Some(1),
        }
        .in_memory(1)
    }

    /// A picture without header: samples side by side, 8 or 16 bits each.
    pub(super) fn of_picture(rows: u32, columns: u32, samples: Samples, bits: u32) -> Result<Self, Refusal> {
        Self::check_size(rows, columns)?;
        Self {
            rows: rows as usize,
            columns: columns as usize,
            samples,
            halved_colour: false,
            planar: false,
            bits_allocated: if bits > 8 { 16 } else { 8 },
            bits_stored: bits,
            high_bit: bits.saturating_sub(1),
            signed: false,
        }
        .in_memory(1)
    }

    /// Refuses a frame of too many bytes, where a decoder makes so many bytes of one, before any memory is taken for it.
    pub(super) fn in_memory(self, times: usize) -> Result<Self, Refusal> {
        let bytes = self.byte_count().saturating_mul(times);
        if bytes > MAX_FRAME_BYTES {
            return Err(Refusal::TooLarge(phrase!(size_of_frame, n = bytes >> 20, most = MAX_FRAME_BYTES >> 20)));
        }
        Ok(self)
    }

    /// Refuses a size before any memory is taken for it.
    pub(super) fn check_size(rows: u32, columns: u32) -> Result<(), Refusal> {
        if rows == 0 || columns == 0 {
            return Err(Refusal::ContradictingHeader(phrase!(header_empty)));
        }
        if u64::from(rows) * u64::from(columns) > MAX_PIXELS || rows.max(columns) > MAX_SIDE {
            return Err(Refusal::TooLarge(phrase!(size_of_picture, rows = rows, columns = columns, most = MAX_PIXELS)));
        }
        Ok(())
    }

    pub(in crate::radiograph) fn pixels(&self) -> usize {
        self.rows * self.columns
    }

    pub(in crate::radiograph) fn samples_per_pixel(&self) -> usize {
        if matches!(self.samples, Samples::Grey | Samples::Palette) { 1 } else { 3 }
    }

    /// Bytes of a sample, once single bits are bytes.
    pub(in crate::radiograph) fn width(&self) -> usize {
        self.bits_allocated.div_ceil(8) as usize
    }

    /// Bytes of a frame, once single bits are bytes and all pixels have colours of their own.
    pub(super) fn byte_count(&self) -> usize {
        self.pixels() * self.samples_per_pixel() * self.width()
    }
}

fn samples_of(photometric: &str, count: u32) -> Result<Samples, Refusal> {
    match (photometric, count) {
        ("MONOCHROME1" | "MONOCHROME2" | "", 1) => Ok(Samples::Grey),
        ("PALETTE COLOR", 1) => Ok(Samples::Palette),
        ("RGB", 3) => Ok(Samples::Rgb),
        ("YBR_FULL" | "YBR_FULL_422" | "YBR_ICT" | "YBR_RCT", 3) => Ok(Samples::Ybr),
        (
            "MONOCHROME1" | "MONOCHROME2" | "" | "PALETTE COLOR" | "RGB" | "YBR_FULL" | "YBR_FULL_422" | "YBR_ICT"
            | "YBR_RCT",
            _,
        ) => Err(Refusal::ContradictingHeader(phrase!(header_colour_type, n = count))),
        // Only standard names are repeated: a broken header can hold anything there.
        ("HSV" | "ARGB" | "CMYK" | "YBR_PARTIAL_422" | "YBR_PARTIAL_420" | "XYB", _) => {
            Err(Refusal::UnsupportedPixels(phrase!(pixels_colour, kind = photometric.to_owned())))
        }
        _ => Err(Refusal::UnsupportedPixels(phrase!(pixels_unknown_colour))),
    }
}
