//! Bits to bytes.

/// Bits, the most significant first, as in JPEG's streams. After a byte of ones a zero is stuffed: so many of its bits.
pub(super) struct Bits {
    pub(super) bytes: Vec<u8>,
    gathered: u64,
    count: u32,
    stuffing: u32,
}

impl Bits {
    /// After bytes that are there already. `stuffing`: 8 bits in JPEG (ITU-T T.81 F.1.2.3), 1 in JPEG-LS (T.87 A.1).
    pub(super) fn after(bytes: Vec<u8>, stuffing: u32) -> Self {
        Self { bytes, gathered: 0, count: 0, stuffing }
    }

    /// The lowest `count` bits of a number, at most 32.
    pub(super) fn put(&mut self, number: u32, count: u32) {
        self.gathered = self.gathered << count | u64::from(number) & ((1 << count) - 1);
        self.count += count;
        while self.count >= self.next() {
            let next = self.next();
            self.count -= next;
            let byte = (self.gathered >> self.count) as u8 & (0xff >> (8 - next));
            self.bytes.push(byte);
            if byte == 0xff && self.stuffing == 8 {
                self.bytes.push(0);
            }
        }
    }

    /// Bits that the next byte takes.
    fn next(&self) -> u32 {
        if self.stuffing == 1 && self.bytes.last() == Some(&0xff) { 7 } else { 8 }
    }

    /// Fills the last byte up.
    pub(super) fn finish(mut self, with_ones: bool) -> Vec<u8> {
        if self.count > 0 {
            let missing = self.next() - self.count;
            self.put(if with_ones { u32::MAX } else { 0 }, missing);
        }
        if self.next() == 7 {
            self.bytes.push(0); // else what follows would look like another marker
        }
        self.bytes
    }
}
