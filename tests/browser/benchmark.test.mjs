// The benchmark page measures what it says, in both builds, and says so in a table.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openBrowser, serveSite } from "./site.mjs";

test("the benchmark page times a film, step by step, and the network's operators", async (context) => {
  const site = await serveSite();
  const { context: browser, close } = await openBrowser();
  context.after(async () => {
    await close();
    site.close();
  });
  const home = await browser.newPage();
  await home.goto(site.url);
  // In a tab of its own: the worklist stays.
  const opened = browser.waitForEvent("page");
  await home.click('a[href="./bench.html"]');
  const page = await opened;
  await page.waitForURL("**/bench.html");
  await home.close();
  await page.click("#start");
  await page.waitForFunction(() => ["done", "failed"].includes(document.body.dataset.state), null, { timeout: 120_000 });
  assert.equal(await page.getAttribute("body", "data-state"), "done", await page.textContent("#progress"));
  const { builds, perSecond } = JSON.parse(await page.getAttribute("body", "data-result"));
  assert.deepEqual(builds.map(({ name }) => name), ["relaxed-simd", "simd"]);
  for (const { steps, operators } of builds) {
    const sum = ["read", "decode", "prepare", "infer"].reduce((total, step) => total + steps[step].median, 0);
    assert.ok(steps.infer.median > 1 && Math.abs(steps.total.median - sum) < 0.2 * sum, JSON.stringify(steps));
    // The operators are the network's: their times add up to it, within a busy machine's noise.
    const operating = operators.reduce((total, { milliseconds }) => total + milliseconds, 0);
    assert.ok(operating > 0.4 * steps.infer.low && operating < 2.5 * steps.infer.high, `${operating} of ${steps.infer.median}`);
    assert.ok(operators.some(({ kind }) => kind === "Depthwise"));
    // Our kernels are really those that run: a linker can lose their registration without a word.
    const products = operators.filter(({ kind, shape }) => kind.startsWith("OptMatMul ") && shape.length > 1 && shape.at(-1) > 5);
    assert.ok(products.length > 30 && products.every(({ kind }) => kind.includes("router_f32_")), products.map(({ kind }) => kind).join());
  }
  assert.ok(perSecond.every((films) => films > 0));
  assert.equal(await page.locator("#films tbody tr").count(), 5);
  assert.match(await page.textContent("#throughput"), /films a second/);
});
