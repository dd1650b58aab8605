// Inside another page: results go to whom the host allows and to nobody else, and never whose they are.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { copyOfSite, seal, setUp } from "./host.mjs";
import { TAGS, asFile, film } from "./files.mjs";
import { choose, inFirefox, openBrowser, phantoms, ready, root, serveSite, settled, trySamples } from "./site.mjs";

const part = (name) => `[data-testid="${name}"]`;
const TYPE = "dicom-imaging-router";
const SECRET = "Nguyen^Secret";

/** A page that shows another in a frame and keeps whatever it says. */
async function around() {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url, "http://localhost");
    const [frame, sandbox] = ["show", "sandbox"].map((name) => (searchParams.get(name) ?? "").replaceAll('"', ""));
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><title>Around</title><script>
      globalThis.heard = [];
      addEventListener("message", ({ data, origin }) => heard.push({ data, origin }));
    </script><iframe title="Router" width="1280" height="860" ${sandbox && `sandbox="${sandbox}"`} src="${frame}"></iframe>`);
  });
  await new Promise((done) => server.listen(0, done));
  const { port } = server.address();
  return { allowed: `http://127.0.0.1:${port}`, foreign: `http://localhost:${port}`, close: () => server.close() };
}

let outer, site, plain, browser;
const ends = [];
before(async () => {
  outer = await around();
  const folder = copyOfSite({ after: (end) => ends.push(end) }, (path) => !/\.(br|gz)$/.test(path));
  setUp(folder, { embed: { allowedOrigins: ["https://elsewhere.example", outer.allowed] } });
  const { status, said } = seal(folder, "--without-copies");
  assert.equal(status, 0, said);
  site = await serveSite({ folder });
  plain = await serveSite();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  for (const one of [site, plain, outer]) one?.close();
  ends.forEach((end) => end());
});

/** The page inside another; the frame is ready. */
async function inside(origin, url, sandbox = "") {
  const page = await browser.context.newPage();
  await page.goto(`${origin}/?${new URLSearchParams({ show: url, sandbox })}`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await ready(frame);
  return { page, frame };
}

const heard = (page) => page.evaluate(() => heard);
const ask = (page, message, to) => page.evaluate(([message, to]) => frames[0].postMessage(message, to), [message, to]);
const wantResults = { type: `${TYPE}/ask`, version: 1, for: "results" };
const wantClear = { type: `${TYPE}/ask`, version: 1, for: "clear" };
const identified = () => asFile(`${SECRET}.dcm`, film(81, [TAGS.patientName, "PN", SECRET], [TAGS.seriesDescription, "LO", SECRET]));

test("an allowed page hears that it is ready, how far it is, and the results", async () => {
  const { page, frame } = await inside(outer.allowed, site.url);
  await choose(frame, [asFile("implicit.dcm", readFileSync(join(phantoms, "implicit.dcm"))), identified(), asFile(`${SECRET}.txt`, Buffer.from(SECRET))]);
  await page.waitForFunction((type) => heard.some(({ data }) => data.type === `${type}/results` && data.cases.length === 3), TYPE);
  const all = await heard(page);
  assert.deepEqual([...new Set(all.map(({ origin }) => origin))], [site.origin]);
  assert.deepEqual(all[0].data, { type: `${TYPE}/ready`, version: 1 });
  const progress = all.filter(({ data }) => data.type === `${TYPE}/progress`).map(({ data }) => data);
  assert.deepEqual(progress.at(-1), { type: `${TYPE}/progress`, version: 1, total: 3, settled: 3 });
  const { version, model, cases } = all.at(-1).data;
  assert.deepEqual([version, model], [1, "default"]);
  assert.deepEqual(cases.map(({ number, state }) => [number, state]), [[1, "done"], [2, "done"], [3, "refused"]]);
  assert.ok(cases[0].probabilities.adult_chest >= 0 && cases[0].destination, "the answer is in it");
  await page.close();
});

test("a sandbox may be as narrow as docs/hosting.md says", async () => {
  const guide = readFileSync(join(root, "docs/hosting.md"), "utf8");
  const [, sandbox] = guide.match(/A `sandbox` needs `([a-z\s-]+)`/);
  const { page, frame } = await inside(outer.allowed, site.url, sandbox.replace(/\s+/g, " "));
  await choose(frame, [identified()]);
  await page.waitForFunction((type) => heard.some(({ data }) => data.type === `${type}/results` && data.cases[0]?.state === "done"), TYPE);
  if (!inFirefox) {
    const download = page.waitForEvent("download");
    await frame.click(part("export-json"));
    assert.match((await download).suggestedFilename(), /\.json$/);
  }
  await page.close();
});

test("no message has an image, a name or a header value, shown or not", async () => {
  const { page, frame } = await inside(outer.allowed, site.url);
  await choose(frame, [identified()]);
  await frame.click(part("identifying"));
  await frame.selectOption(part("review-group"), "other");
  await page.waitForFunction(() => heard.at(-1).data.cases?.[0]?.review);
  const words = JSON.stringify(await heard(page));
  assert.ok(!words.includes(SECRET), words);
  assert.doesNotMatch(words, /1\.2\.\d+\.|\.dcm|Phantom/i);
  const longest = Math.max(...(await heard(page)).map(({ data }) => JSON.stringify(data).length));
  assert.ok(longest < 2000, `no pixels fit in ${longest} characters`);
  await page.close();
});

test("an allowed page may ask for the results and for an empty list, and for nothing else", async () => {
  const { page, frame } = await inside(outer.allowed, site.url);
  await trySamples(frame);
  const results = () => page.evaluate((type) => heard.filter(({ data }) => data.type === `${type}/results`).length, TYPE);
  await page.waitForFunction((type) => heard.at(-1)?.data.type === `${type}/results`, TYPE);
  const before = await results();
  await ask(page, wantResults, site.origin);
  await page.waitForFunction(([type, before]) => heard.filter(({ data }) => data.type === `${type}/results`).length > before, [TYPE, before]);
  const strange = [null, "clear", 7, {}, { ...wantClear, version: 2 }, { ...wantClear, type: "clear" }, { ...wantClear, for: "files" }, { ...wantClear, for: ["clear"] }, { type: wantClear.type, version: 1, files: [new Uint8Array(8)] }];
  for (const message of strange) await ask(page, message, site.origin);
  await page.waitForTimeout(300);
  assert.equal(await frame.getAttribute("body", "data-total"), "3");
  await ask(page, wantClear, site.origin);
  await settled(frame, 0);
  await page.waitForFunction(() => heard.at(-1).data.cases?.length === 0);
  await page.close();
});

test("the visitor is told who gets the results, in each language", async () => {
  const { page, frame } = await inside(outer.allowed, site.url);
  for (const language of ["en", "vi", "ja"]) {
    await frame.selectOption("#language", language);
    assert.ok((await frame.textContent(part("embedded"))).includes(outer.allowed), language);
  }
  await trySamples(frame);
  assert.ok(await frame.isVisible(part("embedded")), "with files too");
  await page.close();
});

test("a page of another origin hears nothing, and its wishes count for nothing", async () => {
  const { page, frame } = await inside(outer.foreign, site.url);
  // By script: Playwright's clicks don't reach a frame of another site in Firefox.
  await frame.evaluate((sample) => document.querySelector(sample).click(), part("sample"));
  await settled(frame, 3);
  for (const message of [wantResults, wantClear]) await ask(page, message, site.origin);
  await page.waitForTimeout(500);
  assert.deepEqual(await heard(page), []);
  assert.equal(await frame.getAttribute("body", "data-total"), "3");
  await page.close();
});

test("where the host allows nobody, nobody hears anything", async () => {
  const { page, frame } = await inside(outer.allowed, plain.url);
  await trySamples(frame);
  for (const message of [wantResults, wantClear]) await ask(page, message, plain.origin);
  await page.waitForTimeout(500);
  assert.deepEqual(await heard(page), []);
  assert.equal(await frame.getAttribute("body", "data-total"), "3");
  assert.equal(await frame.locator(part("embedded")).count(), 0);
  await page.close();
});

test("a page that stands by itself tells nobody, nor listens", async () => {
  const page = await browser.context.newPage();
  await page.addInitScript(() => {
    globalThis.posted = [];
    const usual = window.postMessage;
    window.postMessage = (...message) => void posted.push(message) || usual.apply(window, message);
  });
  await page.goto(site.url);
  await ready(page);
  await trySamples(page);
  assert.deepEqual(await page.evaluate(() => posted), []);
  await page.evaluate((message) => window.postMessage(message, "*"), wantClear);
  await page.waitForTimeout(300);
  assert.equal(await page.getAttribute("body", "data-total"), "3");
  assert.equal(await page.locator(part("embedded")).count(), 0);
  await page.close();
});
