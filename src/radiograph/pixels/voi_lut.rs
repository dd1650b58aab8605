//! The VOI LUT (PS3.3 C.11.2): which modality values an eye should see. For display only: the network's contrast is
//! set from percentiles, because windows in headers are often missing or wrong.

use serde::{Deserialize, Serialize};

use super::LookupTable;

/// One of the views that a header offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// What the header calls it, e.g. `BONE`; may be empty.
    pub name: String,
    /// How it looks.
    pub lut: VoiLut,
}

/// How modality values become brightness.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum VoiLut {
    /// Window Center and Window Width.
    Window(Window),
    /// An item of the VOI LUT Sequence.
    Table(LookupTable),
}

/// A range of modality values shown from black to white.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Centre of the range, in modality values.
    pub center: f64,
    /// Width of the range; at least 1 for LINEAR, else above 0.
    pub width: f64,
    /// The curve.
    pub function: WindowFunction,
}

/// VOI LUT Function (0028,1056).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WindowFunction {
    /// PS3.3 C.11.2.1.2.1; the default.
    Linear,
    /// PS3.3 C.11.2.1.3.2.
    LinearExact,
    /// PS3.3 C.11.2.1.3.1.
    Sigmoid,
}

impl VoiLut {
    /// Brightness from 0 to 1 of a modality value.
    #[must_use]
    pub fn brightness(&self, value: f32) -> f32 {
        match self {
            Self::Window(window) => window.brightness(value),
            Self::Table(table) => {
                let (low, high) = table.range;
                (table.at(value.round() as i64) - low) / (high - low).max(f32::MIN_POSITIVE)
            }
        }
    }

    /// Whether it leaves something to see of values from `low` to `high`.
    #[must_use]
    pub fn shows(&self, low: f64, high: f64) -> bool {
        match self {
            Self::Window(window) => {
                let (half, range) = (window.width / 2.0, high - low);
                // A window that misses the picture's own range, or is 20 times wider or narrower, was not meant for it.
                window.center + half > low
                    && window.center - half < high
                    && window.width * 20.0 > range
                    && window.width < range.max(1.0) * 20.0
            }
            Self::Table(table) => {
                let end = table.first + table.entries.len() as i64;
                (table.first as f64) < high && end as f64 > low && table.at(low as i64) != table.at(high as i64)
            }
        }
    }
}

impl Window {
    /// From `low` to `high`.
    #[must_use]
    pub fn between(low: f64, high: f64) -> Self {
        let (center, width) = (f64::midpoint(low, high), (high - low).max(f64::from(f32::MIN_POSITIVE)));
        Self { center, width, function: WindowFunction::LinearExact }
    }

    fn brightness(self, value: f32) -> f32 {
        let value = f64::from(value);
        let share = match self.function {
            WindowFunction::Linear if self.width <= 1.0 => f64::from(u8::from(value > self.center - 0.5)),
            WindowFunction::Linear => (value - (self.center - 0.5)) / (self.width - 1.0) + 0.5,
            WindowFunction::LinearExact => (value - self.center) / self.width + 0.5,
            WindowFunction::Sigmoid => 1.0 / (1.0 + (-4.0 * (value - self.center) / self.width).exp()),
        };
        share.clamp(0.0, 1.0) as f32
    }
}

#[cfg(feature = "engine")]
mod reading {
    use dicom_dictionary_std::tags;
    use dicom_object::InMemDicomObject;

    use super::{LookupTable, View, VoiLut, Window, WindowFunction};
    use crate::radiograph::file::attributes::{decimals, text};
    use crate::radiograph::limits::MAX_VIEWS;

    impl View {
        /// All views of a header, tables first (a VOI LUT is there to be preferred to a plain window), those that make no
        /// sense left out.
        pub(in crate::radiograph::pixels) fn all(data_set: &InMemDicomObject, signed: bool) -> Vec<Self> {
            let items = data_set.get(tags::VOILUT_SEQUENCE).and_then(|sequence| sequence.items()).unwrap_or_default();
            let table = |item: &InMemDicomObject| {
                let lut = VoiLut::Table(LookupTable::of(item, tags::LUT_DESCRIPTOR, tags::LUT_DATA, signed)?);
                Some(Self { name: text(item, tags::LUT_EXPLANATION).unwrap_or_default(), lut })
            };
            items.iter().filter_map(table).chain(Self::windows(data_set)).take(MAX_VIEWS).collect()
        }

        fn windows(data_set: &InMemDicomObject) -> Vec<Self> {
            let centers = decimals(data_set, tags::WINDOW_CENTER).unwrap_or_default();
            let widths = decimals(data_set, tags::WINDOW_WIDTH).unwrap_or_default();
            let names = data_set.get(tags::WINDOW_CENTER_WIDTH_EXPLANATION).and_then(|names| names.to_multi_str().ok());
            let names = names.as_deref().unwrap_or_default();
            let function = match text(data_set, tags::VOILUT_FUNCTION).as_deref() {
                Some("LINEAR_EXACT") => WindowFunction::LinearExact,
                Some("SIGMOID") => WindowFunction::Sigmoid,
                _ => WindowFunction::Linear,
            };
            let least = if function == WindowFunction::Linear { 1.0 } else { f64::MIN_POSITIVE };
            let view = |(index, (center, width)): (usize, (&f64, &f64))| Self {
                name: names.get(index).map(|name| name.trim().to_owned()).unwrap_or_default(),
                lut: VoiLut::Window(Window { center: *center, width: *width, function }),
            };
            let sensible = |(_, (_, width)): &(usize, (&f64, &f64))| **width >= least;
            centers.iter().zip(&widths).enumerate().filter(sensible).map(view).collect()
        }
    }
}
