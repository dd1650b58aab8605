//! The side that is up in a PNG or JPEG file, as its EXIF says (CIPA DC-008, tag Orientation, 274). Cameras and phones
//! store pixels as the sensor lies and note there how to turn them. In DICOM the data set says it, and EXIF means nothing.

use std::borrow::Cow;
use std::io::Cursor;

use exif::{In, Reader, Tag};

use super::frame::Frame;
use super::layout::Layout;
use super::stream_header::{START_OF_SCAN, jpeg_segments};
use crate::radiograph::Format;

const APP1: u8 = 0xe1;
const EXIF_MARK: &[u8] = b"Exif\0\0";

/// How stored pixels become upright ones: 2–8, as EXIF counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::radiograph) struct Orientation(u8);

impl Orientation {
    /// That of a file; none where it is upright already or doesn't say.
    pub(in crate::radiograph) fn of(file: &[u8]) -> Option<Self> {
        let block = match Format::of(file) {
            Format::Jpeg => jpeg_block(file),
            Format::Png => png_block(file),
            Format::Dicom => None,
        }?;
        // Other tags may be broken.
        let exif = Reader::new().continue_on_error(true).read_raw(block);
        let exif = exif.or_else(|error| error.distill_partial_result(|_| {})).ok()?;
        let number = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
        u8::try_from(number).ok().filter(|number| (2..=8).contains(number)).map(Self)
    }

    /// The number in EXIF.
    pub(in crate::radiograph) fn number(self) -> u8 {
        self.0
    }

    /// Whether rows become columns.
    pub(in crate::radiograph) fn lies(self) -> bool {
        self.0 >= 5
    }

    /// The frame as it should be seen. Its samples must lie pixel by pixel.
    pub(super) fn upright(self, frame: &Frame<'_>) -> Frame<'static> {
        let Layout { rows, columns, .. } = frame.layout;
        let pixel = frame.layout.width() * frame.layout.samples_per_pixel();
        let upside_down = matches!(self.0, 3 | 4 | 6 | 7);
        let mirrored = matches!(self.0, 2 | 3 | 7 | 8);
        let (new_rows, new_columns) = if self.lies() { (columns, rows) } else { (rows, columns) };
        let mut bytes = Vec::with_capacity(frame.bytes.len());
        for new_row in 0..new_rows {
            for new_column in 0..new_columns {
                let (row, column) = if self.lies() { (new_column, new_row) } else { (new_row, new_column) };
                let row = if upside_down { rows - 1 - row } else { row };
                let column = if mirrored { columns - 1 - column } else { column };
                let at = (row * columns + column) * pixel;
                bytes.extend_from_slice(&frame.bytes[at..at + pixel]);
            }
        }
        let layout = Layout { rows: new_rows, columns: new_columns, ..frame.layout };
        Frame { layout, bytes: Cow::Owned(bytes) }
    }
}

fn jpeg_block(file: &[u8]) -> Option<Vec<u8>> {
    let segments = jpeg_segments(file).take_while(|(marker, _)| *marker != START_OF_SCAN);
    let mut blocks = segments.filter(|(marker, _)| *marker == APP1).filter_map(|(_, at)| {
        let length = usize::from(u16::from_be_bytes([*file.get(at)?, *file.get(at + 1)?]));
        file.get(at + 2..at + length)?.strip_prefix(EXIF_MARK)
    });
    blocks.next().map(<[u8]>::to_vec)
}

fn png_block(file: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = png::Decoder::new(Cursor::new(file));
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let reader = decoder.read_info().ok()?;
    reader.info().exif_metadata.as_deref().map(<[u8]>::to_vec)
}
