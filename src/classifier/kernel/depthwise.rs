//! Depthwise convolution's inner part, for tract: a run of output points in a row, channels side by side in memory.
//!
//! Several points are computed at once, so that a weight is loaded once for all of them.

#![allow(
    unsafe_code,
    reason = "tract hands a kernel raw pointers; each block says what makes its reads and writes valid"
)]

use super::lanes::{Lanes, WIDTH, load, store};

/// A run's geometry; strides in numbers.
struct Run<'a> {
    input: *const f32,
    output: *mut f32,
    kernel: *const f32,
    /// Each tap's place in the kernel and its input's place, from the point's own.
    taps: (&'a [usize], &'a [isize]),
    bias: *const f32,
    tap_stride: usize,
    in_stride: isize,
    out_stride: isize,
}

/// `len` output points of `channels` channels each: `bias[c]` plus, for every tap `t`,
/// `kernel[tap_indices[t] * tap_stride + c] * input[i * in_stride + offsets[t] + c]`.
///
/// # Safety
/// tract's contract: all those numbers can be read, and `channels` numbers written from `output + i * out_stride`.
#[expect(clippy::too_many_arguments, reason = "tract's signature")]
pub(super) unsafe fn depthwise(
    input: *const f32,
    output: *mut f32,
    kernel: *const f32,
    tap_indices: &[usize],
    offsets: &[isize],
    bias: *const f32,
    channels: usize,
    tap_stride: usize,
    len: usize,
    in_stride: isize,
    out_stride: isize,
) {
    let run = Run { input, output, kernel, taps: (tap_indices, offsets), bias, tap_stride, in_stride, out_stride };
    let mut point = 0;
    // SAFETY: the caller's promise; blocks stay below `len` and `channels`.
    unsafe {
        while point + 4 <= len {
            run.points::<4, 2>(point, channels);
            point += 4;
        }
        if point + 2 <= len {
            run.points::<2, 4>(point, channels);
            point += 2;
        }
        if point < len {
            run.points::<1, 8>(point, channels);
        }
    }
}

impl Run<'_> {
    /// All channels of `POINTS` points, `VECTORS` vectors at a time.
    ///
    /// # Safety
    /// As for [`depthwise`]; `point + POINTS` is at most `len`.
    #[inline(always)]
    unsafe fn points<const POINTS: usize, const VECTORS: usize>(&self, point: usize, channels: usize) {
        let mut channel = 0;
        // SAFETY: the caller's promise; blocks stay below `channels`.
        unsafe {
            while channel + VECTORS * WIDTH <= channels {
                self.block::<POINTS, VECTORS>(point, channel);
                channel += VECTORS * WIDTH;
            }
            while channel + WIDTH <= channels {
                self.block::<POINTS, 1>(point, channel);
                channel += WIDTH;
            }
            for channel in channel..channels {
                for point in point..point + POINTS {
                    self.number(point, channel);
                }
            }
        }
    }

    /// # Safety
    /// As for [`depthwise`]; the block lies in the run.
    #[inline(always)]
    unsafe fn block<const POINTS: usize, const VECTORS: usize>(&self, point: usize, channel: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let start: [Lanes; VECTORS] = core::array::from_fn(|at| load(self.bias.add(channel + at * WIDTH)));
            let mut sums = [start; POINTS];
            let from = self.input.offset(point as isize * self.in_stride).add(channel);
            for (tap, offset) in self.taps.0.iter().zip(self.taps.1) {
                let weights = self.kernel.add(tap * self.tap_stride + channel);
                let weights: [Lanes; VECTORS] = core::array::from_fn(|at| load(weights.add(at * WIDTH)));
                let mut from = from.offset(*offset);
                for sums in &mut sums {
                    for (at, sum) in sums.iter_mut().enumerate() {
                        *sum = sum.plus_product(load(from.add(at * WIDTH)), weights[at]);
                    }
                    from = from.wrapping_offset(self.in_stride);
                }
            }
            for (at, sums) in sums.into_iter().enumerate() {
                let to = self.output.offset((point + at) as isize * self.out_stride).add(channel);
                sums.into_iter().enumerate().for_each(|(at, sum)| store(to.add(at * WIDTH), sum));
            }
        }
    }

    /// # Safety
    /// As for [`depthwise`]; the number lies in the run.
    unsafe fn number(&self, point: usize, channel: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let from = self.input.offset(point as isize * self.in_stride).add(channel);
            let mut sum = *self.bias.add(channel);
            for (tap, offset) in self.taps.0.iter().zip(self.taps.1) {
                sum += *self.kernel.add(tap * self.tap_stride + channel) * *from.offset(*offset);
            }
            *self.output.offset(point as isize * self.out_stride).add(channel) = sum;
        }
    }
}
