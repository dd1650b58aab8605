//! Sums, products, and what is done to each number by itself.

use tract_onnx::pb::NodeProto;
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;
use tract_onnx::tract_core::ops::binary::TypedBinOp;
use tract_onnx::tract_core::ops::einsum::EinSum;
use tract_onnx::tract_core::ops::math;
use tract_onnx::tract_core::ops::nn::{Softmax, SoftmaxKind, hard_swish, leaky_relu, sigmoid};

use super::constants::{axis, floats};
use super::reader::{Reader, Value, in_our_order, our_axis, unsupported};

impl Reader<'_> {
    pub(super) fn compute(&mut self, node: &NodeProto) -> TractResult<OutletId> {
        let name = node.output.first().context("it has no output")?;
        let attribute = |name: &str, usual: f32| -> TractResult<f32> { Ok(node.get_attr_opt(name)?.unwrap_or(usual)) };
        match node.op_type.as_str() {
            "Add" => self.binary(node, math::add()),
            "Sub" => self.binary(node, math::sub()),
            "Mul" => self.binary(node, math::mul()),
            "Div" => self.binary(node, math::div()),
            "Max" => self.binary(node, math::max()),
            "Min" => self.binary(node, math::min()),
            "Relu" => self.clamp(node, 0.0, f32::INFINITY),
            "Clip" => {
                let low =
                    if Self::lacks(node, 1) { attribute("min", f32::NEG_INFINITY)? } else { self.number(node, 1)? };
                let high = if Self::lacks(node, 2) { attribute("max", f32::INFINITY)? } else { self.number(node, 2)? };
                self.clamp(node, low, high)
            }
            "Sigmoid" => self.unary(node, sigmoid()),
            "Tanh" => self.unary(node, math::tanh()),
            "HardSwish" => self.unary(node, hard_swish()),
            "LeakyRelu" => self.unary(node, leaky_relu(attribute("alpha", 0.01)?)),
            "HardSigmoid" => {
                let input = self.outlet(node, 0)?;
                let slope = self.with_number(&format!("{name}.slope"), math::mul(), input, attribute("alpha", 0.2)?)?;
                let line = self.with_number(&format!("{name}.line"), math::add(), slope, attribute("beta", 0.5)?)?;
                let raised = self.with_number(&format!("{name}.low"), math::max(), line, 0.0)?;
                self.with_number(name, math::min(), raised, 1.0)
            }
            "PRelu" => self.sloped(node),
            "Softmax" | "LogSoftmax" => {
                let input = self.outlet(node, 0)?;
                let rank = self.shape(input)?.len();
                let axis = axis(node.get_attr_opt::<i64>("axis")?.unwrap_or(-1), rank)?;
                let is_log = node.op_type == "LogSoftmax";
                let kind = if is_log { SoftmaxKind::LogSoftmax } else { SoftmaxKind::Softmax };
                let op = Softmax { axes: tvec![our_axis(axis, rank)], quant_output_dt: None, kind };
                self.wire(name, op, &[input])
            }
            "MatMul" => {
                let weights = self.weights(node, 1)?;
                self.product(node, name, weights)
            }
            "Gemm" => self.layer(node),
            _ => unsupported(),
        }
    }

    fn unary(&mut self, node: &NodeProto, op: impl Into<Box<dyn TypedOp>>) -> TractResult<OutletId> {
        let input = self.outlet(node, 0)?;
        self.wire(&node.output[0], op, &[input])
    }

    /// Applies an operator to a value and to one number.
    fn with_number(&mut self, name: &str, op: TypedBinOp, outlet: OutletId, number: f32) -> TractResult<OutletId> {
        let rank = self.model.outlet_fact(outlet)?.rank();
        self.with_numbers(name, op, outlet, Tensor::from_shape(&vec![1; rank], &[number])?)
    }

    fn clamp(&mut self, node: &NodeProto, low: f32, high: f32) -> TractResult<OutletId> {
        let (name, mut outlet) = (&node.output[0], self.outlet(node, 0)?);
        if self.clamps_depthwise(node, outlet, [low, high])? {
            return Ok(outlet);
        }
        if low > f32::NEG_INFINITY {
            let name = if high < f32::INFINITY { &format!("{name}.low") } else { name };
            outlet = self.with_number(name, math::max(), outlet, low)?;
        }
        if high < f32::INFINITY {
            outlet = self.with_number(name, math::min(), outlet, high)?;
        }
        Ok(outlet)
    }

    /// `x` where it is above 0, else `slope × x`.
    fn sloped(&mut self, node: &NodeProto) -> TractResult<OutletId> {
        let (name, input, slopes) = (&node.output[0], self.outlet(node, 0)?, self.weights(node, 1)?);
        let rank = self.model.outlet_fact(input)?.rank();
        let slopes = in_our_order(with_rank(slopes, rank)?)?;
        let above = self.with_number(&format!("{name}.above"), math::max(), input, 0.0)?;
        let below = self.with_number(&format!("{name}.below"), math::min(), input, 0.0)?;
        let below = self.with_numbers(&format!("{name}.slope"), math::mul(), below, slopes)?;
        self.wire(name, math::add(), &[above, below])
    }

    /// An operator on two values, of which the one with fewer axes counts for all of the other's (ONNX's broadcasting).
    fn binary(&mut self, node: &NodeProto, op: TypedBinOp) -> TractResult<OutletId> {
        let [one, other] = node.input.as_slice() else { bail!("only two inputs are supported") };
        let values = [self.value(node, 0)?, self.value(node, 1)?];
        let ranks = [self.rank(&values[0])?, self.rank(&values[1])?];
        let rank = ranks[0].max(ranks[1]);
        let mut outlets = [None; 2];
        for (at, (value, name)) in values.into_iter().zip([one, other]).enumerate() {
            outlets[at] = Some(match value {
                Value::Known(numbers) => {
                    let numbers = in_our_order(with_rank(numbers, rank)?)?;
                    self.constant(format!("{}.{at}.{name}", node.output[0]), numbers)?
                }
                Value::Made(outlet) => {
                    let shape = self.shape(outlet)?;
                    self.reshaped(outlet, &[vec![1; rank - shape.len()], shape].concat())?
                }
            });
        }
        let [Some(one), Some(other)] = outlets else { bail!("an input is missing") };
        self.wire(&node.output[0], op, &[one, other])
    }

    fn rank(&self, value: &Value) -> TractResult<usize> {
        Ok(match value {
            Value::Known(numbers) => numbers.rank(),
            Value::Made(outlet) => self.model.outlet_fact(*outlet)?.rank(),
        })
    }

    /// `[1, inputs]` × `[inputs, outputs]`.
    fn product(&mut self, node: &NodeProto, name: &str, weights: Arc<Tensor>) -> TractResult<OutletId> {
        let input = self.outlet(node, 0)?;
        let shape = self.shape(input)?;
        match (shape.as_slice(), weights.shape()) {
            ([_, inputs], [expected, _]) if inputs == expected => {}
            ([_, inputs], [expected, _]) => bail!("it takes {expected} numbers and gets {inputs}; check input_size"),
            _ => bail!("only products of a row and a table of weights are supported"),
        }
        self.count_work(&[&shape[..], &weights.shape()[1..]].concat())?;
        let product = EinSum::new("mk,kn->mn".parse()?, f32::datum_type());
        self.with_numbers(name, product, input, weights)
    }

    /// A fully connected layer.
    fn layer(&mut self, node: &NodeProto) -> TractResult<OutletId> {
        let flag = |name: &str| -> TractResult<bool> { Ok(node.get_attr_opt::<i64>(name)?.unwrap_or(0) != 0) };
        let factor = |name: &str| -> TractResult<f32> { Ok(node.get_attr_opt(name)?.unwrap_or(1.0)) };
        if flag("transA")? {
            bail!("only products of a row and a table of weights are supported");
        }
        let mut weights = scaled(self.weights(node, 1)?, factor("alpha")?)?;
        if flag("transB")? && weights.rank() == 2 {
            weights = Tensor::clone(&*weights).permute_axes(&[1, 0])?.into_arc_tensor();
        }
        let name = &node.output[0];
        if Self::lacks(node, 2) {
            return self.product(node, name, weights);
        }
        let outputs = weights.shape().last().copied();
        let bias = with_rank(scaled(self.weights(node, 2)?, factor("beta")?)?, 2)?;
        if !matches!(*bias.shape(), [1, numbers] if numbers == 1 || Some(numbers) == outputs) {
            bail!("its bias is for another number of outputs");
        }
        let product = self.product(node, &format!("{name}.product"), weights)?;
        self.with_numbers(name, math::add(), product, bias)
    }

    /// Weights: known floats.
    pub(super) fn weights(&self, node: &NodeProto, at: usize) -> TractResult<Arc<Tensor>> {
        let weights = self.known(node, at)?;
        if weights.datum_type() != f32::datum_type() {
            bail!("its input {} must hold floats", at + 1);
        }
        Ok(weights)
    }

    /// One known number.
    pub(super) fn number(&self, node: &NodeProto, at: usize) -> TractResult<f32> {
        match *floats(&*self.known(node, at)?)? {
            [number] => Ok(number),
            _ => bail!("its input {} must hold one number", at + 1),
        }
    }
}

/// Numbers with further axes of 1 in front.
fn with_rank(numbers: Arc<Tensor>, rank: usize) -> TractResult<Arc<Tensor>> {
    if numbers.rank() >= rank {
        return Ok(numbers);
    }
    let shape = [vec![1; rank - numbers.rank()], numbers.shape().to_vec()].concat();
    Ok(Tensor::clone(&*numbers).into_shape(&shape)?.into_arc_tensor())
}

fn scaled(numbers: Arc<Tensor>, factor: f32) -> TractResult<Arc<Tensor>> {
    if factor == 1.0 {
        return Ok(numbers);
    }
    let scaled: Vec<f32> = floats(&numbers)?.iter().map(|number| number * factor).collect();
    Ok(Tensor::from_shape(numbers.shape(), &scaled)?.into_arc_tensor())
}
