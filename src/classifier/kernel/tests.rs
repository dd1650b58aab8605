//! The kernels against sums written out, driven by tract as it drives them in a network.

#![allow(unsafe_code, reason = "tract's own interface")]

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::{EvalContext, EvalOp};
use tract_onnx::tract_core::tract_linalg::BinOp;
use tract_onnx::tract_core::tract_linalg::mmm::{AsInputValue, DynKernel, FusedSpec, MatMatMul};
use tract_onnx::tract_core::tract_linalg::pack::Packing;

use super::Depthwise;
use super::{gemm, steps};

/// Sizes below, at and above each tile's, and of several tiles.
const SIZES: [usize; 14] = [1, 2, 3, 5, 7, 8, 11, 12, 13, 16, 17, 24, 25, 37];
const DEPTHS: [usize; 4] = [1, 2, 9, 40];
const OPERATIONS: [BinOp; 6] = [BinOp::Min, BinOp::Max, BinOp::Add, BinOp::Mul, BinOp::Sub, BinOp::SubF];
const LOW: f32 = -0.5;
const HIGH: f32 = 1.5;

fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..count).map(|_| random.f32() * 2.0 - 1.0).collect()
}

fn tensor(shape: &[usize], values: &[f32]) -> Tensor {
    Tensor::from_shape(shape, values).unwrap()
}

fn kernel<const TILE: usize, const ACROSS: usize, const VECTORS: usize>() -> Box<dyn MatMatMul> {
    let packing = || f32::packing(TILE).align(16);
    let run = gemm::tile::<TILE, ACROSS, VECTORS>;
    DynKernel::<TILE, TILE, f32>::new("under test", run, packing(), packing()).with_can_fuse(steps::can_fuse).mmm()
}

fn kernels() -> [Box<dyn MatMatMul>; 4] {
    [kernel::<8, 4, 2>(), kernel::<12, 3, 3>(), kernel::<16, 4, 2>(), kernel::<24, 3, 3>()]
}

/// What is applied after a product.
#[derive(Clone, Copy, Debug)]
enum After {
    /// A number for each row, then a clamp: a convolution with ReLU6.
    RowsAndClamp,
    /// A number for each column, then another matrix: a convolution with a shortcut.
    ColumnsAndMatrix,
    /// One operation three times: with a number, with one for each row, with one for each column.
    Each(BinOp),
}

/// C = A · B and what comes after, by tract with this kernel; `turned`: C's rows are the contiguous side.
fn computed(kernel: &dyn MatMatMul, [m, k, n]: [usize; 3], after: After, turned: bool) -> Vec<f32> {
    let (a, b) = (tensor(&[m, k], &numbers(m * k, 1)), tensor(&[k, n], &numbers(k * n, 2)));
    let (rows, columns) = (tensor(&[m], &numbers(m, 3)), tensor(&[n], &numbers(n, 4)));
    let (low, high) = (Tensor::from(LOW), Tensor::from(HIGH));
    let shape = if turned { [n, m] } else { [m, n] };
    let (m_axis, n_axis) = if turned { (1, 0) } else { (0, 1) };
    let other = tensor(&shape, &numbers(m * n, 5));
    let c = tensor(&shape, &vec![f32::NAN; m * n]);
    let (left, right) = &kernel.packings()[0];
    let (left, right) = (left.prepare_one(&a, 1, 0).unwrap(), right.prepare_one(&b, 0, 1).unwrap());
    // SAFETY: the views have the product's shape and live as long as the call.
    unsafe {
        let view = kernel.c_view(Some(m_axis), Some(n_axis));
        let (add, store) = (view.wrap(&other.view()), view.wrap(&c.view()));
        let mut steps = vec![FusedSpec::AddMatMul {
            a: AsInputValue::Borrowed(&*left),
            b: AsInputValue::Borrowed(&*right),
            packing: 0,
        }];
        match after {
            After::RowsAndClamp => steps.extend([
                FusedSpec::BinPerRow(rows.view(), BinOp::Add),
                FusedSpec::BinScalar(&low, BinOp::Max),
                FusedSpec::BinScalar(&high, BinOp::Min),
            ]),
            After::ColumnsAndMatrix => {
                steps.extend([FusedSpec::BinPerCol(columns.view(), BinOp::Add), FusedSpec::AddUnicast(add)]);
            }
            After::Each(op) => steps.extend([
                FusedSpec::BinScalar(&low, op),
                FusedSpec::BinPerRow(rows.view(), op),
                FusedSpec::BinPerCol(columns.view(), op),
            ]),
        }
        steps.push(FusedSpec::Store(store));
        kernel.run(m, n, &steps).unwrap();
    }
    c.to_plain_array_view::<f32>().unwrap().iter().copied().collect()
}

/// The same, written out.
fn expected([m, k, n]: [usize; 3], after: After, turned: bool) -> Vec<f32> {
    let (a, b) = (numbers(m * k, 1), numbers(k * n, 2));
    let (rows, columns, other) = (numbers(m, 3), numbers(n, 4), numbers(m * n, 5));
    let number = |row: usize, column: usize, at: usize| {
        let product: f64 = (0..k).map(|i| f64::from(a[row * k + i]) * f64::from(b[i * n + column])).sum();
        let (product, by_row, by_column) = (product as f32, rows[row], columns[column]);
        match after {
            After::RowsAndClamp => (product + by_row).clamp(LOW, HIGH),
            After::ColumnsAndMatrix => product + by_column + other[at],
            After::Each(op) => [LOW, by_row, by_column].into_iter().fold(product, |number, by| match op {
                BinOp::Min => number.min(by),
                BinOp::Max => number.max(by),
                BinOp::Add => number + by,
                BinOp::Mul => number * by,
                BinOp::Sub => by - number,
                BinOp::SubF => number - by,
            }),
        }
    };
    if turned {
        (0..m * n).map(|at| number(at % m, at / m, at)).collect()
    } else {
        (0..m * n).map(|at| number(at / n, at % n, at)).collect()
    }
}

#[test]
fn products_of_all_edge_sizes_are_right() {
    for kernel in kernels() {
        for m in SIZES {
            for n in SIZES {
                for k in DEPTHS {
                    for after in
                        [After::RowsAndClamp, After::ColumnsAndMatrix].into_iter().chain(OPERATIONS.map(After::Each))
                    {
                        for turned in [false, true] {
                            let size = [m, k, n];
                            let found = computed(&*kernel, size, after, turned);
                            for (found, expected) in found.into_iter().zip(expected(size, after, turned)) {
                                let tile = kernel.mr();
                                assert!(
                                    (found - expected).abs() < 1e-4,
                                    "tile {tile}, m k n {size:?}, {after:?}, turned {turned}: {found} for {expected}"
                                );
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn what_the_kernel_cannot_do_is_left_to_tract() {
    let slope = Tensor::from(0.1_f32);
    assert!(!steps::can_fuse(&FusedSpec::LeakyRelu(&slope)));
    assert!(!steps::can_fuse(&FusedSpec::ShiftLeft(1)));
    assert!(steps::can_fuse(&FusedSpec::BinScalar(&slope, BinOp::Min)));
}

/// Sizes, kernels, strides, padding before and after as networks have them, and stranger ones; rows, then columns.
const CONVOLUTIONS: [[[usize; 2]; 5]; 9] = [
    [[6, 6], [3, 3], [1, 1], [1, 1], [1, 1]],
    [[12, 12], [5, 5], [1, 1], [2, 2], [2, 2]],
    [[12, 12], [3, 3], [2, 2], [0, 0], [1, 1]],
    [[13, 7], [5, 5], [2, 2], [2, 2], [2, 2]],
    [[1, 1], [3, 3], [1, 1], [1, 1], [1, 1]],
    [[2, 3], [5, 5], [1, 1], [2, 2], [2, 2]],
    [[9, 20], [1, 1], [1, 1], [0, 0], [0, 0]],
    [[8, 17], [3, 5], [3, 2], [0, 2], [1, 1]],
    [[11, 9], [5, 1], [1, 2], [3, 0], [0, 0]],
];

#[test]
fn depthwise_convolutions_are_right_to_the_edge() {
    for convolution in CONVOLUTIONS {
        let [[rows, columns], kernel, strides, before, after] = convolution;
        let size = |axis: usize| {
            let length = [rows, columns][axis] + before[axis] + after[axis];
            (length - kernel[axis]) / strides[axis] + 1
        };
        let [height, width] = [size(0), size(1)];
        for channels in [1, 3, 4, 5, 8, 16, 31, 32, 37] {
            let op = Depthwise { kernel, strides, before, output: [height, width] };
            let taps = kernel[0] * kernel[1];
            let (input, weights) = (numbers(rows * columns * channels, 1), numbers(taps * channels, 2));
            let bias = numbers(channels, 3);
            let inputs = [
                tensor(&[1, rows, columns, channels], &input),
                tensor(&[taps, channels], &weights),
                tensor(&[channels], &bias),
                tensor(&[2], &[LOW, HIGH]),
            ];
            let inputs = inputs.into_iter().map(IntoTValue::into_tvalue).collect();
            let found = op.eval(&EvalContext::out_of_plan(), inputs).unwrap();
            assert_eq!(found[0].shape(), [1, height, width, channels]);
            let found = found[0].to_plain_array_view::<f32>().unwrap();
            for (at, found) in found.iter().enumerate() {
                let (row, column, channel) = (at / channels / width, at / channels % width, at % channels);
                let mut sum = bias[channel];
                for tap in 0..taps {
                    let from_row =
                        (row * strides[0] + tap / kernel[1]).checked_sub(before[0]).filter(|row| *row < rows);
                    let from_column = (column * strides[1] + tap % kernel[1])
                        .checked_sub(before[1])
                        .filter(|column| *column < columns);
                    if let (Some(row), Some(column)) = (from_row, from_column) {
                        sum += weights[tap * channels + channel] * input[(row * columns + column) * channels + channel];
                    }
                }
                let expected = sum.clamp(LOW, HIGH);
                assert!(
                    (found - expected).abs() < 1e-5,
                    "{convolution:?}, {channels} channels, point {row} {column}: {found} for {expected}"
                );
            }
        }
    }
}
