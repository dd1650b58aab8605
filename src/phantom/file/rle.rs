//! RLE Lossless (PS3.5 annex G).

/// Longest run of either kind.
const LONGEST: usize = 128;

/// A frame of 16-bit samples: two segments, the upper bytes first.
pub(super) fn encode(values: &[u16]) -> Vec<u8> {
    let upper: Vec<u8> = values.iter().map(|value| (value >> 8) as u8).collect();
    let lower: Vec<u8> = values.iter().map(|value| *value as u8).collect();
    let (first, second) = (segment(&upper), segment(&lower));
    let mut header = [0_u32; 16];
    header[..3].copy_from_slice(&[2, 64, 64 + first.len() as u32]);
    header.into_iter().flat_map(u32::to_le_bytes).chain(first).chain(second).collect()
}

fn segment(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let rest = &bytes[at..bytes.len().min(at + LONGEST)];
        let run = rest.iter().take_while(|byte| *byte == first).count();
        if run > 1 {
            packed.extend([(257 - run) as u8, *first]);
            at += run;
            continue;
        }
        // Up to where three of a kind begin.
        let literal = rest.windows(3).position(|three| three[0] == three[1] && three[1] == three[2]);
        let literal = &rest[..literal.unwrap_or(rest.len()).max(1)];
        packed.push((literal.len() - 1) as u8);
        packed.extend(literal);
        at += literal.len();
    }
    packed.resize(packed.len().next_multiple_of(2), 128); // no operation
    packed
}
