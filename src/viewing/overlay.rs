//! The file's own drawings, at a pixel's size or coarser.

/// Drawn pixels, then coarser and coarser: a coarse pixel is drawn if any of its four is, so that no line is lost.
#[derive(Debug)]
pub(super) struct OverlayLevels(Vec<Bits>);

/// Single bits, row by row, the lowest of a byte first.
#[derive(Debug)]
struct Bits {
    rows: usize,
    columns: usize,
    bytes: Vec<u8>,
}

impl Bits {
    fn is_drawn(&self, row: usize, column: usize) -> bool {
        let index = row * self.columns + column;
        row < self.rows
            && column < self.columns
            && self.bytes.get(index / 8).is_some_and(|byte| byte >> (index % 8) & 1 == 1)
    }

    fn coarser(&self) -> Self {
        let (rows, columns) = (self.rows.div_ceil(2), self.columns.div_ceil(2));
        let mut bytes = vec![0; (rows * columns).div_ceil(8)];
        for (at, byte) in self.bytes.iter().enumerate().filter(|(_, byte)| **byte != 0) {
            for bit in (0..8).filter(|bit| byte >> bit & 1 == 1) {
                let index = at * 8 + bit;
                let coarse = index / self.columns / 2 * columns + index % self.columns / 2;
                if let Some(byte) = bytes.get_mut(coarse / 8) {
                    *byte |= 1 << (coarse % 8);
                }
            }
        }
        Self { rows, columns, bytes }
    }
}

impl OverlayLevels {
    pub(super) fn of(rows: usize, columns: usize, bytes: &[u8]) -> Self {
        let mut last = Bits { rows, columns, bytes: bytes.to_vec() };
        let mut levels = Vec::new();
        while last.rows.max(last.columns) > 1 {
            let next = last.coarser();
            levels.push(std::mem::replace(&mut last, next));
        }
        levels.push(last);
        Self(levels)
    }

    /// Whether something is drawn at a picture's row and column, within `1 << level` pixels.
    pub(super) fn is_drawn(&self, level: usize, row: usize, column: usize) -> bool {
        let level = level.min(self.0.len().saturating_sub(1));
        self.0.get(level).is_some_and(|bits| bits.is_drawn(row >> level, column >> level))
    }
}
