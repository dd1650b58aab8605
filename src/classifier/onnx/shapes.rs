//! What changes only the shape of values, or how they are put together.

use tract_onnx::pb::NodeProto;
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;
use tract_onnx::tract_core::ops::array::{Slice, TypedConcat};

use super::constants::{axis, integers};
use super::reader::{Reader, Value, our_axis, unsupported};
use super::{LARGEST_TENSOR, MOST_AXES};

impl Reader<'_> {
    pub(super) fn reshape(&mut self, node: &NodeProto) -> TractResult<Value> {
        let value = self.known(node, 0).map(Value::Known).or_else(|_| self.value(node, 0))?;
        let from = match &value {
            Value::Known(numbers) => numbers.shape().to_vec(),
            Value::Made(outlet) => self.shape(*outlet)?,
        };
        let to: Vec<usize> = match node.op_type.as_str() {
            "Cast" => return cast(node, value),
            "Shape" => {
                let sides: Vec<i64> = from.iter().map(|side| *side as i64).collect();
                return Ok(Value::Known(rctensor1(part(node, &sides)?)));
            }
            "Gather" => return self.gathered(node, &value),
            "Slice" => return self.sliced(node, value),
            "Transpose" => return self.transposed(node, value, from.len()),
            "Flatten" => {
                let at = node.get_attr_opt::<i64>("axis")?.unwrap_or(1);
                let at = if at == from.len() as i64 { from.len() } else { axis(at, from.len())? };
                vec![from[..at].iter().product(), from[at..].iter().product()]
            }
            "Reshape" => reshaped_to(&from, &integers(&*self.known(node, 1)?)?)?,
            "Squeeze" => {
                let axes = self.axes(node)?.map(|axes| absolute(&axes, from.len())).transpose()?;
                let goes = |at: usize| axes.as_ref().map_or(from[at] == 1, |axes| axes.contains(&at));
                (0..from.len()).filter(|at| !goes(*at)).map(|at| from[at]).collect()
            }
            _ => {
                let axes = self.axes(node)?.context("its axes are missing")?;
                let axes = absolute(&axes, from.len() + axes.len())?;
                let mut rest = from.iter();
                let side = |at: usize| if axes.contains(&at) { Some(1) } else { rest.next().copied() };
                (0..from.len() + axes.len()).map_while(side).collect()
            }
        };
        if to.len() > MOST_AXES {
            bail!("its output has more than {MOST_AXES} axes");
        }
        Ok(match value {
            Value::Known(numbers) => Value::Known(Tensor::clone(&*numbers).into_shape(&to)?.into_arc_tensor()),
            Value::Made(outlet) => Value::Made(self.reshaped(outlet, &to)?),
        })
    }

    /// A value with another shape in the file.
    pub(super) fn reshaped(&mut self, outlet: OutletId, to: &[usize]) -> TractResult<OutletId> {
        let from = self.shape(outlet)?;
        if from == to {
            return Ok(outlet);
        }
        if from.iter().product::<usize>() != to.iter().product::<usize>() {
            bail!("{from:?} can't become {to:?}");
        }
        let name = format!("shape{}", self.model.nodes.len());
        match (from.as_slice(), to) {
            // What is pooled to a point lies alike in any order.
            ([1, channels, 1, 1], [1, features]) if channels == features => {
                let row = self.wire(&format!("{name}.rows"), AxisOp::Rm(1), &[outlet])?;
                self.wire(&name, AxisOp::Rm(1), &[row])
            }
            ([1, features], [1, channels, 1, 1]) if channels == features => {
                let row = self.wire(&format!("{name}.rows"), AxisOp::Add(1), &[outlet])?;
                self.wire(&name, AxisOp::Add(1), &[row])
            }
            _ => {
                let outlet = self.in_file_order(outlet)?;
                let sides = |of: &[usize]| of.iter().map(|side| side.to_dim()).collect::<TVec<TDim>>();
                let outlet = self.wire(&name, AxisOp::Reshape(0, sides(&from), sides(to)), &[outlet])?;
                self.in_our_order(outlet)
            }
        }
    }

    fn axes(&self, node: &NodeProto) -> TractResult<Option<Vec<i64>>> {
        let axes = match node.get_attr_opt_tvec::<i64>("axes")? {
            Some(axes) => Some(axes.to_vec()),
            None if Self::lacks(node, 1) => None,
            None => Some(integers(&*self.known(node, 1)?)?),
        };
        if axes.as_ref().is_some_and(|axes| axes.len() > MOST_AXES) {
            bail!("it names more than {MOST_AXES} axes");
        }
        Ok(axes)
    }

    fn transposed(&mut self, node: &NodeProto, value: Value, rank: usize) -> TractResult<Value> {
        let order = match node.get_attr_opt_tvec::<i64>("perm")? {
            Some(order) => absolute(&order, rank)?,
            None => (0..rank).rev().collect(),
        };
        if order.len() != rank || (0..rank).any(|axis| !order.contains(&axis)) {
            bail!("its order names not each axis once");
        }
        match value {
            Value::Known(numbers) => Ok(Value::Known(Tensor::clone(&*numbers).permute_axes(&order)?.into_arc_tensor())),
            Value::Made(outlet) => {
                let mut outlet = self.in_file_order(outlet)?;
                // Axes go to the end in the order in which they are wanted, one move each.
                let mut axes: Vec<usize> = (0..rank).collect();
                for (step, wanted) in order.iter().enumerate() {
                    let at = axes.iter().position(|axis| axis == wanted).context("its order is wrong")?;
                    axes.remove(at);
                    axes.push(*wanted);
                    if at + 1 < rank {
                        let name = format!("{}.axis{step}", node.output[0]);
                        outlet = self.wire(&name, AxisOp::Move(at, rank - 1), &[outlet])?;
                    }
                }
                Ok(Value::Made(self.in_our_order(outlet)?))
            }
        }
    }

    /// Single numbers out of a list: arithmetic on shapes.
    fn gathered(&self, node: &NodeProto, value: &Value) -> TractResult<Value> {
        let (Value::Known(list), Ok(places)) = (value, self.known(node, 1)) else { return unsupported() };
        if list.rank() != 1 {
            return unsupported();
        }
        let numbers = integers(list)?;
        let at = |place: i64| Ok(numbers[axis(place, numbers.len())?]);
        let picked = integers(&places)?.into_iter().map(at).collect::<TractResult<Vec<i64>>>()?;
        Ok(Value::Known(Tensor::from_shape(places.shape(), &picked)?.into_arc_tensor()))
    }

    fn sliced(&mut self, node: &NodeProto, value: Value) -> TractResult<Value> {
        let list = |name: &str, at: usize| -> TractResult<Option<Vec<i64>>> {
            match node.get_attr_opt_tvec::<i64>(name)? {
                Some(list) => Ok(Some(list.to_vec())),
                None if Self::lacks(node, at) => Ok(None),
                None => Ok(Some(integers(&*self.known(node, at)?)?)),
            }
        };
        let (starts, ends) = (list("starts", 1)?.context("no start")?, list("ends", 2)?.context("no end")?);
        let axes = list("axes", 3)?.unwrap_or_else(|| (0..starts.len() as i64).collect());
        if list("steps", 4)?.is_some_and(|steps| steps.iter().any(|step| *step != 1)) {
            bail!("only steps of 1 are supported");
        }
        if starts.len() != ends.len() || axes.len() != starts.len() || axes.len() > MOST_AXES {
            bail!("its starts and ends don't fit together");
        }
        let mut outlet = match value {
            Value::Made(outlet) => outlet,
            Value::Known(numbers) if numbers.rank() == 1 && starts.len() == 1 => {
                let (start, end) = range(starts[0], ends[0], numbers.len());
                return Ok(Value::Known(numbers.slice(0, start, end)?.into_arc_tensor()));
            }
            Value::Known(_) => return unsupported(),
        };
        for (at, ((start, end), of)) in starts.into_iter().zip(ends).zip(axes).enumerate() {
            let shape = self.shape(outlet)?;
            let axis = axis(of, shape.len())?;
            let (start, end) = range(start, end, shape[axis]);
            outlet = self.slice(&format!("{}.slice{at}", node.output[0]), outlet, axis, start, end)?;
        }
        Ok(Value::Made(outlet))
    }

    fn slice(&mut self, name: &str, of: OutletId, axis: usize, start: usize, end: usize) -> TractResult<OutletId> {
        let shape = self.shape(of)?;
        if start >= end || end > shape[axis] {
            bail!("a part of it is empty, or outside");
        }
        if end - start == shape[axis] {
            return Ok(of);
        }
        self.wire(name, Slice::new(our_axis(axis, shape.len()), start, end), &[of])
    }

    pub(super) fn split(&mut self, node: &NodeProto) -> TractResult<Vec<Value>> {
        let outlet = self.outlet(node, 0)?;
        let shape = self.shape(outlet)?;
        let axis = axis(node.get_attr_opt::<i64>("axis")?.unwrap_or(0), shape.len())?;
        let sizes = match node.get_attr_opt_tvec::<i64>("split")? {
            Some(sizes) => sizes.to_vec(),
            None if !Self::lacks(node, 1) => integers(&*self.known(node, 1)?)?,
            None => {
                let size = shape[axis].div_ceil(node.output.len().max(1));
                (0..node.output.len()).map(|at| shape[axis].saturating_sub(at * size).min(size) as i64).collect()
            }
        };
        if sizes.len() != node.output.len() {
            bail!("its parts don't fit together");
        }
        let mut start = 0_usize;
        let mut part = |(size, name): (i64, &String)| {
            let end = start.saturating_add(usize::try_from(size)?);
            let part = self.slice(name, outlet, axis, start, end)?;
            start = end;
            Ok(Value::Made(part))
        };
        sizes.into_iter().zip(&node.output).map(&mut part).collect()
    }

    pub(super) fn concatenation(&mut self, node: &NodeProto) -> TractResult<Value> {
        let stated = node.get_attr_opt::<i64>("axis")?.context("its axis is missing")?;
        let known: Vec<_> = (0..node.input.len()).map_while(|at| self.known(node, at).ok()).collect();
        if known.len() == node.input.len() && known.iter().all(|list| list.rank() == 1) {
            if known
                .iter()
                .try_fold(0, |sum: usize, list| sum.checked_add(list.len()))
                .is_none_or(|sum| sum > LARGEST_TENSOR)
            {
                bail!("its output is too large");
            }
            return Ok(Value::Known(Tensor::stack_tensors(0, &known)?.into_arc_tensor()));
        }
        let outlets = (0..node.input.len()).map(|at| self.outlet(node, at)).collect::<TractResult<Vec<_>>>()?;
        let shapes = outlets.iter().map(|outlet| self.shape(*outlet)).collect::<TractResult<Vec<_>>>()?;
        let first = shapes.first().context("it has no inputs")?;
        let axis = axis(stated, first.len())?;
        let fits = |shape: &Vec<usize>| {
            shape.len() == first.len() && (0..first.len()).all(|at| at == axis || shape[at] == first[at])
        };
        if !shapes.iter().all(fits) {
            bail!("its inputs have different sizes");
        }
        let op = TypedConcat::new(our_axis(axis, first.len()));
        Ok(Value::Made(self.wire(&node.output[0], op, &outlets)?))
    }
}

/// Floats of any width are ours, and so are integers.
fn cast(node: &NodeProto, value: Value) -> TractResult<Value> {
    // TensorProto.DataType: FLOAT 1, FLOAT16 10, DOUBLE 11; INT32 6, INT64 7.
    let to_floats = match node.get_attr_opt::<i64>("to")? {
        Some(1 | 10 | 11) => true,
        Some(6 | 7) => false,
        _ => bail!("only floats and whole numbers are supported"),
    };
    match value {
        Value::Known(numbers) if to_floats => {
            Ok(Value::Known(numbers.cast_to::<f32>()?.into_owned().into_arc_tensor()))
        }
        Value::Known(numbers) => Ok(Value::Known(numbers.cast_to::<i64>()?.into_owned().into_arc_tensor())),
        Value::Made(_) if !to_floats => bail!("a picture can't become whole numbers"),
        made => Ok(made),
    }
}

/// From `start` to `end`, both perhaps counted from the end, or beyond it.
fn range(start: i64, end: i64, side: usize) -> (usize, usize) {
    let place = |at: i64| if at < 0 { side.saturating_sub(at.unsigned_abs() as usize) } else { side.min(at as usize) };
    (place(start), place(end))
}

/// The sides that a `Shape` operator asks for.
fn part<'a>(node: &NodeProto, sides: &'a [i64]) -> TractResult<&'a [i64]> {
    let (start, end) = (node.get_attr_opt::<i64>("start")?, node.get_attr_opt::<i64>("end")?);
    let (start, end) = range(start.unwrap_or(0), end.unwrap_or(i64::MAX), sides.len());
    sides.get(start..end).context("it asks for no side")
}

/// A `Reshape` operator's target: 0 keeps a side, −1 is what is left.
fn reshaped_to(from: &[usize], to: &[i64]) -> TractResult<Vec<usize>> {
    let side = |(at, side): (usize, &i64)| match side {
        -1 => Ok(1),
        0 => from.get(at).copied().context("it keeps a side that isn't there"),
        side => Ok(usize::try_from(*side)?),
    };
    let mut shape = to.iter().enumerate().map(side).collect::<TractResult<Vec<usize>>>()?;
    if let Some(at) = to.iter().position(|side| *side == -1) {
        let known = shape.iter().try_fold(1_usize, |volume, side| volume.checked_mul(*side)).filter(|known| *known > 0);
        shape[at] = from.iter().product::<usize>() / known.context("its shape is too large")?;
    }
    let volume = shape.iter().try_fold(1_usize, |volume, side| volume.checked_mul(*side));
    volume.filter(|volume| *volume <= LARGEST_TENSOR).context("its shape is too large")?;
    Ok(shape)
}

fn absolute(axes: &[i64], rank: usize) -> TractResult<Vec<usize>> {
    axes.iter().map(|of| axis(*of, rank)).collect()
}
