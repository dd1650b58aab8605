//! Smaller copies of a picture, each half the size of the one before (Williams 1983, "Pyramidal parametrics").

/// A picture, or a smaller copy of it.
pub(super) struct Level<S> {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) samples: Vec<S>,
}

/// Copies of a grey picture, itself first.
pub(super) fn grey_levels(rows: usize, columns: usize, samples: Vec<u16>) -> Vec<Level<u16>> {
    levels(rows, columns, samples, |a, b, c, d| {
        ((u32::from(a) + u32::from(b) + u32::from(c) + u32::from(d) + 2) >> 2) as u16
    })
}

/// Copies of a picture in colour.
pub(super) fn rgb_levels(rows: usize, columns: usize, samples: Vec<[u8; 4]>) -> Vec<Level<[u8; 4]>> {
    levels(rows, columns, samples, |a, b, c, d| {
        std::array::from_fn(|i| {
            ((u16::from(a[i]) + u16::from(b[i]) + u16::from(c[i]) + u16::from(d[i]) + 2) >> 2) as u8
        })
    })
}

/// The last copy is a single pixel.
fn levels<S: Copy>(rows: usize, columns: usize, samples: Vec<S>, mean: impl Fn(S, S, S, S) -> S) -> Vec<Level<S>> {
    let mut last = Level { rows, columns, samples };
    let mut levels = Vec::new();
    while last.rows.max(last.columns) > 1 {
        let next = halved(&last, &mean);
        levels.push(std::mem::replace(&mut last, next));
    }
    levels.push(last);
    levels
}

/// Each two by two pixels become one; where a side is odd, its last line is doubled.
fn halved<S: Copy>(level: &Level<S>, mean: &impl Fn(S, S, S, S) -> S) -> Level<S> {
    let (rows, columns) = (level.rows.div_ceil(2), level.columns.div_ceil(2));
    let mut samples = Vec::with_capacity(rows * columns);
    for pair in level.samples.chunks(2 * level.columns) {
        let (upper, lower) = pair.split_at(level.columns);
        let lower = if lower.is_empty() { upper } else { lower };
        let (uppers, lowers) = (upper.as_chunks::<2>(), lower.as_chunks::<2>());
        samples.extend(uppers.0.iter().zip(lowers.0).map(|([a, b], [c, d])| mean(*a, *b, *c, *d)));
        samples.extend(uppers.1.iter().zip(lowers.1).map(|(a, c)| mean(*a, *a, *c, *c)));
    }
    Level { rows, columns, samples }
}
