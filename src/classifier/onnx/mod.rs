//! ONNX file → tract's graph, for the operators of convolutional networks as PyTorch and Keras export them.
//!
//! tract-onnx would read any network; but its table of all operators makes the worker's code a sixth larger, and loading
//! takes longer by two thirds. Pictures' channels come last here (NHWC), which our depthwise convolution wants, from the
//! first layer on: a value of four axes lies in memory as axes 0, 2, 3, 1 of what the file says.

mod arithmetic;
mod constants;
mod convolution;
mod inside;
mod parts;
mod pooling;
mod reader;
mod shapes;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use tract_onnx::pb::tensor_shape_proto::dimension::Value as Side;
use tract_onnx::pb::type_proto::Value as Type;
use tract_onnx::pb::{GraphProto, NodeProto, ValueInfoProto};
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;

use super::{Layout, LinearHead, ModelDescription, OutputKind};
use inside::Inside;
use reader::{Reader, shortened};

/// Largest ONNX file, in bytes.
const LARGEST_FILE: usize = 200 << 20;
/// Most operators in a file.
const MOST_OPERATORS: usize = 5000;
/// Most numbers in one tensor.
const LARGEST_TENSOR: usize = 1 << 26;
/// Most numbers of all constants together that an operator computes or holds: twice what a file can hold, as most are
/// written anew in our order.
const LARGEST_CONSTANTS: usize = 1 << 27;
/// Most axes of a tensor. Pictures have four; shuffled channels five.
const MOST_AXES: usize = 8;
/// Most multiplications for one picture: about a minute in a browser, which is when a worker is given up.
const MOST_WORK: u64 = 1 << 38;
/// Most numbers that a convolution spreads its input to before it multiplies: 1 GiB.
const LARGEST_SPREAD: u64 = 1 << 28;

/// A network as tract takes it.
pub(super) struct Graph {
    /// Its outputs have the ONNX file's shapes: the labels', then, as far as the file has them, the class activation maps
    /// and the gate.
    pub(super) model: TypedModel,
    /// Zeros that its input must have around the picture: above, to the left, below, to the right. They are the first
    /// convolution's padding, which costs less where the input is made.
    pub(super) margins: [usize; 4],
    /// Whether class activation maps are among the outputs.
    pub(super) has_maps: bool,
    /// Whether the gate is among the outputs.
    pub(super) has_gate: bool,
    /// Multiplications for one picture.
    pub(super) work: u64,
    /// The names of the feature maps that follow the outputs above, in their order, each `[1, channels, rows, columns]`.
    pub(super) stages: Vec<String>,
    /// What makes the logits of the last of them, if that can be told.
    pub(super) head: Option<LinearHead>,
}

/// The picture that a network takes.
#[derive(Clone, Copy)]
struct Input<'a> {
    name: Option<&'a str>,
    size: usize,
    channels: usize,
    layout: Layout,
}

/// Reads the network that a description belongs to. The graph's input is `[1, rows, columns, channels]`, whatever the
/// file's layout: the picture with margins.
///
/// # Errors
/// What is missing, doesn't fit the description, or which operator isn't supported.
pub(super) fn read(onnx: &[u8], description: &ModelDescription) -> TractResult<Graph> {
    read_graph(onnx, description, false)
}

/// The same, with feature maps among the outputs, and the linear head.
pub(super) fn read_open(onnx: &[u8], description: &ModelDescription) -> TractResult<Graph> {
    read_graph(onnx, description, true)
}

fn read_graph(onnx: &[u8], description: &ModelDescription, is_open: bool) -> TractResult<Graph> {
    if onnx.len() > LARGEST_FILE {
        bail!("it is larger than {} MB", LARGEST_FILE >> 20);
    }
    let parse = |mut file: &[u8]| tract_onnx::Onnx::default().proto_model_for_read(&mut file).ok()?.graph;
    let file = parts::graph_within(onnx)?.and_then(parse);
    let graph = file.context("it is not an ONNX file; choose the .onnx file that your training program exported")?;
    let (outputs, has_maps, has_gate) = outputs(&graph, description)?;
    let input = Input {
        name: description.input_name.as_deref(),
        size: description.input_size,
        channels: description.channels,
        layout: description.layout,
    };
    let (reader, margins) = read_nodes(&graph, input, &outputs)?;
    let inside = if is_open { reader.inside(outputs[0]) } else { Inside::default() };
    let work = reader.work;
    let model = reader.with_outputs(outputs.iter().chain(&inside.stages))?;
    // What comes after a softmax is no sum of votes.
    let head = inside.head.filter(|_| description.output.kind == OutputKind::Logits);
    let stages = inside.stages.iter().map(|name| (*name).to_owned()).collect();
    let graph = Graph { model, margins, has_maps, has_gate, work, stages, head };
    graph.check(description.labels.len())?;
    Ok(graph)
}

impl Graph {
    /// Compares the outputs' sizes with the number of labels.
    fn check(&self, labels: usize) -> TractResult<()> {
        let shape = |at: usize| -> TractResult<Vec<usize>> {
            let shape = &self.model.output_fact(at)?.shape;
            Ok(shape.as_concrete().context("the size of an output is unknown")?.to_vec())
        };
        let numbers: usize = shape(0)?.iter().product();
        if numbers != labels {
            bail!(
                "it gives {numbers} numbers, but the description has {labels} labels; list one label for each number"
            );
        }
        if self.has_maps && !matches!(*shape(1)?, [1, maps, _, _] if maps == labels) {
            bail!("its class activation maps (cam) must have the shape [1, {labels}, rows, columns]");
        }
        if self.has_gate && shape(1 + usize::from(self.has_maps))?.iter().product::<usize>() != 1 {
            bail!("its gate must be one number");
        }
        Ok(())
    }
}

/// The names of the wanted outputs; whether maps, and whether the gate are among them.
fn outputs<'a>(graph: &'a GraphProto, description: &'a ModelDescription) -> TractResult<(Vec<&'a str>, bool, bool)> {
    let names: Vec<&str> = graph.output.iter().map(|output| output.name.as_str()).collect();
    let find = |field: &str, name: Option<&'a str>, usual: &'a str| match name {
        Some(name) if !names.contains(&name) => {
            bail!("it has no output {} ({field}); its outputs are: {}", shortened(name), listed(&names))
        }
        Some(name) => Ok(Some(name)),
        None => Ok(names.contains(&usual).then_some(usual)),
    };
    let first = *names.first().context("it has no output")?;
    let labels = find("output", description.output.name.as_deref(), first)?.unwrap_or(first);
    let maps = find("cam", description.cam.as_deref(), "cam")?.filter(|name| *name != labels);
    let gate = find("gate", description.gate.as_deref(), "gate")?.filter(|name| *name != labels);
    if gate.is_none() && description.radiograph_above > 0.0 {
        bail!(
            "it has no output for the gate, but the description has radiograph_above; leave that out, or name the gate"
        );
    }
    Ok(([Some(labels), maps, gate].into_iter().flatten().collect(), maps.is_some(), gate.is_some()))
}

/// Reads all operators that the outputs need; also gives the input's margins.
fn read_nodes<'a>(
    graph: &'a GraphProto,
    input: Input<'_>,
    outputs: &[&'a str],
) -> TractResult<(Reader<'a>, [usize; 4])> {
    if graph.node.len() > MOST_OPERATORS {
        bail!("it has more than {MOST_OPERATORS} operators");
    }
    let nodes = needed(&graph.node, outputs);
    let weights: HashSet<&str> = graph.initializer.iter().map(|tensor| tensor.name.as_str()).collect();
    let inputs: Vec<_> = graph.input.iter().filter(|input| !weights.contains(input.name.as_str())).collect();
    let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let [picture] = inputs.as_slice() else {
        bail!("it must have one input, the picture; its inputs are: {}", listed(&names))
    };
    if input.name.is_some_and(|name| name != picture.name) {
        bail!("its input is called {}; write that into input_name, or leave input_name out", shortened(&picture.name));
    }
    check_shape(picture, input)?;

    let mut reader = Reader::new(nodes, outputs);
    for tensor in &graph.initializer {
        reader.initializer(tensor)?;
    }
    let margins = reader.start(&picture.name, input)?;
    reader.add_all()?;
    Ok((reader, margins))
}

/// The operators that the outputs depend on, in the file's order.
fn needed<'a>(
    nodes: impl IntoIterator<Item = &'a NodeProto, IntoIter: DoubleEndedIterator>,
    outputs: &[&'a str],
) -> Vec<&'a NodeProto> {
    let mut wanted: HashSet<&str> = outputs.iter().copied().collect();
    let mut found = Vec::new();
    for node in nodes.into_iter().rev() {
        if node.output.iter().any(|output| wanted.contains(output.as_str())) {
            wanted.extend(node.input.iter().map(String::as_str));
            found.push(node);
        }
    }
    found.reverse();
    found
}

/// Compares the input's shape, as far as the file states one, with the description's.
fn check_shape(picture: &ValueInfoProto, input: Input<'_>) -> TractResult<()> {
    let Some(Type::TensorType(tensor)) = picture.r#type.as_ref().and_then(|kind| kind.value.as_ref()) else {
        return Ok(());
    };
    let Some(shape) = &tensor.shape else { return Ok(()) };
    // A side that is named, or not above 0, is free.
    let sides = shape.dim.iter().map(|side| match side.value {
        Some(Side::DimValue(side)) => usize::try_from(side).ok().filter(|side| *side > 0),
        _ => None,
    });
    let sides: Vec<Option<usize>> = sides.collect();
    let (channels, rows, columns) = match (sides.as_slice(), input.layout) {
        (&[_, channels, rows, columns], Layout::Nchw) | (&[_, rows, columns, channels], Layout::Nhwc) => {
            (channels, rows, columns)
        }
        _ => bail!("its input must have four axes, and has {}", sides.len()),
    };
    let differs = |stated: Option<usize>, ours: usize| stated.filter(|stated| *stated != ours);
    if let Some(batch) = differs(sides[0], 1) {
        bail!("it takes {batch} pictures at once; export it for a batch of 1, or with a free batch");
    }
    if let Some(stated) = differs(channels, input.channels) {
        bail!(
            "its input has {stated} channels instead of {}; correct channels in the description (1, or 3: grey repeated), or layout (nchw, nhwc)",
            input.channels
        );
    }
    if let Some(stated) = differs(rows, input.size).or(differs(columns, input.size)) {
        bail!(
            "its input has a side of {stated} pixels instead of {}; correct input_size in the description",
            input.size
        );
    }
    Ok(())
}

/// Names for an error's text.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().take(8).map(|name| shortened(name)).collect();
    names.join(", ")
}
