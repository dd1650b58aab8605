// Browser and native program run the same core: same groups, probabilities within 1e-3.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import { choose, films, openBrowser, openReady, phantoms, root, serveSite } from "./site.mjs";

test("the exported worklist equals what route prints", async (context) => {
  const site = await serveSite();
  const { context: browser, close } = await openBrowser();
  context.after(async () => {
    await close();
    site.close();
  });
  const below = (folder) => readdirSync(folder).map((name) => join(folder, name));
  const files = [...below(films), ...below(phantoms)];
  const page = await openReady(browser, site.url);
  await choose(page, files);
  const download = page.waitForEvent("download");
  await page.click('[data-testid="export-json"]');
  const exported = JSON.parse(await readFile(await (await download).path(), "utf8"));

  const lines = execFileSync(join(root, "target/debug/route"), files, { encoding: "utf8", maxBuffer: 1 << 26 });
  const native = lines.trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(exported.length, files.length);
  assert.equal(native.length, files.length);
  let compared = 0;
  for (const [index, expected] of native.entries()) {
    const actual = exported[index];
    assert.equal(actual.file, basename(expected.file));
    for (const field of ["state", "reason", "group", "destination", "rule", "explanation", "header"]) {
      assert.deepEqual(actual[field], expected[field], `${field} of ${actual.file}`);
    }
    if (!expected.probabilities) continue;
    compared += 1;
    for (const [group, probability] of Object.entries(expected.probabilities)) {
      const gap = Math.abs(actual.probabilities[group] - probability);
      assert.ok(gap <= 1e-3, `${group} of ${actual.file}: ${gap}`);
    }
    assert.ok(Object.values(actual.timings_ms).every((time) => time >= 0) && actual.timings_ms.total > 0);
  }
  assert.ok(compared >= 30, `only ${compared} files compared`);
});
