//! ONNX file → tract's graph, for the operators of our networks.
//!
//! tract-onnx would read any network; but its table of all operators makes the worker's code a sixth larger, and loading
//! takes longer by two thirds. Channels come last here (NHWC), which our depthwise convolution wants, from the first layer on.

use std::collections::HashMap;

use tract_onnx::pb::tensor_proto::DataType;
use tract_onnx::pb::{GraphProto, NodeProto, TensorProto};
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;
use tract_onnx::tract_core::ops::array::TypedConcat;
use tract_onnx::tract_core::ops::cnn::{Conv, KernelFormat, PaddingSpec, PoolSpec};
use tract_onnx::tract_core::ops::einsum::EinSum;
use tract_onnx::tract_core::ops::math;
use tract_onnx::tract_core::ops::nn::{DataFormat, Reduce, Reducer};

use super::kernel::Depthwise;

/// A network as tract takes it.
pub(super) struct Graph {
    /// Its outputs have the ONNX file's shapes.
    pub(super) model: TypedModel,
    /// Zeros that its input must have around the picture: above, to the left, below, to the right. They are the first
    /// convolution's padding, which costs less where the input is made.
    pub(super) margins: [usize; 4],
}

/// Reads a network with one input `[1, 1, size, size]`, of which the graph's is `[1, rows, columns, 1]`: the same numbers,
/// with margins.
///
/// # Errors
/// What is missing, or which operator isn't known.
pub(super) fn read(onnx: &[u8], size: usize) -> TractResult<Graph> {
    let file = tract_onnx::Onnx::default().proto_model_for_read(&mut &*onnx)?;
    let graph = file.graph.as_ref().context("it has no graph")?;
    graph_of(graph, size)
}

fn graph_of(graph: &GraphProto, size: usize) -> TractResult<Graph> {
    let [input] = graph.input.as_slice() else { bail!("it must have one input") };
    let mut reader = Reader::default();
    for tensor in &graph.initializer {
        reader.constants.insert(&tensor.name, constant(tensor)?);
    }
    let wanted = graph.node.iter().flat_map(|node| &node.input).chain(graph.output.iter().map(|output| &output.name));
    wanted.for_each(|name| *reader.uses.entry(name).or_default() += 1);
    let first = graph.node.iter().find(|node| node.op_type == "Conv" && node.input.first() == Some(&input.name));
    let pads = first.filter(|_| reader.uses.get(input.name.as_str()) == Some(&1)).map(pads).transpose()?.flatten();
    reader.margins = pads;
    let margins @ [top, left, bottom, right] = pads.unwrap_or_default();
    let source = reader.model.add_source("input", f32::fact([1, top + size + bottom, left + size + right, 1]))?;
    reader.outlets.insert(&input.name, source);
    for node in &graph.node {
        reader.add(node).with_context(|| format!("operator {} ({})", node.op_type, node.name))?;
    }
    let outputs =
        graph.output.iter().map(|output| reader.channels_first(&output.name)).collect::<TractResult<Vec<_>>>()?;
    reader.model.select_output_outlets(&outputs)?;
    Ok(Graph { model: reader.model, margins })
}

/// A convolution's padding: above, to the left, below, to the right.
fn pads(node: &NodeProto) -> TractResult<Option<[usize; 4]>> {
    let pads = node.get_attr_opt_tvec::<usize>("pads")?;
    pads.map(|pads| pads.as_slice().try_into().context("its padding is not flat")).transpose()
}

/// A weight, as 32-bit floats.
fn constant(tensor: &TensorProto) -> TractResult<Arc<Tensor>> {
    let shape: Vec<usize> = tensor.dims.iter().map(|side| usize::try_from(*side)).collect::<Result<_, _>>()?;
    let numbers: Vec<f32> = match DataType::try_from(tensor.data_type) {
        Ok(DataType::Float) => tensor.raw_data.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
        Ok(DataType::Float16) => tensor
            .raw_data
            .as_chunks()
            .0
            .iter()
            .map(|bytes| f16::from_bits(u16::from_le_bytes(*bytes)).to_f32())
            .collect(),
        _ => bail!("the weights {} are no floats", tensor.name),
    };
    Ok(Tensor::from_shape(&shape, &numbers)?.into_arc_tensor())
}

#[derive(Default)]
struct Reader<'a> {
    model: TypedModel,
    outlets: HashMap<&'a str, OutletId>,
    constants: HashMap<&'a str, Arc<Tensor>>,
    /// How often each value is wanted.
    uses: HashMap<&'a str, usize>,
    /// See [`Graph`].
    margins: Option<[usize; 4]>,
}

impl<'a> Reader<'a> {
    fn add(&mut self, node: &'a NodeProto) -> TractResult<()> {
        let [output] = node.output.as_slice() else { bail!("it must have one output") };
        let outlet = match node.op_type.as_str() {
            "Cast" => {
                // Weights are stored as 16-bit floats and were widened when they were read.
                let weights = self.constant(node, 0)?;
                self.constants.insert(output, weights);
                return Ok(());
            }
            "Conv" => self.convolution(node)?,
            "Clip" if self.clamps_depthwise(node)? => self.outlet(node, 0)?,
            "Clip" => {
                let (low, high) = (self.scalar(node, 1)?, self.scalar(node, 2)?);
                let raised = self.with_constant(node, "low", math::max(), low)?;
                let high = self.model.add_const(format!("{output}.high"), high)?;
                self.model.wire_node(output, math::min(), &[raised, high])?[0]
            }
            "Add" => match self.constant(node, 1) {
                Ok(numbers) if numbers.rank() > 2 => bail!("its numbers are no row"),
                Ok(numbers) => self.with_constant(node, "sum", math::add(), numbers)?,
                Err(_) => {
                    self.model.wire_node(output, math::add(), &[self.outlet(node, 0)?, self.outlet(node, 1)?])?[0]
                }
            },
            "GlobalAveragePool" => self.global_average(node)?,
            "Flatten" => {
                let outlet = self.outlet(node, 0)?;
                let rows = self.model.wire_node(format!("{output}.rows"), AxisOp::Rm(1), &[outlet])?;
                self.model.wire_node(output, AxisOp::Rm(1), &rows)?[0]
            }
            "Concat" => {
                if node.get_attr_opt::<i64>("axis")? != Some(1) {
                    bail!("it does not join channels");
                }
                let outlets = (0..node.input.len()).map(|at| self.outlet(node, at)).collect::<TractResult<Vec<_>>>()?;
                let channels = self.model.outlet_fact(outlets[0])?.rank() - 1;
                self.model.wire_node(output, TypedConcat::new(channels), &outlets)?[0]
            }
            "MatMul" => {
                let product = EinSum::new("mk,kn->mn".parse()?, f32::datum_type());
                let weights = self.constant(node, 1)?;
                self.with_constant(node, "product", product, weights)?
            }
            _ => bail!("it is not known"),
        };
        self.outlets.insert(output, outlet);
        Ok(())
    }

    fn outlet(&self, node: &NodeProto, at: usize) -> TractResult<OutletId> {
        let name = node.input.get(at).context("an input is missing")?;
        self.outlets.get(name.as_str()).copied().with_context(|| format!("no operator makes {name}"))
    }

    fn constant(&self, node: &NodeProto, at: usize) -> TractResult<Arc<Tensor>> {
        let name = node.input.get(at).context("weights are missing")?;
        self.constants.get(name.as_str()).cloned().with_context(|| format!("no weights are called {name}"))
    }

    /// A single number, with the rank of a picture.
    fn scalar(&self, node: &NodeProto, at: usize) -> TractResult<Arc<Tensor>> {
        Ok(Tensor::clone(&*self.constant(node, at)?).into_shape(&[1; 4])?.into_arc_tensor())
    }

    /// Applies an operator to the first input and to numbers.
    fn with_constant(
        &mut self,
        node: &NodeProto,
        suffix: &str,
        op: impl Into<Box<dyn TypedOp>>,
        numbers: Arc<Tensor>,
    ) -> TractResult<OutletId> {
        let name = format!("{}.{suffix}", node.output[0]);
        let numbers = self.model.add_const(format!("{name}.numbers"), numbers)?;
        Ok(self.model.wire_node(name, op, &[self.outlet(node, 0)?, numbers])?[0])
    }

    fn convolution(&mut self, node: &NodeProto) -> TractResult<OutletId> {
        let (name, input, weights) = (&node.output[0], self.outlet(node, 0)?, self.constant(node, 1)?);
        let &[output_channels, channels_in_group, rows, columns] = weights.shape() else { bail!("it is not flat") };
        let list = |name: &str| node.get_attr_opt_tvec::<usize>(name);
        let group = node.get_attr_opt::<usize>("group")?.unwrap_or(1);
        if node.get_attr_opt::<&str>("auto_pad")?.is_some_and(|pad| pad != "NOTSET") {
            bail!("its padding is not spelled out");
        }
        let in_margins = self.margins.is_some() && self.model.node(input.node).inputs.is_empty();
        let padding = match pads(node)? {
            Some([top, left, bottom, right]) if !in_margins => {
                PaddingSpec::Explicit(tvec![top, left], tvec![bottom, right])
            }
            _ => PaddingSpec::Valid,
        };
        let pool_spec = PoolSpec {
            data_format: DataFormat::NHWC,
            kernel_shape: tvec![rows, columns],
            padding,
            dilations: list("dilations")?,
            strides: list("strides")?,
            input_channels: channels_in_group * group,
            output_channels,
        };
        let bias = if node.input.len() > 2 { self.constant(node, 2)? } else { rctensor0(0.0_f32) };
        if group == output_channels && channels_in_group == 1 && pool_spec.dilations.is_none() {
            return self.depthwise(name, input, &pool_spec, [weights, bias]);
        }
        let weights = self.model.add_const(format!("{name}.weights"), weights)?;
        let bias = self.model.add_const(format!("{name}.bias"), bias)?;
        let op = Conv { pool_spec, kernel_fmt: KernelFormat::OIHW, group, q_params: None };
        Ok(self.model.wire_node(name, op, &[input, weights, bias])?[0])
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
        let weights = self.model.add_const(format!("{name}.weights"), weights)?;
        let bias = self.model.add_const(format!("{name}.bias"), bias)?;
        let limits = self.model.add_const(format!("{name}.limits"), tensor1(&[f32::NEG_INFINITY, f32::INFINITY]))?;
        Ok(self.model.wire_node(name, op, &[input, weights, bias, limits])?[0])
    }

    /// Lets a depthwise convolution clamp its own output, if that is what this operator does and no other wants it plain.
    fn clamps_depthwise(&mut self, node: &NodeProto) -> TractResult<bool> {
        let outlet = self.outlet(node, 0)?;
        if self.model.node(outlet.node).op_as::<Depthwise>().is_none()
            || self.uses.get(node.input[0].as_str()) != Some(&1)
        {
            return Ok(false);
        }
        let clamped = self.model.outlet_fact(self.model.node(outlet.node).inputs[3])?.konst.clone();
        if clamped.is_some_and(|limits| limits.to_plain_array_view::<f32>().is_ok_and(|limits| limits[0].is_finite())) {
            return Ok(false);
        }
        let limits = [self.constant(node, 1)?, self.constant(node, 2)?];
        let limits = limits.iter().map(|limit| limit.cast_to_scalar::<f32>()).collect::<TractResult<Vec<_>>>()?;
        let limits = self.model.add_const(format!("{}.limits", node.output[0]), tensor1(&limits))?;
        self.model.add_edge(limits, InletId::new(outlet.node, 3))?;
        Ok(true)
    }

    fn global_average(&mut self, node: &NodeProto) -> TractResult<OutletId> {
        let (name, input) = (&node.output[0], self.outlet(node, 0)?);
        let shape = self.model.outlet_fact(input)?.shape.as_concrete().context("its size is unknown")?.to_vec();
        let op = Reduce { axes: tvec![1, 2], reducer: Reducer::Sum };
        let sum = self.model.wire_node(format!("{name}.sum"), op, &[input])?[0];
        let share = Tensor::from_shape(&[1; 4], &[1.0 / (shape[1] * shape[2]) as f32])?;
        let share = self.model.add_const(format!("{name}.share"), share)?;
        Ok(self.model.wire_node(name, math::mul(), &[sum, share])?[0])
    }

    /// An output, with its channels where the ONNX file has them.
    fn channels_first(&mut self, name: &str) -> TractResult<OutletId> {
        let outlet = *self.outlets.get(name).with_context(|| format!("no operator makes {name}"))?;
        if self.model.outlet_fact(outlet)?.rank() < 4 {
            return Ok(outlet);
        }
        Ok(self.model.wire_node(format!("{name}.channels_first"), AxisOp::Move(3, 1), &[outlet])?[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tract_onnx::pb::{AttributeProto, ValueInfoProto};

    fn weights(name: &str, dims: &[i64], values: &[f32]) -> TensorProto {
        let raw_data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        TensorProto {
            name: name.to_owned(),
            dims: dims.to_vec(),
            data_type: DataType::Float as i32,
            raw_data,
            ..Default::default()
        }
    }

    fn node(op_type: &str, input: &[&str], output: &str) -> NodeProto {
        let input = input.iter().map(|name| (*name).to_owned()).collect();
        NodeProto { op_type: op_type.to_owned(), input, output: vec![output.to_owned()], ..Default::default() }
    }

    /// A depthwise convolution of one channel that sums 3 × 3 pixels, with a zero all round.
    fn sum_of_nine(input: &str, output: &str) -> NodeProto {
        let pads = AttributeProto {
            name: "pads".to_owned(),
            r#type: 7, // INTS
            ints: vec![1; 4],
            ..Default::default()
        };
        NodeProto { attribute: vec![pads], ..node("Conv", &[input, "ones"], output) }
    }

    fn graph(nodes: Vec<NodeProto>, outputs: &[&str]) -> GraphProto {
        let value = |name: &&str| ValueInfoProto { name: (*name).to_owned(), ..Default::default() };
        let initializer =
            vec![weights("ones", &[1, 1, 3, 3], &[1.0; 9]), weights("zero", &[], &[0.0]), weights("four", &[], &[4.0])];
        GraphProto {
            node: nodes,
            initializer,
            input: vec![value(&"picture")],
            output: outputs.iter().map(value).collect(),
            ..Default::default()
        }
    }

    /// The outputs for a picture of 3 × 3 ones.
    fn run(graph: &GraphProto) -> Vec<Vec<f32>> {
        let Graph { model, margins: [top, left, bottom, right] } = graph_of(graph, 3).unwrap();
        let (rows, columns) = (top + 3 + bottom, left + 3 + right);
        let inside = |at: usize| (top..top + 3).contains(&(at / columns)) && (left..left + 3).contains(&(at % columns));
        let values: Vec<f32> = (0..rows * columns).map(|at| f32::from(u8::from(inside(at)))).collect();
        let input = Tensor::from_shape(&[1, rows, columns, 1], &values).unwrap();
        let outputs = model.into_optimized().unwrap().into_runnable().unwrap().run(tvec!(input.into())).unwrap();
        outputs.iter().map(|output| output.to_plain_array_view::<f32>().unwrap().iter().copied().collect()).collect()
    }

    const SUMS: [f32; 9] = [4.0, 6.0, 4.0, 6.0, 9.0, 6.0, 4.0, 6.0, 4.0];

    #[test]
    fn the_first_padding_is_in_the_margins_or_in_the_convolution() {
        let alone = graph(vec![sum_of_nine("picture", "sum")], &["sum"]);
        assert_eq!(graph_of(&alone, 3).unwrap().margins, [1; 4]);
        assert_eq!(run(&alone), [SUMS]);
        let twice = graph(vec![sum_of_nine("picture", "a"), sum_of_nine("picture", "b")], &["a", "b"]);
        assert_eq!(graph_of(&twice, 3).unwrap().margins, [0; 4]);
        assert_eq!(run(&twice), [SUMS, SUMS]);
    }

    #[test]
    fn a_clamp_goes_into_its_convolution_only_where_nobody_else_wants_that_plain() {
        let clip = || node("Clip", &["sum", "zero", "four"], "clamped");
        let alone = graph(vec![sum_of_nine("picture", "sum"), clip()], &["clamped"]);
        assert_eq!(run(&alone), [[4.0; 9]]);
        let clamps = |graph: &GraphProto| {
            let model = graph_of(graph, 3).unwrap().model;
            model.nodes.iter().filter(|node| node.op().name() == "Min").count()
        };
        assert_eq!(clamps(&alone), 0);
        let shared = graph(vec![sum_of_nine("picture", "sum"), clip()], &["clamped", "sum"]);
        assert_eq!(clamps(&shared), 1);
        assert_eq!(run(&shared), [[4.0; 9], SUMS]);
    }

    #[test]
    fn an_operator_that_is_not_known_is_named() {
        let unknown = graph(vec![node("Softmax", &["picture"], "out")], &["out"]);
        let Err(error) = graph_of(&unknown, 3) else { panic!("it was read") };
        assert!(format!("{error:#}").contains("Softmax"), "{error:#}");
    }
}
