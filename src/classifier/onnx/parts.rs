//! A first walk over an ONNX file (protobuf), before its parser: an empty part takes two bytes in the file and some hundred
//! once parsed, so that a file of the largest size could fill any memory.

use tract_onnx::prelude::*;
use tract_onnx::tract_core::internal::*;

/// Parts of a graph: operators, their inputs, outputs and attributes, weights, names. A network of 5000 operators, the most
/// that are read, has about fifty thousand.
const MOST_PARTS: usize = 200_000;
/// Parts within parts; the parser goes no deeper.
const DEEPEST: usize = 100;
/// Bytes of a list of whole numbers, each of which takes eight once parsed. Weights are written otherwise.
const LONGEST_LIST: usize = 8 << 20;
/// `ModelProto.graph` in the ONNX schema; the other fields of the file don't matter.
const GRAPH_OF_MODEL: u64 = 7;

/// Messages of the ONNX schema that hold others.
#[derive(Clone, Copy)]
enum Message {
    Graph,
    Operator,
    Attribute,
    Tensor,
    /// Names, sizes and the like, whose own parts are small.
    Other,
}

impl Message {
    /// What a field holds; none for texts and numbers.
    fn part(self, field: u64) -> Option<Self> {
        match (self, field) {
            (Self::Graph, 1) => Some(Self::Operator),
            (Self::Graph, 5) | (Self::Attribute, 5 | 10) => Some(Self::Tensor),
            (Self::Graph, 11..=14) | (Self::Attribute, 14 | 15) => Some(Self::Other),
            (Self::Tensor, 3 | 13) | (Self::Other, 1..=9) => Some(Self::Other),
            (Self::Operator, 5) => Some(Self::Attribute),
            (Self::Attribute, 6 | 11) => Some(Self::Graph),
            _ => None,
        }
    }

    /// Whether a field is a sparse tensor.
    fn is_sparse(self, field: u64) -> bool {
        matches!((self, field), (Self::Graph, 15) | (Self::Attribute, 22 | 23))
    }

    /// Whether a field is a list of whole numbers.
    fn is_list(self, field: u64) -> bool {
        matches!((self, field), (Self::Tensor, 1 | 5 | 7 | 11) | (Self::Attribute, 8))
    }
}

/// The part of a file that holds its graph, once its parts are counted; none for what is no ONNX file.
pub(super) fn graph_within(file: &[u8]) -> TractResult<Option<&[u8]>> {
    let mut rest = file;
    while !rest.is_empty() {
        let start = rest;
        let Some((field, value)) = next(&mut rest) else { return Ok(None) };
        if let (GRAPH_OF_MODEL, Some(graph)) = (field, value) {
            let mut count = 0;
            return Ok(walk(graph, Message::Graph, 0, &mut count)?.then(|| &start[..start.len() - rest.len()]));
        }
    }
    Ok(None)
}

/// Counts a message's parts; false where it isn't well formed.
fn walk(mut rest: &[u8], message: Message, depth: usize, count: &mut usize) -> TractResult<bool> {
    while !rest.is_empty() {
        let Some((field, value)) = next(&mut rest) else { return Ok(matches!(message, Message::Other)) };
        let Some(value) = value else { continue };
        *count += 1;
        if *count > MOST_PARTS {
            bail!("it has more than {MOST_PARTS} parts");
        }
        if message.is_list(field) && value.len() > LONGEST_LIST {
            bail!("a list of whole numbers in it is longer than {} MB", LONGEST_LIST >> 20);
        }
        if message.is_sparse(field) {
            bail!("its weights are sparse, which isn't supported");
        }
        let Some(part) = message.part(field) else { continue };
        if depth == DEEPEST || !walk(value, part, depth + 1, count)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A field's number, and its bytes if it has a length.
fn next<'a>(rest: &mut &'a [u8]) -> Option<(u64, Option<&'a [u8]>)> {
    let tag = varint(rest)?;
    let length = match tag & 7 {
        0 => {
            varint(rest)?;
            return Some((tag >> 3, None));
        }
        1 => 8,
        2 => usize::try_from(varint(rest)?).ok()?,
        5 => 4,
        _ => return None,
    };
    let (value, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some((tag >> 3, (tag & 7 == 2).then_some(value)))
}

/// A number of seven bits a byte, the lowest first.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}
