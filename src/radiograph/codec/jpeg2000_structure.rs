//! How finely a JPEG 2000 stream cuts its picture (ITU-T T.800 annex A): a few bytes of header can ask a decoder for
//! thousands of millions of parts, each of which takes memory before anything is decoded.

use super::stream_header::big_endian;
use crate::phrase;
use crate::radiograph::Refusal;

/// Precincts of a picture in all resolutions: the largest usual films have some ten thousand.
const MAX_PRECINCTS: u64 = 1 << 21;
/// Code blocks: with the usual 64 × 64, or 32 × 32, a film of 100 million pixels has a hundred thousand.
const MAX_BLOCKS: u64 = 1 << 22;
/// Packets of a tile that openjp2 sets marks aside for, two bytes each: layers × resolutions × components × precincts.
const MAX_MARKS: u64 = 1 << 26;
/// Resolutions (T.800 table A.15): 32 decompositions.
const MAX_LEVELS: u32 = 32;

/// Markers.
const COD: u8 = 0x52;
const COC: u8 = 0x53;
const START_OF_TILE: u8 = 0x90;
const START_OF_DATA: u8 = 0x93;
const END: u8 = 0xd9;

/// The finest cuts that a stream's headers ask for, of the whole picture or of any tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Structure {
    precincts: u64,
    blocks: u64,
    marks: u64,
}

impl Structure {
    /// Counts what a codestream's headers ask for.
    pub(super) fn of(stream: &[u8]) -> Result<Self, Refusal> {
        let size = Size::of(stream).ok_or(Refusal::Damaged)?;
        let mut found = Self { precincts: 0, blocks: 0, marks: 0 };
        let mut layers = 1;
        let mut tile = None;
        let mut at = 2;
        while let Some(&[0xff, marker]) = stream.get(at..at + 2) {
            match marker {
                END => break,
                START_OF_DATA => {
                    // The next tile-part, or none behind one whose length is left open (T.800 A.4.2).
                    let Some(next) = tile.take().filter(|next| *next > at) else { break };
                    at = next;
                    continue;
                }
                START_OF_TILE => {
                    let length = big_endian(stream, at + 6, 4).ok_or(Refusal::Truncated)?;
                    tile = Some(at.saturating_add(length)).filter(|_| length > 0);
                }
                _ => {}
            }
            let length = big_endian(stream, at + 2, 2).filter(|length| *length >= 2).ok_or(Refusal::Damaged)?;
            let segment = stream.get(at + 4..at + 2 + length).ok_or(Refusal::Truncated)?;
            let style = match marker {
                COD => {
                    layers = layers.max(big_endian(segment, 2, 2).ok_or(Refusal::Damaged)? as u64);
                    Some((segment.first().ok_or(Refusal::Damaged)?, 5))
                }
                // The component's number takes two bytes where there are more than 256.
                COC => {
                    let number = if size.components < 257 { 1 } else { 2 };
                    Some((segment.get(number).ok_or(Refusal::Damaged)?, number + 1))
                }
                _ => None,
            };
            if let Some((style, start)) = style {
                let own_precincts = style & 1 == 1;
                let style = segment.get(start..).ok_or(Refusal::Damaged)?;
                found = found.finer(Style::of(style, own_precincts).ok_or(Refusal::Damaged)?.cuts(&size, layers));
            }
            at += 2 + length;
        }
        Ok(found)
    }

    /// Refuses a picture in too many pieces.
    pub(super) fn check(self) -> Result<(), Refusal> {
        let kinds = [(self.precincts, MAX_PRECINCTS), (self.blocks, MAX_BLOCKS), (self.marks, MAX_MARKS)];
        match kinds.into_iter().find(|(count, most)| count > most) {
            Some((count, most)) => Err(Refusal::TooLarge(phrase!(size_pieces, n = count, most = most))),
            None => Ok(()),
        }
    }

    fn finer(self, other: Self) -> Self {
        Self {
            precincts: self.precincts.max(other.precincts),
            blocks: self.blocks.max(other.blocks),
            marks: self.marks.max(other.marks),
        }
    }
}

/// Of the segment SIZ.
struct Size {
    tiles: u64,
    tile_width: u64,
    tile_height: u64,
    components: u64,
}

impl Size {
    fn of(stream: &[u8]) -> Option<Self> {
        let field = |at: usize| Some(big_endian(stream, 8 + 4 * at, 4)? as u64);
        let side = |end: usize, offset: usize, tile: usize, tile_offset: usize| {
            let whole = field(end)?.checked_sub(field(offset)?)?;
            let tile_side = field(tile)?.max(1);
            Some((field(end)?.checked_sub(field(tile_offset)?)?.div_ceil(tile_side), whole.min(tile_side)))
        };
        let ((across, tile_width), (down, tile_height)) = (side(0, 2, 4, 6)?, side(1, 3, 5, 7)?);
        let components = big_endian(stream, 40, 2)? as u64;
        Some(Self { tiles: across.saturating_mul(down), tile_width, tile_height, components })
    }
}

/// Coding style parameters (T.800 table A.20).
struct Style<'a> {
    levels: u32,
    /// Binary logarithms of a code block's sides.
    block: [u32; 2],
    /// A byte a resolution, the coarsest first; none: as large as can be.
    precincts: Option<&'a [u8]>,
}

impl<'a> Style<'a> {
    fn of(bytes: &'a [u8], own_precincts: bool) -> Option<Self> {
        let [levels, width, height, _, _, rest @ ..] = bytes else { return None };
        let levels = u32::from(*levels);
        if levels > MAX_LEVELS {
            return None;
        }
        let block = [width, height].map(|side| u32::from(side & 0x0f) + 2);
        Some(Self { levels, block, precincts: own_precincts.then_some(rest) })
    }

    /// Pieces that begin within the picture; those that its edges cut are not counted twice.
    fn cuts(&self, size: &Size, layers: u64) -> Structure {
        let (mut precincts, mut most, mut blocks) = (0_u64, 0_u64, 0_u64);
        for resolution in 0..=self.levels {
            let shrunk = |side: u64| side.div_ceil(1 << (self.levels - resolution));
            let byte = self.precincts.and_then(|list| list.get(resolution as usize)).copied().unwrap_or(0xff);
            let log = [u32::from(byte & 0x0f), u32::from(byte >> 4)];
            let pieces = |log: [u32; 2]| {
                let across = shrunk(size.tile_width).div_ceil(1 << log[0]);
                across.saturating_mul(shrunk(size.tile_height).div_ceil(1 << log[1]))
            };
            // A block lies within a precinct of its band, which above the coarsest resolution is half as wide.
            let half = u32::from(resolution > 0);
            let block = [0, 1].map(|side| self.block[side].min(log[side].saturating_sub(half)));
            let here = pieces(log);
            precincts = precincts.saturating_add(here);
            most = most.max(here);
            blocks = blocks.saturating_add(pieces(block));
        }
        let all = size.tiles.saturating_mul(size.components);
        Structure {
            precincts: precincts.saturating_mul(all),
            blocks: blocks.saturating_mul(all),
            marks: most.saturating_mul(u64::from(self.levels) + 1).saturating_mul(size.components * (layers + 1)),
        }
    }
}
