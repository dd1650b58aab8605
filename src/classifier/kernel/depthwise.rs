//! Depthwise convolution with its clamp, channels last: one filter a channel, so that all channels of a point are computed
//! side by side, and several points at once, so that a weight is loaded once for all of them.

#![allow(unsafe_code, reason = "numbers are read without a check each; a run is checked once, before it starts")]

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;

use super::lanes::{Lanes, WIDTH, load, store};

/// Depthwise convolution of `[1, rows, columns, channels]`. Further inputs: weights `[taps, channels]`, bias `[channels]`,
/// and the two limits of its clamp. Pairs are rows, then columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::classifier) struct Depthwise {
    pub(in crate::classifier) kernel: [usize; 2],
    pub(in crate::classifier) strides: [usize; 2],
    /// Zeros before the first row and column, fewer than the kernel has.
    pub(in crate::classifier) before: [usize; 2],
    /// The output's size.
    pub(in crate::classifier) output: [usize; 2],
}

impl Op for Depthwise {
    fn name(&self) -> StaticName {
        "Depthwise".into()
    }

    op_as_typed_op!();
}

impl TypedOp for Depthwise {
    fn output_facts(&self, inputs: &[&TypedFact]) -> TractResult<TVec<TypedFact>> {
        let [rows, columns] = self.output;
        let channels = inputs[0].shape[3].to_usize()?;
        Ok(tvec!(f32::fact([1, rows, columns, channels])))
    }

    as_op!();
}

impl EvalOp for Depthwise {
    op_out_of_plan!();

    fn eval(&self, _: &EvalContext, inputs: TVec<TValue>) -> TractResult<TVec<TValue>> {
        let (input, weights, bias, limits) = args_4!(inputs);
        let &[1, rows, columns, channels] = input.shape() else { bail!("it takes one picture") };
        let [low, high] = *limits.try_as_plain_ram()?.as_slice::<f32>()? else { bail!("a clamp has two limits") };
        let picture = Picture { values: input.try_as_plain_ram()?.as_slice()?, rows, columns };
        let filters = Filters {
            weights: weights.try_as_plain_ram()?.as_slice()?,
            bias: bias.try_as_plain_ram()?.as_slice()?,
            channels,
            limits: (low, high),
        };
        // SAFETY: `convolve` writes every number and reads none.
        let mut output = unsafe { Tensor::uninitialized::<f32>(&[1, self.output[0], self.output[1], channels])? };
        self.convolve(&picture, &filters, output.try_as_plain_ram_mut()?.as_slice_mut()?);
        Ok(tvec!(output.into_tvalue()))
    }
}

struct Picture<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
}

struct Filters<'a> {
    weights: &'a [f32],
    bias: &'a [f32],
    channels: usize,
    limits: (f32, f32),
}

impl Depthwise {
    fn convolve(&self, picture: &Picture<'_>, filters: &Filters<'_>, out: &mut [f32]) {
        let (width, channels) = (self.output[1], filters.channels);
        // Points whose taps all lie inside, from the first to the end; the others are computed one by one.
        let first = self.before[1].div_ceil(self.strides[1]).min(width);
        let inside = (picture.columns + self.before[1] + self.strides[1]).saturating_sub(self.kernel[1]);
        let end = (inside / self.strides[1]).clamp(first, width);
        let mut taps = Taps::default();
        for (row, out) in out.chunks_exact_mut(width * channels).enumerate() {
            let runs =
                (0..first).map(|at| (at, at + 1)).chain([(first, end)]).chain((end..width).map(|at| (at, at + 1)));
            for (start, end) in runs.filter(|(start, end)| start < end) {
                self.find(&mut taps, picture, channels, (row, start));
                let stride = self.strides[1] * channels;
                let out = &mut out[start * channels..end * channels];
                filters.run(picture.values, &taps, stride, out);
            }
        }
    }

    /// The taps of a point that lie inside the picture.
    fn find(&self, taps: &mut Taps, picture: &Picture<'_>, channels: usize, (row, column): (usize, usize)) {
        taps.0.clear();
        for tap_row in 0..self.kernel[0] {
            for tap_column in 0..self.kernel[1] {
                let row = (row * self.strides[0] + tap_row).wrapping_sub(self.before[0]);
                let column = (column * self.strides[1] + tap_column).wrapping_sub(self.before[1]);
                if row < picture.rows && column < picture.columns {
                    let weight = (tap_row * self.kernel[1] + tap_column) * channels;
                    taps.0.push((weight, (row * picture.columns + column) * channels));
                }
            }
        }
    }
}

/// Where the first point's taps have their weights, and their input.
#[derive(Default)]
struct Taps(Vec<(usize, usize)>);

/// A run of points, `stride` numbers apart in the input.
struct Run<'a> {
    input: &'a [f32],
    filters: &'a Filters<'a>,
    taps: &'a [(usize, usize)],
    stride: usize,
}

impl Filters<'_> {
    /// Computes as many points side by side as `out` holds.
    fn run(&self, input: &[f32], Taps(taps): &Taps, stride: usize, out: &mut [f32]) {
        let (channels, points) = (self.channels, out.len() / self.channels);
        // What the blocks below rely on.
        let last = (points - 1) * stride + channels;
        assert!(taps.iter().all(|(weight, at)| weight + channels <= self.weights.len() && at + last <= input.len()));
        assert!(self.bias.len() == channels && out.len() == points * channels);
        let run = Run { input, filters: self, taps, stride };
        let mut point = 0;
        while point + 4 <= points {
            run.points::<4, 2>(point, out);
            point += 4;
        }
        while point + 2 <= points {
            run.points::<2, 4>(point, out);
            point += 2;
        }
        if point < points {
            run.points::<1, 8>(point, out);
        }
    }
}

impl Run<'_> {
    /// All channels of `POINTS` points, `VECTORS` vectors at a time.
    #[inline(always)]
    fn points<const POINTS: usize, const VECTORS: usize>(&self, point: usize, out: &mut [f32]) {
        let channels = self.filters.channels;
        let mut channel = 0;
        while channel + VECTORS * WIDTH <= channels {
            // SAFETY: the channels exist, and `run` has checked the points.
            unsafe { self.block::<POINTS, VECTORS>(point, channel, out) };
            channel += VECTORS * WIDTH;
        }
        while channel + WIDTH <= channels {
            // SAFETY: as above.
            unsafe { self.block::<POINTS, 1>(point, channel, out) };
            channel += WIDTH;
        }
        for channel in channel..channels {
            for point in point..point + POINTS {
                out[point * channels + channel] = self.number(point, channel);
            }
        }
    }

    /// # Safety
    /// `point + POINTS` points and `channel + VECTORS * WIDTH` channels exist, and [`Filters::run`] has checked the run.
    #[inline(always)]
    unsafe fn block<const POINTS: usize, const VECTORS: usize>(&self, point: usize, channel: usize, out: &mut [f32]) {
        let filters = self.filters;
        let (low, high) = (Lanes::splat(filters.limits.0), Lanes::splat(filters.limits.1));
        // SAFETY: the caller's promise.
        unsafe {
            let bias = filters.bias.as_ptr().add(channel);
            let start: [Lanes; VECTORS] = core::array::from_fn(|at| load(bias.add(at * WIDTH)));
            let mut sums = [start; POINTS];
            for (weight, at) in self.taps {
                let weights = filters.weights.as_ptr().add(weight + channel);
                let weights: [Lanes; VECTORS] = core::array::from_fn(|at| load(weights.add(at * WIDTH)));
                let mut input = self.input.as_ptr().add(at + point * self.stride + channel);
                for sums in &mut sums {
                    for (at, sum) in sums.iter_mut().enumerate() {
                        *sum = sum.plus_product(load(input.add(at * WIDTH)), weights[at]);
                    }
                    input = input.wrapping_add(self.stride);
                }
            }
            for (at, sums) in sums.into_iter().enumerate() {
                let to = out.as_mut_ptr().add((point + at) * filters.channels + channel);
                sums.into_iter().enumerate().for_each(|(at, sum)| store(to.add(at * WIDTH), sum.max(low).min(high)));
            }
        }
    }

    fn number(&self, point: usize, channel: usize) -> f32 {
        let Filters { weights, bias, limits: (low, high), .. } = self.filters;
        let product =
            |(weight, at): &(usize, usize)| weights[weight + channel] * self.input[at + point * self.stride + channel];
        let sum = bias[channel] + self.taps.iter().map(product).sum::<f32>();
        // What is no number stays none, as in a vector.
        let raised = if sum < *low { *low } else { sum };
        if raised > *high { *high } else { raised }
    }
}
