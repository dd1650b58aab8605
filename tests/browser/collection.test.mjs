// The project's collection of real and hostile DICOM files, where it is present, through the built page: each file comes
// out as native code says (`target/collection.json`, left by the native test `collection`, which compares every picture
// with a reference reader's; decoding.test.mjs compares the pixels of both builds). No worker stops, no file hangs.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import { choose, root, saved, visiting } from "./site.mjs";

const collection = join(root, "../shared/dicom/files");
const skip = existsSync(collection) ? false : "the collection of real DICOM files is not here";
const visit = visiting();
/** The native test reads DICOM alone; the page takes PNG too, and this is a damaged one. */
const DAMAGED_PNG = "generated-odd/png.dcm";

async function exported(page) {
  return JSON.parse((await saved(page, '[data-testid="export-json"]')).bytes);
}

test("every file of the collection is read or refused in the page, as natively", { skip, timeout: 600_000 }, async (context) => {
  const native = Object.entries(JSON.parse(readFileSync(join(root, "target/collection.json"), "utf8")));
  assert.ok(native.length >= 513);
  const page = await visit.open();
  await choose(page, native.map(([path]) => join(collection, path)));
  const cases = await exported(page);
  const differences = [];
  const table = {};
  for (const [at, [path, { outcome }]] of native.entries()) {
    const { file, state, reason } = cases[at];
    assert.ok(file.startsWith(basename(path)), file); // a name that is there already is numbered
    const came = ["refused", "failed"].includes(state) ? reason : "read";
    if (came !== (path === DAMAGED_PNG ? "damaged" : outcome)) differences.push(`${path}: ${state} ${reason ?? ""}, natively ${outcome}`);
    table[`${state}: ${reason ?? "routed"}`] = (table[`${state}: ${reason ?? "routed"}`] ?? 0) + 1;
  }
  for (const [what, files] of Object.entries(table).sort()) context.diagnostic(`${String(files).padStart(4)} ${what}`);
  assert.deepEqual(differences, []);
  await page.close();
});

test("the real chest films of the collection are adult chests", { skip }, async () => {
  // The native test names them; one list serves both.
  const source = await readFile(join(root, "tests/real_films.rs"), "utf8");
  const list = source.match(/const CHESTS[^=]*= &\[([^\]]*)\]/)[1];
  const films = [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => join(collection, path));
  assert.ok(films.length >= 9);
  const page = await visit.open();
  await choose(page, films);
  const cases = await exported(page);
  for (const { file, state, group, destination } of cases) {
    assert.deepEqual([state, group, destination], ["done", "adult_chest", "torchxrayvision-densenet121"], file);
  }
  assert.equal(cases.length, films.length);
  await page.close();
});
