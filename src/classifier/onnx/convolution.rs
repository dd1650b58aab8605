//! Convolutions, and what belongs to them: padding, batch normalisation, the clamp after them.

use tract_onnx::pb::NodeProto;
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;
use tract_onnx::tract_core::ops::array::{Pad, PadMode};
use tract_onnx::tract_core::ops::cnn::{Conv, KernelFormat, PaddingSpec, PoolSpec};
use tract_onnx::tract_core::ops::math;
use tract_onnx::tract_core::ops::nn::DataFormat;

use super::LARGEST_SPREAD;
use super::constants::{floats, integers};
use super::reader::{Reader, Value, our_axis};
use crate::classifier::kernel::Depthwise;

/// Largest kernel, stride, dilation and padding.
const FARTHEST: usize = 1024;
/// Largest side of a kernel that padding goes with: tract makes a list of taps for each way in which a kernel can stand over
/// the edge.
const WIDEST_PADDED: usize = 31;

/// The padding that an operator spells out: above, to the left, below, to the right.
pub(super) fn pads(node: &NodeProto) -> TractResult<Option<[usize; 4]>> {
    if automatic(node)?.is_some() {
        return Ok(None);
    }
    let pads = node.get_attr_opt_tvec::<usize>("pads")?;
    let pads: Option<[usize; 4]> = pads.map(|pads| pads.as_slice().try_into()).transpose()?;
    if pads.is_some_and(|pads| pads.iter().any(|pad| *pad > FARTHEST)) {
        bail!("its padding is too large");
    }
    Ok(pads)
}

/// The rule by which an operator leaves its padding to us.
fn automatic(node: &NodeProto) -> TractResult<Option<&str>> {
    Ok(node.get_attr_opt::<&str>("auto_pad")?.filter(|rule| !matches!(*rule, "" | "NOTSET")))
}

/// How a kernel goes over a picture. Pairs are rows, then columns.
pub(super) struct Window {
    pub(super) kernel: [usize; 2],
    pub(super) strides: Option<TVec<usize>>,
    pub(super) dilations: Option<TVec<usize>>,
    pub(super) pads: Option<[usize; 4]>,
}

impl Window {
    /// Reads and checks an operator's attributes, for a picture of so many rows and columns.
    pub(super) fn of(node: &NodeProto, kernel: [usize; 2], sides: [usize; 2], is_padded: bool) -> TractResult<Self> {
        let list = |name: &str| -> TractResult<Option<TVec<usize>>> {
            let list = node.get_attr_opt_tvec::<usize>(name)?;
            if list.as_ref().is_some_and(|of| of.len() != 2 || of.iter().any(|step| !(1..=FARTHEST).contains(step))) {
                bail!("its {name} make no sense for a picture");
            }
            Ok(list)
        };
        let (strides, dilations) = (list("strides")?, list("dilations")?);
        let mut window = Self { kernel, strides, dilations, pads: pads(node)?.filter(|_| !is_padded) };
        if kernel.iter().any(|side| !(1..=FARTHEST).contains(side)) {
            bail!("its kernel is empty or too large");
        }
        match automatic(node)? {
            None | Some("VALID") => {}
            Some(rule @ ("SAME_UPPER" | "SAME_LOWER")) => {
                let total = |axis: usize| {
                    let stride = window.stride(axis);
                    ((sides[axis].div_ceil(stride) - 1) * stride + window.field(axis)).saturating_sub(sides[axis])
                };
                let less = [total(0) / 2, total(1) / 2];
                let more = [total(0) - less[0], total(1) - less[1]];
                let [before, after] = if rule == "SAME_UPPER" { [less, more] } else { [more, less] };
                window.pads = Some([before[0], before[1], after[0], after[1]]);
            }
            Some(_) => bail!("its auto_pad isn't supported"),
        }
        let [top, left, bottom, right] = window.pads.unwrap_or_default();
        let whole = node.get_attr_opt::<i64>("ceil_mode")? == Some(1);
        if (whole || top + left + bottom + right > 0) && kernel.iter().any(|side| *side > WIDEST_PADDED) {
            bail!("its kernel is too large for padding");
        }
        if window.field(0) > sides[0] + top + bottom || window.field(1) > sides[1] + left + right {
            bail!("its kernel is larger than the picture there; a larger input_size may help");
        }
        Ok(window)
    }

    fn stride(&self, axis: usize) -> usize {
        self.strides.as_ref().map_or(1, |strides| strides[axis])
    }

    fn dilation(&self, axis: usize) -> usize {
        self.dilations.as_ref().map_or(1, |dilations| dilations[axis])
    }

    /// Pixels from a kernel's first tap to its last.
    fn field(&self, axis: usize) -> usize {
        (self.kernel[axis] - 1) * self.dilation(axis) + 1
    }

    /// The same in tract's words.
    pub(super) fn spec(self, padding: PaddingSpec, input_channels: usize, output_channels: usize) -> PoolSpec {
        PoolSpec {
            data_format: DataFormat::NHWC,
            kernel_shape: tvec![self.kernel[0], self.kernel[1]],
            padding,
            dilations: self.dilations,
            strides: self.strides,
            input_channels,
            output_channels,
        }
    }
}

/// Factor and term of each channel.
struct Scaling(Vec<(f32, f32)>);

impl<'a> Reader<'a> {
    pub(super) fn convolve(&mut self, node: &'a NodeProto) -> TractResult<Value> {
        match node.op_type.as_str() {
            "Conv" => Ok(Value::Made(self.convolution(node)?)),
            "Pad" => self.padding(node),
            _ if self.folded.contains(node.output[0].as_str()) => self.value(node, 0),
            _ => self.scaled(node),
        }
    }

    fn convolution(&mut self, node: &'a NodeProto) -> TractResult<OutletId> {
        let (name, input, mut weights) = (&node.output[0], self.outlet(node, 0)?, self.weights(node, 1)?);
        let &[output_channels, channels_in_group, rows, columns] = weights.shape() else { bail!("it is not flat") };
        let &[_, channels, height, width] = self.shape(input)?.as_slice() else { bail!("its input is no picture") };
        let group = node.get_attr_opt::<usize>("group")?.unwrap_or(1);
        let fits = group.checked_mul(channels_in_group) == Some(channels) && output_channels.is_multiple_of(group);
        if !fits || output_channels == 0 {
            bail!("its weights are for another number of channels");
        }
        let mut bias = if Self::lacks(node, 2) { rctensor0(0.0_f32) } else { self.weights(node, 2)? };
        if bias.len() != output_channels && bias.len() != 1 {
            bail!("its bias is for another number of channels");
        }
        if let Some(scaling) = self.foldable(node, output_channels)? {
            (weights, bias) = scaling.folded(&weights, &bias)?;
        }
        let window = Window::of(node, [rows, columns], [height, width], self.padded_input == Some(input))?;
        let padding = match window.pads {
            Some([top, left, bottom, right]) => PaddingSpec::Explicit(tvec![top, left], tvec![bottom, right]),
            None => PaddingSpec::Valid,
        };
        let near = window.pads.is_none_or(|[top, left, ..]| top < rows && left < columns);
        let dense = (0..2).all(|axis| window.dilation(axis) == 1);
        let pool_spec = window.spec(padding, channels, output_channels);
        let output = pool_spec.output_facts(&[self.model.outlet_fact(input)?])?;
        let positions = output[0].shape.as_concrete().and_then(|shape| shape[1].checked_mul(shape[2]));
        let positions = positions.context("its output is too large")?;
        self.count_work(&[positions, weights.len()])?;
        let spread = [channels, rows, columns, positions].iter().fold(1_u64, |all, of| all.saturating_mul(*of as u64));
        if group > 1 && channels_in_group > 1 && spread > LARGEST_SPREAD {
            bail!("it takes too much memory");
        }
        if group == output_channels && channels_in_group == 1 && dense && near {
            return self.depthwise(name, input, &pool_spec, [weights, bias]);
        }
        let weights = self.constant(format!("{name}.weights"), weights)?;
        let bias = self.constant(format!("{name}.bias"), bias)?;
        let op = Conv { pool_spec, kernel_fmt: KernelFormat::OIHW, group, q_params: None };
        self.wire(name, op, &[input, weights, bias])
    }

    fn depthwise(
        &mut self,
        name: &str,
        input: OutletId,
        pool_spec: &PoolSpec,
        [weights, bias]: [Arc<Tensor>; 2],
    ) -> TractResult<OutletId> {
        let fact = pool_spec.output_facts(&[self.model.outlet_fact(input)?])?;
        let output = fact[0].shape.as_concrete().context("its size is unknown")?;
        let pair = |of: &[usize]| [of[0], of[1]];
        let op = Depthwise {
            kernel: pair(&pool_spec.kernel_shape),
            strides: pair(&pool_spec.strides()),
            before: match &pool_spec.padding {
                PaddingSpec::Explicit(before, _) => pair(before),
                _ => [0, 0],
            },
            output: [output[1], output[2]],
        };
        let channels = pool_spec.output_channels;
        // One channel after another → one tap after another.
        let weights =
            Tensor::clone(&*weights).into_shape(&[channels, op.kernel[0] * op.kernel[1]])?.permute_axes(&[1, 0])?;
        let bias = bias.broadcast_to_shape(&[channels])?;
        let weights = self.constant(format!("{name}.weights"), weights)?;
        let bias = self.constant(format!("{name}.bias"), bias)?;
        let limits = self.constant(format!("{name}.limits"), tensor1(&[f32::NEG_INFINITY, f32::INFINITY]))?;
        self.wire(name, op, &[input, weights, bias, limits])
    }

    /// Lets a depthwise convolution clamp its own output, if that is what this operator does and no other wants it plain.
    pub(super) fn clamps_depthwise(
        &mut self,
        node: &NodeProto,
        outlet: OutletId,
        limits: [f32; 2],
    ) -> TractResult<bool> {
        if self.model.node(outlet.node).op_as::<Depthwise>().is_none() || self.only_user(&node.input[0]).is_none() {
            return Ok(false);
        }
        let clamped = self.model.outlet_fact(self.model.node(outlet.node).inputs[3])?.konst.clone();
        if clamped
            .is_some_and(|limits| floats(&limits).is_ok_and(|limits| limits.iter().any(|limit| limit.is_finite())))
        {
            return Ok(false);
        }
        let limits = self.constant(format!("{}.limits", node.output[0]), tensor1(&limits))?;
        self.model.add_edge(limits, InletId::new(outlet.node, 3))?;
        Ok(true)
    }

    /// A batch normalisation: `scale × (x − mean) ÷ √(variance + ε) + bias`.
    fn scaling(&self, node: &NodeProto, channels: usize) -> TractResult<Scaling> {
        let numbers = |at: usize| -> TractResult<Vec<f32>> {
            let numbers = floats(&*self.weights(node, at)?)?;
            if numbers.len() != channels {
                bail!("its numbers are for another number of channels");
            }
            Ok(numbers)
        };
        let (scale, bias, mean, variance) = (numbers(1)?, numbers(2)?, numbers(3)?, numbers(4)?);
        let epsilon = node.get_attr_opt::<f32>("epsilon")?.unwrap_or(1e-5);
        let channel = |at: usize| {
            let factor = scale[at] / (variance[at] + epsilon).sqrt();
            (factor, bias[at] - mean[at] * factor)
        };
        Ok(Scaling((0..channels).map(channel).collect()))
    }

    /// The batch normalisation that alone uses a convolution's output, and from now on is part of it.
    fn foldable(&mut self, node: &'a NodeProto, channels: usize) -> TractResult<Option<Scaling>> {
        let user = self.only_user(&node.output[0]).filter(|user| {
            user.op_type == "BatchNormalization"
                && user.input.first() == Some(&node.output[0])
                && !user.output.is_empty()
        });
        let Some(user) = user else { return Ok(None) };
        let scaling = self.scaling(user, channels)?;
        self.folded.insert(&user.output[0]);
        Ok(Some(scaling))
    }

    /// A batch normalisation by itself.
    fn scaled(&mut self, node: &NodeProto) -> TractResult<Value> {
        let (name, input) = (&node.output[0], self.outlet(node, 0)?);
        let shape = self.shape(input)?;
        let channels = *shape.get(1).context("its input has no channels")?;
        let mut ours = vec![1; shape.len()];
        ours[our_axis(1, shape.len())] = channels;
        let (factors, terms): (Vec<f32>, Vec<f32>) = self.scaling(node, channels)?.0.into_iter().unzip();
        let factors = Tensor::from_shape(&ours, &factors)?;
        let product = self.with_numbers(&format!("{name}.scaled"), math::mul(), input, factors)?;
        Ok(Value::Made(self.with_numbers(name, math::add(), product, Tensor::from_shape(&ours, &terms)?)?))
    }

    fn padding(&mut self, node: &NodeProto) -> TractResult<Value> {
        let pads = match node.get_attr_opt_tvec::<i64>("pads")? {
            Some(pads) => pads.to_vec(),
            None => integers(&*self.known(node, 1)?)?,
        };
        if pads.iter().all(|pad| *pad == 0) {
            return self.value(node, 0);
        }
        let input = self.outlet(node, 0)?;
        let rank = self.shape(input)?.len();
        let allowed = |pad: &i64| usize::try_from(*pad).is_ok_and(|pad| pad <= FARTHEST);
        if pads.len() != 2 * rank || !pads.iter().all(allowed) || !Self::lacks(node, 3) {
            bail!("only padding that adds to each side is supported");
        }
        let mode = match node.get_attr_opt::<&str>("mode")?.unwrap_or("constant") {
            "constant" => {
                let value = node.get_attr_opt::<f32>("value")?.unwrap_or_default();
                let value = if Self::lacks(node, 2) { value } else { self.number(node, 2)? };
                PadMode::Constant(rctensor0(value))
            }
            "edge" => PadMode::Edge,
            _ => bail!("only padding with one value or with the edge is supported"),
        };
        let mut ours = vec![(0, 0); rank];
        for axis in 0..rank {
            ours[our_axis(axis, rank)] = (pads[axis] as usize, pads[axis + rank] as usize);
        }
        Ok(Value::Made(self.wire(&node.output[0], Pad { pads: ours, mode }, &[input])?))
    }
}

impl Scaling {
    /// A convolution's weights and bias with the scaling in them.
    fn folded(&self, weights: &Tensor, bias: &Tensor) -> TractResult<(Arc<Tensor>, Arc<Tensor>)> {
        let (numbers, biases) = (floats(weights)?, floats(bias)?);
        let filter = numbers.len() / self.0.len();
        let scaled = |(at, number): (usize, &f32)| number * self.0[at / filter].0;
        let numbers: Vec<f32> = numbers.iter().enumerate().map(scaled).collect();
        let biases = biases.iter().cycle().zip(&self.0).map(|(bias, (factor, term))| bias * factor + term);
        Ok((Tensor::from_shape(weights.shape(), &numbers)?.into_arc_tensor(), rctensor1(&biases.collect::<Vec<f32>>())))
    }
}
