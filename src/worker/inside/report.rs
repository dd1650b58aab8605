//! A DICOM structured report on a file.

use js_sys::Date;
use wasm_bindgen::JsValue;

use super::reading::bytes;
use super::{Core, Page};
use crate::archive::Deflated;
use crate::case::Case;
use crate::export::{Algorithm, Made, structured_report};
use crate::phrase;
use crate::text::Phrase;

/// The report's file.
pub(super) fn report(
    page: &Page,
    core: &Core,
    film: JsValue,
    deflated: Option<Deflated>,
    case: &Case,
) -> Result<Vec<u8>, Phrase> {
    let film = bytes(film, deflated).map_err(|unread| unread.words)?;
    let made = made(page).map_err(|_| phrase!(no_random_numbers))?;
    structured_report(&film, case, &Algorithm::of(core.classifier.model()), &made).map_err(|error| error.phrase())
}

/// Now, here, with fresh random numbers.
fn made(page: &Page) -> Result<Made, JsValue> {
    let now = Date::new_0();
    let mut drawn = [0; 64];
    page.0.crypto()?.get_random_values_with_u8_array(&mut drawn)?;
    let mut random = [0; 4];
    for (number, bytes) in random.iter_mut().zip(drawn.chunks_exact(16)) {
        *number = bytes.iter().fold(0, |number: u128, byte| number << 8 | u128::from(*byte));
    }
    let unix_seconds = (now.get_time() / 1000.0) as i64;
    Ok(Made { unix_seconds, utc_offset_minutes: -(now.get_timezone_offset() as i32), random })
}
