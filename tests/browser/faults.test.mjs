// What becomes of a file that brings its worker down, and of its neighbours. No file is known that does; so each fault is
// brought about for real inside the worker, as the file reaches it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { film, TAGS } from "./files.mjs";
import { choose, inFirefox, phantoms, row, settled, visiting } from "./site.mjs";

const visit = visiting();
const skip = inFirefox && "only Chromium lets a test into the worker";

/** The next file of the page's first worker meets a fault: one of those below, by name. */
function inject(page, fault) {
  return page.workers()[0].evaluate(async (fault) => {
    const wasm = await wasm_bindgen(); // it runs already: these are its exports
    const usual = self.onmessage;
    const deepest = () => {
      let depth = 0;
      const dive = () => {
        depth += 1;
        dive();
      };
      try {
        dive();
      } catch {
        return depth;
      }
    };
    const faults = {
      /** Memory runs out: all that the browser grants is taken. */
      memory(event) {
        for (let size = 64 << 20; size >= 64; size >>= 1) while (wasm.malloc(size) !== 0);
        usual(event);
      },
      /** The stack overflows: hardly any is left when the decoder begins. */
      stack(event) {
        const dive = (left) => (left > 0 ? dive(left - 1) : usual(event));
        dive(Math.floor(deepest() * 0.995));
      },
      /** A trap: the decoder's memory is overwritten. */
      trap(event) {
        new Uint8Array(wasm.memory.buffer).fill(0xff);
        usual(event);
      },
      loop() {
        for (;;);
      },
      /** It ends without a word. */
      silence() {
        self.close();
      },
    };
    self.onmessage = (event) => {
      self.onmessage = usual;
      faults[fault](event);
    };
  }, fault);
}

const names = ["implicit.dcm", "big-endian.dcm", "rle.dcm", "signed.dcm"];

/** States of the four files: failed ones with their reason. */
async function states(page) {
  const rows = await Promise.all(names.map((name) => row(page, name)));
  return rows.map(({ state, reason }) => (state === "failed" ? `${state} ${reason}` : state)).sort();
}

async function drop(page, names) {
  const before = Number(await page.getAttribute("body", "data-total"));
  await page.setInputFiles('[data-testid="file-input"]', names.map((name) => join(phantoms, name)));
  return before + names.length;
}

/** The last files find a worker that is whole. */
async function nextOneIsRead(page) {
  await settled(page, await drop(page, ["jpeg-baseline.dcm", "jpeg-2000.dcm"]));
  for (const name of ["jpeg-baseline.dcm", "jpeg-2000.dcm"]) assert.equal((await row(page, name)).state, "done");
}

for (const [fault, what] of [
  ["memory", "memory that runs out"],
  ["stack", "a stack that overflows"],
  ["trap", "a trap in the decoder"],
]) {
  test(`${what} costs only the file at hand`, { skip }, async () => {
    const page = await visit.open();
    await inject(page, fault);
    await settled(page, await drop(page, names));
    assert.deepEqual(await states(page), ["done", "done", "done", "failed crashed"]);
    await nextOneIsRead(page);
    await page.close();
  });
}

for (const [fault, what] of [
  ["loop", "a decoder that never ends"],
  ["silence", "a worker that ends without a word"],
]) {
  test(`${what} is stopped after a minute, and costs only the file at hand`, { skip }, async () => {
    const page = await visit.context.newPage();
    await page.clock.install(); // so that the minute needn't be waited for
    await page.goto(visit.url);
    await page.waitForSelector('body[data-ready="true"]', { timeout: 60_000 });
    await inject(page, fault);
    const total = await drop(page, names);
    await page.waitForSelector(`body[data-settled="${total - 1}"]`); // the neighbours don't wait for it
    assert.deepEqual((await states(page)).filter((state) => state === "done").length, 3);
    await page.clock.fastForward(61_000);
    await settled(page, total);
    assert.deepEqual(await states(page), ["done", "done", "done", "failed timed-out"]);
    await nextOneIsRead(page);
    await page.close();
  });
}

test("of files that all bring their workers down, each gets its reason, and the page goes on", { skip }, async () => {
  const page = await visit.open();
  for (const name of names) {
    await inject(page, "trap");
    await settled(page, await drop(page, [name]));
    assert.deepEqual((await row(page, name)).reason, "crashed");
    await page.waitForFunction(() => document.body.dataset.ready === "true");
  }
  await nextOneIsRead(page);
  await page.close();
});

test("a huge film's memory goes back: its worker is replaced", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "router-huge-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const short = (value) => Buffer.from(Uint16Array.of(value).buffer);
  const frame = [[0x00280010, "US", short(2500)], [0x00280011, "US", short(2000)]];
  const pixels = Buffer.alloc(2500 * 2000 * 2 * 30, 7);
  const huge = film(1, [TAGS.numberOfFrames, "IS", "30"], ...frame, [TAGS.pixelData, "OW", pixels]);
  writeFileSync(join(folder, "huge.dcm"), huge); // 300 MB
  const page = await visit.open();
  const [worker] = page.workers();
  const ended = new Promise((done) => worker.on("close", done));
  await choose(page, [join(folder, "huge.dcm")]);
  assert.equal((await row(page, "huge.dcm")).state, "done");
  await ended;
  await nextOneIsRead(page);
  await page.close();
});
