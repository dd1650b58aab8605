//! From the file to modality values: what the header says of the pixels, and what becomes of them.

use serde::{Deserialize, Serialize};

use super::{Histogram, Picture};
use crate::radiograph::{Format, Header, ModalityLut, PixelFormat, View, Window};

/// A film's way from the file to what an eye sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilmSteps {
    /// What kind of file it is.
    pub format: Format,
    /// Its length in bytes.
    pub file_bytes: usize,
    /// What its header claims; of PNG and JPEG, rows and columns.
    pub header: Header,
    /// The transfer syntax's name in PS3.6, English, e.g. `JPEG 2000 Image Compression (Lossless Only)`; none where it is
    /// unknown, and for PNG and JPEG.
    pub transfer_syntax_name: Option<String>,
    /// How a pixel is stored, once decoded.
    pub pixel_format: PixelFormat,
    /// Whether it has colours: then the network sees their luma (ITU-R BT.601), there is no Modality LUT but a palette's,
    /// and no view.
    pub colour: bool,
    /// The stored values of all pixels; of red, green and blue, their luma.
    pub stored: Histogram,
    /// Stored values from the first to the second mean "no picture here" (Pixel Padding, PS3.3 C.7.5.1.1.2): they are shown as
    /// the picture's darkest.
    pub padding: Option<(i64, i64)>,
    /// How stored values become modality values; of a palette, how its indices become luma.
    pub modality: ModalityLut,
    /// The modality values of all pixels.
    pub values: Histogram,
    /// The film in modality values, with square pixels, shrunk until its longer side is at most 320.
    pub picture: Picture,
    /// The windows and VOI LUTs that the header offers.
    pub views: Vec<OfferedView>,
    /// From the 1st to the 99th percentile of the exposed field's modality values.
    pub automatic: Window,
    /// Whether larger values are darker (MONOCHROME1, Presentation LUT Shape INVERSE).
    pub inverted: bool,
}

/// A view that the header offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferedView {
    /// What the header offers.
    pub view: View,
    /// Whether it leaves something to see of this film.
    pub shows: bool,
}

#[cfg(feature = "engine")]
mod reading {
    use super::{FilmSteps, Histogram, OfferedView, Picture};
    use crate::radiograph::{Content, Format, Polarity, Radiograph, Rows, Window, contrast, exposed_field};

    impl FilmSteps {
        /// Reads them off a film; its picture goes into `bytes`.
        pub(in crate::lesson) fn of(
            file: &[u8],
            content: &Content<'_>,
            film: &Radiograph<'_>,
            bytes: &mut Vec<u8>,
        ) -> Self {
            let (low, high) = contrast(film, exposed_field(film));
            let views = film.views.iter();
            let values = values(film);
            Self {
                format: Format::of(file),
                file_bytes: file.len(),
                header: content.header(),
                transfer_syntax_name: content.transfer_syntax_name().map(str::to_owned),
                pixel_format: film.pixel_format(),
                colour: film.is_colour(),
                stored: stored(film).unwrap_or_else(|| values.clone()),
                padding: film.padding(),
                modality: film.modality_lut().clone(),
                values,
                picture: Picture::of(film, film.pixel_aspect, Polarity::Normal, bytes),
                views: views.map(|view| OfferedView { view: view.clone(), shows: view.lut.shows(low, high) }).collect(),
                automatic: Window::between(low, high),
                inverted: film.polarity == Polarity::Inverted,
            }
        }
    }

    /// None for red, green and blue.
    fn stored(film: &Radiograph<'_>) -> Option<Histogram> {
        let mut stored = Vec::new();
        let read = |row: usize, values: &mut Vec<f64>| {
            film.read_stored(row, &mut stored);
            values.clear();
            values.extend(stored.iter().map(|value| *value as f64));
        };
        (film.pixel_format().samples_per_pixel == 1).then(|| Histogram::of(film.rows(), 1.0, read))
    }

    fn values(film: &Radiograph<'_>) -> Histogram {
        let mut narrow = vec![0.0; film.columns()];
        let step = if film.is_colour() { 0.0 } else { film.value_step() };
        Histogram::of(film.rows(), step, |row, values| {
            film.read_row(row, 0, &mut narrow);
            values.clear();
            values.extend(narrow.iter().map(|value| f64::from(*value)));
        })
    }
}
