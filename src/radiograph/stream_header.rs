//! What a compressed stream says of itself, before a decoder is let loose on it: dicom-rs 0.10 believes the data set,
//! and either panics or returns a wrong picture where the two differ.

use super::Refusal;
use super::frame::Frame;

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
    Jpeg2000,
}

impl StreamHeader {
    /// Reads the header at the start of a frame's first fragment; none for other kinds of stream.
    pub(super) fn of(stream: &[u8]) -> Option<Self> {
        if stream.starts_with(&[0xff, 0xd8]) { Self::of_jpeg(stream) } else { Self::of_jpeg2000(stream) }
    }

    fn of_jpeg(stream: &[u8]) -> Option<Self> {
        let mut at = 2;
        loop {
            match (stream.get(at)?, stream.get(at + 1)?) {
                (0xff, 0xff) => at += 1, // fill byte
                (0xff, marker @ (0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf)) => {
                    return Some(Self {
                        rows: big_endian(stream, at + 5, 2)?,
                        columns: big_endian(stream, at + 7, 2)?,
                        samples: usize::from(*stream.get(at + 9)?),
                        precision: u32::from(*stream.get(at + 4)?),
                        family: if *marker == 0xc3 { Family::JpegLossless } else { Family::Jpeg },
                    });
                }
                (0xff, _) => at += 2 + big_endian(stream, at + 2, 2)?.max(2),
                _ => return None,
            }
        }
    }

    fn of_jpeg2000(stream: &[u8]) -> Option<Self> {
        // DICOM wants a bare codestream (PS3.5 A.4.4), but some files wrap it in JP2 boxes.
        let start = stream.get(..stream.len().min(1024))?.windows(4).position(|w| w == [0xff, 0x4f, 0xff, 0x51])?;
        let size = |field: usize| big_endian(stream, start + 8 + 4 * field, 4);
        Some(Self {
            rows: size(1)?.checked_sub(size(3)?)?,
            columns: size(0)?.checked_sub(size(2)?)?,
            samples: big_endian(stream, start + 40, 2)?,
            precision: u32::from(*stream.get(start + 42)? & 0x7f) + 1,
            family: Family::Jpeg2000,
        })
    }

    /// Refuses a stream that isn't what the data set announces, or that no decoder here reads.
    pub(super) fn check(&self, frame: &Frame) -> Result<(), Refusal> {
        let contradiction = |what: String| Err(Refusal::ContradictingHeader(what));
        // A frame header may leave the number of lines open (0) and say it at the end.
        if (self.rows, self.columns) != (frame.rows, frame.columns) && self.rows != 0 {
            return contradiction(format!(
                "it says {} × {} pixels, the picture has {} × {}",
                frame.columns, frame.rows, self.columns, self.rows
            ));
        }
        if self.samples != frame.samples_per_pixel() {
            let (said, found) = (frame.samples_per_pixel(), self.samples);
            return contradiction(format!("it says {said} samples a pixel, the picture has {found}"));
        }
        if self.family == Family::Jpeg && self.precision > 8 {
            return Err(Refusal::UnsupportedTransferSyntax("JPEG with 12 bits a sample".to_owned()));
        }
        let words = if self.precision > 8 { 16 } else { 8 };
        let jpeg_words_differ = self.family != Family::Jpeg2000 && words != frame.bits_allocated;
        if self.precision > frame.bits_allocated || jpeg_words_differ {
            let (said, found) = (frame.bits_allocated, self.precision);
            return contradiction(format!("it says {said} bits a sample, the picture has {found}"));
        }
        Ok(())
    }
}

fn big_endian(bytes: &[u8], at: usize, count: usize) -> Option<usize> {
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
        for field in [110u32, 220, 10, 20, 110, 220, 0, 0] {
            stream.extend(field.to_be_bytes());
        }
        stream.extend([0, 3, 0x87, 1, 1]);
        let header = StreamHeader { rows: 200, columns: 100, samples: 3, precision: 8, family: Family::Jpeg2000 };
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
