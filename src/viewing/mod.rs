//! What a person sees of a file when they open it.

use serde::{Deserialize, Serialize};

/// What there is to know of an opened file beside its pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct About {}

/// Opens a file for the eye.
///
/// # Errors
/// Why there is nothing to see.
#[cfg(feature = "engine")]
pub fn open(
    _bytes: &[u8],
    _classifier: &crate::classifier::Classifier,
) -> Result<(About, Vec<u8>), crate::case::Failure> {
    Err(crate::radiograph::Refusal::Damaged.into())
}
