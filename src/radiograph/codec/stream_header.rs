//! What a compressed stream says of itself, before a decoder is let loose on it: dicom-rs 0.10 believes the data set,
//! and either panics or returns a wrong picture where the two differ.

use super::layout::{Layout, Samples};
use crate::phrase;
use crate::radiograph::{Format, Refusal};
use crate::text::Phrase;

/// How far into a JP2 file its codestream is looked for: colour profiles come before it.
const LONGEST_JP2_HEADER: usize = 1 << 16;

/// Most tiles of a JPEG 2000 picture (ITU-T T.800 A.4.2 numbers them with 16 bits).
const MAX_TILES: usize = 65_535;

/// A JPEG, JPEG-LS (frame header, ITU-T T.81 B.2.2) or JPEG 2000 (SIZ, ITU-T T.800 A.5.1) stream's own header.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StreamHeader {
    rows: usize,
    columns: usize,
    samples: usize,
    /// Bits a sample.
    precision: u32,
    family: Family,
}

#[derive(Debug, PartialEq, Eq)]
enum Family {
    /// Lossy JPEG.
    Jpeg,
    /// Process 14.
    JpegLossless,
    JpegLs,
    Jpeg2000 {
        tiles: usize,
        /// All components have the first one's precision, and a sample for each pixel.
        alike: bool,
    },
}

/// The marker of a scan (SOS).
pub(super) const START_OF_SCAN: u8 = 0xda;

/// By how many bits the samples of a lossless JPEG or a JPEG-LS stream were shifted (Al or Pt in SOS, ITU-T T.81 B.2.3).
pub(super) fn point_transform(stream: &[u8]) -> u8 {
    let scan = jpeg_segments(stream).find(|(marker, _)| *marker == START_OF_SCAN);
    let last = scan.and_then(|(_, at)| stream.get(at + big_endian(stream, at, 2)? - 1));
    last.map_or(0, |last| last & 0x0f)
}

/// Where the codestream of a JPEG 2000 frame starts. DICOM wants a bare one (PS3.5 A.4.4), but some files wrap it in JP2
/// boxes.
pub(super) fn codestream(stream: &[u8]) -> Option<&[u8]> {
    let head = stream.get(..stream.len().min(LONGEST_JP2_HEADER))?;
    let start = head.windows(4).position(|window| window == [0xff, 0x4f, 0xff, 0x51])?;
    Some(&stream[start..])
}

/// The segments of a JPEG or JPEG-LS stream, to be used up to its first scan: markers, and where their lengths stand.
pub(super) fn jpeg_segments(stream: &[u8]) -> impl Iterator<Item = (u8, usize)> {
    let mut at = 2;
    std::iter::from_fn(move || {
        while stream.get(at..at + 2)? == [0xff, 0xff] {
            at += 1; // fill byte
        }
        let marker = *stream.get(at + 1).filter(|_| stream[at] == 0xff)?;
        let found = (marker, at + 2);
        at += 2 + big_endian(stream, at + 2, 2)?.max(2);
        Some(found)
    })
}

/// Rows and columns of a PNG or JPEG file, if it says so.
pub(in crate::radiograph) fn picture_size(file: &[u8]) -> Option<(u32, u32)> {
    let (rows, columns) = match Format::of(file) {
        Format::Png => (big_endian(file, 20, 4)?, big_endian(file, 16, 4)?), // IHDR comes first
        _ => StreamHeader::of(file).map(|header| (header.rows, header.columns))?,
    };
    Some((rows as u32, columns as u32))
}

impl StreamHeader {
    /// Reads the header at the start of a frame's first fragment; none for other kinds of stream.
    pub(super) fn of(stream: &[u8]) -> Option<Self> {
        if stream.starts_with(&[0xff, 0xd8]) { Self::of_jpeg(stream) } else { Self::of_jpeg2000(stream) }
    }

    fn of_jpeg(stream: &[u8]) -> Option<Self> {
        let is_frame = |marker| matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xf7);
        let (marker, at) = jpeg_segments(stream).find(|(marker, _)| is_frame(*marker))?;
        Some(Self {
            rows: big_endian(stream, at + 3, 2)?,
            columns: big_endian(stream, at + 5, 2)?,
            samples: usize::from(*stream.get(at + 7)?),
            precision: u32::from(*stream.get(at + 2)?),
            family: match marker {
                0xc3 => Family::JpegLossless,
                0xf7 => Family::JpegLs,
                _ => Family::Jpeg,
            },
        })
    }

    fn of_jpeg2000(stream: &[u8]) -> Option<Self> {
        let stream = codestream(stream)?;
        let size = |field: usize| big_endian(stream, 8 + 4 * field, 4);
        let samples = big_endian(stream, 40, 2)?;
        let components = stream.get(42..42 + 3 * samples)?;
        Some(Self {
            rows: size(1)?.checked_sub(size(3)?)?,
            columns: size(0)?.checked_sub(size(2)?)?,
            samples,
            precision: u32::from(components.first()? & 0x7f) + 1,
            family: Family::Jpeg2000 {
                tiles: tiles(size(0)?, size(4)?, size(6)?)?.saturating_mul(tiles(size(1)?, size(5)?, size(7)?)?),
                alike: components.chunks_exact(3).all(|c| c[0] == components[0] && c[1..] == [1, 1]),
            },
        })
    }

    /// The layout of a JPEG file, which has no other header.
    pub(super) fn layout(&self) -> Result<Layout, Refusal> {
        let samples = match (self.samples, &self.family) {
            (1, _) => Samples::Grey,
            // Lossless streams are stored as they are, mostly red, green, blue.
            (3, Family::JpegLossless | Family::JpegLs) => Samples::Rgb,
            (3, _) => Samples::Ybr,
            (4, _) => return Err(Refusal::UnsupportedPixels(phrase!(pixels_colour, kind = "CMYK"))),
            (count, _) => return Err(Refusal::UnsupportedPixels(phrase!(pixels_samples, n = count))),
        };
        if !(2..=16).contains(&self.precision) {
            return Err(Refusal::Damaged);
        }
        Layout::of_picture(self.rows as u32, self.columns as u32, samples, self.precision)
    }

    pub(super) fn is_jpeg_ls(&self) -> bool {
        self.family == Family::JpegLs
    }

    /// Refuses a stream that isn't what the data set announces, or has features that its codec gets wrong. Returns the
    /// layout that the decoded frame will have.
    pub(super) fn check(&self, layout: Layout) -> Result<Layout, Refusal> {
        let contradiction = |what: Phrase| Err(Refusal::ContradictingHeader(what));
        // A frame header may leave the number of lines open (0) and say it at the end.
        if (self.rows, self.columns) != (layout.rows, layout.columns) && self.rows != 0 {
            return contradiction(phrase!(
                header_size,
                columns = layout.columns,
                rows = layout.rows,
                found_columns = self.columns,
                found_rows = self.rows,
            ));
        }
        if self.samples != layout.samples_per_pixel() {
            let (said, found) = (layout.samples_per_pixel(), self.samples);
            return contradiction(phrase!(header_samples, said = said, found = found));
        }
        // Eight bits in words of sixteen come out as bytes.
        let fits_bytes = layout.bits_allocated == 1 || self.precision <= 8 && layout.high_bit < 8;
        let allocated = if fits_bytes { 8 } else { layout.bits_allocated };
        let words = if self.precision > 8 { 16 } else { 8 };
        let exact = !matches!(self.family, Family::Jpeg2000 { .. });
        if self.precision > allocated || exact && words != allocated {
            let (said, found) = (layout.bits_allocated, self.precision);
            return contradiction(phrase!(header_sample_bits, said = said, found = found));
        }
        match self.family {
            Family::Jpeg2000 { tiles, .. } if tiles > MAX_TILES => {
                Err(Refusal::TooLarge(phrase!(size_tiles, n = tiles, most = MAX_TILES)))
            }
            Family::Jpeg2000 { alike: false, .. } => Err(Refusal::UnsupportedPixels(phrase!(pixels_mixed))),
            _ if allocated > 16 => Err(Refusal::UnsupportedPixels(phrase!(pixels_compressed_wide))),
            _ => Ok(Layout { bits_allocated: allocated, ..layout }),
        }
    }
}

/// How many tiles of a size lie between an offset and an end.
fn tiles(end: usize, size: usize, offset: usize) -> Option<usize> {
    Some(end.checked_sub(offset)?.div_ceil(size.max(1)))
}

pub(super) fn big_endian(bytes: &[u8], at: usize, count: usize) -> Option<usize> {
    Some(bytes.get(at..at + count)?.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_frame_header_is_found_behind_other_segments() {
        let stream = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc3, 0, 11, 12, 1, 0, 2, 0, 1];
        let header = StreamHeader { rows: 256, columns: 512, samples: 1, precision: 12, family: Family::JpegLossless };
        assert_eq!(StreamHeader::of(&stream), Some(header));
    }

    #[test]
    fn a_jpeg_2000_size_is_the_grid_less_its_offset() {
        let mut stream = vec![0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0];
        for field in [110u32, 220, 10, 20, 60, 120, 0, 0] {
            stream.extend(field.to_be_bytes());
        }
        stream.extend([0, 3, 7, 1, 1, 7, 1, 1, 7, 1, 1]);
        let header = StreamHeader {
            rows: 200,
            columns: 100,
            samples: 3,
            precision: 8,
            family: Family::Jpeg2000 { tiles: 4, alike: true },
        };
        assert_eq!(StreamHeader::of(&stream), Some(header));
    }

    #[test]
    fn what_is_cut_or_no_stream_has_no_header() {
        for stream in
            [&[][..], &[0xff, 0xd8], &[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0], &[0xff, 0x4f, 0xff, 0x51, 0], &[0; 99]]
        {
            assert_eq!(StreamHeader::of(stream), None);
        }
    }
}
