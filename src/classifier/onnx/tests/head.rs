//! What is found inside a network: the last feature maps of each size, and the linear head after them.

use tract_onnx::pb::NodeProto;

use super::{Net, Picture, With, assert_close, integers, node, numbers};
use crate::classifier::Layout;
use crate::classifier::onnx::{Input, read_nodes};

/// Two maps of 4 × 4, then of 2 × 2 pixels, and what makes three numbers of them.
fn headed(tail: &[NodeProto]) -> Net {
    let body = [
        node("Conv", &["picture", "spread"], "fine"),
        node("Relu", &["fine"], "fine_clamped"),
        node("MaxPool", &["fine_clamped"], "coarse").list("kernel_shape", &[2, 2]).list("strides", &[2, 2]),
    ];
    let by_label = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let by_channel = [1.0, 3.0, 5.0, 2.0, 4.0, 6.0];
    Net::of(
        &[&body[..], tail].concat(),
        &[
            numbers("spread", &[2, 1, 1, 1], &[1.0, -2.0]),
            numbers("pointwise", &[3, 2, 1, 1], &by_label),
            numbers("by_label", &[3, 2], &by_label),
            numbers("by_channel", &[2, 3], &by_channel),
            numbers("bias", &[3], &[0.5, 0.25, 0.125]),
            integers("pixels", &[-1, -2]),
        ],
    )
}

#[rstest::rstest]
#[case::maps_before_their_mean(&[
    node("Conv", &["coarse", "pointwise"], "maps"),
    node("GlobalAveragePool", &["maps"], "mean"),
    node("Flatten", &["mean"], "flat"),
    node("Add", &["flat", "bias"], "out"),
])]
#[case::as_pytorch_exports_it(&[
    node("GlobalAveragePool", &["coarse"], "mean"),
    node("Flatten", &["mean"], "flat"),
    node("Gemm", &["flat", "by_label", "bias"], "out").whole("transB", 1),
])]
#[case::as_keras_exports_it(&[
    node("ReduceMean", &["coarse", "pixels"], "mean").whole("keepdims", 0),
    node("MatMul", &["mean", "by_channel"], "sum"),
    node("Add", &["bias", "sum"], "out"),
])]
#[case::a_convolution_of_the_means(&[
    node("GlobalAveragePool", &["coarse"], "mean"),
    node("Conv", &["mean", "pointwise", "bias"], "sum"),
    node("Flatten", &["sum"], "out"),
])]
fn a_linear_head_is_found_with_the_maps_before_it(#[case] tail: &[NodeProto]) {
    let net = headed(tail);
    let graph = net.graph(&["out"]);
    let input = Input { name: None, size: 4, channels: 1, layout: Layout::Nchw };
    let inside = read_nodes(&graph, input, &["out"]).unwrap().0.inside("out");
    assert_eq!(inside.stages, ["fine_clamped", "coarse"]);
    let head = inside.head.unwrap();
    assert_eq!(head.weights, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(head.bias, [0.5, 0.25, 0.125]);
    // Its votes are what the network says.
    let picture = Picture { channels: 1, size: 4, values: (0..16).map(|at| at as f32 - 5.0).collect() };
    let said = net.run(&["out", "coarse"], &picture);
    let means: Vec<f32> = said[1].1.chunks_exact(4).map(|map| map.iter().sum::<f32>() / 4.0).collect();
    let votes = head.weights.chunks_exact(2).map(|weights| weights[0] * means[0] + weights[1] * means[1]);
    assert_close(&said[0].1, &votes.zip(&head.bias).map(|(votes, bias)| votes + bias).collect::<Vec<f32>>());
}

#[rstest::rstest]
#[case::a_clamp_in_between(&[
    node("Conv", &["coarse", "pointwise"], "plain"),
    node("Relu", &["plain"], "maps"),
    node("GlobalAveragePool", &["maps"], "mean"),
    node("Flatten", &["mean"], "out"),
])]
#[case::two_layers(&[
    node("GlobalAveragePool", &["coarse"], "mean"),
    node("Flatten", &["mean"], "flat"),
    node("Gemm", &["flat", "by_label"], "first").whole("transB", 1),
    node("Gemm", &["first", "square"], "out"),
])]
#[case::no_mean(&[node("GlobalMaxPool", &["coarse"], "out")])]
fn what_is_no_linear_head_is_not_taken_for_one(#[case] tail: &[NodeProto]) {
    let mut net = headed(tail);
    net.weights.push(numbers("square", &[3, 3], &[1.0; 9]));
    let graph = net.graph(&["out"]);
    let input = Input { name: None, size: 4, channels: 1, layout: Layout::Nchw };
    let inside = read_nodes(&graph, input, &["out"]).unwrap().0.inside("out");
    assert!(inside.head.is_none());
    assert_eq!(inside.stages[0], "fine_clamped");
}
