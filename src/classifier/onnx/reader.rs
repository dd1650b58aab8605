//! Reads one operator after the other, and knows what has been read so far.

use std::collections::{HashMap, HashSet};

use tract_onnx::pb::{NodeProto, TensorProto};
use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;

use super::constants::{constant_of, tensor_of};
use super::convolution::pads;
use super::{Input, LARGEST_CONSTANTS, LARGEST_TENSOR, MOST_AXES, MOST_WORK};
use crate::classifier::Layout;

/// What a name in the file stands for.
#[derive(Clone)]
pub(super) enum Value {
    /// Numbers that are known, with the file's axes.
    Known(Arc<Tensor>),
    /// What an operator makes, with our axes.
    Made(OutletId),
}

pub(super) struct Reader<'a> {
    pub(super) model: TypedModel,
    /// The operators to read, in the file's order.
    pub(super) nodes: Vec<&'a NodeProto>,
    values: HashMap<&'a str, Value>,
    /// How often each value is wanted.
    uses: HashMap<&'a str, usize>,
    /// A value's first user.
    users: HashMap<&'a str, &'a NodeProto>,
    /// Batch normalisations that became part of a convolution, by their output.
    pub(super) folded: HashSet<&'a str>,
    /// The input, if its margins are the first convolution's padding.
    pub(super) padded_input: Option<OutletId>,
    /// Values that don't depend on the picture.
    fixed: HashSet<OutletId>,
    /// Numbers of all constants so far.
    constants: usize,
    /// Multiplications for one picture so far.
    pub(super) work: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(nodes: Vec<&'a NodeProto>, outputs: &[&'a str]) -> Self {
        let (mut uses, mut users) = (HashMap::new(), HashMap::new());
        for node in &nodes {
            for name in &node.input {
                *uses.entry(name.as_str()).or_default() += 1;
                users.entry(name.as_str()).or_insert(*node);
            }
        }
        outputs.iter().for_each(|name| *uses.entry(name).or_default() += 1);
        Self {
            model: TypedModel::default(),
            nodes,
            values: HashMap::new(),
            uses,
            users,
            folded: HashSet::new(),
            padded_input: None,
            fixed: HashSet::new(),
            constants: 0,
            work: 0,
        }
    }

    /// Takes weights, if an operator wants them.
    pub(super) fn initializer(&mut self, tensor: &'a TensorProto) -> TractResult<()> {
        if self.uses.contains_key(tensor.name.as_str()) {
            self.values.insert(&tensor.name, Value::Known(tensor_of(tensor)?));
        }
        Ok(())
    }

    /// Makes the input, and gives its margins.
    pub(super) fn start(&mut self, name: &'a str, input: Input<'_>) -> TractResult<[usize; 4]> {
        let takes_it = |node: &&&NodeProto| node.op_type == "Conv" && node.input.first().is_some_and(|of| of == name);
        let first = self.nodes.iter().find(takes_it);
        let alone = input.layout == Layout::Nchw && self.uses.get(name) == Some(&1);
        let pads = first.filter(|_| alone).map(|node| pads(node).with_context(|| operator(node)));
        let pads = pads.transpose()?.flatten();
        let margins @ [top, left, bottom, right] = pads.unwrap_or_default();
        let shape = [1, top + input.size + bottom, left + input.size + right, input.channels];
        let mut source = self.model.add_source("input", f32::fact(shape))?;
        if input.layout == Layout::Nhwc {
            // To the file that is [1, rows, columns, channels], which lies here as its axes 0, 2, 3, 1.
            source = self.model.wire_node("input.nhwc", AxisOp::Move(1, 3), &[source])?[0];
        }
        self.padded_input = pads.map(|_| source);
        self.values.insert(name, Value::Made(source));
        Ok(margins)
    }

    /// Reads all operators.
    pub(super) fn add_all(&mut self) -> TractResult<()> {
        (0..self.nodes.len()).try_for_each(|at| self.add(self.nodes[at]))
    }

    /// Reads an operator.
    fn add(&mut self, node: &'a NodeProto) -> TractResult<()> {
        let operator = || operator(node);
        let values = self.read(node).with_context(operator)?;
        for (name, value) in node.output.iter().zip(values) {
            if let Value::Known(numbers) = &value {
                self.count_constant(numbers.len()).with_context(operator)?;
            }
            self.values.insert(name, value);
        }
        Ok(())
    }

    fn read(&mut self, node: &'a NodeProto) -> TractResult<Vec<Value>> {
        if !matches!(node.domain.as_str(), "" | "ai.onnx") {
            return unsupported();
        }
        // Other outputs, such as a max pooling's places, we don't make.
        if node.op_type != "Split" && node.output.iter().skip(1).any(|name| self.is_used(name)) {
            bail!("more than its first output is used, which isn't supported");
        }
        let value = match node.op_type.as_str() {
            "Constant" => Value::Known(constant_of(node)?),
            "Identity" | "Dropout" => self.value(node, 0)?,
            "Split" => return self.split(node),
            "Cast" | "Flatten" | "Gather" | "Reshape" | "Shape" | "Slice" | "Squeeze" | "Transpose" | "Unsqueeze" => {
                self.reshape(node)?
            }
            "Concat" => self.concatenation(node)?,
            "BatchNormalization" | "Conv" | "Pad" => self.convolve(node)?,
            "AveragePool" | "GlobalAveragePool" | "GlobalMaxPool" | "MaxPool" | "ReduceMax" | "ReduceMean"
            | "ReduceSum" => Value::Made(self.pool(node)?),
            _ => Value::Made(self.compute(node)?),
        };
        Ok(vec![value])
    }

    /// The graph, with these outputs.
    pub(super) fn with_outputs(mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> TractResult<TypedModel> {
        let outlets = names.into_iter().map(|name| self.output(name.as_ref())).collect::<TractResult<Vec<_>>>()?;
        self.model.select_output_outlets(&outlets)?;
        Ok(self.model)
    }

    /// An output, with its axes where the ONNX file has them.
    fn output(&mut self, name: &str) -> TractResult<OutletId> {
        let value = self.values.get(name).cloned();
        match value.with_context(|| format!("no operator makes its output {}", shortened(name)))? {
            Value::Made(outlet) => self.in_file_order(outlet),
            Value::Known(_) => bail!("its output {} does not depend on the picture", shortened(name)),
        }
    }

    fn is_used(&self, name: &str) -> bool {
        self.uses.contains_key(name)
    }

    /// The operator that uses a value, if it is the only one.
    pub(super) fn only_user(&self, name: &str) -> Option<&'a NodeProto> {
        (self.uses.get(name) == Some(&1)).then(|| self.users.get(name).copied()).flatten()
    }

    /// Whether an input was left out.
    pub(super) fn lacks(node: &NodeProto, at: usize) -> bool {
        node.input.get(at).is_none_or(String::is_empty)
    }

    /// The shape of what an operator makes, as the file has it; none for known numbers.
    pub(super) fn made_shape(&self, name: &str) -> Option<Vec<usize>> {
        match self.values.get(name)? {
            Value::Made(outlet) => self.shape(*outlet).ok(),
            Value::Known(_) => None,
        }
    }

    pub(super) fn value(&self, node: &NodeProto, at: usize) -> TractResult<Value> {
        let name = node.input.get(at).context("an input is missing")?;
        self.values.get(name.as_str()).cloned().with_context(|| format!("nothing is called {}", shortened(name)))
    }

    /// An input that an operator makes, or known numbers as one.
    pub(super) fn outlet(&mut self, node: &NodeProto, at: usize) -> TractResult<OutletId> {
        match self.value(node, at)? {
            Value::Made(outlet) => Ok(outlet),
            Value::Known(numbers) => {
                let numbers = in_our_order(numbers)?;
                self.constant(format!("{}.input{at}", node.output[0]), numbers)
            }
        }
    }

    /// An input whose numbers are known, with the file's axes.
    pub(super) fn known(&self, node: &NodeProto, at: usize) -> TractResult<Arc<Tensor>> {
        let known = match self.value(node, at)? {
            Value::Known(numbers) => Some(numbers),
            Value::Made(outlet) => self.model.outlet_fact(outlet)?.konst.clone().filter(|numbers| numbers.rank() < 4),
        };
        known.with_context(|| format!("input {} must hold fixed numbers", at + 1))
    }

    /// The shape that a value has in the file.
    pub(super) fn shape(&self, outlet: OutletId) -> TractResult<Vec<usize>> {
        let shape = self.model.outlet_fact(outlet)?.shape.as_concrete().context("its size is unknown")?;
        Ok(match *shape {
            [a, b, c, d] => vec![a, d, b, c],
            _ => shape.to_vec(),
        })
    }

    /// Adds numbers that don't depend on the picture.
    pub(super) fn constant(&mut self, name: impl Into<String>, numbers: impl IntoArcTensor) -> TractResult<OutletId> {
        let numbers = numbers.into_arc_tensor();
        self.count_constant(numbers.len())?;
        self.model.add_const(name, numbers)
    }

    /// Refuses constants that take too much memory together.
    pub(super) fn count_constant(&mut self, numbers: usize) -> TractResult<()> {
        self.constants = self.constants.saturating_add(numbers);
        if self.constants > LARGEST_CONSTANTS {
            bail!("its constants are too large");
        }
        Ok(())
    }

    /// Refuses a network that would take too long.
    pub(super) fn count_work(&mut self, multiplications: &[usize]) -> TractResult<()> {
        let product = multiplications.iter().fold(1_u64, |product, of| product.saturating_mul(*of as u64));
        self.work = self.work.saturating_add(product);
        if self.work > MOST_WORK {
            bail!("a picture would take it more than {} thousand million multiplications", MOST_WORK / 1_000_000_000);
        }
        Ok(())
    }

    /// Adds an operator with one output, of a size that is allowed.
    pub(super) fn wire(
        &mut self,
        name: &str,
        op: impl Into<Box<dyn TypedOp>>,
        of: &[OutletId],
    ) -> TractResult<OutletId> {
        let op = op.into();
        let facts = of.iter().map(|outlet| self.model.outlet_fact(*outlet)).collect::<TractResult<TVec<_>>>()?;
        let fixed = of.iter().zip(&facts).all(|(outlet, fact)| fact.konst.is_some() || self.fixed.contains(outlet));
        // Before it is wired: tract computes what depends on constants alone at once.
        let volumes = op.output_facts(&facts)?.iter().map(volume).collect::<TractResult<Vec<_>>>()?;
        drop(facts);
        if fixed {
            self.count_constant(volumes.iter().sum())?;
        }
        let outlet = self.model.wire_node(name, op, of)?[0];
        if fixed {
            self.fixed.insert(outlet);
        }
        Ok(outlet)
    }

    /// Applies an operator to a value and to numbers.
    pub(super) fn with_numbers(
        &mut self,
        name: &str,
        op: impl Into<Box<dyn TypedOp>>,
        outlet: OutletId,
        numbers: impl IntoArcTensor,
    ) -> TractResult<OutletId> {
        let numbers = self.constant(format!("{name}.numbers"), numbers)?;
        self.wire(name, op, &[outlet, numbers])
    }

    /// A value with the axes of the file.
    pub(super) fn in_file_order(&mut self, outlet: OutletId) -> TractResult<OutletId> {
        self.moved(outlet, AxisOp::Move(3, 1))
    }

    /// A value with the axes of the file → one with ours.
    pub(super) fn in_our_order(&mut self, outlet: OutletId) -> TractResult<OutletId> {
        self.moved(outlet, AxisOp::Move(1, 3))
    }

    fn moved(&mut self, outlet: OutletId, axes: AxisOp) -> TractResult<OutletId> {
        if self.model.outlet_fact(outlet)?.rank() != 4 {
            return Ok(outlet);
        }
        let name = format!("axes{}", self.model.nodes.len());
        self.wire(&name, axes, &[outlet])
    }
}

/// How many numbers a value has; none, or too many, are refused.
fn volume(fact: &TypedFact) -> TractResult<usize> {
    let shape = fact.shape.as_concrete().context("its size is unknown")?;
    let volume = shape.iter().try_fold(1_usize, |volume, side| volume.checked_mul(*side));
    match volume {
        Some(volume @ 1..=LARGEST_TENSOR) if shape.len() <= MOST_AXES => Ok(volume),
        _ => bail!("its output is empty or too large"),
    }
}

/// Numbers with the axes of the file → with ours.
pub(super) fn in_our_order(numbers: Arc<Tensor>) -> TractResult<Arc<Tensor>> {
    if numbers.rank() != 4 {
        return Ok(numbers);
    }
    Ok(Tensor::clone(&*numbers).permute_axes(&[0, 2, 3, 1])?.into_arc_tensor())
}

/// Where an axis of the file lies here.
pub(super) fn our_axis(axis: usize, rank: usize) -> usize {
    match (rank, axis) {
        (4, 1) => 3,
        (4, 2 | 3) => axis - 1,
        _ => axis,
    }
}

/// Where something is wrong.
fn operator(node: &NodeProto) -> String {
    format!("its operator {} ({})", shortened(&node.op_type), shortened(&node.name))
}

/// Says what may be done about an operator that is missing.
pub(super) fn unsupported<T>() -> TractResult<T> {
    bail!("this operator isn't supported; choose a convolutional network such as ResNet, DenseNet or EfficientNet")
}

/// A name from the file, short enough for a message.
pub(super) fn shortened(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(60).collect()
}
