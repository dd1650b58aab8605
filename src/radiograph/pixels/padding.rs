//! Pixel Padding (PS3.3 C.7.5.1.1.2): stored values that mean "no picture here", as outside a round field.

use std::ops::RangeInclusive;

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use crate::radiograph::codec::Layout;

/// The stored values from Pixel Padding Value (0028,0120) to Pixel Padding Range Limit (0028,0121).
pub(super) fn padding(data_set: &InMemDicomObject, layout: &Layout) -> Option<RangeInclusive<i64>> {
    let value = |tag: Tag| {
        let number = data_set.get(tag)?.to_int::<i64>().ok()?;
        // Writers take the wrong one of US and SS, and leave the bits above the stored ones as they like.
        let unused = 64 - if layout.signed { layout.bits_stored } else { layout.bits_allocated };
        let bits = number << unused;
        Some(if layout.signed { bits >> unused } else { (bits.cast_unsigned() >> unused).cast_signed() })
    };
    let one = value(tags::PIXEL_PADDING_VALUE)?;
    let other = value(tags::PIXEL_PADDING_RANGE_LIMIT).unwrap_or(one);
    Some(one.min(other)..=one.max(other))
}
