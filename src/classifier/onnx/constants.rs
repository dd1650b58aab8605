//! The numbers that a file holds: weights, and sizes.

use tract_onnx::pb::tensor_proto::DataType;
use tract_onnx::pb::{NodeProto, TensorProto};
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;

use super::reader::shortened;
use super::{LARGEST_TENSOR, MOST_AXES};

/// A tensor: floats of any width as 32 bits, integers as 64.
pub(super) fn tensor_of(tensor: &TensorProto) -> TractResult<Arc<Tensor>> {
    let name = shortened(&tensor.name);
    if !tensor.external_data.is_empty() {
        bail!("its weights are in a second file; export it again as one file (in PyTorch: external_data=False)");
    }
    let shape: Vec<usize> = tensor.dims.iter().map(|side| usize::try_from(*side)).collect::<Result<_, _>>()?;
    // As if no side were 0: later shapes are made of the others.
    let largest = shape.iter().try_fold(1_usize, |volume, side| volume.checked_mul((*side).max(1)));
    if shape.len() > MOST_AXES || largest.is_none_or(|largest| largest > LARGEST_TENSOR) {
        bail!("{name} is too large");
    }
    let volume = shape.iter().product();
    let raw = &tensor.raw_data;
    let in_int32 = || tensor.int32_data.iter();
    match DataType::try_from(tensor.data_type) {
        Ok(DataType::Float) => {
            filled(&name, &shape, volume, raw, f32::from_le_bytes, tensor.float_data.iter().copied())
        }
        Ok(DataType::Float16) => {
            let half = |bits: u16| f16::from_bits(bits).to_f32();
            let numbers = in_int32().map(|bits| half(*bits as u16));
            filled(&name, &shape, volume, raw, |bytes| half(u16::from_le_bytes(bytes)), numbers)
        }
        Ok(DataType::Double) => {
            let numbers = tensor.double_data.iter().map(|number| *number as f32);
            filled(&name, &shape, volume, raw, |bytes| f64::from_le_bytes(bytes) as f32, numbers)
        }
        Ok(DataType::Int64) => {
            filled(&name, &shape, volume, raw, i64::from_le_bytes, tensor.int64_data.iter().copied())
        }
        Ok(DataType::Int32) => {
            let numbers = in_int32().map(|number| i64::from(*number));
            filled(&name, &shape, volume, raw, |bytes| i64::from(i32::from_le_bytes(bytes)), numbers)
        }
        _ => bail!(
            "the numbers of {name} are neither floats nor integers of 32 or 64 bits; export it without quantisation"
        ),
    }
}

/// Numbers from the raw bytes, or from the list where there are none.
fn filled<T: Datum + Copy, const BYTES: usize>(
    name: &str,
    shape: &[usize],
    volume: usize,
    raw: &[u8],
    number: impl Fn([u8; BYTES]) -> T,
    listed: impl ExactSizeIterator<Item = T>,
) -> TractResult<Arc<Tensor>> {
    let (chunks, rest) = raw.as_chunks();
    let numbers: Vec<T> =
        if raw.is_empty() { listed.collect() } else { chunks.iter().map(|bytes| number(*bytes)).collect() };
    if numbers.len() != volume || !rest.is_empty() {
        bail!("the file is cut off or damaged: {name} is incomplete");
    }
    Ok(Tensor::from_shape(shape, &numbers)?.into_arc_tensor())
}

/// What a `Constant` operator holds.
pub(super) fn constant_of(node: &NodeProto) -> TractResult<Arc<Tensor>> {
    let attribute = node.attribute.first().context("it holds nothing")?;
    Ok(match attribute.name.as_str() {
        "value" => return tensor_of(attribute.t.as_ref().context("it holds nothing")?),
        "value_float" => rctensor0(attribute.f),
        "value_int" => rctensor0(attribute.i),
        "value_floats" => rctensor1(&attribute.floats),
        "value_ints" => rctensor1(&attribute.ints),
        _ => bail!("it holds no numbers"),
    })
}

/// A list of integers, or a single one.
pub(super) fn integers(tensor: &Tensor) -> TractResult<Vec<i64>> {
    Ok(tensor.cast_to::<i64>()?.to_plain_array_view::<i64>()?.iter().copied().collect())
}

/// A list of floats, or a single one.
pub(super) fn floats(tensor: &Tensor) -> TractResult<Vec<f32>> {
    Ok(tensor.cast_to::<f32>()?.to_plain_array_view::<f32>()?.iter().copied().collect())
}

/// An axis that may count from the end.
pub(super) fn axis(axis: i64, rank: usize) -> TractResult<usize> {
    let from_start = if axis < 0 { axis + rank as i64 } else { axis };
    usize::try_from(from_start).ok().filter(|axis| *axis < rank).with_context(|| format!("it has no axis {axis}"))
}
