//! Means and maxima: in windows, or over whole axes.

use tract_onnx::pb::NodeProto;
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;
use tract_onnx::tract_core::ops::cnn::{MaxPool, PaddingSpec, SumPool};
use tract_onnx::tract_core::ops::math;
use tract_onnx::tract_core::ops::nn::{Reduce, Reducer};

use super::constants::{axis, integers};
use super::convolution::Window;
use super::reader::{Reader, our_axis};

/// What becomes of many numbers.
#[derive(Clone, Copy)]
enum Reduction {
    Mean,
    Sum,
    Max,
}

impl Reader<'_> {
    pub(super) fn pool(&mut self, node: &NodeProto) -> TractResult<OutletId> {
        let input = self.outlet(node, 0)?;
        let shape = self.shape(input)?;
        let how = match node.op_type.as_str() {
            "GlobalAveragePool" | "ReduceMean" => Reduction::Mean,
            "ReduceSum" => Reduction::Sum,
            _ => Reduction::Max,
        };
        match node.op_type.as_str() {
            "AveragePool" | "MaxPool" => self.windows(node, input, &shape),
            "GlobalAveragePool" | "GlobalMaxPool" => {
                if shape.len() != 4 {
                    bail!("its input is no picture");
                }
                self.reduced(&node.output[0], input, &[2, 3], how)
            }
            _ => {
                let axes = match node.get_attr_opt_tvec::<i64>("axes")? {
                    Some(axes) => axes.to_vec(),
                    None if !Self::lacks(node, 1) => integers(&*self.known(node, 1)?)?,
                    None => (0..shape.len() as i64).collect(),
                };
                let axes = axes.into_iter().map(|of| axis(of, shape.len())).collect::<TractResult<Vec<_>>>()?;
                let reduced = self.reduced(&node.output[0], input, &axes, how)?;
                if node.get_attr_opt::<i64>("keepdims")? != Some(0) {
                    return Ok(reduced);
                }
                let kept = (0..shape.len()).filter(|axis| !axes.contains(axis)).map(|axis| shape[axis]);
                self.reshaped(reduced, &kept.collect::<Vec<_>>())
            }
        }
    }

    /// Mean, sum or maximum over some of the file's axes, which become 1.
    fn reduced(&mut self, name: &str, input: OutletId, axes: &[usize], how: Reduction) -> TractResult<OutletId> {
        let shape = self.shape(input)?;
        let mut ours: TVec<usize> = axes.iter().map(|axis| our_axis(*axis, shape.len())).collect();
        ours.sort_unstable();
        ours.dedup();
        match how {
            Reduction::Max => return self.wire(name, Reduce { axes: ours, reducer: Reducer::Max }, &[input]),
            Reduction::Sum => return self.wire(name, Reduce { axes: ours, reducer: Reducer::Sum }, &[input]),
            Reduction::Mean => {}
        }
        let count: usize = axes.iter().map(|axis| shape[*axis]).product();
        let sum = self.wire(&format!("{name}.sum"), Reduce { axes: ours, reducer: Reducer::Sum }, &[input])?;
        let share = Tensor::from_shape(&vec![1; shape.len()], &[1.0 / count as f32])?;
        self.with_numbers(name, math::mul(), sum, share)
    }

    fn windows(&mut self, node: &NodeProto, input: OutletId, shape: &[usize]) -> TractResult<OutletId> {
        let &[_, channels, height, width] = shape else { bail!("its input is no picture") };
        let kernel = node.get_attr_opt_tvec::<usize>("kernel_shape")?.context("its kernel_shape is missing")?;
        let &[rows, columns] = kernel.as_slice() else { bail!("it is not flat") };
        let window = Window::of(node, [rows, columns], [height, width], false)?;
        let [top, left, bottom, right] = window.pads.unwrap_or_default();
        if top >= rows || bottom >= rows || left >= columns || right >= columns {
            bail!("its padding is as large as its kernel");
        }
        let whole = node.get_attr_opt::<i64>("ceil_mode")? == Some(1);
        let padding = PaddingSpec::ExplicitOnnxPool(tvec![top, left], tvec![bottom, right], whole);
        let pool_spec = window.spec(padding, channels, channels);
        let output = pool_spec.output_facts(&[self.model.outlet_fact(input)?])?;
        let output = output[0].shape.as_concrete().context("its size is unknown")?.to_vec();
        self.count_work(&[&output[..], &[rows, columns]].concat())?;
        if node.op_type == "MaxPool" {
            return self.wire(&node.output[0], MaxPool { pool_spec, with_index_outputs: None }, &[input]);
        }
        let count_include_pad = node.get_attr_opt::<i64>("count_include_pad")? == Some(1);
        self.wire(&node.output[0], SumPool { pool_spec, count_include_pad, normalize: true }, &[input])
    }
}
