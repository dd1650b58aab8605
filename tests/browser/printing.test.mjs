// On paper: all rows of a long list, which the screen draws in part, and none of what can only be clicked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dropMany } from "./files.mjs";
import { inFirefox, settled, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const rows = (page) => page.locator("[data-case]").count();
const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;

async function listOf(total) {
  const page = await visit.open();
  await dropMany(page, total, 1000);
  await settled(page, total);
  return page;
}

/** What the browser says before and after it prints. */
const say = (page, name) => page.evaluate((name) => window.dispatchEvent(new Event(name)), name);

test("a list that the screen draws in part is printed whole", async () => {
  const page = await listOf(400);
  const onScreen = await rows(page);
  assert.ok(onScreen < 100, `${onScreen} rows drawn`);
  await say(page, "beforeprint");
  await page.waitForFunction(() => document.querySelectorAll("[data-case]").length === 400);
  assert.equal(await page.locator(".printed-part").count(), 0);
  await say(page, "afterprint");
  await page.waitForFunction((before) => document.querySelectorAll("[data-case]").length === before, onScreen);
  if (!inFirefox) {
    // And by the browser itself; Firefox prints without these events when a test asks it to.
    const whole = pages(await page.pdf());
    assert.ok(whole >= 400 / 25 && whole <= 400 / 5, `${whole} pages`);
    await page.waitForFunction((before) => document.querySelectorAll("[data-case]").length === before, onScreen);
  }
  await page.close();
});

test("of more than can be printed the rest is named, not dropped in silence", async () => {
  const page = await listOf(2100);
  await say(page, "beforeprint");
  await page.locator(".printed-part", { hasText: "the first 2000 of 2100 files" }).waitFor();
  assert.equal(await rows(page), 2000);
  await say(page, "afterprint");
  await page.locator(".printed-part").waitFor({ state: "detached" });
  await page.close();
});

test("paper shows results, no tools, dark on white", { skip: inFirefox && "Firefox can't be told from outside to lay out for paper" }, async () => {
  const page = await visit.open();
  await trySamples(page);
  await page.emulateMedia({ media: "print" });
  for (const part of ["filter", "export-json", "drop-zone", "theme"]) {
    assert.ok(!(await page.locator(`[data-testid="${part}"], #${part}`).first().isVisible()), part);
  }
  assert.equal(await page.locator(".case").first().isVisible(), true);
  const [ink, paper] = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.querySelector(".case"));
    return [color, backgroundColor];
  });
  assert.deepEqual([ink, paper], ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  assert.ok(pages(await page.pdf()) <= 2);
  await page.close();
});
