// Seals this folder: run `node seal.mjs` in it after a change to site.json, a routing table or a model. Without, the page
// refuses the changed part. Needs Node.js and nothing else; sealing what hasn't changed changes nothing.
//
//   node seal.mjs [--without-copies] [FOLDER]
//
// Writes into index.html and service-worker.js the hash of each part and the names of those that the page starts with;
// then the compressed copies (.br, .gz) that are missing or old. With --without-copies there will be none.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompressSync, constants, gunzipSync, gzip } from "node:zlib";

const PAGE = "index.html";
const SERVICE_WORKER = "service-worker.js";
/** What others check, or nobody asks for. */
const NO_PARTS = [PAGE, SERVICE_WORKER, "_headers"];
const COPY = /\.(br|gz)$/;
const COMPRESSES = /\.(html|m?js|css|wasm|json|svg|md|onnx)$/;

const names = process.argv.slice(2).filter((name) => name !== "--without-copies");
const withCopies = !process.argv.includes("--without-copies");
const folder = names[0] ?? dirname(fileURLToPath(import.meta.url));
const read = (name) => readFileSync(join(folder, name));
const hash = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

function giveUp(why) {
  console.error(`Not sealed, nothing was changed. ${why}`);
  process.exit(1);
}

/** All files below the folder, in a fixed order; hidden ones are no parts of a page. */
function filesBelow() {
  const all = readdirSync(folder, { recursive: true }).map((name) => name.split(sep).join("/"));
  return all.filter((name) => !/(^|\/)\./.test(name) && statSync(join(folder, name)).isFile()).sort();
}

function parsed(name, files) {
  if (!files.includes(name)) giveUp(`${name} is missing.`);
  try {
    return JSON.parse(read(name).toString().replace(/^\uFEFF/, ""));
  } catch (error) {
    return giveUp(`${name} is no JSON: ${error.message}`);
  }
}

/** The parts that the page starts with, as site.json says; the page itself checks every value. */
function startsWith(files) {
  const { routingTable = "routing.json", models = [{ folder: "default" }] } = parsed("site.json", files) ?? {};
  parsed(routingTable, files);
  if (!Array.isArray(models) || models.length === 0) giveUp("site.json: models must be a list of at least one.");
  for (const model of models.map((model) => model?.folder)) {
    for (const name of ["model.onnx", "model.json"]) {
      if (!files.includes(`models/${model}/${name}`)) giveUp(`site.json names the model “${model}”, but models/${model}/${name} is missing.`);
    }
  }
  const model = ["model.onnx", "model.json", "metrics.json"].map((name) => `models/${models[0].folder}/${name}`);
  return ["site.json", ...model, routingTable].filter((name) => files.includes(name));
}

/** Puts a value where `pattern` says; what it holds is data, and no `<` ends its element. */
function put(text, pattern, value) {
  const json = JSON.stringify(value).replaceAll("<", "\\u003c");
  if (!pattern.test(text)) giveUp(`${PAGE} or ${SERVICE_WORKER} isn't the page's.`);
  return text.replace(pattern, (_, before) => before + json);
}

function seal(files) {
  const parts = files.filter((name) => !NO_PARTS.includes(name) && !COPY.test(name));
  const hashes = Object.fromEntries(parts.map((name) => [name, hash(read(name))]));
  const first = startsWith(files);
  let page = put(read(PAGE).toString(), /(id="parts">)[^<]*/, hashes);
  page = put(page, /(id="first">)[^<]*/, first);
  page = page.replace(/((?:src|href)="\.\/([^"]+)" integrity=")(?:of:|sha256-)[^"]*/g, (_, before, name) => {
    return before + (hashes[name] ?? giveUp(`${PAGE} names ${name}, which is missing.`));
  });
  let worker = put(read(SERVICE_WORKER).toString(), /^(const PARTS = ).*?(?=;$)/m, { ...hashes, "": hash(page) });
  worker = put(worker, /^(const FIRST = ).*?(?=;$)/m, first);
  writeFileSync(join(folder, PAGE), page);
  writeFileSync(join(folder, SERVICE_WORKER), worker);
}

const best = (bytes) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
const COPIES = {
  br: { pack: (bytes) => promisify(brotliCompress)(bytes, best(bytes)), unpack: brotliDecompressSync },
  gz: { pack: (bytes) => promisify(gzip)(bytes, { level: 9 }), unpack: gunzipSync },
};

function isCurrent(copy, unpack, bytes) {
  try {
    return unpack(read(copy)).equals(bytes);
  } catch {
    return false; // none is there, or a broken one
  }
}

async function compress(files) {
  const packed = files.filter((name) => withCopies && COMPRESSES.test(name));
  const wanted = new Set(packed.flatMap((name) => Object.keys(COPIES).map((suffix) => `${name}.${suffix}`)));
  files.filter((name) => COPY.test(name) && !wanted.has(name)).forEach((name) => rmSync(join(folder, name)));
  const renewed = packed.flatMap((name) => {
    const bytes = read(name);
    return Object.entries(COPIES).map(async ([suffix, { pack, unpack }]) => {
      const copy = `${name}.${suffix}`;
      if (!isCurrent(copy, unpack, bytes)) writeFileSync(join(folder, copy), await pack(bytes));
    });
  });
  await Promise.all(renewed);
}

const files = filesBelow();
seal(files);
await compress(files);
