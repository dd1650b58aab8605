//! Colours (PS3.3 C.7.6.3.1.2): grey for the network, red, green and blue for the eye.

use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::LookupTable;
use crate::phrase;
use crate::radiograph::Refusal;
use crate::radiograph::codec::Layout;

/// Luma weights of ITU-R BT.601, which YBR_FULL uses too (PS3.3 C.7.6.3.1.2).
pub(super) const LUMA: [f32; 3] = [0.299, 0.587, 0.114];

/// A palette's tables for red, green and blue (PS3.3 C.7.6.3.1.5).
pub(super) fn palette(data_set: &InMemDicomObject, layout: &Layout) -> Result<[LookupTable; 3], Refusal> {
    let table = |descriptor, data| LookupTable::of(data_set, descriptor, data, layout.signed);
    let red = table(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA);
    let green = table(tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA);
    let blue = table(tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA);
    match (red, green, blue) {
        (Some(red), Some(green), Some(blue)) => Ok([red, green, blue]),
        _ if data_set.get(tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA).is_some() => {
            Err(Refusal::UnsupportedPixels(phrase!(pixels_segmented)))
        }
        _ => Err(Refusal::ContradictingHeader(phrase!(header_palette))),
    }
}

/// A palette's grey: the luma of each index.
pub(super) fn luma_of([red, green, blue]: &[LookupTable; 3]) -> LookupTable {
    let luma = |index: i64| LUMA[0] * red.at(index) + LUMA[1] * green.at(index) + LUMA[2] * blue.at(index);
    let entries = (0..red.entries.len() as i64).map(|entry| luma(red.first + entry)).collect();
    LookupTable::new(red.first, entries)
}

/// Luma and colour differences, 0–1, → red, green, blue (PS3.3 C.7.6.3.1.2, YBR_FULL). No difference is stored as half of
/// the stored numbers, e.g. 128 of 256, which is a little more than half of the largest, 255.
pub(super) fn rgb_of([y, cb, cr]: [f32; 3], bits_stored: u32) -> [f32; 3] {
    let numbers = f64::from(bits_stored).exp2() as f32;
    let none = numbers / 2.0 / (numbers - 1.0);
    let (cb, cr) = (cb - none, cr - none);
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb]
}
