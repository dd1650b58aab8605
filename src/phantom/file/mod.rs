//! A film and its header as a DICOM file (PS3.10), in several transfer syntaxes.

mod bits;
mod data_set;
mod deflate;
mod header;
mod jpeg_lossless;
mod jpeg_ls;
mod report;
mod rle;

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
pub(super) fn file(facts: &Facts, film: &Film) -> Vec<u8> {
    let mut data = DataSet::new(facts.syntax.names_vr());
    data.0.reserve(2 * film.values.len() + 4096);
    header::add(&mut data, facts, &film.field);
    add_pixels(&mut data, facts.syntax, film);
    let body = if facts.syntax == Syntax::Deflated { deflate::deflate(&data.0) } else { data.0 };
    with_meta_group(header::DX_FOR_PRESENTATION, &facts.uid(2), facts.syntax, &body)
}

fn add_pixels(data: &mut DataSet, syntax: Syntax, film: &Film) {
    let Film { field, values } = film;
    let frame = match syntax {
        Syntax::Rle => rle::encode(values),
        Syntax::JpegLossless => jpeg_lossless::encode(values, field.columns),
        Syntax::JpegLs => jpeg_ls::encode(values, field.columns),
        Syntax::Private => {
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_be_bytes()).collect();
            return data.element(0x7fe0_0010, "OW", &bytes);
        }
        Syntax::ExplicitLittleEndian | Syntax::ImplicitLittleEndian | Syntax::Deflated => {
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            return data.element(0x7fe0_0010, "OW", &bytes);
        }
    };
    data.encapsulated(&frame);
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
