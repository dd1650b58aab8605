//! Numbers that look random and are the same each time.

/// A random-looking number for each number (Wellons, "lowbias32").
pub(in crate::phantom) fn hash(mut x: u32) -> u32 {
    x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
    x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}

/// A row of them.
pub(in crate::phantom) struct Dice(pub(in crate::phantom) u32);

impl Dice {
    /// From 0 to 1.
    pub(in crate::phantom) fn share(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9);
        (hash(self.0) >> 8) as f32 / 16_777_216.0
    }

    /// From `low` to `high`.
    pub(in crate::phantom) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.share()
    }
}

/// Nearly normal, mean 0, standard deviation 1: the sum of a hash's four bytes.
pub(in crate::phantom) fn normal(at: u32) -> f32 {
    let sum: u32 = hash(at).to_le_bytes().into_iter().map(u32::from).sum();
    (sum as f32 - 510.0) / 147.8
}
