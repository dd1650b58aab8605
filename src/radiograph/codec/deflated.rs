//! Deflated Image Frame Compression (PS3.5 annex A.4.13). dicom-rs 0.10 inflates without a limit.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::frame::Frame;
use super::layout::Layout;
use super::native;
use crate::radiograph::Refusal;

/// Inflates one frame, and never more than one.
pub(super) fn inflate(stream: &[u8], layout: Layout) -> Result<Frame<'static>, Refusal> {
    let mut bytes = Vec::new(); // grows with what the stream yields
    DeflateDecoder::new(stream)
        .take(layout.byte_count() as u64)
        .read_to_end(&mut bytes)
        .map_err(|_| Refusal::Damaged)?;
    native::read(&bytes, layout, false, false).map(Frame::into_owned)
}
