// File names and header values are text, whatever they look like: they don't run, don't leave, and don't turn others round.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TAGS, asFile, film } from "./files.mjs";
import { choose, look, visiting } from "./site.mjs";

const visit = visiting();
const MARKUP = `<img src=x onerror="document.body.dataset.ran='true'">`;
const TURNED = "scan_\u202emcd.exe"; // shown, without care, as scan_exe.dcm

test("markup in names and header values is shown as it is, and does nothing", async () => {
  const page = await visit.open();
  const name = `${MARKUP}.dcm`;
  await choose(page, [asFile(name, film(71, [TAGS.seriesDescription, "LO", MARKUP], [TAGS.patientName, "PN", "<script>document.body.dataset.ran='true'</script>"]))]);
  await page.click('[data-testid="identifying"]');
  await look(page, name);
  await page.locator('[data-testid="pane"] details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
  const shown = await page.textContent('[data-testid="pane"]');
  assert.ok(shown.includes(name), "the name");
  assert.ok(shown.includes("<script>document.body.dataset.ran"), "the patient's name");
  assert.equal(await page.getAttribute("body", "data-ran"), null);
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  await page.close();
});

test("a name that turns the reading direction turns nothing but itself", async () => {
  const page = await visit.open();
  await choose(page, [asFile(`${TURNED}.dcm`, film(72))]);
  await page.click('[data-testid="identifying"]');
  const direction = await page.locator(".case .name").first().evaluate((name) => getComputedStyle(name).unicodeBidi);
  assert.match(direction, /isolate|plaintext/);
  await page.close();
});

test("names are in no address, no title, no storage, and not on the console", async () => {
  const page = await visit.context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  await page.goto(visit.url);
  await page.waitForSelector('body[data-ready="true"]');
  const cut = film(73, [TAGS.patientName, "PN", "SECRET^PATIENT"]).subarray(0, 4000);
  await choose(page, [asFile("SECRET-1.dcm", film(74, [TAGS.patientName, "PN", "SECRET^PATIENT"])), asFile("SECRET-2.dcm", cut)]);
  await look(page, "SECRET-1.dcm");
  const places = await page.evaluate(async () => [
    location.href,
    document.title,
    JSON.stringify(history.state),
    JSON.stringify({ ...localStorage, ...sessionStorage }),
    ...(await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat(),
    ...performance.getEntries().map(({ name }) => name),
  ]);
  assert.deepEqual([...places, ...said].filter((text) => text?.includes("SECRET")), []);
  await page.close();
});
