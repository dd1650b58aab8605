// Milliseconds an image in WebAssembly (V8, one thread), networks taken in turns so that a busy machine hits all alike.
//
//   cargo build --profile web --target wasm32-unknown-unknown --example inference
//   wasm-bindgen --target nodejs --out-dir target/inference target/wasm32-unknown-unknown/web/examples/inference.wasm
//   node benches/inference.mjs NETWORK.onnx:SIZE …
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { Model, Network } = createRequire(import.meta.url)("../target/inference/inference.js");
const ROUNDS = 15;

const description = JSON.parse(readFileSync(new URL("../models/default/model.json", import.meta.url)));

/** As the page runs its model where the network has that form, else by tract-onnx. */
function load(path, size) {
  const onnx = readFileSync(path);
  try {
    return new Model(onnx, JSON.stringify({ ...description, input_size: size }));
  } catch {
    return new Network(onnx, 1, size);
  }
}

const networks = process.argv.slice(2).map((argument) => {
  const [path, size] = argument.split(":");
  return { path, network: load(path, Number(size)), input: new Float32Array(size * size), times: [] };
});
for (let round = -2; round < ROUNDS; round++) {
  for (const { network, input, times } of networks) {
    const started = performance.now();
    network.run(input);
    if (round >= 0) times.push(performance.now() - started);
  }
}
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
for (const { path, times } of networks) {
  console.log(JSON.stringify({ network: path, median_ms: +median(times).toFixed(1), least_ms: +Math.min(...times).toFixed(1) }));
}
