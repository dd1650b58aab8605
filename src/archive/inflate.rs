//! One file of an archive, unpacked, and never to more than the archive says.

use serde::{Deserialize, Serialize};

/// Bytes that one deflated byte can at most become (zlib's technical details: 1032 to 1). A directory that claims more lies.
#[cfg(feature = "engine")]
const HIGHEST_RATIO: u64 = 1032;

/// What inflating a file must yield (RFC 1951; the numbers are those of the archive's directory).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deflated {
    /// Bytes.
    pub size: u64,
    /// Their CRC-32 (ISO 3309, as in ZIP).
    pub crc32: u32,
}

#[cfg(feature = "engine")]
mod engine {
    use std::io::Read;

    use flate2::Crc;
    use flate2::read::DeflateDecoder;

    use super::{Deflated, HIGHEST_RATIO};
    use crate::archive::ArchiveError;
    use crate::radiograph::MAX_FILE_BYTES;

    impl Deflated {
        /// Whether so many bytes in the archive can become what is claimed.
        pub(in crate::archive) fn fits(self, length: u64) -> bool {
            self.size <= length.saturating_mul(HIGHEST_RATIO)
        }

        /// Unpacks a raw deflate stream. What is allocated grows with what the stream yields, not with what is claimed.
        ///
        /// # Errors
        /// [`ArchiveError::TooLarge`] above [`MAX_FILE_BYTES`]; [`ArchiveError::Damaged`] if the stream is broken, or
        /// yields something else than was claimed.
        pub fn inflate(self, stream: &[u8]) -> Result<Vec<u8>, ArchiveError> {
            if self.size > MAX_FILE_BYTES as u64 {
                return Err(ArchiveError::TooLarge);
            }
            let mut bytes = Vec::new();
            let mut decoder = DeflateDecoder::new(stream).take(self.size + 1); // one more tells a lie
            decoder.read_to_end(&mut bytes).map_err(|_| ArchiveError::Damaged)?;
            let mut crc = Crc::new();
            crc.update(&bytes);
            if bytes.len() as u64 == self.size && crc.sum() == self.crc32 {
                Ok(bytes)
            } else {
                Err(ArchiveError::Damaged)
            }
        }
    }
}
