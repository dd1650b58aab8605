// The guide in the page: reached by keyboard, read by anyone, found by the browser's own search.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inFirefox, visiting } from "./site.mjs";

const visit = visiting();
const GUIDE = 'dialog[open] [data-testid="guide"]';

test("the question mark opens it, Tab and Enter lead to a part, Escape closes it", async () => {
  const page = await visit.open();
  await page.keyboard.press("?");
  await page.waitForSelector(GUIDE);
  const last = page.locator(`${GUIDE} nav button`).last();
  const isLast = () => last.evaluate((button) => button === document.activeElement);
  for (let step = 0; step < 15 && !(await isLast()); step++) await page.keyboard.press("Tab");
  assert.ok(await isLast(), "the last entry is reached by Tab");
  await page.keyboard.press("Enter");
  const heading = page.locator(`${GUIDE} h3`).last();
  assert.ok(await heading.evaluate((heading) => heading === document.activeElement), "a reader goes on from there");
  assert.equal(await heading.textContent(), await last.textContent());
  const hidden = await heading.evaluate((heading) => {
    const { top, bottom } = heading.getBoundingClientRect();
    const header = heading.closest("dialog").querySelector(".help-head").getBoundingClientRect();
    return top < header.bottom || bottom > innerHeight;
  });
  assert.ok(!hidden, "the heading is seen");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog[open]", { state: "detached" });
  await page.close();
});

test("it calls buttons as they are called on the page, in each language", async () => {
  const page = await visit.open();
  const samples = '[data-testid="sample"]';
  for (const language of ["en", "vi", "ja"]) {
    await page.selectOption("#language", language);
    const names = [await page.textContent(samples), ...(await page.locator(".masthead nav a").allTextContents()).slice(1, 3)];
    await page.click('[data-testid="help"]');
    const text = await page.textContent(GUIDE);
    for (const name of names) assert.ok(text.includes(name), `${language}: ${name}`);
    assert.doesNotMatch(text, /[{}]/, "every place is filled");
    assert.equal(await page.locator(`${GUIDE} section`).count(), await page.locator(`${GUIDE} nav button`).count());
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
  }
  await page.close();
});

test("the browser's own search finds every part", { skip: inFirefox && "its window.find looks into no dialog" }, async () => {
  const page = await visit.open();
  await page.click('[data-testid="help"]');
  const headings = await page.locator(`${GUIDE} h3`).allTextContents();
  assert.ok(headings.length >= 9);
  for (const words of ["JSON for programs", "a hint, no proof", ...headings]) {
    const found = await page.evaluate((words) => {
      getSelection().removeAllRanges();
      return window.find(words, false, false, true);
    }, words);
    assert.ok(found, words);
  }
  await page.close();
});
