//! A film and its header as a DICOM file (PS3.10), in several transfer syntaxes.

mod data_set;
mod header;
mod jpeg_lossless;
mod report;
mod rle;

use std::io::{Error, Result, Write};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use jpegls::EncodeOptions;

pub(super) use header::{Facts, View};
pub(super) use report::report;

use super::film::Field;
use data_set::DataSet;

/// How a file is written (PS3.5 section 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    ExplicitLittleEndian,
    ImplicitLittleEndian,
    Deflated,
    Rle,
    JpegLossless,
    JpegLs,
    /// General Electric's own, out of old archives: as `ImplicitLittleEndian`, but with the pixels' bytes in big-endian
    /// order.
    Private,
}

impl Syntax {
    fn uid(self) -> &'static str {
        match self {
            Self::ExplicitLittleEndian => "1.2.840.10008.1.2.1",
            Self::ImplicitLittleEndian => "1.2.840.10008.1.2",
            Self::Deflated => "1.2.840.10008.1.2.1.99",
            Self::Rle => "1.2.840.10008.1.2.5",
            Self::JpegLossless => "1.2.840.10008.1.2.4.70",
            Self::JpegLs => "1.2.840.10008.1.2.4.80",
            Self::Private => "1.2.840.113619.5.2",
        }
    }

    fn names_vr(self) -> bool {
        !matches!(self, Self::ImplicitLittleEndian | Self::Private)
    }
}

/// What a detector covers, and its stored values: 12 bits each, row by row.
pub(super) struct Film {
    pub(super) field: Field,
    pub(super) values: Vec<u16>,
}

/// Writes a film.
pub(super) fn file(facts: &Facts, film: &Film) -> Result<Vec<u8>> {
    let mut data = DataSet::new(facts.syntax.names_vr());
    data.0.reserve(2 * film.values.len() + 4096);
    header::add(&mut data, facts, &film.field);
    add_pixels(&mut data, facts.syntax, film)?;
    let body = if facts.syntax == Syntax::Deflated { deflated(&data.0)? } else { data.0 };
    Ok(with_meta_group(header::DX_FOR_PRESENTATION, &facts.uid(2), facts.syntax, &body))
}

fn add_pixels(data: &mut DataSet, syntax: Syntax, film: &Film) -> Result<()> {
    let Film { field, values } = film;
    let frame = match syntax {
        Syntax::Rle => rle::encode(values),
        Syntax::JpegLossless => jpeg_lossless::encode(values, field.columns),
        Syntax::JpegLs => jpeg_ls(values, field.columns)?,
        Syntax::Private => {
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_be_bytes()).collect();
            data.element(0x7fe0_0010, "OW", &bytes);
            return Ok(());
        }
        Syntax::ExplicitLittleEndian | Syntax::ImplicitLittleEndian | Syntax::Deflated => {
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            data.element(0x7fe0_0010, "OW", &bytes);
            return Ok(());
        }
    };
    data.encapsulated(&frame);
    Ok(())
}

/// A lossless frame (ITU-T T.87).
fn jpeg_ls(values: &[u16], columns: usize) -> Result<Vec<u8>> {
    let (width, height) = (columns as u32, (values.len() / columns) as u32);
    let mut options = EncodeOptions::default();
    options.precision = Some(12);
    let mut frame = Vec::new();
    jpegls::encode_with_options(values, width, height, &options, &mut frame).map_err(Error::other)?;
    Ok(frame)
}

/// Deflated, and of even length, as PS3.5 annex A.5 wants it.
fn deflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut deflating = DeflateEncoder::new(Vec::new(), Compression::default());
    deflating.write_all(bytes)?;
    let mut deflated = deflating.finish()?;
    deflated.resize(deflated.len().next_multiple_of(2), 0);
    Ok(deflated)
}

/// Preamble, meta group (PS3.10 section 7.1) and what follows them.
fn with_meta_group(class: &str, instance: &str, syntax: Syntax, body: &[u8]) -> Vec<u8> {
    let mut meta = DataSet::new(true);
    meta.element(0x0002_0001, "OB", &[0, 1]);
    meta.text(0x0002_0002, "UI", class);
    meta.text(0x0002_0003, "UI", instance);
    meta.text(0x0002_0010, "UI", syntax.uid());
    meta.text(0x0002_0012, "UI", &header::own_uid(255)); // of this writer
    let mut length = DataSet::new(true);
    length.element(0x0002_0000, "UL", &(meta.0.len() as u32).to_le_bytes());
    let mut file = vec![0; 128];
    file.extend(b"DICM");
    file.extend(length.0.iter().chain(&meta.0).chain(body));
    file
}
