// The benchmark page: the workers of the page proper, driven by their own messages (src/worker/message.rs).
const BUILDS = [
  { name: "relaxed-simd", title: "With relaxed SIMD", glue: "./worker_relaxed.js", module: "./worker_relaxed_bg.wasm" },
  { name: "simd", title: "Without", glue: "./worker.js", module: "./worker_bg.wasm" },
];
// Valid only where relaxed SIMD is known (src/worker/kit.rs).
const RELAXED = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11];
const BOOTSTRAP = `
onmessage = ({ data }) => {
  onmessage = null;
  wasm_bindgen({ module_or_path: data }).catch((error) => setTimeout(() => { throw error; }));
};`;
const [ROWS, COLUMNS] = [2500, 2000];
const [WARM_UP, ROUNDS, OPERATOR_ROUNDS, FILMS_FOR_THROUGHPUT] = [3, 21, 20, 24];
const STEPS = { read: "Read", decode: "Decode", prepare: "Prepare", infer: "Network", total: "Bytes to answer" };

const part = async (path) => {
  const response = await fetch(path, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${path} is missing`);
  return response;
};

/** The page's policy asks for it: only a script that this page made itself can become a worker. */
const trusted = globalThis.trustedTypes?.createPolicy("router", {
  createScriptURL: (address) => (address.startsWith("blob:") ? address : ""),
});

const started = [];
const endWorkers = () => started.splice(0).forEach((worker) => worker.terminate());

/** Compiled while it arrives; from the whole file where the host serves it with a wrong type. */
async function compile(path) {
  try {
    return await WebAssembly.compileStreaming(part(path));
  } catch {
    return WebAssembly.compile(await (await part(path)).arrayBuffer());
  }
}

/** A worker that has the model: `ask` sends a message and resolves to the answers up to the one named. */
async function startWorker({ glue, module }, model) {
  const source = URL.createObjectURL(new Blob([glue, BOOTSTRAP], { type: "text/javascript" }));
  const worker = new Worker(trusted ? trusted.createScriptURL(source) : source);
  URL.revokeObjectURL(source);
  const heard = [];
  let wake = () => {};
  let stopped = false;
  worker.onerror = () => {
    stopped = true;
    wake();
  };
  worker.onmessage = ({ data: [json] }) => {
    const said = JSON.parse(json);
    heard.push(typeof said === "string" ? { [said]: true } : said);
    wake();
  };
  const until = async (name) => {
    for (;;) {
      const unusable = heard.find((said) => said.Unusable);
      if (unusable) throw new Error(unusable.Unusable);
      const at = heard.findIndex((said) => name in said);
      if (at >= 0) return heard.splice(0, at + 1).reduce((all, said) => ({ ...all, ...said }), {});
      if (stopped) throw new Error("the worker stopped");
      await new Promise((resolve) => (wake = resolve));
    }
  };
  const ask = (message, attachment, name, handedOver = []) => {
    worker.postMessage([JSON.stringify(message), attachment], handedOver);
    return until(name);
  };
  started.push(worker);
  worker.postMessage(module);
  await until("Awake");
  await ask({ SetUp: { description: model.description, table: model.table } }, model.onnx, "Ready");
  return { ask };
}

/** A DICOM file, Explicit VR Little Endian, uncompressed: a bright field with noise, 16 bits. */
function film() {
  const bytes = [];
  const text = (value) => [...value].map((letter) => letter.charCodeAt(0));
  const element = (group, number, vr, value) => {
    const even = value.length % 2 ? [...value, vr === "UI" ? 0 : 32] : value;
    bytes.push(group & 255, group >> 8, number & 255, number >> 8, ...text(vr), even.length & 255, even.length >> 8, ...even);
  };
  const short = (value) => [value & 255, value >> 8];
  element(2, 0x10, "UI", text("1.2.840.10008.1.2.1"));
  element(8, 0x16, "UI", text("1.2.840.10008.5.1.4.1.1.1.1"));
  element(8, 0x60, "CS", text("DX"));
  element(0x28, 2, "US", short(1));
  element(0x28, 4, "CS", text("MONOCHROME2"));
  for (const [number, value] of [[0x10, ROWS], [0x11, COLUMNS], [0x100, 16], [0x101, 16], [0x102, 15], [0x103, 0]]) {
    element(0x28, number, "US", short(value));
  }
  const pixels = new Uint16Array(ROWS * COLUMNS);
  let noise = 1;
  for (let at = 0; at < pixels.length; at++) {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    pixels[at] = 9000 + 7000 * Math.sin((at % COLUMNS) / 300) * Math.sin(at / COLUMNS / 400) + (noise >>> 22);
  }
  const length = new Uint8Array(new Uint32Array([pixels.byteLength]).buffer);
  const head = [...new Array(128).fill(0), ...text("DICM"), ...bytes, 0xe0, 0x7f, 0x10, 0, ...text("OW"), 0, 0, ...length];
  const file = new Uint8Array(head.length + pixels.byteLength);
  file.set(head);
  file.set(new Uint8Array(pixels.buffer), head.length);
  return file;
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, share) => sorted(values)[Math.round(share * (values.length - 1))];
const spread = (values) => ({ median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) });

async function runFilm(worker, { buffer }) {
  const { Finished } = await worker.ask({ Run: { job: 0, name: "film", read_ms: 0 } }, buffer, "Drawn", [buffer]);
  if (Finished.case.state !== "done") throw new Error(`the film was not read: ${Finished.case.explanation}`);
  return Finished.case.timings_ms;
}

/** Films a second with so many workers. */
async function throughput(workers, bytes) {
  const films = Array.from({ length: FILMS_FOR_THROUGHPUT }, () => bytes.slice()); // copying is not what is measured
  const started = performance.now();
  await Promise.all(workers.map(async (worker) => {
    while (films.length > 0) await runFilm(worker, films.pop());
  }));
  return (FILMS_FOR_THROUGHPUT * 1000) / (performance.now() - started);
}

async function measure(tell) {
  tell("Loading …");
  // What the page starts with; it says itself what is wrong in site.json.
  const site = await part("./site.json").then((response) => response.json()).catch(() => ({}));
  const folder = `./models/${site.models?.[0]?.folder ?? "default"}`;
  const [onnx, description, table] = await Promise.all([
    part(`${folder}/model.onnx`).then((response) => response.arrayBuffer()),
    part(`${folder}/model.json`).then((response) => response.text()),
    part(`./${site.routingTable ?? "routing.json"}`).then((response) => response.text()),
  ]);
  const model = { onnx, description, table };
  const known = BUILDS.filter((build) => build.name === "simd" || WebAssembly.validate(new Uint8Array(RELAXED)));
  const bytes = film();
  const measured = [];
  for (const build of known) {
    const parts = { glue: await (await part(build.glue)).text(), module: await compile(build.module) };
    measured.push({ build, parts, worker: await startWorker(parts, model), times: [] });
  }
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    tell(`Measuring … ${Math.round((100 * (round + WARM_UP)) / (ROUNDS + WARM_UP))} %`);
    for (const { worker, times } of measured) {
      const timings = await runFilm(worker, bytes.slice());
      if (round >= 0) times.push(timings);
    }
  }
  tell("Measuring two workers …");
  const [first] = measured;
  const second = await startWorker(first.parts, model);
  await runFilm(second, bytes.slice());
  const perSecond = [await throughput([first.worker], bytes), await throughput([first.worker, second], bytes)];
  const builds = [];
  for (const { build, worker, times } of measured) {
    const { Timed } = await worker.ask({ TimeOperators: { rounds: OPERATOR_ROUNDS } }, null, "Timed");
    const steps = Object.fromEntries(Object.keys(STEPS).map((step) => [step, spread(times.map((timings) => timings[step]))]));
    builds.push({ name: build.name, title: build.title, steps, operators: Timed });
  }
  return { film: `${COLUMNS} × ${ROWS}, 16 bits, uncompressed`, rounds: ROUNDS, builds, perSecond, cores: navigator.hardwareConcurrency };
}

function fill(table, heads, rows) {
  table.replaceChildren();
  const head = table.createTHead().insertRow();
  for (const text of heads) head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: text }));
  const body = table.createTBody();
  for (const [name, ...values] of rows) {
    const row = body.insertRow();
    row.append(Object.assign(document.createElement("th"), { scope: "row", textContent: name }));
    for (const value of values) row.insertCell().textContent = value;
  }
}

function show({ builds, perSecond, cores }) {
  const cell = ({ median, low, high }) => `${median.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
  const films = Object.entries(STEPS).map(([step, title]) => [title, ...builds.map(({ steps }) => cell(steps[step]))]);
  fill(document.getElementById("films"), ["Step", ...builds.map(({ title }) => title)], films);
  const ratio = perSecond[1] / perSecond[0];
  document.getElementById("throughput").textContent =
    `One worker reads ${perSecond[0].toFixed(1)} such films a second, two read ${perSecond[1].toFixed(1)} (${ratio.toFixed(2)} times as many). This computer says it has ${cores} cores.`;
  const [first] = builds;
  const operators = first.operators.map((operator, at) => [
    operator.name,
    operator.kind,
    operator.shape.join(" × "),
    ...builds.map((build) => build.operators[at].milliseconds.toFixed(3)),
  ]);
  fill(document.getElementById("operators"), ["Operator", "Kind", "Output", ...builds.map(({ title }) => title)], operators);
  document.getElementById("results").hidden = false;
}

const button = document.getElementById("start");
button.addEventListener("click", async () => {
  const tell = (text) => (document.getElementById("progress").textContent = text);
  button.disabled = true;
  document.body.dataset.state = "running";
  try {
    const result = await measure(tell);
    show(result);
    document.body.dataset.result = JSON.stringify(result);
    document.body.dataset.state = "done";
    tell("Done.");
  } catch (error) {
    document.body.dataset.state = "failed";
    tell(`It could not be measured: ${error.message}.`);
  } finally {
    endWorkers();
  }
  button.disabled = false;
});
