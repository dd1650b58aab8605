// A script that got into the page, or into a worker, tries to carry data away. The host sends no policy: the page's own holds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { WAYS, WORKER_WAYS, listenElsewhere, tryAll } from "./elsewhere.mjs";
import { choose, inFirefox, openBrowser, openReady, phantoms, ready, root, serveSite } from "./site.mjs";

const PAUSE = 1500;
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

/** What the host was asked for while `act` ran; the browser itself may look for a newer service worker. */
async function asked(act) {
  const before = site.requests.length;
  await act();
  return site.requests.slice(before).filter((path) => !path.endsWith("/service-worker.js"));
}

/** A page from elsewhere, without any policy, shows that the ways lead somewhere. */
test("the ways out are real: without the policy they lead out", async () => {
  const free = await browser.context.newPage();
  await free.goto(elsewhere.url);
  elsewhere.heard.length = 0;
  await tryAll(free, WAYS, elsewhere.url, PAUSE);
  const arrived = new Set(elsewhere.heard.filter((path) => path !== "/favicon.ico"));
  const none = inFirefox ? 1 : 0; // Firefox reads no manifests
  assert.equal(arrived.size, Object.keys(WAYS).length - none, [...arrived].join(" "));
  for (const page of browser.context.pages()) if (page.url().startsWith(elsewhere.url)) await page.close();
});

test("nothing leads from the page to another origin", async () => {
  const page = await openReady(browser.context, site.url);
  elsewhere.heard.length = 0;
  await tryAll(page, WAYS, elsewhere.url, PAUSE);
  assert.deepEqual(elsewhere.heard, []);
  await page.close();
});

test("nothing leads from a worker to another origin, or to the page's own", async () => {
  const page = await openReady(browser.context, site.url);
  elsewhere.heard.length = 0;
  const [worker] = page.workers();
  assert.ok(worker, "a worker runs");
  await tryAll(worker, WORKER_WAYS, elsewhere.url, PAUSE);
  assert.deepEqual(elsewhere.heard, []);
  for (const to of [`${site.url}routing.json?`, `${site.url}secret-`]) {
    assert.deepEqual(await asked(() => tryAll(worker, WORKER_WAYS, to, PAUSE)), [], to);
  }
  await choose(page, [join(phantoms, "implicit.dcm")]); // it still works
  await page.close();
});

const skip = inFirefox && "only Chromium lets a test into the worker";
test("a worker has nothing to send or store with", { skip }, async () => {
  const page = await openReady(browser.context, site.url);
  const left = await page.workers()[0].evaluate(() =>
    ["fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "importScripts", "Worker", "BroadcastChannel", "indexedDB", "caches"].filter((name) => name in self),
  );
  assert.deepEqual(left, []);
  await page.close();
});

test("nothing can be told to the page's own host by asking it for something", async () => {
  const page = await openReady(browser.context, site.url);
  for (const to of [`${site.url}secret-`, `${site.url}?`, `${site.url}routing.json?`, `${site.origin}/elsewhere-`]) {
    assert.deepEqual(await asked(() => tryAll(page, WAYS, to, PAUSE)), [], to);
  }
  // A policy doesn't look behind the question mark, and Firefox asks no service worker about `keepalive`: docs/security.md.
  const known = inFirefox ? [/model\.json\?keepalive$/] : [];
  const went = await asked(() => tryAll(page, WAYS, `${site.url}models/default/model.json?`, PAUSE));
  assert.deepEqual(went.filter((path) => !known.some((way) => way.test(path))), []);
  await page.close();
});

test("the service worker by itself refuses what is no part of the page", async () => {
  const home = await openReady(browser.context, site.url);
  await home.close();
  const page = await browser.context.newPage();
  await page.goto(`${site.url}bench.html`); // which has no second policy
  const paths = ["secret", "routing.json?name", "?name", "models/default/model.json?name", "../", "bench.html?name"];
  const answers = await page.evaluate(async (all) => {
    const status = async (path, options) => (await fetch(`./${path}`, options)).status;
    return [...(await Promise.all(all.map((path) => status(path)))), await status("routing.json", { method: "POST", body: "name" })];
  }, paths);
  assert.deepEqual(answers, [...paths, "a POST"].map(() => 403));
  assert.equal(await page.evaluate(async () => (await fetch("./routing.json")).status), 200);
  assert.deepEqual(site.requests.filter((path) => /name|secret/.test(path)), []);
  await page.close();
});

test("an address of the site with data in it stays in the browser", async () => {
  const page = await openReady(browser.context, site.url);
  const went = await asked(async () => {
    await page.goto(`${site.url}?patient=name`);
    await ready(page);
    assert.equal((await page.goto(`${site.url}patient-name`)).status(), 403);
  });
  assert.deepEqual(went, []);
  await page.close();
});

// What docs/security.md says is not promised, as far as a test can show it.
const NOT_PROMISED = {
  "going to another address": (to) => void (location.href = `${to}navigation`),
  "opening a window": (to) => void window.open(`${to}window`),
  "following a link": (to) => Object.assign(document.createElement("a"), { href: `${to}link` }).click(),
};

test("what no page can promise is told in docs/security.md", async () => {
  const told = readFileSync(join(root, "docs/security.md"), "utf8");
  for (const [name, way] of Object.entries(NOT_PROMISED)) {
    const page = await openReady(browser.context, site.url);
    elsewhere.heard.length = 0;
    await page.evaluate(way, elsewhere.url);
    await new Promise((done) => setTimeout(done, PAUSE));
    assert.ok(elsewhere.heard.length > 0, `${name} is stopped now: say so in docs/security.md`);
    assert.ok(told.includes(name), name);
    await page.close();
  }
  for (const page of browser.context.pages()) if (page.url().startsWith(elsewhere.url)) await page.close();
});

test("whether WebRTC and preconnect lead out is told in docs/security.md", async (context) => {
  const page = await openReady(browser.context, site.url);
  elsewhere.heard.length = 0;
  const before = elsewhere.connections();
  await page.evaluate(async (stun) => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: stun }] });
    peer.createDataChannel("pixels");
    await peer.setLocalDescription(await peer.createOffer());
  }, elsewhere.stun).catch(() => {});
  await page.evaluate((to) => document.head.append(Object.assign(document.createElement("link"), { rel: "preconnect", href: to })), elsewhere.url);
  await new Promise((done) => setTimeout(done, PAUSE));
  context.diagnostic(`STUN packets: ${elsewhere.heard.length}, connections without a request: ${elsewhere.connections() - before}`);
  assert.deepEqual(elsewhere.heard.filter((what) => what !== "stun"), [], "no request either way");
  const told = readFileSync(join(root, "docs/security.md"), "utf8");
  assert.ok(told.includes("WebRTC") && told.includes("preconnect"));
  await page.close();
});
