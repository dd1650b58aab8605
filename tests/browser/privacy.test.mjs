// "Your images never leave this browser": what the page asks the network for, and what its policy forbids.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { breakOneWorker, choose, openBrowser, openReady, phantoms, serveSite } from "./site.mjs";

let site, browser, elsewhere;
before(async () => {
  site = await serveSite();
  browser = await openBrowser();
  elsewhere = await listenElsewhere();
});
after(async () => {
  await browser?.close();
  elsewhere?.close();
  site?.close();
});

/** Another origin that would gladly take anything. */
async function listenElsewhere() {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    response.writeHead(200, { "access-control-allow-origin": "*" }).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}/`, requests, close: () => server.close() };
}

test("no request goes to another origin, and none at all happens after the drop", async () => {
  const page = await browser.context.newPage();
  const requests = [];
  const record = (request) => requests.push(request.url());
  browser.context.on("request", record); // workers' requests too
  await page.goto(site.url);
  await page.waitForSelector('body[data-ready="true"]');
  assert.ok(requests.length >= 8, "the recorder sees the page's own parts");
  for (const url of requests) assert.ok(url.startsWith(site.url) || url.startsWith("blob:"), url);

  const [asked, served] = [requests.length, site.requests.length];
  await breakOneWorker(page); // so that this covers a respawn as well
  const names = ["implicit.dcm", "rle.dcm", "jpeg-baseline.dcm", "report.dcm", "signed.dcm"];
  await choose(page, names.map((name) => join(phantoms, name)));
  const download = page.waitForEvent("download");
  await page.click('[data-testid="export-json"]');
  await download;
  await page.waitForTimeout(500);
  // A blob: address is memory of this page, not the network.
  assert.deepEqual(requests.slice(asked).filter((url) => !url.startsWith("blob:")), []);
  assert.deepEqual(site.requests.slice(served), []);
  browser.context.off("request", record);
  await page.close();
});

const fetchElsewhere = (url) => fetch(url, { method: "POST", body: "pixels" }).then(() => "sent", () => "blocked");

test("the policy holds in the page and inside the worker", async () => {
  const page = await openReady(browser.context, site.url);
  assert.equal(await page.evaluate(fetchElsewhere, elsewhere.url), "blocked");
  const [worker] = page.workers();
  assert.ok(worker, "a worker runs");
  assert.equal(await worker.evaluate(fetchElsewhere, elsewhere.url), "blocked");
  const imported = await worker.evaluate((url) => {
    try {
      importScripts(url);
      return "loaded";
    } catch {
      return "blocked";
    }
  }, elsewhere.url);
  assert.equal(imported, "blocked");
  const beacon = await page.evaluate(async (url) => {
    const image = new Image();
    const loaded = new Promise((done) => ((image.onload = () => done("sent")), (image.onerror = () => done("blocked"))));
    image.src = `${url}pixels.png`;
    return loaded;
  }, elsewhere.url);
  assert.equal(beacon, "blocked");
  assert.deepEqual(elsewhere.requests, []);
  // The other origin can be reached; only the policy stands between.
  const free = await browser.context.newPage();
  await free.goto(elsewhere.url);
  assert.equal(await free.evaluate(fetchElsewhere, elsewhere.url), "sent");
  await free.close();
  await page.close();
});

test("inline script does not run, and the policy has no hole for it", async () => {
  const page = await openReady(browser.context, site.url);
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
  assert.match(policy, /default-src 'self'/);
  assert.match(policy, /connect-src 'self'/);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.injected = true";
    document.body.append(script);
    return globalThis.injected === true;
  });
  assert.equal(ran, false);
  await page.close();
});

test("nothing is stored, and nothing is written to the console", async () => {
  const page = await browser.context.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(message.text()));
  page.on("pageerror", (error) => lines.push(error.message));
  await page.goto(site.url);
  await page.waitForSelector('body[data-ready="true"]');
  const before = lines.length; // Chromium itself remarks on the preload's integrity attribute
  await choose(page, ["implicit.dcm", "short-rle.dcm", "report.dcm"].map((name) => join(phantoms, name)));
  assert.deepEqual(lines.slice(before), []);
  const stored = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    (await indexedDB.databases()).length,
    (await caches.keys()).length,
    document.cookie,
  ]);
  assert.deepEqual(stored, [0, 0, 0, 0, ""]);
  await page.close();
});
