// Browser and native program run the same core: same groups, probabilities within 1e-3; both builds of the worker within 1e-4.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import { choose, films, openBrowser, openReady, phantoms, root, saved, serveSite } from "./site.mjs";

const below = (folder) => readdirSync(folder).map((name) => join(folder, name));
const files = [...below(films), ...below(phantoms)];
// What a browser says that doesn't know relaxed SIMD.
const withoutRelaxed = () => {
  const usual = WebAssembly.validate.bind(WebAssembly);
  const MADD = 133; // the second byte of f32x4.relaxed_madd
  WebAssembly.validate = (bytes) => !Uint8Array.from(bytes).includes(MADD) && usual(bytes);
};

async function site(context) {
  const served = await serveSite();
  const { context: browser, close } = await openBrowser();
  context.after(async () => {
    await close();
    served.close();
  });
  return { url: served.url, browser };
}

async function exported(page) {
  await choose(page, files);
  return JSON.parse((await saved(page, '[data-testid="export-json"]')).bytes);
}

function assertSame(actual, expected, tolerance) {
  assert.equal(actual.file, basename(expected.file));
  for (const field of ["state", "reason", "group", "destination", "rule", "explanation", "header"]) {
    assert.deepEqual(actual[field], expected[field], `${field} of ${actual.file}`);
  }
  for (const [group, probability] of Object.entries(expected.probabilities ?? {})) {
    const gap = Math.abs(actual.probabilities[group] - probability);
    assert.ok(gap <= tolerance, `${group} of ${actual.file}: ${gap}`);
  }
}

test("the exported worklist equals what route prints, and both builds say the same", async (context) => {
  const { url, browser } = await site(context);
  const page = await openReady(browser, url);
  assert.equal(await page.getAttribute("body", "data-build"), "relaxed-simd");
  const relaxed = await exported(page);
  await page.close();

  const { status, stdout } = spawnSync(join(root, "target/debug/route"), files, { encoding: "utf8", maxBuffer: 1 << 26 });
  assert.equal(status, 3, "every file has its line, and some failed: the damaged ones");
  const native = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([relaxed.length, native.length], [files.length, files.length]);
  native.forEach((expected, at) => assertSame(relaxed[at], expected, 1e-3));
  const timed = relaxed.filter(({ probabilities }) => probabilities);
  assert.ok(timed.length >= 30, `only ${timed.length} files compared`);
  assert.ok(timed.every(({ timings_ms }) => timings_ms.total > 0 && Object.values(timings_ms).every((time) => time >= 0)));

  const other = await browser.newPage();
  await other.addInitScript(withoutRelaxed);
  await other.goto(url);
  await other.waitForSelector('body[data-ready="true"]', { timeout: 60_000 });
  assert.equal(await other.getAttribute("body", "data-build"), "simd");
  (await exported(other)).forEach((plain, at) => assertSame(plain, relaxed[at], 1e-4));
});

test("where the quicker build can't be had, the plain one serves", async (context) => {
  const { url, browser } = await site(context);
  const page = await browser.newPage();
  await page.route("**/worker_relaxed_bg.wasm", (route) => route.fulfill({ body: "not a module", contentType: "application/wasm" }));
  await page.goto(url);
  await page.waitForSelector('body[data-ready="true"]', { timeout: 60_000 });
  assert.equal(await page.getAttribute("body", "data-build"), "simd");
});
