//! A decoded frame.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::first_frame::first_frame;
use super::layout::{Layout, Samples};
use super::orientation::Orientation;
use super::stream_header::StreamHeader;
use super::{Codec, deflated, jpeg, jpeg_ls, jpeg2000, native, png, rle};
use crate::phrase;
use crate::radiograph::file::{Encoding, Part10, PixelData};
use crate::radiograph::{Format, Refusal, file};

/// The first frame's stored values and how to read them.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::radiograph) struct Frame<'a> {
    pub(in crate::radiograph) layout: Layout,
    /// Little endian, `layout.width()` bytes a sample; exactly the frame.
    pub(in crate::radiograph) bytes: Cow<'a, [u8]>,
}

impl<'a> Frame<'a> {
    /// Decodes a file's first frame; uncompressed pixels are not copied.
    pub(in crate::radiograph) fn decode(file: &'a Part10<'_>) -> Result<Self, Refusal> {
        let frame = match &file.pixels {
            None => Err(Refusal::NoImage(file::kind_without_image(&file.data_set))),
            Some(PixelData::Float) => Err(Refusal::UnsupportedPixels(phrase!(pixels_floating))),
            Some(PixelData::Native { at, words }) => {
                if !Encoding::is_native(&file.transfer_syntax) {
                    Codec::of(&file.transfer_syntax)?;
                    return Err(Refusal::ContradictingHeader(phrase!(header_not_encapsulated)));
                }
                native::read(&file.bytes[at.clone()], Layout::of(&file.data_set)?, file.encoding.big_endian, *words)
            }
            Some(PixelData::Encapsulated { second_frame, fragments }) => {
                if Encoding::is_native(&file.transfer_syntax) {
                    return Err(Refusal::ContradictingHeader(phrase!(header_encapsulated)));
                }
                let codec = Codec::of(&file.transfer_syntax)?;
                let layout = Layout::of(&file.data_set)?;
                decompress(codec, &first_frame(file, *second_frame, fragments)?, layout)
            }
        }?;
        frame.whole()
    }

    fn whole(self) -> Result<Self, Refusal> {
        match self.bytes.len().cmp(&self.layout.byte_count()) {
            Ordering::Equal => Ok(self),
            Ordering::Less => Err(Refusal::Truncated),
            Ordering::Greater => Err(Refusal::Damaged),
        }
    }
}

impl Frame<'static> {
    /// Decodes a PNG or JPEG file, the right side up. One whose red, green and blue are the same everywhere is grey.
    pub(in crate::radiograph) fn of_picture(file: &[u8]) -> Result<Self, Refusal> {
        let frame = if Format::of(file) == Format::Png {
            png::decode(file)?
        } else {
            let fault = if has_end(file) { Refusal::Damaged } else { Refusal::Truncated };
            let header = StreamHeader::of(file).ok_or(fault)?;
            let codec = if header.is_jpeg_ls() { Codec::JpegLs } else { Codec::Jpeg };
            decompress(codec, file, header.layout()?)?
        };
        let frame = frame.whole()?.without_grey_colours();
        Ok(Orientation::of(file).map(|orientation| orientation.upright(&frame)).unwrap_or(frame))
    }

    fn without_grey_colours(self) -> Self {
        let (layout, width) = (self.layout, self.layout.width());
        let is_grey = |pixel: &[u8]| pixel[..width] == pixel[width..2 * width] && pixel[..width] == pixel[2 * width..];
        if layout.samples != Samples::Rgb || !self.bytes.chunks_exact(3 * width).all(is_grey) {
            return self;
        }
        let bytes = self.bytes.chunks_exact(3 * width).flat_map(|pixel| &pixel[..width]).copied().collect();
        Self { layout: Layout { samples: Samples::Grey, ..layout }, bytes: Cow::Owned(bytes) }
    }
}

fn decompress(codec: Codec, stream: &[u8], layout: Layout) -> Result<Frame<'static>, Refusal> {
    if stream.is_empty() {
        return Err(Refusal::Truncated);
    }
    let layout = match codec {
        Codec::Jpeg | Codec::JpegLs | Codec::Jpeg2000 => {
            StreamHeader::of(stream).ok_or(Refusal::Damaged)?.check(layout)?
        }
        _ => layout,
    };
    match codec {
        Codec::Uncompressed => native::read(stream, layout, false, false).map(Frame::into_owned),
        Codec::Deflated => deflated::inflate(stream, layout),
        Codec::Rle => rle::decode(stream, layout),
        Codec::Jpeg if !has_end(stream) => Err(Refusal::Truncated),
        Codec::Jpeg => jpeg::decode(stream, layout),
        Codec::JpegLs => jpeg_ls::decode(stream, layout).map_err(|fault| cut_off(stream, fault)),
        Codec::Jpeg2000 => jpeg2000::decode(stream, layout).map_err(|fault| cut_off(stream, fault)),
    }
}

/// Whether a JPEG, JPEG-LS or JPEG 2000 stream has its end marker. Padding or rubbish may follow it, and it can't occur
/// within coded data. (jpeg-decoder fills what a cut stream lacks with grey.)
fn has_end(stream: &[u8]) -> bool {
    stream.windows(2).rev().any(|pair| pair == [0xff, 0xd9])
}

fn cut_off(stream: &[u8], fault: Refusal) -> Refusal {
    if fault == Refusal::Damaged && !has_end(stream) { Refusal::Truncated } else { fault }
}

impl Frame<'_> {
    pub(in crate::radiograph) fn into_owned(self) -> Frame<'static> {
        Frame { layout: self.layout, bytes: Cow::Owned(self.bytes.into_owned()) }
    }
}
