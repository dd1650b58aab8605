//! Restart intervals of lossless JPEG (ITU-T T.81 B.2.4.4, H.1.1): the stream is cut into one for each interval.

use super::stream_header::{START_OF_SCAN, jpeg_segments};
use crate::phrase;
use crate::radiograph::Refusal;

const START_OF_IMAGE: u8 = 0xd8;
const DEFINE_HUFFMAN_TABLES: u8 = 0xc4;
const DEFINE_RESTART_INTERVAL: u8 = 0xdd;
const LOSSLESS_FRAME: u8 = 0xc3;

/// Bytes of the tables before the scan, which each piece repeats: four Huffman tables take at most 1.1 kB (T.81 B.2.4.2).
const LONGEST_HEAD: usize = 8 << 10;

/// The pieces of a stream with restart intervals, each a stream of its own, made one after the other; none if there are
/// no intervals.
pub(super) fn strips(
    stream: &[u8],
    rows: usize,
    columns: usize,
) -> Result<Option<impl Iterator<Item = Vec<u8>>>, Refusal> {
    let mut interval = 0;
    let mut head = vec![0xff, START_OF_IMAGE];
    let mut frame = None;
    let mut scan = None;
    for (marker, at) in jpeg_segments(stream) {
        let length = stream.get(at..at + 2).map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])));
        let segment = stream.get(at..at + length.ok_or(Refusal::Damaged)?).ok_or(Refusal::Damaged)?;
        if marker == DEFINE_RESTART_INTERVAL {
            let value = segment.get(2..4).ok_or(Refusal::Damaged)?;
            interval = usize::from(u16::from_be_bytes([value[0], value[1]]));
        }
        if !matches!(marker, LOSSLESS_FRAME | DEFINE_HUFFMAN_TABLES | START_OF_SCAN) {
            continue;
        }
        if marker == LOSSLESS_FRAME {
            frame = Some(head.len() + 2);
        }
        head.extend([0xff, marker].iter().chain(segment));
        if head.len() > LONGEST_HEAD {
            return Err(Refusal::TooLarge(phrase!(size_tables, most = LONGEST_HEAD >> 10)));
        }
        if marker == START_OF_SCAN {
            scan = Some(at + segment.len());
            break;
        }
    }
    if interval == 0 {
        return Ok(None);
    }
    let (Some(frame), Some(scan)) = (frame, scan) else { return Err(Refusal::Damaged) };
    // Intervals are whole rows in lossless streams (T.81 H.1.1).
    if !interval.is_multiple_of(columns) || head.len() < frame + 5 {
        return Err(Refusal::Damaged);
    }
    let each = interval / columns;
    let pieces = between_restarts(&stream[scan..]);
    if pieces.len() != rows.div_ceil(each) {
        return Err(Refusal::Damaged);
    }
    let strip = move |(index, piece): (usize, &[u8])| {
        let height = each.min(rows - index * each) as u16;
        head[frame + 3..frame + 5].copy_from_slice(&height.to_be_bytes());
        [&head, piece, &[0xff, 0xd9]].concat()
    };
    Ok(Some(pieces.into_iter().enumerate().map(strip)))
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
