// What a visitor downloads, as a host with compression delivers it.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { dist } from "./site.mjs";

const MEGABYTE = 1e6;
const CODE_BUDGET = 2.7 * MEGABYTE; // the page and one worker
const MODEL_BUDGET = 6.5 * MEGABYTE; // the default; the other one is smaller
const COMPRESSIBLE = /\.(html|js|css|wasm|json|svg|onnx)$/;

const below = (folder) => readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
const delivered = (name) => statSync(join(dist, `${name}.br`)).size;

test("the page with either worker, and the model, stay within their budgets", (context) => {
  const files = below(dist).filter((name) => COMPRESSIBLE.test(name));
  const page = files.filter((name) => !/^(worker|models|bench)/.test(name));
  for (const worker of ["worker", "worker_relaxed"]) {
    const code = [...page, `${worker}.js`, `${worker}_bg.wasm`].reduce((sum, name) => sum + delivered(name), 0);
    context.diagnostic(`page and ${worker}: ${(code / MEGABYTE).toFixed(2)} MB`);
    assert.ok(code <= CODE_BUDGET, `${worker}: ${code} bytes`);
  }
  const model = delivered("models/default/model.onnx") + delivered("models/default/model.json");
  context.diagnostic(`default model: ${(model / MEGABYTE).toFixed(2)} MB`);
  assert.ok(model <= MODEL_BUDGET, `${model} bytes`);
});

test("every part lies there compressed too, and is the same inside", () => {
  const files = below(dist).filter((name) => COMPRESSIBLE.test(name));
  assert.ok(files.length > 10);
  for (const name of files) {
    const plain = readFileSync(join(dist, name));
    for (const [suffix, unpack] of [["br", brotliDecompressSync], ["gz", gunzipSync]]) {
      const path = join(dist, `${name}.${suffix}`);
      assert.ok(existsSync(path), path);
      assert.ok(unpack(readFileSync(path)).equals(plain), path);
    }
  }
});
