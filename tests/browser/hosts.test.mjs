// A host makes the page its own without building it: name, colours, rules, models. It seals the folder again.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { copyOfSite, seal, setUp } from "./host.mjs";
import { choose, dist, goTo, openBrowser, openReady, phantoms, ready, root, row, serveSite, trySamples } from "./site.mjs";

const FILM = join(phantoms, "implicit.dcm");
const part = (name) => `[data-testid="${name}"]`;

const OURS = {
  name: "Films of the Eastern Hospital",
  notice: { en: "A trial. Questions: extension 1234.", ja: "試験運用中です。" },
  accent: { dark: "#ffc46b", light: "#7a3e00" },
  routingTable: "hospital.json",
  models: [{ folder: "ours", name: "Ours" }],
};

const TABLE = {
  version: 1,
  destinations: [{ id: "ward-7", name: "Ward 7", state: "own" }],
  rules: [],
  fallback: { send_to: "ward-7", because: "Everything goes there." },
};

/** A small classifier that is none of the page's. */
function ownModel(folder) {
  const tiny = { name: "ours", network: "two layers", input_size: 32, channels: 3 };
  const groups = ["adult_chest", "adult_chest", "spine", "other", "other", "other", "spine"];
  const labels = groups.map((group, at) => ({ name: `${group} ${at}`, group }));
  const normalisation = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "tests/golden/tiny.onnx"), join(folder, "model.onnx"));
  writeFileSync(join(folder, "model.json"), JSON.stringify({ ...tiny, labels, normalisation, input_name: "picture", output: { name: "scores" } }));
}

/** The page as a host has changed it, served below a path of its own, in a browser that knows nothing yet. */
async function hosted(context, change, options) {
  const folder = copyOfSite(context, (path) => !/\.(br|gz)$/.test(path));
  change(folder);
  const { status, said } = seal(folder, "--without-copies");
  assert.equal(status, 0, said);
  const site = await serveSite({ folder, path: "/wards/7/films/" });
  const browser = await openBrowser(options);
  context.after(async () => {
    await browser.close();
    site.close();
  });
  return { site, browser: browser.context, folder };
}

function makeOurs(folder) {
  setUp(folder, OURS);
  writeFileSync(join(folder, "hospital.json"), JSON.stringify(TABLE));
  ownModel(join(folder, "models/ours"));
  for (const name of ["default", "mobilenet-v2"]) rmSync(join(folder, "models", name), { recursive: true });
  rmSync(join(folder, "routing.json"));
}

const accent = (page) => page.evaluate(() => getComputedStyle(document.querySelector(".button.primary")).backgroundColor);

test("name, notice, colours, rules and model are the host's, in each language and theme", async (context) => {
  const { site, browser } = await hosted(context, makeOurs);
  const said = [];
  browser.on("console", (message) => said.push(message.text()));
  const page = await openReady(browser, site.url);
  assert.equal(await page.title(), OURS.name);
  assert.equal(await page.textContent(".brand"), OURS.name);
  assert.equal(await page.textContent(part("site-notice")), OURS.notice.en);
  assert.equal(await accent(page), "rgb(255, 196, 107)");
  await page.click(part("theme"));
  assert.equal(await accent(page), "rgb(122, 62, 0)");
  await page.selectOption("#language", "ja");
  assert.equal(await page.textContent(part("site-notice")), OURS.notice.ja);
  await page.selectOption("#language", "vi");
  assert.equal(await page.getAttribute(part("site-notice"), "lang"), "en", "what isn't there is said in English");
  await page.selectOption("#language", "en");
  await choose(page, [FILM]);
  assert.equal((await row(page, "implicit.dcm")).destination, "ward-7");
  await goTo(page, "model");
  assert.match(await page.textContent(part("model-name")), /^ours · two layers/);
  assert.deepEqual(await page.$$eval(`${part("shipped")} option`, (all) => all.map((one) => one.textContent)), ["Ours"]);
  assert.equal(await page.locator("#limits-heading").count(), 0, "nothing is said of it that was measured on another");
  await goTo(page, "rules");
  assert.equal(await page.inputValue(part("routing-preset")), "usual");
  await page.selectOption(part("routing-preset"), "five-groups");
  await page.click(part("routing-reset"));
  assert.deepEqual(JSON.parse(await page.inputValue(part("routing-json"))), TABLE);
  assert.equal(await page.locator(part("site-problems")).count(), 0);
  assert.deepEqual(said, []);
});

test("the host's page works with its server gone", async (context) => {
  const { site, browser } = await hosted(context, makeOurs);
  const page = await openReady(browser, site.url);
  await page.waitForSelector(part("offline"));
  assert.deepEqual(site.requests.filter((path) => /default|mobilenet|routing\.json/.test(path)), [], "only the host's own parts");
  site.close();
  await page.reload();
  await ready(page);
  assert.equal(await page.title(), OURS.name);
  await choose(page, [FILM]);
  assert.equal((await row(page, "implicit.dcm")).destination, "ward-7");
});

test("who has the old page is told that there is a newer one", async (context) => {
  const { site, browser, folder } = await hosted(context, () => {});
  await (await openReady(browser, site.url)).close();
  makeOurs(folder);
  assert.equal(seal(folder, "--without-copies").status, 0);
  const page = await openReady(browser, site.url);
  await page.waitForSelector(part("newer"));
  await page.click(`${part("newer")} button`);
  await page.waitForFunction((name) => document.title === name, OURS.name);
});

test("the host's language holds until a visitor chooses", async (context) => {
  const { site, browser } = await hosted(context, (folder) => setUp(folder, { language: "vi" }));
  const page = await openReady(browser, site.url);
  assert.equal(await page.getAttribute("html", "lang"), "vi");
  await page.selectOption("#language", "en");
  assert.equal(await page.getAttribute("html", "lang"), "en");
});

test("a wrong site.json says why, each fault with its place, and the page works", async (context) => {
  const wrong = { name: "", accent: { dark: "#203040", light: "#0b5f9e" }, color: "red", notice: { en: "Still here" } };
  const { site, browser } = await hosted(context, (folder) => setUp(folder, wrong));
  const page = await openReady(browser, site.url);
  const problems = page.locator(`${part("site-problems")}[role="alert"]`);
  const said = await problems.innerText();
  for (const words of ["site.json, name: this is empty", "site.json, accent.dark: take a lighter colour", "site.json, color: there is no such field"]) {
    assert.ok(said.includes(words), `${words}: ${said}`);
  }
  assert.equal(await page.textContent(".brand"), "DICOM Imaging Router");
  assert.equal(await accent(page), "rgb(143, 208, 255)");
  assert.equal(await page.textContent(part("site-notice")), "Still here", "what is right holds");
  await page.selectOption("#language", "ja");
  assert.notEqual(await problems.innerText(), said, "in the visitor's language");
  await problems.locator("button").click();
  assert.equal(await problems.count(), 0);
  await choose(page, [FILM]);
  assert.equal((await row(page, "implicit.dcm")).state, "done");
});

test("a site.json that was changed without sealing is not used, and the page says what to do", async (context) => {
  const { site, browser } = await hosted(context, () => {});
  site.changed.set("site.json", JSON.stringify({ version: 1, name: "Somebody else's" }));
  const page = await openReady(browser, site.url);
  assert.match(await page.textContent(part("site-problems")), /node seal\.mjs/);
  assert.equal(await page.title(), "DICOM Imaging Router");
  await trySamples(page);
});

test("sealing what hasn't changed changes nothing", (context) => {
  const folder = copyOfSite(context);
  const { status, said } = seal(folder);
  assert.equal(status, 0, said);
  const files = (where) => readdirSync(where, { recursive: true }).filter((name) => statSync(join(where, name)).isFile()).sort();
  assert.deepEqual(files(folder), files(dist));
  for (const name of files(dist)) assert.ok(readFileSync(join(folder, name)).equals(readFileSync(join(dist, name))), name);
});

test("sealing renews the compressed copies of what has changed, and takes away those of what is gone", (context) => {
  const folder = copyOfSite(context);
  setUp(folder, { name: "Ours", models: [{ folder: "mobilenet-v2", name: "Small" }] });
  rmSync(join(folder, "models/default"), { recursive: true });
  rmSync(join(folder, "bench.html"));
  assert.equal(seal(folder).status, 0);
  for (const name of ["site.json", "index.html", "service-worker.js"]) {
    const plain = readFileSync(join(folder, name));
    assert.ok(!plain.equals(readFileSync(join(dist, name))), `${name} has changed`);
    assert.ok(brotliDecompressSync(readFileSync(join(folder, `${name}.br`))).equals(plain), name);
    assert.ok(gunzipSync(readFileSync(join(folder, `${name}.gz`))).equals(plain), name);
  }
  assert.ok(!existsSync(join(folder, "bench.html.br")));
});

test("what would not start is not sealed", (context) => {
  const faults = {
    "site.json is no JSON": (folder) => writeFileSync(join(folder, "site.json"), "{"),
    "ours.json is missing": (folder) => setUp(folder, { routingTable: "ours.json" }),
    "models/ours/model.onnx is missing": (folder) => setUp(folder, { models: [{ folder: "ours", name: "Ours" }] }),
    "models must be a list": (folder) => setUp(folder, { models: {} }),
    "routing.json is no JSON": (folder) => writeFileSync(join(folder, "routing.json"), "rules"),
    "start.js, which is missing": (folder) => rmSync(join(folder, "start.js")),
  };
  for (const [words, spoil] of Object.entries(faults)) {
    const folder = copyOfSite(context, (path) => !/\.(br|gz)$/.test(path));
    spoil(folder);
    const { status, said } = seal(folder, "--without-copies");
    assert.ok(status === 1 && said.includes(words), `${words}: ${said}`);
    assert.ok(readFileSync(join(folder, "index.html")).equals(readFileSync(join(dist, "index.html"))), "nothing was written");
  }
});
