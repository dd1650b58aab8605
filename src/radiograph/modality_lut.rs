//! The Modality LUT (PS3.3 C.11.1): stored values → values with a meaning.

use dicom_core::value::PrimitiveValue;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::attributes::{decimal, number};

/// How stored values become modality values.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ModalityLut {
    /// `slope × stored + intercept`; the identity where the header says nothing.
    Linear { slope: f64, intercept: f64 },
    /// A table (Modality LUT Sequence); stored values outside it get its first or last entry.
    Table { first: i64, entries: Vec<f32> },
}

impl ModalityLut {
    pub(super) fn of(data_set: &InMemDicomObject) -> Self {
        Self::table(data_set).unwrap_or_else(|| Self::Linear {
            slope: decimal(data_set, tags::RESCALE_SLOPE).filter(|slope| *slope != 0.0).unwrap_or(1.0),
            intercept: decimal(data_set, tags::RESCALE_INTERCEPT).unwrap_or(0.0),
        })
    }

    /// LUT Descriptor (0028,3002) is [entries, first stored value mapped, bits]; 0 entries means 65,536.
    fn table(data_set: &InMemDicomObject) -> Option<Self> {
        let item = data_set.get(tags::MODALITY_LUT_SEQUENCE)?.items()?.first()?;
        let descriptor = item.get(tags::LUT_DESCRIPTOR)?.to_multi_int::<i32>().ok()?;
        let [count, first, _bits] = descriptor.try_into().ok()?;
        let count = match count & 0xffff {
            0 => 65_536,
            count => usize::try_from(count).ok()?,
        };
        let signed = number(data_set, tags::PIXEL_REPRESENTATION) == Some(1);
        let first = i64::from(if signed { i32::from(first as i16) } else { first & 0xffff });
        let entries: Vec<f32> = match item.get(tags::LUT_DATA)?.value().primitive()? {
            PrimitiveValue::U8(bytes) => words(bytes),
            data => data.to_multi_int::<i32>().ok()?.into_iter().map(|entry| (entry & 0xffff) as f32).collect(),
        };
        (entries.len() >= count).then(|| Self::Table { first, entries: entries[..count].to_vec() })
    }

    /// The modality value of a stored value.
    pub(super) fn apply(&self, stored: i64) -> f32 {
        match self {
            Self::Linear { slope, intercept } => (slope * stored as f64 + intercept) as f32,
            Self::Table { first, entries } => {
                let last = entries.len().saturating_sub(1);
                let index = usize::try_from(stored - first).unwrap_or(0).min(last);
                entries.get(index).copied().unwrap_or(0.0)
            }
        }
    }
}

fn words(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(2).map(|pair| f32::from(u16::from_le_bytes([pair[0], pair[1]]))).collect()
}
