//! A decoded picture: its stored values, and how they become grey.

use std::ops::RangeInclusive;

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::colour::{LUMA, luma_of, palette, rgb_of};
use super::modality_lut::ModalityLut;
use super::padding::padding;
use super::{LookupTable, Overlay, PixelFormat, View};
use crate::radiograph::codec::{Frame, Samples};
use crate::radiograph::file::Part10;
use crate::radiograph::file::attributes::{decimals, text};
use crate::radiograph::picture::{Polarity, Rows};
use crate::radiograph::{GreyImage, Refusal};

/// A decoded picture. As [`Rows`], it is the grey picture in modality values (after the Modality LUT, before any
/// window; luma of a colour picture), made while it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Radiograph<'a> {
    frame: Frame<'a>,
    lut: ModalityLut,
    /// Stored values without picture, and the modality value shown instead: the darkest of the picture.
    padding: Option<(RangeInclusive<i64>, f32)>,
    palette: Option<[LookupTable; 3]>,
    /// Whether larger values are brighter.
    pub polarity: Polarity,
    /// The views that the header offers; none for colour (PS3.3 C.11.2.1.2).
    pub views: Vec<View>,
    /// Drawings over the picture.
    pub overlays: Vec<Overlay>,
    /// A pixel's height by its width.
    pub pixel_aspect: f64,
    /// Millimetres from row to row and from column to column: Pixel Spacing (0028,0030), else Imager Pixel Spacing
    /// (0018,1164).
    pub millimetres: Option<[f64; 2]>,
}

impl<'a> Radiograph<'a> {
    /// Decodes a file's first frame.
    pub(in crate::radiograph) fn of(file: &'a Part10<'_>) -> Result<Self, Refusal> {
        let data_set = &file.data_set;
        let frame = Frame::decode(file)?;
        let layout = &frame.layout;
        let palette = (layout.samples == Samples::Palette).then(|| palette(data_set, layout)).transpose()?;
        let lut = match (&palette, layout.samples) {
            (Some(palette), _) => ModalityLut::Table(luma_of(palette)),
            (None, Samples::Grey) => ModalityLut::of(data_set, layout)?,
            _ => ModalityLut::IDENTITY,
        };
        let grey = layout.samples == Samples::Grey;
        let inverted = grey
            && match text(data_set, tags::PRESENTATION_LUT_SHAPE).as_deref() {
                Some("INVERSE") => true,
                Some("IDENTITY") => false,
                _ => text(data_set, tags::PHOTOMETRIC_INTERPRETATION).as_deref() == Some("MONOCHROME1"),
            };
        let negative = layout.signed || matches!(lut, ModalityLut::Linear { intercept, .. } if intercept < 0.0);
        let mut radiograph = Self {
            polarity: if inverted { Polarity::Inverted } else { Polarity::Normal },
            views: if grey { View::all(data_set, negative) } else { Vec::new() },
            overlays: Overlay::all(data_set, &frame),
            pixel_aspect: pixel_aspect(data_set),
            millimetres: [tags::PIXEL_SPACING, tags::IMAGER_PIXEL_SPACING]
                .into_iter()
                .find_map(|tag| vertical_and_horizontal(data_set, tag)),
            padding: None,
            frame,
            lut,
            palette,
        };
        if let Some(range) = padding(data_set, &radiograph.frame.layout).filter(|_| grey) {
            radiograph.padding = radiograph.darkest_without(&range).map(|darkest| (range, darkest));
        }
        Ok(radiograph)
    }

    /// A picture without header: its samples are its modality values.
    pub(in crate::radiograph) fn of_picture(frame: Frame<'a>) -> Self {
        Self {
            frame,
            lut: ModalityLut::IDENTITY,
            padding: None,
            palette: None,
            polarity: Polarity::Normal,
            views: Vec::new(),
            overlays: Vec::new(),
            pixel_aspect: 1.0,
            millimetres: None,
        }
    }

    /// The same, independent of the file.
    #[must_use]
    pub fn into_owned(self) -> Radiograph<'static> {
        Radiograph { frame: self.frame.into_owned(), ..self }
    }

    /// The frame's stored values, samples of a pixel side by side; colours as red, green, blue where the codec made
    /// them so.
    #[must_use]
    pub fn stored_values(&self) -> Vec<i64> {
        self.frame.stored()
    }

    /// What those look like.
    #[must_use]
    pub fn pixel_format(&self) -> PixelFormat {
        let layout = &self.frame.layout;
        PixelFormat {
            rows: layout.rows,
            columns: layout.columns,
            bits_allocated: layout.bits_allocated,
            bits_stored: layout.bits_stored,
            high_bit: layout.high_bit,
            signed: layout.signed,
            samples_per_pixel: layout.samples_per_pixel(),
        }
    }

    /// A row's stored values: of each pixel its first sample.
    pub(crate) fn read_stored(&self, row: usize, out: &mut Vec<i64>) {
        self.frame.stored_row(row, out);
    }

    /// How stored values become modality values; of a palette, how its indices become luma.
    #[must_use]
    pub fn modality_lut(&self) -> &ModalityLut {
        &self.lut
    }

    /// The stored values that mean "no picture here" (PS3.3 C.7.5.1.1.2), from the least to the greatest.
    #[must_use]
    pub fn padding(&self) -> Option<(i64, i64)> {
        self.padding.as_ref().map(|(range, _)| (*range.start(), *range.end()))
    }

    /// The whole grey picture.
    #[must_use]
    pub fn grey(&self) -> GreyImage {
        let mut values = vec![0.0; self.rows() * self.columns()];
        values.chunks_exact_mut(self.columns()).enumerate().for_each(|(row, out)| self.read_row(row, 0, out));
        GreyImage { rows: self.rows(), columns: self.columns(), values }
    }

    /// Whether it has colours.
    #[must_use]
    pub fn is_colour(&self) -> bool {
        self.frame.layout.samples != Samples::Grey
    }

    /// One of a colour picture's three channels, in shares of its full scale; luma and colour differences for YBR.
    pub(crate) fn channel(&self, channel: usize) -> Channel<'_, 'a> {
        Channel { radiograph: self, channel }
    }

    /// Three channels' values → red, green, blue.
    pub(crate) fn rgb(&self, channels: [f32; 3]) -> [f32; 3] {
        if self.frame.layout.samples == Samples::Ybr {
            rgb_of(channels, self.frame.layout.bits_stored)
        } else {
            channels
        }
    }

    /// The distance in modality values between neighbouring stored values, above 0.
    pub(crate) fn value_step(&self) -> f64 {
        match &self.lut {
            ModalityLut::Linear { slope, .. } => slope.abs(),
            ModalityLut::Table(_) => 1.0,
        }
    }

    fn darkest_without(&self, padding: &RangeInclusive<i64>) -> Option<f32> {
        let value = |stored| if padding.contains(&stored) { f32::NAN } else { self.lut.apply(stored) };
        let darker = match self.polarity {
            Polarity::Normal => f32::min,
            Polarity::Inverted => f32::max,
        };
        let mut row_values = vec![0.0; self.columns()];
        let mut darkest = f32::NAN; // `min` and `max` prefer numbers to it
        for row in 0..self.rows() {
            self.frame.read(
                0,
                (row, 0),
                &mut row_values,
                |out, value| *out = value,
                |stored| value(i64::from(stored)),
                value,
            );
            darkest = row_values.iter().copied().fold(darkest, darker);
        }
        (!darkest.is_nan()).then_some(darkest)
    }
}

impl Rows for Radiograph<'_> {
    fn rows(&self) -> usize {
        self.frame.layout.rows
    }

    fn columns(&self) -> usize {
        self.frame.layout.columns
    }

    fn each_of_row(&self, row: usize, column: usize, out: &mut [f32], put: impl Fn(&mut f32, f32)) {
        let (frame, at) = (&self.frame, (row, column));
        match (frame.layout.samples, &self.padding, &self.lut) {
            (Samples::Rgb, ..) => {
                let mut luma = vec![0.0; out.len()];
                for (sample, weight) in LUMA.iter().enumerate() {
                    let add = |sum: &mut f32, value| *sum += weight * value;
                    frame.read(sample, at, &mut luma, add, |stored| stored as f32, |stored| stored as f32);
                }
                out.iter_mut().zip(luma).for_each(|(out, value)| put(out, value));
            }
            (_, Some((padding, fill)), lut) => {
                let apply = |stored| if padding.contains(&stored) { *fill } else { lut.apply(stored) };
                frame.read(0, at, out, put, |stored| apply(i64::from(stored)), apply);
            }
            (_, None, ModalityLut::Linear { slope, intercept }) => {
                let (narrow_slope, narrow_intercept) = (*slope as f32, *intercept as f32);
                let wide = |stored: i64| (slope * stored as f64 + intercept) as f32;
                frame.read(0, at, out, put, |stored| stored as f32 * narrow_slope + narrow_intercept, wide);
            }
            (_, None, ModalityLut::Table(table)) => {
                frame.read(0, at, out, put, |stored| table.at(i64::from(stored)), |stored| table.at(stored));
            }
        }
    }
}

/// A channel of a colour picture.
pub(crate) struct Channel<'r, 'a> {
    radiograph: &'r Radiograph<'a>,
    channel: usize,
}

impl Rows for Channel<'_, '_> {
    fn rows(&self) -> usize {
        self.radiograph.rows()
    }

    fn columns(&self) -> usize {
        self.radiograph.columns()
    }

    fn each_of_row(&self, row: usize, column: usize, out: &mut [f32], put: impl Fn(&mut f32, f32)) {
        let (frame, at) = (&self.radiograph.frame, (row, column));
        if let Some(palette) = &self.radiograph.palette {
            let table = &palette[self.channel];
            let full = if palette.iter().any(|table| table.range.1 > 255.0) { 65_535.0 } else { 255.0 };
            frame.read(0, at, out, put, |stored| table.at(i64::from(stored)) / full, |stored| table.at(stored) / full);
        } else {
            let full = f64::from(frame.layout.bits_stored).exp2() as f32 - 1.0;
            frame.read(self.channel, at, out, put, |stored| stored as f32 / full, |stored| stored as f32 / full);
        }
    }
}

/// Pixel Aspect Ratio (PS3.3 C.7.6.3.1.7), else that of a pixel's spacing, row spacing first.
fn pixel_aspect(data_set: &InMemDicomObject) -> f64 {
    let spacings = [
        tags::PIXEL_ASPECT_RATIO,
        tags::PIXEL_SPACING,
        tags::IMAGER_PIXEL_SPACING,
        tags::NOMINAL_SCANNED_PIXEL_SPACING,
    ];
    let both = spacings.into_iter().find_map(|tag| vertical_and_horizontal(data_set, tag));
    // Beyond that, the header is more likely wrong than the pixels that flat.
    both.map(|[vertical, horizontal]| vertical / horizontal)
        .filter(|aspect| (0.1..=10.0).contains(aspect))
        .unwrap_or(1.0)
}

/// A pair of lengths, both above 0.
fn vertical_and_horizontal(data_set: &InMemDicomObject, tag: Tag) -> Option<[f64; 2]> {
    match decimals(data_set, tag).as_deref() {
        Some([vertical, horizontal, ..]) if *vertical > 0.0 && *horizontal > 0.0 => Some([*vertical, *horizontal]),
        _ => None,
    }
}
