// "What this page has asked the network for": the page's own account of it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { choose, goTo, inFirefox, openBrowser, openReady, phantoms, serveSite } from "./site.mjs";

const part = (name) => `[data-testid="${name}"]`;

async function visit(context) {
  const site = await serveSite();
  const browser = await openBrowser();
  context.after(async () => {
    await browser.close();
    site.close();
  });
  return { site, browser: browser.context, page: await openReady(browser.context, site.url) };
}

/** The panel's rows: name, who asked, how much came over the network. */
const rows = (page) => page.$$eval(`${part("network-panel")} tbody tr`, (all) => all.map((row) => [...row.cells].slice(0, 3).map((cell) => cell.textContent)));

test("every request that reached the server is listed, and no other", async (context) => {
  const { site, page } = await visit(context);
  await page.click(part("network"));
  await page.waitForSelector(`${part("network-panel")}[open]`);
  const listed = (await rows(page)).filter(([, , size]) => / [kM]B$/.test(size)).map(([name]) => name.replace("./", "/some/where/"));
  const served = site.requests.filter((path) => !path.endsWith("/service-worker.js"));
  assert.deepEqual([...new Set(listed)].sort(), [...new Set(served)].sort());
  assert.ok(listed.some((name) => name.endsWith("/model.onnx")));
});

test("after files were added it says: nothing; and is kept live", async (context) => {
  const { page } = await visit(context);
  await page.click(part("see-network"));
  assert.match(await page.textContent(part("since-files")), /No files/);
  await page.keyboard.press("Escape");
  await choose(page, [join(phantoms, "implicit.dcm"), join(phantoms, "rle.dcm")]);
  await page.click(part("network"));
  const seconds = async () => Number(/(\d+) s ago: nothing/.exec(await page.textContent(part("since-files")))?.[1]);
  const first = await seconds();
  assert.ok(first >= 0);
  await page.waitForTimeout(2500);
  assert.ok((await seconds()) > first, "the time goes on");
});

test("choosing the other model is a request, and is listed as one", async (context) => {
  const { page } = await visit(context);
  await choose(page, [join(phantoms, "implicit.dcm")]);
  await goTo(page, "model");
  await page.selectOption(part("shipped"), "mobilenet-v2");
  await page.click(part("network"));
  await page.waitForFunction(() => [...document.querySelectorAll('[data-testid="network-panel"] th')].some((cell) => cell.textContent === "./models/mobilenet-v2/model.onnx"));
  assert.match(await page.textContent(part("since-files")), /[3-9] requests/);
});

test("what the policy stopped, in the page or in a worker, is counted", async (context) => {
  const { page } = await visit(context);
  await page.click(part("network"));
  const stopped = async () => Number(/: (\d+)/.exec(await page.textContent(part("forbidden")))[1]);
  assert.equal(await stopped(), 0);
  const places = inFirefox ? [page] : [page, page.workers()[0]]; // only Chromium lets a test into the worker
  for (const where of places) {
    const before = await stopped();
    await where.evaluate(() => void import("https://example.org/").catch(() => {}));
    await page.waitForFunction((before) => Number(/: (\d+)/.exec(document.querySelector('[data-testid="forbidden"]').textContent)[1]) > before, before);
  }
});
