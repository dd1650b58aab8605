//! The Modality LUT (PS3.3 C.11.1): stored values → values with a meaning.

use serde::{Deserialize, Serialize};

use super::LookupTable;

/// How stored values become modality values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ModalityLut {
    /// `slope × stored + intercept`; the identity where the header says nothing.
    Linear {
        /// Rescale Slope.
        slope: f64,
        /// Rescale Intercept.
        intercept: f64,
    },
    /// Modality LUT Sequence.
    Table(LookupTable),
}

impl ModalityLut {
    /// The modality value of a stored value.
    #[must_use]
    pub fn apply(&self, stored: i64) -> f32 {
        match self {
            Self::Linear { slope, intercept } => (slope * stored as f64 + intercept) as f32,
            Self::Table(table) => table.at(stored),
        }
    }
}

#[cfg(feature = "engine")]
mod reading {
    use dicom_dictionary_std::tags;
    use dicom_object::InMemDicomObject;

    use super::{LookupTable, ModalityLut};
    use crate::phrase;
    use crate::radiograph::Refusal;
    use crate::radiograph::codec::Layout;
    use crate::radiograph::file::attributes::decimal;

    impl ModalityLut {
        pub(in crate::radiograph::pixels) const IDENTITY: Self = Self::Linear { slope: 1.0, intercept: 0.0 };

        /// What the header says.
        pub(in crate::radiograph::pixels) fn of(data_set: &InMemDicomObject, layout: &Layout) -> Result<Self, Refusal> {
            let item = data_set.get(tags::MODALITY_LUT_SEQUENCE).and_then(|sequence| sequence.items()?.first());
            let table =
                item.and_then(|item| LookupTable::of(item, tags::LUT_DESCRIPTOR, tags::LUT_DATA, layout.signed));
            if let Some(table) = table {
                return Ok(Self::Table(table));
            }
            let slope = decimal(data_set, tags::RESCALE_SLOPE).filter(|slope| *slope != 0.0).unwrap_or(1.0);
            let intercept = decimal(data_set, tags::RESCALE_INTERCEPT).unwrap_or(0.0);
            let greatest = f64::from(layout.bits_stored).exp2();
            if [greatest, -greatest].iter().any(|stored| !((slope * stored + intercept) as f32).is_finite()) {
                return Err(Refusal::ContradictingHeader(phrase!(header_slope)));
            }
            Ok(Self::Linear { slope, intercept })
        }
    }
}
