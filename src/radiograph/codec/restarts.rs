//! Restart intervals of lossless JPEG (ITU-T T.81 B.2.4.4, H.1.1): the stream is cut into one for each interval.

use super::stream_header::{START_OF_SCAN, jpeg_segments};
use crate::radiograph::Refusal;

const DEFINE_RESTART_INTERVAL: u8 = 0xdd;
const LOSSLESS_FRAME: u8 = 0xc3;

/// The pieces of a stream with restart intervals, each a stream of its own; none if there are no intervals.
pub(super) fn strips(stream: &[u8], rows: usize, columns: usize) -> Result<Option<Vec<Vec<u8>>>, Refusal> {
    let mut interval = 0;
    let mut frame = None;
    let mut scan = None;
    for (marker, at) in jpeg_segments(stream) {
        let length = stream.get(at..at + 2).map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])));
        let end = at + length.ok_or(Refusal::Damaged)?;
        match marker {
            DEFINE_RESTART_INTERVAL => {
                let value = stream.get(at + 2..at + 4).ok_or(Refusal::Damaged)?;
                interval = usize::from(u16::from_be_bytes([value[0], value[1]]));
            }
            LOSSLESS_FRAME => frame = Some(at),
            START_OF_SCAN => {
                scan = Some(end);
                break;
            }
            _ => {}
        }
    }
    if interval == 0 {
        return Ok(None);
    }
    let (Some(frame), Some(scan)) = (frame, scan) else { return Err(Refusal::Damaged) };
    // Intervals are whole rows in lossless streams (T.81 H.1.1).
    if !interval.is_multiple_of(columns) {
        return Err(Refusal::Damaged);
    }
    let each = interval / columns;
    let (head, coded) = stream.split_at_checked(scan).ok_or(Refusal::Damaged)?;
    let pieces = between_restarts(coded);
    if pieces.len() != rows.div_ceil(each) {
        return Err(Refusal::Damaged);
    }
    let strip = |(index, piece): (usize, &&[u8])| {
        let mut strip = [head, piece, &[0xff, 0xd9]].concat();
        let height = each.min(rows - index * each) as u16;
        strip[frame + 3..frame + 5].copy_from_slice(&height.to_be_bytes());
        strip
    };
    Ok(Some(pieces.iter().enumerate().map(strip).collect()))
}

/// Coded data up to its end marker, cut at RST0 to RST7. Within it a byte 0xff is followed by 0.
fn between_restarts(coded: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, pair) in coded.windows(2).enumerate() {
        match pair {
            [0xff, 0xd0..=0xd7] => {
                pieces.push(&coded[start..at]);
                start = at + 2;
            }
            [0xff, 0xd9] => {
                pieces.push(&coded[start..at]);
                break;
            }
            _ => {}
        }
    }
    pieces
}
