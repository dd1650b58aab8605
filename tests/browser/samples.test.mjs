// The page's own samples: chosen from a list, made in a worker while the page stays awake.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inFirefox, row, settled, tooWide, visiting } from "./site.mjs";

const visit = visiting();
const part = (name) => `[data-testid="${name}"]`;

test("all of them: each arrives in the list's order, three are refused, each for its reason", async () => {
  const page = await visit.open();
  await page.click(part("samples"));
  const offered = await page.locator(".samples li").count();
  await page.click(part("samples-all"));
  await settled(page, offered - 1);
  const names = await page.locator("[data-case]").evaluateAll((rows) => rows.map((row) => row.dataset.case));
  assert.deepEqual(names.slice(0, 3), ["sample-chest.dcm", "sample-chest-called-hand.dcm", "sample-test-object.dcm"]);
  assert.equal((await row(page, "sample-cut-off.dcm")).reason, "truncated");
  assert.equal((await row(page, "sample-report.dcm")).reason, "no-image");
  assert.equal((await row(page, "sample-private-syntax.dcm")).reason, "unsupported-transfer-syntax");
  for (const id of ["child-chest", "abdomen", "lumbar-spine", "lateral-spine", "hand"]) {
    assert.equal((await row(page, `sample-${id}.dcm`)).state, "done", id);
  }
  await page.close();
});

test("one of them, by keyboard alone; the list folds in again, and is there later too", async () => {
  const page = await visit.open();
  await page.focus(part("samples"));
  await page.keyboard.press("Enter");
  await page.waitForSelector(".samples[open]");
  await page.focus(part("sample-hand"));
  await page.keyboard.press("Enter");
  await settled(page, 1);
  assert.equal(await page.locator(".samples[open]").count(), 0);
  assert.equal((await row(page, "sample-hand.dcm")).state, "done");
  await page.keyboard.press("Escape"); // a file alone is opened at once
  await page.click(part("samples"));
  await page.click(part("sample-report"));
  await settled(page, 2);
  await page.close();
});

test("they are made beside the page: it is held up for hardly any of the time", { skip: inFirefox && "Firefox tells of no long tasks" }, async () => {
  const page = await visit.open();
  await page.click(part("samples"));
  await page.evaluate(() => {
    window.heldUp = 0;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.heldUp += task.duration;
    }).observe({ type: "longtask" });
  });
  const started = await page.evaluate(() => performance.now());
  await page.click(part("samples-all"));
  await page.waitForSelector('[data-case="sample-private-syntax.dcm"]');
  const share = await page.evaluate((started) => heldUp / (performance.now() - started), started);
  assert.ok(share < 0.2, `${share}`);
  await page.close();
});

test("what is stopped isn't made any more", async () => {
  const page = await visit.open();
  await page.click(part("samples"));
  await page.click(part("samples-all"));
  await page.click(part("cancel"));
  await page.waitForSelector(part("cancel"), { state: "detached" });
  const total = Number(await page.getAttribute("body", "data-total"));
  assert.ok(total < 11, `${total} files`);
  await page.close();
});

for (const width of [360, 1280]) {
  test(`at ${width} px the list of samples fits`, async () => {
    const page = await visit.open();
    await page.setViewportSize({ width, height: 800 });
    await page.click(part("samples"));
    assert.deepEqual(await tooWide(page), []);
    await page.close();
  });
}
