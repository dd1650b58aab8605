//! JPEG Lossless, first-order prediction (ITU-T T.81 annex H, selection value 1), of 12-bit grey.

/// Difference categories by how long their Huffman codes are: one of 2 bits, five of 3, then one of each length. A
/// film's noise makes differences of 3 to 5 bits the commonest.
const LENGTHS: [u8; 16] = [0, 1, 5, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
const CATEGORIES: [u8; 13] = [4, 3, 5, 2, 1, 0, 6, 7, 8, 9, 10, 11, 12];

/// A frame.
pub(super) fn encode(values: &[u16], columns: usize) -> Vec<u8> {
    let rows = values.len() / columns;
    let [height, width] = [(rows as u16).to_be_bytes(), (columns as u16).to_be_bytes()];
    let mut stream = vec![0xff, 0xd8];
    // SOF3: 12 bits, one component.
    stream.extend([0xff, 0xc3, 0, 11, 12, height[0], height[1], width[0], width[1], 1, 1, 0x11, 0]);
    stream.extend([0xff, 0xc4, 0, 3 + 16 + CATEGORIES.len() as u8, 0]);
    stream.extend(LENGTHS.iter().chain(&CATEGORIES));
    // SOS: predictor 1, the left neighbour.
    stream.extend([0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0]);
    let codes = codes();
    let mut bits = Bits { bytes: stream, gathered: 0, count: 0 };
    let mut above = 1 << 11;
    for row in values.chunks_exact(columns) {
        let mut predicted = above;
        above = i32::from(row[0]);
        for value in row {
            let difference = i32::from(*value) - predicted;
            predicted = i32::from(*value);
            let category = 32 - difference.unsigned_abs().leading_zeros();
            let (code, length) = codes[category as usize];
            bits.put(code, length);
            // Of a negative difference the bits of one less (T.81 F.1.2.1).
            bits.put(if difference < 0 { difference - 1 } else { difference } as u32, category);
        }
    }
    let mut stream = bits.finish();
    stream.extend([0xff, 0xd9]);
    stream
}

/// Each category's code and its length (T.81 annex C).
fn codes() -> [(u32, u32); 13] {
    let mut codes = [(0, 0); 13];
    let mut categories = CATEGORIES.iter();
    let mut code = 0;
    for (length, count) in (1..).zip(LENGTHS) {
        for category in categories.by_ref().take(usize::from(count)) {
            codes[usize::from(*category)] = (code, length);
            code += 1;
        }
        code <<= 1;
    }
    codes
}

/// Bits to bytes, the most significant first.
struct Bits {
    bytes: Vec<u8>,
    gathered: u64,
    count: u32,
}

impl Bits {
    /// The lowest `count` bits of a number, at most 32.
    fn put(&mut self, number: u32, count: u32) {
        self.gathered = self.gathered << count | u64::from(number) & ((1 << count) - 1);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.gathered >> self.count) as u8;
            self.bytes.push(byte);
            if byte == 0xff {
                self.bytes.push(0); // else it would begin a marker (T.81 F.1.2.3)
            }
        }
    }

    /// Fills the last byte up, with ones.
    fn finish(mut self) -> Vec<u8> {
        self.put(u32::MAX, self.count.wrapping_neg() % 8);
        self.bytes
    }
}
