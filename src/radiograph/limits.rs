//! What is read at most. A browser's worker has 4 GiB for the file, its decoded pixels and the network.

/// Bytes of a file, and of what inflating one yields.
pub const MAX_FILE_BYTES: usize = 512 << 20;

/// Pixels in a frame: well above the largest radiographs (stitched whole-spine films, about 40 million).
pub const MAX_PIXELS: u64 = 100_000_000;

/// Bytes of a decoded frame. Beside it stand the file, and for a moment the decoder's own copy; together they must fit.
#[cfg(feature = "engine")]
pub(super) const MAX_FRAME_BYTES: usize = 512 << 20;

/// Bytes of a binary value before the pixels: the largest that is of use, an overlay's bits, is an eighth of
/// [`MAX_PIXELS`]. What is longer (raw data, documents) isn't parsed; so a file is never in memory twice.
#[cfg(feature = "engine")]
pub(super) const MAX_VALUE_BYTES: usize = 16 << 20;

/// Bytes of a text before the pixels. What is longer isn't parsed: each of a text's values takes two dozen bytes beside
/// its own, and two are enough for a value. Explicit VR can't say more anyway (PS3.5 table 7.1-2).
#[cfg(feature = "engine")]
pub(super) const MAX_TEXT_BYTES: usize = 64 << 10;

/// Bytes of all that is parsed before the pixels. Real headers stay below one MiB, the overlays of large films aside.
#[cfg(feature = "engine")]
pub(super) const MAX_HEADER_BYTES: usize = 64 << 20;

/// Characters of a text in the header's facts and its list. No text of a real radiograph that rules look at is longer
/// than 64 (LO, PS3.5 section 6.2), but writers err.
#[cfg(feature = "engine")]
pub(super) const MAX_TEXT_CHARACTERS: usize = 1_000;

/// Windows and VOI LUTs that a person may choose from. Real files have fewer than ten.
#[cfg(feature = "engine")]
pub(super) const MAX_VIEWS: usize = 100;

/// Fragments of encapsulated pixels. Of a film there are few; whole-slide images, the largest multi-frame files, have some
/// hundred thousand.
#[cfg(feature = "engine")]
pub(super) const MAX_FRAGMENTS: usize = 1_000_000;

/// Elements before the pixels, those in sequences included. Real files stay below ten thousand; each takes some hundred
/// bytes once parsed.
#[cfg(feature = "engine")]
pub(super) const MAX_ELEMENTS: usize = 500_000;

/// Sequences inside sequences. Real files stay below ten; ten thousand overflow a parser's stack.
#[cfg(feature = "engine")]
pub(super) const MAX_DEPTH: usize = 64;
