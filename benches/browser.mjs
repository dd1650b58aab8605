// `./dev bench`: the page's speed, and its engine beside the others, in one headless Chromium; prints tables and writes
// docs/benchmarks.md. The engines in the browser take turns, so that a busy machine hits all alike: trust the ratios. Those
// that are compared must give the same answer.
//
//   node benches/browser.mjs [NETWORK.onnx:SIZE[:MILLIONS] …]
//
// Further networks have one grey input channel; with their millions of multiplications and additions, they are
// compared with a loop that does nothing else. `models/training/timing.py` writes those of the paper.
import { readFileSync, writeFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { graphOf } from "./browser/graph.js";
import { launch, median, quantile, rssOf, table } from "./browser/tools.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const [ROUNDS, WARM_UP, STARTS, FILES] = [25, 4, 7, 1000];
const OURS = ["ours, relaxed SIMD", "ours, SIMD"];
const RIVAL = "onnxruntime-web";
const packages = JSON.parse(readFileSync(join(root, "benches/package.json"))).dependencies;
const rten = /^rten = \{ version = "=([\d.]+)"/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
const tract = /^tract-onnx = \{ version = "=([\d.]+)"/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];

const files = sirv(root, { dev: true, dotfiles: false });
const server = createServer((request, response) => {
  if (request.url === "/blank") return void response.setHeader("content-type", "text/html").end("<!doctype html><title>Benchmark</title>");
  files(request, response, () => response.writeHead(404).end());
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const lines = [];
const say = (...text) => {
  lines.push(...text);
  console.log(text.join("\n"));
};

const picture = (length) => Float32Array.from({ length }, (_, at) => (at % 255) / 127.5 - 1);

/** Medians of the runs of several engines on one network, all in one page. */
async function compareEngines(engines, network) {
  const { context, close } = await launch();
  const page = await context.newPage();
  await page.goto(`${origin}/blank`);
  const found = await page.evaluate(
    async ({ engines, network, numbers, rounds, warmUp }) => {
      const all = await import("/benches/browser/engines.js");
      network.onnx = new Uint8Array(await (await fetch(network.url)).arrayBuffer());
      const runs = {};
      for (const [name, engine, build] of engines) runs[name] = await (build ? all[engine](build, network) : all[engine](network));
      return all.compare(runs, Float32Array.from(numbers), rounds, warmUp);
    },
    { engines, network, numbers: [...picture(network.channels * network.size ** 2)], rounds: ROUNDS, warmUp: WARM_UP },
  );
  await close();
  return Object.entries(found).map(([name, run]) => ({ name, ...run, median: median(run.times) }));
}

const TRACT = [
  [OURS[0], "tract", "ours-relaxed"],
  [OURS[1], "tract", "ours"],
  ["tract, relaxed SIMD", "tract", "stock-relaxed"],
  ["tract, SIMD", "tract", "stock"],
];

/** The default model's description, for a network of its form with another input. */
function description(size) {
  const ours = JSON.parse(readFileSync(join(root, "models/default/model.json"), "utf8"));
  return JSON.stringify({ ...ours, input_size: size ?? ours.input_size });
}

async function defaultModel() {
  const model = readFileSync(join(root, "models/default/model.onnx"));
  const { input_size: size, temperature, network: architecture } = JSON.parse(description());
  const network = { url: "/models/default/model.onnx", description: description(), size, channels: 1, graph: graphOf(model) };
  const engines = [...TRACT, [RIVAL, "onnxruntime"], ["tfjs-backend-wasm", "tensorflow"], ["rten, relaxed SIMD", "rten", "ours-relaxed"]];
  const found = await compareEngines(engines, network);
  assertAgreement(found, temperature);
  const native = await nativeRuntime(model, size);
  const ours = found[0].median;
  say(`## The default model: ${architecture}, ${size} × ${size}`, "");
  say(...table(["Engine", "Milliseconds", "Middle half", "Times ours, relaxed"], [
    ...found.map(({ name, times, median }) => [name, median.toFixed(1), `${quantile(times, 0.25).toFixed(1)}–${quantile(times, 0.75).toFixed(1)}`, (median / ours).toFixed(2)]),
    ["onnxruntime, native, 1 thread", native.toFixed(1), "", (native / ours).toFixed(2)],
  ]), "");
  const of = (name) => found.find((engine) => engine.name === name).median;
  say(`default model: ${(of(RIVAL) / ours).toFixed(2)}x faster than onnxruntime-web`, "");
  say(`Without relaxed SIMD: ${(of(RIVAL) / of(OURS[1])).toFixed(2)}x. tfjs-backend-wasm: ${(of("tfjs-backend-wasm") / ours).toFixed(2)}x.`, "");
}

/** Our own reader gives probabilities, all else logits: they must be the same. */
function assertAgreement(found, temperature) {
  const softmax = (logits) => {
    const powers = logits.map((logit) => Math.exp((logit - Math.max(...logits)) / temperature));
    return powers.map((power) => power / powers.reduce((a, b) => a + b));
  };
  const all = found.map(({ output, own }) => (own ? output : softmax(output)));
  for (const [at, probabilities] of all.entries()) {
    const gap = Math.max(...probabilities.map((value, group) => Math.abs(value - all[0][group])));
    if (!(gap < 1e-3)) throw new Error(`${found[at].name} gives another answer: ${probabilities} for ${all[0]}`);
  }
}

async function nativeRuntime(model, size) {
  const { InferenceSession, Tensor } = createRequire(import.meta.url)("onnxruntime-node");
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const input = { [session.inputNames[0]]: new Tensor("float32", picture(size * size), [1, 1, size, size]) };
  const times = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const started = performance.now();
    await session.run(input);
    if (round >= 0) times.push(performance.now() - started);
  }
  return median(times);
}

async function otherNetworks(list, ceiling) {
  if (list.length === 0) return;
  const shares = [];
  const rows = [];
  for (const argument of list) {
    const [path, size, millions] = argument.split(":");
    const url = `/target/bench/networks/${basename(path)}`;
    const network = { url, size: Number(size), channels: 1, description: description(Number(size)) };
    const found = await compareEngines([...TRACT, [RIVAL, "onnxruntime"]], network);
    assertAgreement(found, JSON.parse(network.description).temperature);
    const [relaxed, plain, , , rival] = found.map(({ median }) => median);
    rows.push([basename(path, ".onnx"), size, found[0].own ? "ours" : "tract-onnx", ...found.map(({ median }) => median.toFixed(1)), (rival / relaxed).toFixed(2), (rival / plain).toFixed(2)]);
    console.log(rows.at(-1).join("  "));
    if (millions) {
      const share = (build, milliseconds) => `${((200 * millions) / milliseconds / ceiling[build]).toFixed(0)} %`;
      shares.push(`${basename(path, ".onnx")}: ${share("ours-relaxed", relaxed)} of a loop in registers with relaxed SIMD, ${share("ours", plain)} without.`);
    }
  }
  say("## Other networks", "", "A network whose file the project's own reader takes (“ours”) runs as in the page; the others are read by tract-onnx, and have our matrix kernels only.", "");
  say(...table(["Network", "Side", "Read by", ...TRACT.map(([name]) => name), RIVAL, "Faster than it, relaxed", "and without"], rows), "", ...shares.flatMap((line) => [line, ""]));
}

async function ceilings() {
  const { context, close } = await launch();
  const page = await context.newPage();
  await page.goto(`${origin}/blank`);
  const found = await page.evaluate(async () => {
    const found = {};
    for (const build of ["ours-relaxed", "ours"]) {
      const { default: init, ceiling } = await import(`/target/bench/${build}/inference.js`);
      await init();
      ceiling(1e6);
      found[build] = Math.max(...[1, 2, 3, 4, 5].map(() => ceiling(4e6)));
    }
    return found;
  });
  await close();
  return found;
}

function sayCeilings(found) {
  say(`A loop that only multiplies and adds vectors in registers: ${found["ours-relaxed"].toFixed(0)} thousand million operations a second with relaxed SIMD, ${found.ours.toFixed(0)} without.`, "");
}

async function wholeFilm() {
  const { context, close } = await launch();
  const page = await context.newPage();
  await page.goto(`${origin}/dist/bench.html`);
  await page.click("#start");
  await page.waitForFunction(() => ["done", "failed"].includes(document.body.dataset.state), null, { timeout: 300_000 });
  const result = JSON.parse((await page.getAttribute("body", "data-result")) ?? "null");
  if (!result) throw new Error(await page.textContent("#progress"));
  await close();
  say(`## A film from bytes to answer: ${result.film}`, "", `In one worker, bytes in memory; median of ${result.rounds}, in brackets the middle half (\`dist/bench.html\`).`, "");
  const cell = ({ median, low, high }) => `${median.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
  const steps = Object.keys(result.builds[0].steps);
  say(...table(["Milliseconds", ...result.builds.map(({ title }) => title)], steps.map((step) => [step, ...result.builds.map((build) => cell(build.steps[step]))])), "");
  const [one, two] = result.perSecond;
  say(`Films a second: ${one.toFixed(1)} with one worker, ${two.toFixed(1)} with two: ${(two / one).toFixed(2)} times.`, "");
}

async function startUp() {
  const times = { shell: [], ready: [] };
  for (let start = 0; start < STARTS; start++) {
    const { context, close } = await launch();
    const page = await context.newPage();
    await page.addInitScript(() => {
      globalThis.seen = {};
      const look = () => {
        if (document.querySelector('[data-testid="file-input"]')) seen.shell ??= performance.now();
        if (document.body?.dataset.ready === "true") seen.ready ??= performance.now();
      };
      new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    });
    await page.goto(`${origin}/dist/`);
    await page.waitForSelector('body[data-ready="true"]', { timeout: 60_000 });
    const seen = await page.evaluate(() => seen);
    for (const what of Object.keys(times)) times[what].push(seen[what]);
    await close();
  }
  say("## Start", "", `From a server on the same machine, empty cache, a fresh browser each time; median of ${STARTS}.`, "");
  say(...table(["", "Milliseconds", "Middle half"], [
    ["Page can take files", median(times.shell).toFixed(0), `${quantile(times.shell, 0.25).toFixed(0)}–${quantile(times.shell, 0.75).toFixed(0)}`],
    ["Model loaded", median(times.ready).toFixed(0), `${quantile(times.ready, 0.25).toFixed(0)}–${quantile(times.ready, 0.75).toFixed(0)}`],
  ]), "");
}

/** A thousand files through the page, with one worker and with two. */
async function archive() {
  const folder = join(root, "target/phantoms");
  const phantoms = readdirSync(folder).filter((name) => name.endsWith(".dcm")).map((name) => join(folder, name));
  const rows = [];
  for (const workers of [1, 2]) {
    const { context, close, profile } = await launch();
    const page = await context.newPage();
    await page.addInitScript((cores) => Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => cores }), workers);
    await page.goto(`${origin}/dist/`);
    await page.waitForSelector('body[data-ready="true"]', { timeout: 60_000 });
    const memory = [];
    let seconds = 0;
    for (let quarter = 0; quarter < 4; quarter++) {
      const chosen = Array.from({ length: FILES / 4 }, (_, at) => phantoms[(at + quarter) % phantoms.length]);
      const started = performance.now();
      await page.setInputFiles('[data-testid="file-input"]', chosen);
      await page.waitForSelector(`body[data-settled="${(FILES / 4) * (quarter + 1)}"]`, { timeout: 300_000 });
      seconds += (performance.now() - started) / 1000;
      memory.push(rssOf(profile));
    }
    rows.push([workers, (FILES / seconds).toFixed(1), ...memory.map((megabytes) => megabytes.toFixed(0))]);
    await close();
  }
  say(`## ${FILES} files`, "", `The tests' ${phantoms.length} phantoms, of all encodings and faults, again and again. Memory: megabytes of the whole browser after each quarter.`, "");
  say(...table(["Workers", "Files a second", "after ¼", "½", "¾", "all"], rows), "");
}

const { context, close } = await launch();
const version = context.browser()?.version() ?? (await (await context.newPage()).evaluate(() => navigator.userAgent.match(/Chrom\w+\/([\d.]+)/)[1]));
await close();
const machine = cpus();
say("# Benchmarks", "", "Written by `./dev bench`; *Other networks* by `./dev bench NETWORK.onnx:SIZE:MILLIONS …`, with networks that `models/training/timing.py` writes. Times swing on a shared machine: compare within a table.", "");
say(`${new Date().toISOString().slice(0, 10)} · ${machine[0].model.trim()}, ${machine.length} cores · Chromium ${version}, headless, one thread an engine · tract ${tract}, onnxruntime-web ${packages["onnxruntime-web"]}, tfjs-backend-wasm ${packages["@tensorflow/tfjs-backend-wasm"]}, rten ${rten}`, "");
await defaultModel();
const before = await ceilings();
const after = await otherNetworks(process.argv.slice(2), before).then(ceilings);
sayCeilings(Object.fromEntries(Object.keys(before).map((build) => [build, Math.max(before[build], after[build])])));
await wholeFilm();
await startUp();
await archive();
writeFileSync(join(root, "docs/benchmarks.md"), `${lines.join("\n").trimEnd()}\n`);
server.close();
