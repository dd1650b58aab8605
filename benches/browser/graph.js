// An ONNX file as plain objects, for the engine that doesn't read ONNX.
import { createRequire } from "node:module";

const { onnx } = createRequire(import.meta.url)("onnx-proto");
const [FLOAT, FLOAT16] = [1, 10];

function half(bits) {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function values({ dims, dataType, rawData }) {
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  const width = { [FLOAT]: 4, [FLOAT16]: 2 }[dataType];
  const read = (at) => (width === 4 ? view.getFloat32(at, true) : half(view.getUint16(at, true)));
  return { dims: dims.map(Number), values: Array.from({ length: rawData.byteLength / width }, (_, at) => read(at * width)) };
}

/** Nodes, with clamps folded into the convolutions before them, and weights. */
export function graphOf(file) {
  const { graph } = onnx.ModelProto.decode(file);
  const weights = Object.fromEntries(graph.initializer.map((tensor) => [tensor.name, values(tensor)]));
  const nodes = [];
  for (const { opType, input, output, attribute } of graph.node) {
    const attributes = Object.fromEntries(attribute.map(({ name, i, ints }) => [name, ints.length ? ints.map(Number) : Number(i)]));
    const last = nodes.at(-1);
    if (opType === "Cast") {
      weights[output[0]] = weights[input[0]];
    } else if (opType === "Clip" && last.op === "Conv" && last.output === input[0]) {
      Object.assign(last, { clamped: true, output: output[0] });
    } else {
      nodes.push({ op: opType, inputs: input, output: output[0], group: 1, strides: [1, 1], pads: [0, 0, 0, 0], ...attributes });
    }
  }
  return { nodes, weights, output: graph.output[0].name };
}
