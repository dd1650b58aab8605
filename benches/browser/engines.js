// The engines, one function each, in the benchmark's page: every one loads an ONNX network and gives a function from a
// picture, [1, channels, size, size], to the network's first output. All run in this one thread.

/** tract, ours or stock: one of the builds of benches/inference.rs. */
export async function tract(build, network) {
  const { default: init, Model, Network } = await import(`/target/bench/${build}/inference.js`);
  await init();
  const { onnx, channels, size, description } = network;
  const own = () => {
    try {
      return new Model(onnx, description);
    } catch {
      return new Network(onnx, channels, size); // it has operators or outputs that our models don't have
    }
  };
  const loaded = build.startsWith("ours") ? own() : new Network(onnx, channels, size);
  return Object.assign((picture) => loaded.run(picture), { own: loaded instanceof Model });
}

export async function rten(build, { onnx, channels, size }) {
  const { default: init, Rten } = await import(`/target/bench/${build}/inference.js`);
  await init();
  const loaded = new Rten(onnx, channels, size);
  return (picture) => loaded.run(picture);
}

export async function onnxruntime({ onnx, channels, size }) {
  const ort = await import("/benches/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs");
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = "/benches/node_modules/onnxruntime-web/dist/";
  const session = await ort.InferenceSession.create(onnx, { executionProviders: ["wasm"], graphOptimizationLevel: "all" });
  return async (picture) => {
    const input = new ort.Tensor("float32", picture, [1, channels, size, size]);
    const outputs = await session.run({ [session.inputNames[0]]: input }, [session.outputNames[0]]);
    return outputs[session.outputNames[0]].data;
  };
}

const script = (path) =>
  new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: path, onload: resolve, onerror: reject });
    document.head.append(element);
  });

let tf;
async function startTensorFlow() {
  if (tf) return;
  await script("/benches/node_modules/@tensorflow/tfjs-core/dist/tf-core.min.js");
  await script("/benches/node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js");
  tf = globalThis.tf;
  tf.wasm.setWasmPaths("/benches/node_modules/@tensorflow/tfjs-backend-wasm/dist/");
  await tf.setBackend("wasm");
  await tf.ready();
}

/** The same network, operator by operator, channels last and with its clamps fused, as TensorFlow.js wants it. */
export async function tensorflow({ graph, size }) {
  await startTensorFlow();
  const { nodes, weights, output } = graph;
  const tensor = (name) => tf.tensor(weights[name].values, weights[name].dims);
  const steps = nodes.map((node) => {
    if (node.op !== "Conv") return node;
    const [, weight, bias] = node.inputs;
    const depthwise = node.group > 1;
    // Output, input, rows, columns → rows, columns, input, output; one filter a channel: rows, columns, channel, 1.
    const filter = tf.transpose(tensor(weight), depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
    const run = depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
    const same = node.pads.some((pad) => pad > 0);
    const options = { filter, strides: node.strides, pad: same ? "same" : "valid", activation: node.clamped ? "relu6" : "linear" };
    if (bias) options.bias = tensor(bias);
    return { ...node, run: (x) => run({ x, ...options }) };
  });
  const constants = Object.fromEntries(Object.keys(weights).filter((name) => weights[name].dims.length < 4).map((name) => [name, tensor(name)]));
  return (picture) => {
    const result = tf.tidy(() => {
      const values = { input: tf.tensor4d(picture, [1, size, size, 1]), ...constants };
      for (const node of steps) {
        const [a, b] = node.inputs.map((name) => values[name]);
        const value = {
          Conv: () => node.run(a),
          Add: () => tf.add(a, b),
          GlobalAveragePool: () => tf.mean(a, [1, 2], true),
          Flatten: () => tf.reshape(a, [1, -1]),
          Concat: () => tf.concat(node.inputs.map((name) => values[name]), 3),
          MatMul: () => tf.matMul(a, b),
        }[node.op]();
        values[node.output] = value;
      }
      return values[output];
    });
    const found = result.dataSync();
    result.dispose();
    return found;
  };
}

/** Runs all in turns; gives each one's output and milliseconds. */
export async function compare(runs, picture, rounds, warmUp) {
  const found = {};
  for (const [name, run] of Object.entries(runs)) found[name] = { output: [...(await run(picture))], own: run.own ?? false, times: [] };
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const started = performance.now();
      await run(picture);
      if (round >= 0) found[name].times.push(performance.now() - started);
    }
  }
  return found;
}
