// Without a network: the page is kept whole, comes from there, and says when a newer one is ready.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { choose, dist, openBrowser, openReady, phantoms, ready, row, serveSite } from "./site.mjs";

/** A site and a browser that knows nothing yet. */
async function fresh(context, options) {
  const site = await serveSite();
  const browser = await openBrowser(options);
  context.after(async () => {
    await browser.close();
    site.close();
  });
  return { site, context: browser.context };
}

const count = (site, pattern) => site.requests.filter((path) => pattern.test(path)).length;
const hashOf = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

/** What the page keeps: name → hash of what lies there. */
const kept = (page) =>
  page.evaluate(async () => {
    const all = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const bytes = await (await cache.match(request)).arrayBuffer();
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        all[request.url.slice(document.baseURI.length)] = `sha256-${btoa(String.fromCharCode(...hash))}`;
      }
    }
    return all;
  });

/** The published page with another title, as a newer version: its service worker knows the page's new hash. */
function newer(site, title) {
  const page = readFileSync(join(dist, "index.html"), "utf8");
  const changed = page.replace("<title>DICOM Imaging Router</title>", `<title>${title}</title>`);
  site.changed.set("index.html", changed);
  const worker = readFileSync(join(dist, "service-worker.js"), "utf8");
  assert.ok(worker.includes(hashOf(page)), "the service worker knows the page's hash");
  site.changed.set("service-worker.js", worker.replace(hashOf(page), hashOf(changed)));
}

test("after one visit the page works with the server gone", async (context) => {
  const { site, context: browser } = await fresh(context);
  const page = await openReady(browser, site.url);
  await page.waitForSelector('[data-testid="offline"]');
  site.close();
  await page.reload();
  await ready(page);
  await choose(page, [join(phantoms, "implicit.dcm"), join(phantoms, "jpeg-baseline.dcm")]);
  for (const name of ["implicit.dcm", "jpeg-baseline.dcm"]) assert.equal((await row(page, name)).state, "done");
  await page.click('nav a[href="#model"]');
  await page.waitForSelector('[data-testid="confusion"]');
});

test("the first visit fetches no large part twice, and the second none", async (context) => {
  const { site, context: browser } = await fresh(context);
  const page = await openReady(browser, site.url);
  for (const part of [/models\/default\/model\.onnx$/, /worker(_relaxed)?_bg\.wasm$/, /app-.*\.wasm$/, /\/worker(_relaxed)?\.js$/]) {
    assert.equal(count(site, part), 1, `${part}: ${site.requests.join(" ")}`);
  }
  assert.equal(count(site, /bench|mobilenet|schema/), 0, "only what the page needs");
  const before = site.requests.length;
  await page.reload();
  await ready(page);
  assert.deepEqual(site.requests.slice(before).filter((path) => !path.endsWith("/service-worker.js")), []);
});

test("only the site's own files are kept, each as it was published", async (context) => {
  const { site, context: browser } = await fresh(context);
  const page = await openReady(browser, site.url);
  await choose(page, [join(phantoms, "implicit.dcm")]);
  const found = Object.entries(await kept(page));
  assert.ok(found.length >= 10, found.length);
  for (const [place, hash] of found) {
    const [name, published] = place.split("?");
    assert.equal(hash, published, name);
    assert.equal(hash, hashOf(readFileSync(join(dist, name || "index.html"))), name);
  }
});

test("what was changed in the store is not used", async (context) => {
  const { site, context: browser } = await fresh(context);
  const page = await openReady(browser, site.url);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) await cache.put(request, new Response("<title>changed</title>", { headers: { "content-type": "text/html" } }));
    }
  });
  await page.reload();
  await ready(page);
  assert.equal(await page.title(), "DICOM Imaging Router");
  await choose(page, [join(phantoms, "implicit.dcm")]);
});

test("a newer version says that it is ready, and comes when it is asked for", async (context) => {
  const { site, context: browser } = await fresh(context);
  const first = await openReady(browser, site.url);
  await first.close();
  newer(site, "Newer");
  const page = await openReady(browser, site.url);
  await page.waitForSelector('[data-testid="newer"][role="status"]');
  await choose(page, [join(phantoms, "implicit.dcm")]);
  await page.waitForTimeout(1000);
  assert.equal(await page.title(), "DICOM Imaging Router", "never by itself, in the middle of work");
  assert.equal(await page.getAttribute("body", "data-settled"), "1");
  await page.click('[data-testid="newer"] button');
  await page.waitForFunction(() => document.title === "Newer");
  await ready(page);
  assert.equal(await page.locator('[data-testid="newer"]').count(), 0);
  assert.equal(count(site, /model\.onnx$/), 1, "what has not changed is not fetched again");
  const pages = Object.keys(await kept(page)).filter((place) => place.startsWith("?"));
  assert.equal(pages.length, 1, "the old one is gone");
});

test("without service workers everything else works", async (context) => {
  const { site, context: browser } = await fresh(context);
  await browser.addInitScript(() => delete Navigator.prototype.serviceWorker);
  const page = await openReady(browser, site.url);
  assert.equal(await page.getAttribute("body", "data-offline"), "unable");
  assert.equal(await page.locator('[data-testid="offline"]').count(), 0, "it doesn't say that it works offline");
  await choose(page, [join(phantoms, "implicit.dcm")]);
  assert.equal((await row(page, "implicit.dcm")).state, "done");
});

test("a part that was changed on its way is refused, by name", async (context) => {
  const { site, context: browser } = await fresh(context);
  const model = readFileSync(join(dist, "models/default/model.onnx"));
  model[model.length - 1] ^= 1;
  site.changed.set("models/default/model.onnx", model);
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => /model\.onnx/.test(document.querySelector(".readiness.unusable")?.textContent ?? ""));
});

test("a changed program does not start", async (context) => {
  const { site, context: browser } = await fresh(context);
  for (const name of ["start.js", /"(app-\w+\.js)"/.exec(readFileSync(join(dist, "index.html"), "utf8"))[1]]) {
    site.changed.clear();
    site.changed.set(name, `${readFileSync(join(dist, name), "utf8")}\ndocument.body.dataset.changed = "true";`);
    const page = await browser.newPage();
    await page.goto(site.url);
    await page.waitForTimeout(1500);
    assert.deepEqual([await page.getAttribute("body", "data-changed"), await page.getAttribute("body", "data-ready")], [null, "false"], name);
    await page.close();
  }
});
