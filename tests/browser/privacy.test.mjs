// "Your images never leave this browser": what the page asks the network for, and what its policy forbids.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { choose, dist, inFirefox, openBrowser, openReady, phantoms, ready, saved, serveSite } from "./site.mjs";

let site, browser;
before(async () => {
  site = await serveSite();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  site?.close();
});

test("no request goes to another origin, and none at all happens after the drop", async () => {
  const page = await browser.context.newPage();
  const requests = [];
  const record = (request) => requests.push(request.url());
  browser.context.on("request", record); // workers' requests too
  await page.goto(site.url);
  await ready(page);
  assert.ok(requests.length >= 8, "the recorder sees the page's own parts");
  for (const url of requests) assert.ok(url.startsWith(site.url) || url.startsWith("blob:"), url);

  const [asked, served] = [requests.length, site.requests.length];
  if (!inFirefox) await breakOneWorker(page); // so that this covers a respawn as well
  const names = ["implicit.dcm", "rle.dcm", "jpeg-baseline.dcm", "report.dcm", "signed.dcm"];
  await choose(page, names.map((name) => join(phantoms, name)));
  await saved(page, '[data-testid="export-json"]');
  await page.waitForTimeout(500);
  // A blob: address is memory of this page, not the network.
  assert.deepEqual(requests.slice(asked).filter((url) => !url.startsWith("blob:")), []);
  assert.deepEqual(site.requests.slice(served), []);
  browser.context.off("request", record);
  await page.close();
});

/** Its next file brings a worker down; only Chromium lets a test into it. */
async function breakOneWorker(page) {
  await page.workers()[0].evaluate(() => {
    const usual = self.onmessage;
    self.onmessage = () => {
      self.onmessage = usual;
      throw new Error("unreachable executed");
    };
  });
}

/** The policy of a page in dist/, by directive. */
function policyOf(name) {
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(readFileSync(join(dist, name), "utf8"));
  return new Map(policy.split(/;\s*/).map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]));
}

for (const name of ["index.html", "bench.html"]) {
  test(`the policy of ${name} has no holes`, () => {
    const policy = policyOf(name);
    assert.doesNotMatch([...policy.values()].join(" "), /unsafe-inline|'unsafe-eval'|\*|https?:|data:/);
    for (const closed of ["default-src", "base-uri", "form-action"]) assert.equal(policy.get(closed), "'none'", closed);
    for (const [directive, sources] of policy) {
      if (directive.endsWith("-src")) assert.match(sources, /^'none'$|^('self'|blob:|'wasm-unsafe-eval')( blob:| 'wasm-unsafe-eval')*$/, directive);
    }
    assert.equal(policy.get("script-src"), "'self' 'wasm-unsafe-eval'");
    assert.equal(policy.get("require-trusted-types-for"), "'script'");
    assert.equal(policy.get("trusted-types"), "router");
  });
}

test("strings can't become script, markup or a worker, and nobody can make another policy", async () => {
  const page = await openReady(browser.context, site.url);
  const tried = await page.evaluate(async () => {
    await new Promise((done) => setTimeout(done)); // what the test itself evaluates may do more
    const stopped = (what) => {
      try {
        what();
        return false;
      } catch {
        return true;
      }
    };
    const inline = Object.assign(document.createElement("a"), { href: "javascript:void (globalThis.injected = true)" });
    inline.click();
    return {
      markup: stopped(() => (document.body.innerHTML = "<img src=x>")),
      text: stopped(() => {
        const script = document.createElement("script");
        script.textContent = "globalThis.injected = true";
        document.body.append(script);
      }) || !globalThis.injected,
      eval: stopped(() => globalThis.eval("1")),
      timer: stopped(() => setTimeout("globalThis.injected = true")),
      worker: stopped(() => new Worker("./worker.js")),
      policy: stopped(() => trustedTypes.createPolicy("router", { createHTML: (text) => text })),
      "another policy": stopped(() => trustedTypes.createPolicy("mine", { createHTML: (text) => text })),
      injected: !globalThis.injected,
    };
  });
  for (const [what, stopped] of Object.entries(tried)) assert.ok(stopped, what);
  await page.close();
});

test("a host that takes headers from _headers says the same policy and more, and the page works", async (context) => {
  const lines = readFileSync(join(dist, "_headers"), "utf8").split("\n");
  const all = lines.slice(lines.indexOf("/*") + 1, lines.indexOf("", lines.indexOf("/*")));
  const headers = Object.fromEntries(all.map((line) => line.trim().split(/: (.*)/).slice(0, 2)));
  const meta = [...policyOf("index.html")].map((directive) => directive.join(" ")).join("; ");
  assert.equal(headers["Content-Security-Policy"], `${meta}; frame-ancestors 'none'`);
  for (const name of ["Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options"]) assert.ok(headers[name], name);
  const strict = await serveSite({ headers });
  context.after(strict.close);
  const page = await browser.context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  await page.goto(strict.url);
  await ready(page);
  await choose(page, [join(phantoms, "implicit.dcm")]);
  assert.deepEqual(said, []);
  await page.close();
});

test("nothing of the visitor's is stored, and nothing is written to the console", async () => {
  const page = await browser.context.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(message.text()));
  page.on("pageerror", (error) => lines.push(error.message));
  await page.goto(site.url);
  await ready(page);
  const kept = () =>
    page.evaluate(async () => {
      const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      const places = await Promise.all(stores.map(async (store) => (await store.keys()).map(({ url }) => url)));
      return [places.flat().sort(), localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie];
    });
  const before = await kept();
  await choose(page, ["implicit.dcm", "short-rle.dcm", "report.dcm"].map((name) => join(phantoms, name)));
  assert.deepEqual(lines, []);
  const after = await kept();
  assert.deepEqual(after, before);
  assert.deepEqual(after.slice(1), [0, 0, 0, ""]);
  for (const place of after[0]) assert.ok(place.startsWith(site.url), place); // which files: offline.test.mjs
  await page.close();
});
