//! Operators against arithmetic that is written out here.

mod head;

use tract_onnx::pb::tensor_proto::DataType;
use tract_onnx::pb::{AttributeProto, GraphProto, NodeProto, TensorProto, ValueInfoProto};
use tract_onnx::prelude::*;

use super::constants::tensor_of;
use super::{Input, read_nodes};
use crate::classifier::Layout;

fn numbers(name: &str, dims: &[i64], values: &[f32]) -> TensorProto {
    let float_data = values.to_vec();
    TensorProto {
        name: name.to_owned(),
        dims: dims.to_vec(),
        data_type: DataType::Float as i32,
        float_data,
        ..Default::default()
    }
}

fn integers(name: &str, values: &[i64]) -> TensorProto {
    let (dims, int64_data) = (vec![values.len() as i64], values.to_vec());
    TensorProto { name: name.to_owned(), dims, data_type: DataType::Int64 as i32, int64_data, ..Default::default() }
}

fn node(op_type: &str, input: &[&str], output: &str) -> NodeProto {
    let input = input.iter().map(|name| (*name).to_owned()).collect();
    let output = output.split(' ').map(str::to_owned).collect();
    NodeProto { op_type: op_type.to_owned(), input, output, ..Default::default() }
}

/// Gives a node an attribute.
trait With: Sized {
    fn attribute(self, attribute: AttributeProto) -> Self;

    fn list(self, name: &str, ints: &[i64]) -> Self {
        self.attribute(AttributeProto { name: name.to_owned(), r#type: 7, ints: ints.to_vec(), ..Default::default() })
    }

    fn whole(self, name: &str, i: i64) -> Self {
        self.attribute(AttributeProto { name: name.to_owned(), r#type: 2, i, ..Default::default() })
    }

    fn float(self, name: &str, f: f32) -> Self {
        self.attribute(AttributeProto { name: name.to_owned(), r#type: 1, f, ..Default::default() })
    }

    fn text(self, name: &str, text: &str) -> Self {
        let s = text.as_bytes().to_vec();
        self.attribute(AttributeProto { name: name.to_owned(), r#type: 3, s, ..Default::default() })
    }
}

impl With for NodeProto {
    fn attribute(mut self, attribute: AttributeProto) -> Self {
        self.attribute.push(attribute);
        self
    }
}

/// A network's operators and weights; its input is called `picture`.
#[derive(Default)]
struct Net {
    nodes: Vec<NodeProto>,
    weights: Vec<TensorProto>,
    layout: Layout,
}

impl Net {
    fn of(nodes: &[NodeProto], weights: &[TensorProto]) -> Self {
        Self { nodes: nodes.to_vec(), weights: weights.to_vec(), layout: Layout::Nchw }
    }

    fn read(&self, outputs: &[&str], channels: usize, size: usize) -> TractResult<(TypedModel, [usize; 4], u64)> {
        let graph = self.graph(outputs);
        let input = Input { name: None, size, channels, layout: self.layout };
        let (reader, margins) = read_nodes(&graph, input, outputs)?;
        let work = reader.work;
        Ok((reader.with_outputs(outputs)?, margins, work))
    }

    fn graph(&self, outputs: &[&str]) -> GraphProto {
        let value = |name: &str| ValueInfoProto { name: name.to_owned(), ..Default::default() };
        GraphProto {
            node: self.nodes.clone(),
            initializer: self.weights.clone(),
            input: vec![value("picture")],
            output: outputs.iter().map(|name| value(name)).collect(),
            ..Default::default()
        }
    }

    /// Shape and numbers of each output.
    fn run(&self, outputs: &[&str], picture: &Picture) -> Vec<(Vec<usize>, Vec<f32>)> {
        let (channels, size) = (picture.channels, picture.size);
        let (model, [top, left, bottom, right], _) = self.read(outputs, channels, size).unwrap();
        let (rows, columns) = (top + size + bottom, left + size + right);
        let mut values = vec![0.0; rows * columns * channels];
        for row in 0..size {
            for column in 0..size {
                for channel in 0..channels {
                    let at = ((top + row) * columns + left + column) * channels + channel;
                    values[at] = picture.at(channel, row as isize, column as isize).unwrap();
                }
            }
        }
        let input = Tensor::from_shape(&[1, rows, columns, channels], &values).unwrap();
        let outputs = model.into_optimized().unwrap().into_runnable().unwrap().run(tvec!(input.into())).unwrap();
        let numbers = |output: &TValue| output.to_plain_array_view::<f32>().unwrap().iter().copied().collect();
        outputs.iter().map(|output| (output.shape().to_vec(), numbers(output))).collect()
    }

    /// Numbers of the only output, `out`.
    fn out(&self, picture: &Picture) -> Vec<f32> {
        self.run(&["out"], picture).remove(0).1
    }

    fn refusal(&self) -> String {
        let Err(error) = self.read(&["out"], 2, 4) else { panic!("it was read") };
        format!("{error:#}")
    }
}

/// A picture of `[channels, size, size]`.
struct Picture {
    channels: usize,
    size: usize,
    values: Vec<f32>,
}

impl Picture {
    /// Numbers from −3 to 3 without order.
    fn new(channels: usize, size: usize) -> Self {
        let value = |at: usize| ((at * 37 + 11) % 61) as f32 / 10.0 - 3.0;
        Self { channels, size, values: (0..channels * size * size).map(value).collect() }
    }

    fn at(&self, channel: usize, row: isize, column: isize) -> Option<f32> {
        let size = self.size as isize;
        let inside = (0..size).contains(&row) && (0..size).contains(&column);
        inside.then(|| self.values[((channel as isize * size + row) * size + column) as usize])
    }
}

fn assert_close(ours: &[f32], expected: &[f32]) {
    assert_eq!(ours.len(), expected.len());
    for (one, other) in ours.iter().zip(expected) {
        assert!((one - other).abs() <= 1e-5 * other.abs().max(1.0), "{ours:?}\n{expected:?}");
    }
}

#[rstest::rstest]
#[case::relu(node("Relu", &["picture"], "out"), |x: f32| x.max(0.0))]
#[case::clip(node("Clip", &["picture"], "out").float("min", -1.0).float("max", 2.0), |x: f32| x.clamp(-1.0, 2.0))]
#[case::clip_above(node("Clip", &["picture", "", "half"], "out"), |x: f32| x.min(0.5))]
#[case::sigmoid(node("Sigmoid", &["picture"], "out"), |x: f32| 1.0 / (1.0 + (-x).exp()))]
#[case::tanh(node("Tanh", &["picture"], "out"), f32::tanh)]
#[case::hard_sigmoid(node("HardSigmoid", &["picture"], "out").float("alpha", 0.25), |x: f32| (x / 4.0 + 0.5).clamp(0.0, 1.0))]
#[case::hard_swish(node("HardSwish", &["picture"], "out"), |x: f32| x * (x / 6.0 + 0.5).clamp(0.0, 1.0))]
#[case::leaky_relu(node("LeakyRelu", &["picture"], "out").float("alpha", 0.2), |x: f32| if x < 0.0 { 0.2 * x } else { x })]
#[case::prelu(node("PRelu", &["picture", "half"], "out"), |x: f32| if x < 0.0 { 0.5 * x } else { x })]
#[case::sum(node("Add", &["picture", "half"], "out"), |x: f32| x + 0.5)]
#[case::difference(node("Sub", &["half", "picture"], "out"), |x: f32| 0.5 - x)]
#[case::product(node("Mul", &["picture", "picture"], "out"), |x: f32| x * x)]
#[case::quotient(node("Div", &["picture", "half"], "out"), |x: f32| 2.0 * x)]
#[case::larger(node("Max", &["picture", "half"], "out"), |x: f32| x.max(0.5))]
#[case::smaller(node("Min", &["half", "picture"], "out"), |x: f32| x.min(0.5))]
fn each_number_becomes(#[case] operator: NodeProto, #[case] expected: fn(f32) -> f32) {
    let picture = Picture::new(2, 4);
    let expected: Vec<f32> = picture.values.iter().copied().map(expected).collect();
    assert_close(&Net::of(&[operator], &[numbers("half", &[1], &[0.5])]).out(&picture), &expected);
}

#[test]
fn numbers_of_channels_and_of_rows_go_where_they_belong() {
    let weights = [numbers("channels", &[2, 1, 1], &[10.0, 20.0]), numbers("rows", &[1, 1, 3, 1], &[1.0, 2.0, 3.0])];
    let sums = [node("Add", &["picture", "channels"], "sum"), node("Mul", &["rows", "sum"], "out")];
    let picture = Picture { channels: 2, size: 3, values: vec![0.0; 18] };
    let rows = |channel: f32| [1.0, 2.0, 3.0].into_iter().flat_map(move |row| [channel * row; 3]);
    assert_eq!(Net::of(&sums, &weights).out(&picture), rows(10.0).chain(rows(20.0)).collect::<Vec<_>>());
}

/// A convolution with a kernel of 3 × 2.
#[derive(Clone, Copy)]
struct Geometry {
    group: usize,
    strides: [usize; 2],
    dilations: [usize; 2],
    pads: [usize; 4],
}

const PLAIN: Geometry = Geometry { group: 1, strides: [1, 1], dilations: [1, 1], pads: [0; 4] };

impl Geometry {
    /// For a picture of 4 channels and 7 × 7 pixels, 4 filters.
    fn expected(self, picture: &Picture, weights: &[f32], bias: &[f32]) -> Vec<f32> {
        let field = |axis: usize| [2, 1][axis] * self.dilations[axis] + 1;
        let side = |axis: usize| (7 + self.pads[axis] + self.pads[axis + 2] - field(axis)) / self.strides[axis] + 1;
        let mut out = Vec::new();
        let channels = 4 / self.group;
        for filter in 0..4 {
            for row in 0..side(0) {
                for column in 0..side(1) {
                    let mut sum = bias[filter];
                    for (at, weight) in weights[filter * channels * 6..(filter + 1) * channels * 6].iter().enumerate() {
                        let channel = filter / (4 / self.group) * channels + at / 6;
                        let place = |out: usize, tap: usize, axis: usize| {
                            (out * self.strides[axis] + tap * self.dilations[axis]) as isize - self.pads[axis] as isize
                        };
                        let value = picture.at(channel, place(row, at % 6 / 2, 0), place(column, at % 2, 1));
                        sum += weight * value.unwrap_or(0.0);
                    }
                    out.push(sum);
                }
            }
        }
        out
    }
}

#[rstest::rstest]
#[case::plain(PLAIN)]
#[case::padded(Geometry { pads: [1, 0, 2, 1], ..PLAIN })]
#[case::strided(Geometry { strides: [2, 3], pads: [1; 4], ..PLAIN })]
#[case::dilated(Geometry { dilations: [2, 3], pads: [1; 4], ..PLAIN })]
#[case::groups(Geometry { group: 2, pads: [1; 4], ..PLAIN })]
#[case::depthwise(Geometry { group: 4, strides: [2, 1], pads: [1; 4], ..PLAIN })]
#[case::depthwise_dilated(Geometry { group: 4, dilations: [2, 2], pads: [1; 4], ..PLAIN })]
#[case::depthwise_far_padding(Geometry { group: 4, pads: [3, 2, 3, 2], ..PLAIN })]
fn a_convolution_sums_its_taps(
    #[case] geometry: Geometry,
    #[values(false, true)] first: bool,
    #[values(false, true)] normalised: bool,
) {
    let picture = Picture::new(4, 7);
    let count = 4 * (4 / geometry.group) * 6;
    let mut weights: Vec<f32> = (0..count).map(|at| ((at * 29) % 23) as f32 / 10.0 - 1.0).collect();
    let mut bias = vec![0.1, -0.2, 0.3, 0.4];
    let list = |of: &[usize]| of.iter().map(|number| *number as i64).collect::<Vec<_>>();
    let convolution = node("Conv", &[if first { "picture" } else { "same" }, "weights", "bias"], "sum")
        .list("pads", &list(&geometry.pads))
        .list("strides", &list(&geometry.strides))
        .list("dilations", &list(&geometry.dilations))
        .whole("group", geometry.group as i64);
    let mut nodes = vec![node("LeakyRelu", &["picture"], "same").float("alpha", 1.0), convolution];
    let mut known =
        vec![numbers("weights", &[4, 4 / geometry.group as i64, 3, 2], &weights), numbers("bias", &[4], &bias)];
    if normalised {
        let (scale, shift, mean, variance) =
            ([1.0, 2.0, 0.5, -1.0], [0.0, 1.0, 2.0, 3.0], [0.5; 4], [0.25, 1.0, 4.0, 9.0]);
        let names = ["scale", "shift", "mean", "variance"];
        known.extend(names.iter().zip([scale, shift, mean, variance]).map(|(name, of)| numbers(name, &[4], &of)));
        let inputs = ["sum", "scale", "shift", "mean", "variance"];
        nodes.push(node("BatchNormalization", &inputs, "out").float("epsilon", 0.0));
        for filter in 0..4 {
            let factor = scale[filter] / variance[filter].sqrt();
            weights[filter * count / 4..(filter + 1) * count / 4].iter_mut().for_each(|weight| *weight *= factor);
            bias[filter] = (bias[filter] - mean[filter]) * factor + shift[filter];
        }
    } else {
        nodes[1].output = vec!["out".to_owned()];
    }
    assert_close(&Net::of(&nodes, &known).out(&picture), &geometry.expected(&picture, &weights, &bias));
}

#[test]
fn padding_by_rule_gives_as_many_pixels_as_strides() {
    let convolution = |rule: &str, stride: i64| {
        let convolution =
            node("Conv", &["picture", "weights"], "out").text("auto_pad", rule).list("strides", &[stride; 2]);
        Net::of(&[convolution], &[numbers("weights", &[1, 1, 2, 2], &[1.0, 10.0, 100.0, 1000.0])])
    };
    let picture = Picture { channels: 1, size: 2, values: vec![1.0, 2.0, 3.0, 4.0] };
    assert_eq!(convolution("SAME_UPPER", 1).out(&picture), [4321.0, 402.0, 43.0, 4.0]);
    assert_eq!(convolution("SAME_LOWER", 1).out(&picture), [1000.0, 2100.0, 3010.0, 4321.0]);
    assert_eq!(convolution("VALID", 1).out(&picture), [4321.0]);
    assert_eq!(convolution("SAME_UPPER", 2).out(&picture), [4321.0]);
}

#[test]
fn the_first_padding_is_in_the_margins_or_in_the_convolution() {
    let sum = |output: &str| node("Conv", &["picture", "ones"], output).list("pads", &[1; 4]);
    let ones = [numbers("ones", &[1, 1, 3, 3], &[1.0; 9])];
    let picture = Picture { channels: 1, size: 3, values: vec![1.0; 9] };
    let sums = vec![4.0, 6.0, 4.0, 6.0, 9.0, 6.0, 4.0, 6.0, 4.0];
    let alone = Net::of(&[sum("out")], &ones);
    assert_eq!(alone.read(&["out"], 1, 3).unwrap().1, [1; 4]);
    assert_eq!(alone.out(&picture), sums);
    let twice = Net::of(&[sum("a"), sum("b")], &ones);
    assert_eq!(twice.read(&["a", "b"], 1, 3).unwrap().1, [0; 4]);
    assert_eq!(twice.run(&["a", "b"], &picture), [(vec![1, 1, 3, 3], sums.clone()), (vec![1, 1, 3, 3], sums)]);
}

#[rstest::rstest]
#[case::clip(node("Clip", &["sum", "zero", "four"], "out"), 4.0)]
#[case::relu(node("Relu", &["sum"], "out"), f32::INFINITY)]
fn a_clamp_goes_into_its_convolution_only_where_nobody_else_wants_that_plain(
    #[case] clamp: NodeProto,
    #[case] high: f32,
) {
    let nodes = [node("Conv", &["picture", "weights"], "sum").list("pads", &[1; 4]), clamp];
    let net = Net::of(
        &nodes,
        &[numbers("weights", &[1, 1, 3, 3], &[1.0; 9]), numbers("zero", &[], &[0.0]), numbers("four", &[], &[4.0])],
    );
    let clamps = |outputs: &[&str]| {
        let model = net.read(outputs, 1, 3).unwrap().0;
        model.nodes.iter().filter(|node| matches!(&*node.op().name(), "Min" | "Max")).count()
    };
    assert_eq!(clamps(&["out"]), 0);
    assert!(clamps(&["out", "sum"]) > 0);
    let picture = Picture::new(1, 3);
    let both = net.run(&["out", "sum"], &picture);
    let expected: Vec<f32> = both[1].1.iter().map(|sum| sum.clamp(0.0, high)).collect();
    assert_eq!((&net.out(&picture), &both[0].1), (&expected, &expected));
}

#[test]
fn a_batch_normalisation_that_stands_alone_scales_each_channel() {
    let weights = ["scale", "shift", "mean", "variance"].map(|name| numbers(name, &[2], &[1.0, 4.0]));
    let inputs = ["picture", "scale", "shift", "mean", "variance"];
    let net = Net::of(&[node("BatchNormalization", &inputs, "out").float("epsilon", 0.0)], &weights);
    // (x − 1) × 1 ÷ 1 + 1, and (x − 4) × 4 ÷ 2 + 4.
    assert_close(&net.out(&Picture { channels: 2, size: 1, values: vec![7.0, 7.0] }), &[7.0, 10.0]);
}

const SIXTEEN: [f32; 16] = [1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12., 13., 14., 15., 16.];

#[rstest::rstest]
#[case::largest(node("MaxPool", &["picture"], "out").list("strides", &[2, 2]), &[6., 8., 14., 16.])]
#[case::largest_padded(node("MaxPool", &["picture"], "out").list("strides", &[2, 2]).list("pads", &[1; 4]), &[1., 3., 4., 9., 11., 12., 13., 15., 16.])]
#[case::largest_dilated(node("MaxPool", &["picture"], "out").list("dilations", &[3, 3]), &[16.])]
#[case::largest_beyond(node("MaxPool", &["picture"], "out").list("strides", &[3, 3]).whole("ceil_mode", 1), &[6., 8., 14., 16.])]
#[case::mean(node("AveragePool", &["picture"], "out").list("strides", &[2, 2]), &[3.5, 5.5, 11.5, 13.5])]
#[case::mean_of_what_is_there(node("AveragePool", &["picture"], "out").list("strides", &[4, 4]).list("pads", &[1; 4]), &[1.0, 4.0, 13.0, 16.0])]
#[case::mean_with_padding(node("AveragePool", &["picture"], "out").list("strides", &[4, 4]).list("pads", &[1; 4]).whole("count_include_pad", 1), &[0.25, 1.0, 3.25, 4.0])]
fn a_window_pools(#[case] operator: NodeProto, #[case] expected: &[f32]) {
    let picture = Picture { channels: 1, size: 4, values: SIXTEEN.to_vec() };
    assert_eq!(Net::of(&[operator.list("kernel_shape", &[2, 2])], &[]).out(&picture), expected);
}

#[rstest::rstest]
#[case::mean(node("GlobalAveragePool", &["picture"], "out"), &[1, 2, 1, 1], &[2.5, 25.0])]
#[case::largest(node("GlobalMaxPool", &["picture"], "out"), &[1, 2, 1, 1], &[4.0, 40.0])]
#[case::reduced(node("ReduceMean", &["picture"], "out").list("axes", &[-1, -2]), &[1, 2, 1, 1], &[2.5, 25.0])]
#[case::reduced_away(node("ReduceMean", &["picture", "sides"], "out").whole("keepdims", 0), &[1, 2], &[2.5, 25.0])]
#[case::channels(node("ReduceMax", &["picture"], "out").list("axes", &[1]).whole("keepdims", 0), &[1, 2, 2], &[10.0, 20.0, 30.0, 40.0])]
#[case::sum(node("ReduceSum", &["picture", "sides"], "out"), &[1, 2, 1, 1], &[10.0, 100.0])]
#[case::rows(node("ReduceMean", &["picture"], "out").list("axes", &[2]).whole("keepdims", 0), &[1, 2, 2], &[2.0, 3.0, 20.0, 30.0])]
#[case::all(node("ReduceMean", &["picture"], "out"), &[1, 1, 1, 1], &[13.75])]
#[case::flat(node("Flatten", &["picture"], "out"), &[1, 8], &SMALL)]
#[case::reshaped(node("Reshape", &["picture", "shape"], "out"), &[1, 4, 2], &SMALL)]
#[case::transposed(node("Transpose", &["picture"], "out").list("perm", &[0, 3, 1, 2]), &[1, 2, 2, 2], &[1., 3., 10., 30., 2., 4., 20., 40.])]
#[case::squeezed(node("Squeeze", &["picture"], "out"), &[2, 2, 2], &SMALL)]
#[case::unsqueezed(node("Unsqueeze", &["picture", "one"], "out"), &[1, 1, 2, 2, 2], &SMALL)]
#[case::slice(node("Slice", &["picture", "zero", "minus one", "one"], "out"), &[1, 1, 2, 2], &[1., 2., 3., 4.])]
#[case::padded(node("Pad", &["picture", "pads"], "out"), &[1, 2, 2, 3], &[0., 1., 2., 0., 3., 4., 0., 10., 20., 0., 30., 40.])]
#[case::edge(node("Pad", &["picture", "pads"], "out").text("mode", "edge"), &[1, 2, 2, 3], &[1., 1., 2., 3., 3., 4., 10., 10., 20., 30., 30., 40.])]
#[case::joined_channels(node("Concat", &["picture", "more"], "out").whole("axis", 1), &[1, 3, 2, 2], &[1., 2., 3., 4., 10., 20., 30., 40., 5., 6., 7., 8.])]
#[case::joined_rows(node("Concat", &["picture", "picture"], "out").whole("axis", -2), &[1, 2, 4, 2], &[1., 2., 3., 4., 1., 2., 3., 4., 10., 20., 30., 40., 10., 20., 30., 40.])]
#[case::dropped(node("Dropout", &["picture"], "out"), &[1, 2, 2, 2], &SMALL)]
#[case::widened(node("Cast", &["picture"], "out").whole("to", 1), &[1, 2, 2, 2], &SMALL)]
fn shapes_are_those_of_the_file(#[case] operator: NodeProto, #[case] shape: &[usize], #[case] expected: &[f32]) {
    let weights = [
        integers("sides", &[2, 3]),
        integers("shape", &[0, -1, 2]),
        integers("zero", &[0]),
        integers("one", &[1]),
        integers("minus one", &[-1]),
        integers("pads", &[0, 0, 0, 1, 0, 0, 0, 0]),
        numbers("more", &[1, 1, 2, 2], &[5.0, 6.0, 7.0, 8.0]),
    ];
    let picture = Picture { channels: 2, size: 2, values: SMALL.to_vec() };
    assert_eq!(Net::of(&[operator], &weights).run(&["out"], &picture), [(shape.to_vec(), expected.to_vec())]);
}

const SMALL: [f32; 8] = [1., 2., 3., 4., 10., 20., 30., 40.];

#[test]
fn parts_of_a_picture_are_split_off_and_shuffled() {
    let picture = Picture { channels: 2, size: 2, values: SMALL.to_vec() };
    let halves = [
        node("Split", &["picture"], "first second").whole("axis", 1),
        node("Concat", &["second", "first"], "out").whole("axis", 1),
    ];
    assert_eq!(Net::of(&halves, &[]).out(&picture), [10., 20., 30., 40., 1., 2., 3., 4.]);
    let uneven = [node("Split", &["picture", "sizes"], "first out").whole("axis", -1)];
    assert_eq!(Net::of(&uneven, &[integers("sizes", &[1, 1])]).out(&picture), [2., 4., 20., 40.]);
}

/// `x.view(x.size(0), -1)` in PyTorch, with a free batch.
#[test]
fn a_shape_that_is_computed_is_known() {
    let nodes = [
        node("Shape", &["picture"], "shape"),
        node("Gather", &["shape", "zero"], "batch"),
        node("Unsqueeze", &["batch", "zeros"], "batches"),
        node("Concat", &["batches", "rest"], "target").whole("axis", 0),
        node("Reshape", &["picture", "target"], "out"),
    ];
    let mut zero = integers("zero", &[0]);
    zero.dims.clear();
    let weights = [zero, integers("zeros", &[0]), integers("rest", &[-1])];
    let picture = Picture { channels: 2, size: 2, values: SMALL.to_vec() };
    assert_eq!(Net::of(&nodes, &weights).run(&["out"], &picture), [(vec![1, 8], SMALL.to_vec())]);
}

#[test]
fn a_layer_multiplies_and_adds() {
    let flat = node("Flatten", &["picture"], "flat");
    let picture = Picture { channels: 2, size: 1, values: vec![1.0, 2.0] };
    let table = numbers("table", &[2, 3], &[1.0, 2.0, 3.0, 10.0, 20.0, 30.0]);
    let turned = numbers("turned", &[3, 2], &[1.0, 10.0, 2.0, 20.0, 3.0, 30.0]);
    let weights = [table, turned, numbers("bias", &[3], &[0.5, 1.0, 1.5])];
    let layer = |operator: NodeProto| Net::of(&[flat.clone(), operator], &weights).out(&picture);
    assert_eq!(layer(node("MatMul", &["flat", "table"], "out")), [21.0, 42.0, 63.0]);
    assert_eq!(layer(node("Gemm", &["flat", "table", "bias"], "out")), [21.5, 43.0, 64.5]);
    let scaled =
        node("Gemm", &["flat", "turned", "bias"], "out").whole("transB", 1).float("alpha", 2.0).float("beta", 10.0);
    assert_eq!(layer(scaled), [47.0, 94.0, 141.0]);
    let softmax = [flat.clone(), node("Softmax", &["flat"], "out").whole("axis", 1)];
    let second = 1.0 / (1.0 + (-1.0_f32).exp());
    assert_close(&Net::of(&softmax, &[]).out(&picture), &[1.0 - second, second]);
    let logarithms = [flat.clone(), node("LogSoftmax", &["flat"], "out")];
    assert_close(&Net::of(&logarithms, &[]).out(&picture), &[(1.0 - second).ln(), second.ln()]);
}

/// Keras: channels come last in the file, and a transposition brings them first.
#[test]
fn an_input_with_channels_last_is_the_same_picture() {
    let nodes = [
        node("Mul", &["picture", "halves"], "scaled"),
        node("Transpose", &["scaled"], "first").list("perm", &[0, 3, 1, 2]),
        node("Conv", &["first", "weights"], "sum").list("pads", &[1; 4]),
        node("Transpose", &["sum"], "out").list("perm", &[0, 2, 3, 1]),
    ];
    let picture = Picture::new(3, 4);
    let ones: Vec<f32> = (0..27).map(|at| at as f32).collect();
    let weights = [numbers("halves", &[3], &[0.5, 1.0, 2.0]), numbers("weights", &[1, 3, 3, 3], &ones)];
    let last = Net { layout: Layout::Nhwc, ..Net::of(&nodes, &weights) };
    let scales = numbers("halves", &[3, 1, 1], &[0.5, 1.0, 2.0]);
    let first = [node("Mul", &["picture", "halves"], "first"), nodes[2].clone(), node("Identity", &["sum"], "out")];
    let first = Net::of(&first, &[scales, weights[1].clone()]);
    assert_eq!(last.run(&["out"], &picture)[0].0, [1, 4, 4, 1]);
    assert_close(&last.out(&picture), &first.out(&picture));
}

#[rstest::rstest]
#[case::wide(DataType::Double, [0.5_f64, -2.0].map(f64::to_le_bytes).concat())]
#[case::usual(DataType::Float, [0.5_f32, -2.0].map(f32::to_le_bytes).concat())]
#[case::half(DataType::Float16, vec![0x00, 0x38, 0x00, 0xc0])]
fn weights_of_any_width_are_read(#[case] width: DataType, #[case] raw_data: Vec<u8>) {
    let tensor = TensorProto { dims: vec![2], data_type: width as i32, raw_data, ..Default::default() };
    let read = tensor_of(&tensor).unwrap();
    assert_eq!(read.to_plain_array_view::<f32>().unwrap().as_slice(), Some([0.5, -2.0].as_slice()));
}

#[rstest::rstest]
#[case::unknown(node("Einsum", &["picture"], "out"), "operator isn't supported")]
#[case::foreign(NodeProto { domain: "com.microsoft".to_owned(), ..node("Conv", &["picture", "four"], "out") }, "operator isn't supported")]
#[case::missing_weights(node("Conv", &["picture", "nothing"], "out"), "nothing is called nothing")]
#[case::wrong_channels(node("Conv", &["picture", "four"], "out"), "another number of channels")]
#[case::no_groups(node("Conv", &["picture", "four"], "out").whole("group", 0), "another number of channels")]
#[case::no_filters(node("Conv", &["picture", "none"], "out"), "another number of channels")]
#[case::no_stride(node("Conv", &["picture", "two"], "out").list("strides", &[0, 1]), "its strides make no sense")]
#[case::large_kernel(node("Conv", &["picture", "two"], "out").list("dilations", &[9, 9]), "larger than the picture")]
#[case::huge_padding(node("Conv", &["picture", "two"], "out").list("pads", &[1 << 40; 4]), "too large")]
#[case::endless_pooling(node("MaxPool", &["picture"], "out").list("kernel_shape", &[0, 0]), "empty or too large")]
#[case::impossible_shape(node("Reshape", &["picture", "shape"], "out"), "can't become")]
#[case::no_such_axis(node("Concat", &["picture"], "out").whole("axis", 7), "no axis 7")]
#[case::other_sizes(node("Concat", &["picture", "two"], "out").whole("axis", 1), "different sizes")]
#[case::computed_weights(node("MatMul", &["picture", "picture"], "out"), "must hold fixed numbers")]
#[case::whole_weights(node("Conv", &["picture", "shape"], "out"), "must hold floats")]
fn what_is_not_supported_or_makes_no_sense_is_refused_in_words(#[case] operator: NodeProto, #[case] words: &str) {
    let weights = [
        numbers("four", &[1, 4, 1, 1], &[1.0; 4]),
        numbers("two", &[1, 2, 2, 2], &[1.0; 8]),
        numbers("none", &[0, 2, 1, 1], &[]),
        integers("shape", &[3, 5]),
    ];
    let kind = operator.op_type.clone();
    let refusal = Net::of(&[operator], &weights).refusal();
    assert!(refusal.contains(words) && refusal.contains(&kind), "{refusal}");
}

#[test]
fn operators_that_no_output_needs_do_not_matter() {
    let nodes = [node("Relu", &["picture"], "out"), node("Einsum", &["picture"], "unused")];
    let cut_off = TensorProto { dims: vec![1 << 40], ..numbers("unwanted", &[], &[]) };
    assert!(Net::of(&nodes, &[cut_off]).read(&["out"], 1, 3).is_ok());
}

#[test]
fn weights_that_are_cut_off_or_endless_are_refused() {
    let refusal = |tensor: TensorProto| format!("{:#}", tensor_of(&tensor).unwrap_err());
    assert!(refusal(numbers("a", &[3], &[1.0, 2.0])).contains("cut off"));
    assert!(refusal(numbers("a", &[1 << 40, 1 << 40], &[])).contains("too large"));
    let quantised = TensorProto { data_type: DataType::Int8 as i32, ..numbers("a", &[1], &[]) };
    assert!(refusal(quantised).contains("without quantisation"));
}

/// Each asks, in a few bytes, for more than any memory or any minute.
#[rstest::rstest]
#[case::doubled(
    (0..40).map(|at| node("Concat", &[&format!("list{at}"), &format!("list{at}")], &format!("list{}", at + 1)).whole("axis", 0)).collect(),
    "too large"
)]
#[case::spread(vec![node("Add", &["column", "row"], "out")], "too large")]
#[case::padded(vec![node("Pad", &["weights"], "out").list("pads", &[1024; 8])], "too large")]
#[case::of_many_axes(vec![node("Unsqueeze", &["picture"], "out").list("axes", &[4, 5, 6, 7, 8])], "axes")]
#[case::wide(vec![node("MaxPool", &["picture"], "out").list("kernel_shape", &[64; 2]).list("pads", &[63; 4])], "too large for padding")]
#[case::slow(
    vec![node("Conv", &["picture", "wall"], "near").list("pads", &[1024; 4]), node("Conv", &["near", "weights"], "far").list("pads", &[15; 4]),
        node("Conv", &["far", "wall"], "out")],
    "thousand million multiplications"
)]
fn what_asks_for_too_much_is_refused_before_it_is_done(#[case] nodes: Vec<NodeProto>, #[case] words: &str) {
    let last = nodes.last().unwrap().output[0].clone();
    let weights = [
        integers("list0", &[1; 16]),
        numbers("column", &[20_000, 1], &[1.0; 20_000]),
        numbers("row", &[1, 20_000], &[1.0; 20_000]),
        numbers("weights", &[1, 1, 3, 3], &[1.0; 9]),
        numbers("wall", &[1, 1, 300, 300], &[1.0; 90_000]),
    ];
    let refusal = format!("{:#}", Net::of(&nodes, &weights).read(&[&last], 1, 64).err().unwrap());
    assert!(refusal.contains(words), "{refusal}");
}
