//! JPEG-LS, lossless (ITU-T T.87 annex A), of 12-bit grey.

use super::bits::Bits;

const LARGEST: i32 = 4095;
const RANGE: i32 = LARGEST + 1;
/// Bits of a sample.
const PRECISION: u32 = 12;
/// Longest code, 2 (PRECISION + 12).
const LIMIT: u32 = 48;
/// Gradients' thresholds for this precision (C.2.4.1.1.1).
const THRESHOLDS: [i32; 3] = [18, 67, 276];
const RESET: i32 = 64;
/// Orders of run lengths' codes (A.7.1.2).
const ORDERS: [u32; 32] =
    [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// What is known of errors in a context: sum of their sizes, bias, correction, count.
#[derive(Clone, Copy)]
struct Context {
    sizes: i32,
    bias: i32,
    correction: i32,
    count: i32,
}

impl Context {
    const NEW: Self = Self { sizes: (RANGE + 32) / 64, bias: 0, correction: 0, count: 1 };

    /// The code's parameter: bits that are written as they are.
    fn order(self, sizes: i32) -> u32 {
        (0..PRECISION + 12).find(|order| self.count << order >= sizes).unwrap_or_default()
    }
}

struct Encoder {
    bits: Bits,
    /// Those of gradients, then those of interrupted runs.
    contexts: [Context; 365],
    runs: [(Context, i32); 2],
    run_index: usize,
}

/// A frame.
pub(super) fn encode(values: &[u16], columns: usize) -> Vec<u8> {
    let rows = values.len() / columns;
    let [height, width] = [(rows as u16).to_be_bytes(), (columns as u16).to_be_bytes()];
    let mut stream = vec![0xff, 0xd8];
    stream.extend([0xff, 0xf7, 0, 11, PRECISION as u8, height[0], height[1], width[0], width[1], 1, 1, 0x11, 0]);
    stream.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0]);
    let mut encoder = Encoder {
        bits: Bits::after(stream, 1),
        contexts: [Context::NEW; 365],
        runs: [(Context::NEW, 0); 2],
        run_index: 0,
    };
    // A sample more to the left and to the right, as the neighbours of the border.
    let mut above = vec![0_i32; columns + 2];
    let mut line = vec![0_i32; columns + 2];
    for row in values.chunks_exact(columns) {
        line[0] = above[1];
        for (target, value) in line[1..].iter_mut().zip(row) {
            *target = i32::from(*value);
        }
        above[columns + 1] = above[columns];
        encoder.row(&above, &line);
        std::mem::swap(&mut above, &mut line);
    }
    let mut stream = encoder.bits.finish(false);
    stream.extend([0xff, 0xd9]);
    stream
}

impl Encoder {
    fn row(&mut self, above: &[i32], line: &[i32]) {
        let end = line.len() - 1;
        let mut at = 1;
        while at < end {
            let (left, upper_left, upper, upper_right) = (line[at - 1], above[at - 1], above[at], above[at + 1]);
            let gradients = [upper_right - upper, upper - upper_left, upper_left - left];
            if gradients == [0; 3] {
                at = self.run(above, line, at);
            } else {
                self.regular(gradients, predicted(left, upper, upper_left), line[at]);
                at += 1;
            }
        }
    }

    fn regular(&mut self, gradients: [i32; 3], predicted: i32, value: i32) {
        let [a, b, c] = gradients.map(level);
        let number = 81 * a + 9 * b + c;
        let sign = number.signum();
        let context = &mut self.contexts[number.unsigned_abs() as usize];
        let predicted = (predicted + sign * context.correction).clamp(0, LARGEST);
        let error = wrapped(sign * (value - predicted));
        let order = context.order(context.sizes);
        let turned = order == 0 && 2 * context.bias <= -context.count;
        let mapped = match (turned, error < 0) {
            (false, false) => 2 * error,
            (false, true) => -2 * error - 1,
            (true, false) => 2 * error + 1,
            (true, true) => -2 * (error + 1),
        };
        context.bias += error;
        context.sizes += error.abs();
        if context.count == RESET {
            context.sizes >>= 1;
            context.bias >>= 1;
            context.count >>= 1;
        }
        context.count += 1;
        if context.bias <= -context.count {
            context.correction = (context.correction - 1).max(-128);
            context.bias = (context.bias + context.count).max(1 - context.count);
        } else if context.bias > 0 {
            context.correction = (context.correction + 1).min(127);
            context.bias = (context.bias - context.count).min(0);
        }
        self.golomb(mapped as u32, order, LIMIT);
    }

    /// A run of the left neighbour's value, and what ends it; says where to go on.
    fn run(&mut self, above: &[i32], line: &[i32], start: usize) -> usize {
        let end = line.len() - 1;
        let left = line[start - 1];
        let mut rest = line[start..end].iter().take_while(|value| **value == left).count();
        let at = start + rest;
        while rest >= 1 << ORDERS[self.run_index] {
            self.bits.put(1, 1);
            rest -= 1 << ORDERS[self.run_index];
            self.run_index = (self.run_index + 1).min(31);
        }
        if at == end {
            if rest > 0 {
                self.bits.put(1, 1);
            }
            return at;
        }
        self.bits.put(0, 1);
        self.bits.put(rest as u32, ORDERS[self.run_index]);
        self.interruption(left, above[at], line[at]);
        self.run_index = self.run_index.saturating_sub(1);
        at + 1
    }

    fn interruption(&mut self, left: i32, upper: i32, value: i32) {
        let same = left == upper;
        let sign = if !same && left > upper { -1 } else { 1 };
        let error = wrapped(sign * (value - if same { left } else { upper }));
        let (context, negatives) = &mut self.runs[usize::from(same)];
        let order = context.order(context.sizes + if same { context.count >> 1 } else { 0 });
        let kind = i32::from(same);
        let turned = match error {
            0 => false,
            _ if order == 0 && error > 0 => 2 * *negatives < context.count,
            _ if error < 0 => order != 0 || 2 * *negatives >= context.count,
            _ => false,
        };
        let mapped = 2 * error.abs() - kind - i32::from(turned);
        if error < 0 {
            *negatives += 1;
        }
        context.sizes += (mapped + 1 - kind) >> 1;
        if context.count == RESET {
            context.sizes >>= 1;
            context.count >>= 1;
            *negatives >>= 1;
        }
        context.count += 1;
        self.golomb(mapped as u32, order, LIMIT - ORDERS[self.run_index] - 1);
    }

    /// A number as so many zeros, a one, and its lowest bits; a large one as it is (A.5.3).
    fn golomb(&mut self, number: u32, order: u32, limit: u32) {
        let zeros = number >> order;
        let most = limit - PRECISION - 1;
        if zeros < most {
            self.bits.put(0, zeros);
            self.bits.put(1, 1);
            self.bits.put(number, order);
        } else {
            self.bits.put(0, most);
            self.bits.put(1, 1);
            self.bits.put(number - 1, PRECISION);
        }
    }
}

fn predicted(left: i32, upper: i32, upper_left: i32) -> i32 {
    if upper_left >= left.max(upper) {
        left.min(upper)
    } else if upper_left <= left.min(upper) {
        left.max(upper)
    } else {
        left + upper - upper_left
    }
}

/// A gradient as one of nine levels.
fn level(gradient: i32) -> i32 {
    let size = gradient.abs();
    let level =
        if size == 0 { 0 } else { 1 + THRESHOLDS.iter().filter(|threshold| size >= **threshold).count() as i32 };
    level * gradient.signum()
}

/// An error modulo the range of samples.
fn wrapped(error: i32) -> i32 {
    let error = if error < 0 { error + RANGE } else { error };
    if error >= RANGE / 2 { error - RANGE } else { error }
}
