//! Lookup tables, as the Modality LUT, the VOI LUT and palettes have them (PS3.3 C.11.1.1.1, C.7.6.3.1.5).

use serde::{Deserialize, Serialize};

/// A table from integers to values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookupTable {
    /// The integer that the first entry is for.
    pub(super) first: i64,
    /// At least one.
    pub(super) entries: Vec<f32>,
    /// The least and the greatest entry.
    pub(super) range: (f32, f32),
}

impl LookupTable {
    /// The entry for an integer; those outside the table get its first or last.
    #[must_use]
    pub fn at(&self, integer: i64) -> f32 {
        let last = self.entries.len().saturating_sub(1);
        let index = usize::try_from(integer.saturating_sub(self.first)).unwrap_or(0).min(last);
        self.entries.get(index).copied().unwrap_or(0.0)
    }
}

#[cfg(feature = "engine")]
mod reading {
    use dicom_core::Tag;
    use dicom_core::value::PrimitiveValue;
    use dicom_object::InMemDicomObject;

    use super::LookupTable;

    impl LookupTable {
        pub(in crate::radiograph::pixels) fn new(first: i64, entries: Vec<f32>) -> Self {
            let fold = |(low, high): (f32, f32), entry: &f32| (low.min(*entry), high.max(*entry));
            let range = entries.iter().fold((f32::MAX, f32::MIN), fold);
            Self { first, entries, range }
        }

        /// Reads a table. Its descriptor is [entries, first integer mapped, bits]; 0 entries means 65,536. Whether the
        /// first integer may be negative depends on what the table is applied to.
        pub(in crate::radiograph::pixels) fn of(
            item: &InMemDicomObject,
            descriptor: Tag,
            data: Tag,
            signed: bool,
        ) -> Option<Self> {
            let [count, first, _bits] = item.get(descriptor)?.to_multi_int::<i32>().ok()?.try_into().ok()?;
            let count = match count & 0xffff {
                0 => 65_536,
                count => usize::try_from(count).ok()?,
            };
            let first = i64::from(if signed { i32::from(first as i16) } else { first & 0xffff });
            let entries: Vec<f32> = match item.get(data)?.value().primitive()? {
                PrimitiveValue::U8(bytes) => of_bytes(bytes, count),
                PrimitiveValue::U16(words) if words.len() < count => {
                    of_bytes(&words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>(), count)
                }
                PrimitiveValue::U16(words) => words.iter().take(count).map(|word| f32::from(*word)).collect(),
                PrimitiveValue::I16(words) => {
                    words.iter().take(count).map(|word| f32::from(word.cast_unsigned())).collect()
                }
                _ => return None,
            };
            (entries.len() == count).then(|| Self::new(first, entries))
        }
    }

    /// Entries of one byte, or of two.
    fn of_bytes(bytes: &[u8], count: usize) -> Vec<f32> {
        if bytes.len() < 2 * count {
            return bytes.iter().take(count).map(|byte| f32::from(*byte)).collect();
        }
        bytes.chunks_exact(2).take(count).map(|pair| f32::from(u16::from_le_bytes([pair[0], pair[1]]))).collect()
    }
}
