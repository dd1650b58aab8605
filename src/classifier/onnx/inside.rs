//! What a network makes on its way to the logits: feature maps of each size, and the linear head after the last of them.

use std::collections::HashMap;

use tract_onnx::pb::NodeProto;

use super::constants::{axis, floats, integers};
use super::convolution::pads;
use super::needed;
use super::reader::{Reader, Value};
use crate::classifier::LinearHead;

/// Most sizes of feature maps.
const MOST_STAGES: usize = 12;

/// The names of feature maps, and what follows the last.
#[derive(Default)]
pub(super) struct Inside<'a> {
    /// The last feature maps of each size, in the order in which they are made.
    pub(super) stages: Vec<&'a str>,
    /// The head; none where the logits aren't a linear layer of the last stage's means.
    pub(super) head: Option<LinearHead>,
}

/// A head that is being read, from the logits back.
#[derive(Default)]
struct Found {
    /// `[labels, channels]`.
    weights: Option<Vec<f32>>,
    bias: Option<Vec<f32>>,
    is_averaged: bool,
}

impl<'a> Reader<'a> {
    /// Looks inside, once all operators are read.
    pub(super) fn inside(&self, logits: &'a str) -> Inside<'a> {
        let (head, last) = self.head(logits).map_or((None, logits), |(head, maps)| (Some(head), maps));
        let mut stages: Vec<(&str, [usize; 2])> = Vec::new();
        for node in needed(self.nodes.iter().copied(), &[last]) {
            let Some(name) = node.output.first() else { continue };
            let Some(&[_, _, rows, columns]) = self.made_shape(name).as_deref() else { continue };
            if rows * columns > 1 {
                stages.retain(|(_, size)| *size != [rows, columns]);
                stages.push((name.as_str(), [rows, columns]));
            }
        }
        let surplus = stages.len().saturating_sub(MOST_STAGES);
        Inside { stages: stages.split_off(surplus).into_iter().map(|(name, _)| name).collect(), head }
    }

    /// The head, and the feature maps that it takes the means of. A linear layer and a mean may come in either order.
    fn head(&self, logits: &'a str) -> Option<(LinearHead, &'a str)> {
        let makers: HashMap<&str, &'a NodeProto> =
            self.nodes.iter().flat_map(|node| node.output.iter().map(|name| (name.as_str(), *node))).collect();
        let (mut found, mut name) = (Found::default(), logits);
        for _ in &self.nodes {
            if found.weights.is_some() && found.is_averaged {
                break;
            }
            let node = *makers.get(name)?;
            let made = self.take(&mut found, node)?;
            name = node.input.get(made)?;
        }
        let &[_, channels, _, _] = self.made_shape(name).filter(|_| found.is_averaged)?.as_slice() else { return None };
        let (weights, labels) = (found.weights?, self.made_shape(logits)?.iter().product());
        let mut bias = found.bias.unwrap_or_else(|| vec![0.0]);
        if bias.len() == 1 {
            bias = vec![bias[0]; labels];
        }
        (weights.len() == labels * channels && bias.len() == labels).then_some((LinearHead { weights, bias }, name))
    }

    /// Takes what an operator adds to the head, and says which of its inputs comes before it.
    fn take(&self, found: &mut Found, node: &NodeProto) -> Option<usize> {
        let numbers = |at: usize| floats(&*self.known(node, at).ok()?).ok();
        match node.op_type.as_str() {
            // What lies between changes no number's place.
            "Identity" | "Dropout" | "Flatten" | "Squeeze" | "Reshape" => Some(0),
            "GlobalAveragePool" if !found.is_averaged => {
                found.is_averaged = true;
                Some(0)
            }
            "ReduceMean" if !found.is_averaged && self.is_global(node)? => {
                found.is_averaged = true;
                Some(0)
            }
            "Add" if found.bias.is_none() && found.weights.is_none() => {
                let known = usize::from(matches!(self.value(node, 1).ok()?, Value::Known(_)));
                found.bias = Some(numbers(known)?);
                Some(1 - known)
            }
            "MatMul" if found.weights.is_none() => {
                found.weights = Some(self.turned(node, 1.0)?);
                Some(0)
            }
            "Gemm" if found.weights.is_none() && found.bias.is_none() => {
                let attribute = |name: &str| Some(node.get_attr_opt::<f32>(name).ok()?.unwrap_or(1.0));
                let (alpha, beta) = (attribute("alpha")?, attribute("beta")?);
                if !Self::lacks(node, 2) {
                    found.bias = Some(numbers(2)?.iter().map(|number| number * beta).collect());
                }
                let is_turned = node.get_attr_opt::<i64>("transB").ok()?.unwrap_or(0) != 0;
                let weights = || Some(numbers(1)?.iter().map(|number| number * alpha).collect());
                found.weights = Some(if is_turned { weights()? } else { self.turned(node, alpha)? });
                Some(0)
            }
            "Conv" if found.weights.is_none() && is_pointwise(node) => {
                let weights = self.known(node, 1).ok()?;
                if !matches!(weights.shape(), [_, _, 1, 1]) {
                    return None;
                }
                if !Self::lacks(node, 2) {
                    let plain = found.bias.take().unwrap_or_else(|| vec![0.0]);
                    found.bias = Some(sums(&plain, &numbers(2)?)?);
                }
                found.weights = Some(numbers(1)?);
                Some(0)
            }
            _ => None,
        }
    }

    /// Whether a mean is over a picture's rows and columns, and nothing else.
    fn is_global(&self, node: &NodeProto) -> Option<bool> {
        let rank = self.made_shape(node.input.first()?)?.len();
        let axes = match node.get_attr_opt_tvec::<i64>("axes").ok()? {
            Some(axes) => axes.to_vec(),
            None => integers(&*self.known(node, 1).ok()?).ok()?,
        };
        let mut axes = axes.into_iter().map(|of| axis(of, rank).ok()).collect::<Option<Vec<_>>>()?;
        axes.sort_unstable();
        Some(rank == 4 && axes == [2, 3])
    }

    /// `[channels, labels]` → `[labels, channels]`.
    fn turned(&self, node: &NodeProto, factor: f32) -> Option<Vec<f32>> {
        let weights = self.known(node, 1).ok()?;
        let &[channels, labels] = weights.shape() else { return None };
        let numbers = floats(&weights).ok()?;
        let at = |index: usize| numbers[index % channels * labels + index / channels] * factor;
        Some((0..channels * labels).map(at).collect())
    }
}

/// Whether a convolution looks at each pixel by itself, and at all channels.
fn is_pointwise(node: &NodeProto) -> bool {
    let ones = |name: &str| {
        node.get_attr_opt_tvec::<i64>(name).is_ok_and(|of| of.is_none_or(|of| of.iter().all(|step| *step == 1)))
    };
    let whole = node.get_attr_opt::<i64>("group").is_ok_and(|group| group.unwrap_or(1) == 1);
    whole && ones("strides") && pads(node).is_ok_and(|pads| pads.is_none_or(|pads| pads == [0; 4]))
}

/// Two biases together; one number counts for all.
fn sums(one: &[f32], other: &[f32]) -> Option<Vec<f32>> {
    match (one, other) {
        ([one], others) | (others, [one]) => Some(others.iter().map(|other| one + other).collect()),
        _ if one.len() == other.len() => Some(one.iter().zip(other).map(|(one, other)| one + other).collect()),
        _ => None,
    }
}
