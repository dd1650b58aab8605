//! Deflate with its fixed codes (RFC 1951): repetitions are found, nothing else is done.

/// Bits, the least significant first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    gathered: u64,
    count: u32,
}

impl Bits {
    fn put(&mut self, number: u32, count: u32) {
        self.gathered |= u64::from(number) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.gathered as u8);
            self.gathered >>= 8;
            self.count -= 8;
        }
    }

    /// A Huffman code: its bits come the most significant first.
    fn put_code(&mut self, code: u32, count: u32) {
        self.put(code.reverse_bits() >> (32 - count), count);
    }

    /// A literal or a length (3.2.6).
    fn put_symbol(&mut self, symbol: u32) {
        match symbol {
            0..144 => self.put_code(0x30 + symbol, 8),
            144..256 => self.put_code(0x190 + symbol - 144, 9),
            256..280 => self.put_code(symbol - 256, 7),
            _ => self.put_code(0xc0 + symbol - 280, 8),
        }
    }

    /// A number as a symbol for its size and further bits (3.2.5): lengths from 3 in four steps a doubling, distances from
    /// 1 in two.
    fn put_match(&mut self, length: usize, distance: usize) {
        let (symbol, extra, bits) = if length == 258 { (28, 0, 0) } else { stepped(length as u32 - 3, 2) };
        self.put_symbol(257 + symbol);
        self.put(extra, bits);
        let (symbol, extra, bits) = stepped(distance as u32 - 1, 1);
        self.put_code(symbol, 5);
        self.put(extra, bits);
    }
}

/// A number's symbol, what is left of it, and in how many bits, where each doubling has 2^`steps` symbols.
fn stepped(number: u32, steps: u32) -> (u32, u32, u32) {
    let first = 2 << steps;
    if number < first {
        return (number, 0, 0);
    }
    let bits = number.ilog2() - steps;
    let within = number >> bits;
    (((bits + 1) << steps) + within - (1 << steps), number & ((1 << bits) - 1), bits)
}

const SHORTEST: usize = 4;
const LONGEST: usize = 258;
const WINDOW: usize = 32 << 10;
const HASH_BITS: u32 = 15;

/// Deflated bytes of even length, as PS3.5 annex A.5 wants them.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0b011, 3); // the last block, fixed codes
    let mut seen = vec![usize::MAX; 1 << HASH_BITS];
    let mut at = 0;
    while at < bytes.len() {
        let length = match bytes[at..] {
            [a, b, c, d, ..] => {
                let hash = u32::from_le_bytes([a, b, c, d]).wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS);
                let before = std::mem::replace(&mut seen[hash as usize], at);
                let same = |before: usize| {
                    bytes[before..].iter().zip(&bytes[at..]).take(LONGEST).take_while(|(a, b)| a == b).count()
                };
                let found = if before < at && at - before <= WINDOW { same(before) } else { 0 };
                if found >= SHORTEST {
                    bits.put_match(found, at - before);
                    found
                } else {
                    0
                }
            }
            _ => 0,
        };
        if length == 0 {
            bits.put_symbol(u32::from(bytes[at]));
        }
        at += length.max(1);
    }
    bits.put_symbol(256);
    bits.put(0, 7); // what is left comes to a whole byte
    bits.bytes.resize(bits.bytes.len().next_multiple_of(2), 0);
    bits.bytes
}
