// WebAssembly reads every file of the collection of real and hostile DICOM files exactly as native code does.
// (`target/collection.json` is what the native test `collection` left; where the collection is missing, so is it. The
// phantoms of a fresh machine are compared in the built page, by agreement.test.mjs.)
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./site.mjs";

const collection = join(root, "../shared/dicom/files");
const skip = existsSync(collection) ? false : "the collection of real DICOM files is not here";
const require = createRequire(import.meta.url);
const path = join(root, "target/decode/decode.js");

/** A fresh instance: a trap leaves the old one in no state to go on. */
function instance() {
  delete require.cache[require.resolve(path)];
  return require(path);
}

test("WebAssembly and native code read the collection alike, and nothing traps", { skip, timeout: 300_000 }, () => {
  const native = Object.entries(JSON.parse(readFileSync(join(root, "target/collection.json"), "utf8")));
  assert.ok(native.length >= 513);
  let decoder = instance();
  const differences = [];
  let slowest = { took: 0 };
  for (const [name, expected] of native) {
    const started = performance.now();
    let actual;
    try {
      actual = JSON.parse(decoder.digest(readFileSync(join(collection, name))));
    } catch (error) {
      actual = { outcome: `trapped: ${error.message}` };
      decoder = instance();
    }
    const took = performance.now() - started;
    if (took > slowest.took) slowest = { name, took };
    try {
      assert.deepEqual(actual, expected);
    } catch {
      differences.push(`${name}: ${JSON.stringify(actual)}, natively ${JSON.stringify(expected)}`);
    }
  }
  assert.deepEqual(differences, []);
  assert.ok(slowest.took < 20_000, `${slowest.name} took ${slowest.took} ms`);
});
