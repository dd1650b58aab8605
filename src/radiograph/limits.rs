//! What is read at most. A browser's worker has 4 GiB for the file, its decoded pixels and the network.

/// Bytes of a file, and of what inflating one yields.
pub const MAX_FILE_BYTES: usize = 512 << 20;

/// Pixels in a frame: well above the largest radiographs (stitched whole-spine films, about 40 million).
pub const MAX_PIXELS: u64 = 100_000_000;

/// Elements before the pixels, those in sequences included. Real files stay below ten thousand; each takes some hundred
/// bytes once parsed.
#[cfg(feature = "engine")]
pub(super) const MAX_ELEMENTS: usize = 500_000;

/// Sequences inside sequences. Real files stay below ten; ten thousand overflow a parser's stack.
#[cfg(feature = "engine")]
pub(super) const MAX_DEPTH: usize = 64;
