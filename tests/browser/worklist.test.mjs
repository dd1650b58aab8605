// The worklist: progress and stopping, finding and ordering, the keyboard, names hidden, and a list of any length.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { asFile, dropMany, film } from "./files.mjs";
import { choose, films, goTo, inFirefox, look, row, settled, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const names = (page) => page.$$eval("[data-case]", (rows) => rows.map((row) => row.dataset.case));
const count = (page, state) => page.locator(`[data-case][data-state="${state}"]`).count();
const letter = (name) => asFile(name, Buffer.from("Dear colleague, …"));

test("while files are read the page says how far it is; stopped, the rest can be tried again", async () => {
  const page = await visit.open();
  await dropMany(page, 120, 1);
  await page.waitForSelector('body[data-total="120"]');
  await page.waitForFunction(() => Number(document.body.dataset.settled) >= 2);
  assert.match(await page.locator(".summary .tally").innerText(), /^\d+ of 120 files finished$/);
  assert.equal(await page.locator(".summary progress").getAttribute("max"), "120");
  await page.click('[data-testid="cancel"]');
  await settled(page, 120);
  const [done, stopped] = [await count(page, "done"), await page.locator('[data-state="failed"][data-reason="cancelled"]').count()];
  assert.ok(done >= 2 && stopped >= 20, `${done} done, ${stopped} stopped`);
  assert.equal(done + stopped, 120);
  assert.match(await page.locator('[data-reason="cancelled"]').last().innerText(), /You stopped it/);
  assert.equal(await page.locator('[data-testid="cancel"]').count(), 0);
  await page.getByRole("button", { name: "Retry failed" }).click();
  await page.waitForFunction(() => document.querySelectorAll('[data-state="done"]').length === 120, null, { timeout: 60_000 });
  assert.match(await page.locator(".summary .tally").innerText(), /^120 files, all finished$/);
  await page.close();
});

test("one file is taken off the list, then all are", async () => {
  const page = await visit.open();
  await trySamples(page);
  await look(page, "sample-chest-called-hand.dcm");
  await page.click('[data-testid="remove"]');
  await settled(page, 2);
  assert.deepEqual(await names(page), ["sample-chest.dcm", "sample-test-object.dcm"]);
  // The next one is looked at.
  assert.equal(await page.locator('[data-case="sample-test-object.dcm"]').getAttribute("data-selected"), "true");
  await page.click('[data-testid="clear"]');
  await settled(page, 0);
  assert.deepEqual(await names(page), []);
  assert.match(await page.locator("h1").innerText(), /Which body part is this X-ray/);
  assert.equal(await page.locator('[data-testid="pane"]').count(), 0);
  // What comes then has its name to itself.
  await trySamples(page);
  assert.equal((await row(page, "sample-chest.dcm")).state, "done");
  await page.close();
});

test("the keyboard alone finds, walks, opens and closes", async () => {
  const page = await visit.open();
  await trySamples(page);
  const press = (key) => page.keyboard.press(key);
  const selected = () => page.locator('[data-case][data-selected="true"]').getAttribute("data-case", { timeout: 3000 });
  await press("/");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "filter");
  await page.keyboard.type("HAND dx");
  await page.waitForFunction(() => document.querySelectorAll("[data-case]").length === 1);
  assert.deepEqual(await names(page), ["sample-chest-called-hand.dcm"]);
  await page.keyboard.type(" nowhere");
  await page.waitForSelector(".nothing");
  await press("Control+A");
  await press("Delete");
  await page.waitForFunction(() => document.querySelectorAll("[data-case]").length === 3);
  await press("Tab"); // out of the field
  await press("ArrowDown");
  assert.equal(await selected(), "sample-chest.dcm");
  await press("ArrowDown");
  await press("ArrowDown");
  assert.equal(await selected(), "sample-test-object.dcm");
  await press("ArrowUp");
  assert.equal(await selected(), "sample-chest-called-hand.dcm");
  await page.waitForSelector('[data-testid="canvas"]');
  await press("Escape");
  await page.waitForSelector('[data-testid="pane"]', { state: "detached" });
  // The focus is where it was: Enter opens the file again.
  await press("Enter");
  await page.waitForSelector('[data-testid="pane"][data-pane="1"]');
  await press("Delete");
  await settled(page, 2);
  assert.deepEqual(await names(page), ["sample-chest.dcm", "sample-test-object.dcm"]);
  await page.close();
});

test("a kind's button shows its files alone, with their number", async () => {
  const page = await visit.open();
  await trySamples(page);
  await choose(page, [letter("letter.dcm")]);
  const kind = (name) => page.locator(".kinds button", { hasText: name });
  const cases = {
    "Adult chest": ["sample-chest.dcm", "sample-chest-called-hand.dcm"],
    "Not an X-ray": ["sample-test-object.dcm"],
    "For a person": ["sample-test-object.dcm"],
    "TorchXRayVision": ["sample-chest.dcm", "sample-chest-called-hand.dcm"],
    "Not routed": ["letter.dcm"],
  };
  for (const [name, files] of Object.entries(cases)) {
    await kind(name).click();
    assert.equal(await kind(name).getAttribute("aria-pressed"), "true");
    assert.deepEqual(await names(page), files, name);
    assert.equal(await kind(name).locator(".count").innerText(), String(files.length), name);
    await kind(name).click();
    assert.equal((await names(page)).length, 4);
  }
  assert.equal(await kind("Spine").count(), 0);
  await kind("Header conflicts").click();
  assert.ok((await names(page)).includes("sample-chest-called-hand.dcm"));
  await page.getByRole("button", { name: "Show all" }).click();
  assert.equal((await names(page)).length, 4);
  await page.close();
});

test("a column's heading sorts by it, there and back", async () => {
  const page = await visit.open();
  await trySamples(page);
  await choose(page, [join(films, "RG3_UNCR.dcm")]);
  const heading = (name) => page.getByRole("columnheader", { name }).getByRole("button");
  const order = (name) => page.getByRole("columnheader", { name }).getAttribute("aria-sort");
  const byName = ["RG3_UNCR.dcm", "sample-chest-called-hand.dcm", "sample-chest.dcm", "sample-test-object.dcm"];
  await heading("File").click();
  assert.deepEqual(await names(page), byName);
  assert.equal(await order("File"), "ascending");
  await heading("File").click();
  assert.deepEqual(await names(page), byName.toReversed());
  assert.equal(await order("File"), "descending");
  await heading("The pixels show").click();
  assert.deepEqual((await names(page)).slice(2), ["RG3_UNCR.dcm", "sample-test-object.dcm"]);
  assert.deepEqual([await order("File"), await order("The pixels show")], ["none", "ascending"]);
  await heading("Send it to").click();
  const sent = await page.$$eval("[data-case]", (rows) => rows.map((row) => row.dataset.destination));
  assert.deepEqual(sent, ["manual-review", "manual-review", "torchxrayvision-densenet121", "torchxrayvision-densenet121"]);
  await page.close();
});

test("no file name can be read until it is asked for", async () => {
  const page = await visit.open();
  const secret = "Zanzibar";
  await choose(page, [asFile(`${secret}^Maria.dcm`, film(1)), letter(`${secret}.txt`)]);
  const visible = () => page.evaluate(() => [document.body.innerText, document.title].join("\n"));
  await page.click("[data-case] >> nth=0");
  await page.waitForSelector('[data-testid="canvas"]');
  await page.locator("summary").evaluateAll((all) => all.forEach((summary) => summary.parentElement.setAttribute("open", "")));
  assert.ok(!(await visible()).includes(secret));
  for (const part of ["rules", "model", ""]) {
    await goTo(page, part);
    assert.ok(!(await visible()).includes(secret), part);
  }
  // What a pointer or a screen reader is told of, beside the text.
  const told = await page.$$eval("[title], [aria-label], [alt]", (all) => all.flatMap((one) => [one.title, one.getAttribute("aria-label"), one.getAttribute("alt")]));
  assert.ok(!told.some((text) => text?.includes(secret)));
  const toggle = page.locator('[data-testid="identifying"]');
  assert.equal(await toggle.getAttribute("aria-checked"), "false");
  await toggle.click();
  assert.equal(await toggle.getAttribute("aria-checked"), "true");
  assert.match(await visible(), /Zanzibar\^Maria\.dcm[\s\S]*Zanzibar\.txt/);
  await toggle.click();
  assert.ok(!(await visible()).includes(secret));
  await page.close();
});

test("of a long list only what is near the view is drawn, to its end", async (context) => {
  const total = 1500;
  const page = await visit.open();
  const started = Date.now();
  await dropMany(page, total, 10);
  await settled(page, total);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const drawn = () => page.locator("[data-case]").count();
  assert.ok((await drawn()) < 300, `${await drawn()} rows drawn`);
  for (const share of [0.5, 1]) {
    await page.evaluate((share) => scrollTo(0, share * document.scrollingElement.scrollHeight), share);
    await page.waitForFunction((least) => {
      const places = [...document.querySelectorAll("[data-case]")].map((row) => Number(row.getAttribute("aria-rowindex")));
      return Math.max(...places) > least;
    }, share * total - 20);
    assert.ok((await drawn()) < 300);
  }
  const last = page.locator(`[data-case="file-${total}.dcm"]`);
  await last.scrollIntoViewIfNeeded();
  assert.ok(await last.isVisible());
  assert.equal((await row(page, `file-${total}.dcm`)).state, "done");
  assert.equal(await page.locator('[role="table"]').getAttribute("aria-rowcount"), String(total + 1));
  const tasks = await page.evaluate(() => longTasks.sort((one, other) => other - one));
  context.diagnostic(`${total} files in ${seconds} s, and scrolled; tasks over 50 ms: ${tasks.length} (longest ${tasks.slice(0, 5)})`);
  if (!inFirefox) {
    const { Nodes, JSHeapUsedSize } = await metrics(page);
    assert.ok(Nodes < 20_000 && JSHeapUsedSize < 100e6, `${Nodes} nodes, ${JSHeapUsedSize} bytes`);
  }
  await page.close();
});

async function metrics(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
