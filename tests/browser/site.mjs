// The built page on a static server that knows nothing of it, below a sub-path, and a real Chromium to open it with.
import { createServer } from "node:http";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium, firefox } from "playwright-core";
import sirv from "sirv";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const dist = join(root, "dist");
/** Films and phantoms that `./dev test` fetched and made. */
export const films = process.env.ROUTER_FILMS ?? missing("ROUTER_FILMS names no folder");
export const phantoms = join(root, "target/phantoms");
const SUB_PATH = "/some/where/";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

function missing(what) {
  throw new Error(`${what}: run the browser tests with ./dev test`);
}

/**
 * Serves dist/, or another folder, below SUB_PATH or another path. `requests` holds the path of every request that arrived;
 * `headers` are sent with everything; what `changed` holds by name is sent in place of the file.
 */
export async function serveSite({ headers = {}, folder = dist, path = SUB_PATH } = {}) {
  if (!existsSync(join(folder, "index.html"))) missing("dist/ is missing");
  const files = sirv(folder, { dev: true });
  const requests = [];
  const changed = new Map();
  const server = createServer((request, response) => {
    requests.push(request.url);
    if (!request.url.startsWith(path)) return void response.writeHead(404).end();
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    request.url = request.url.slice(path.length - 1);
    const name = request.url.slice(1) || "index.html";
    if (!changed.has(name)) return void files(request, response, () => response.writeHead(404).end());
    response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" }).end(changed.get(name));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: origin + path, origin, requests, changed, close };
}

/** Firefox, if ROUTER_BROWSER asks for it; else Chromium. */
export const inFirefox = process.env.ROUTER_BROWSER === "firefox";

/** For `openBrowser`: JavaScript switched off, as a visitor does it; Playwright's own switch does nothing to this Firefox. */
export const withoutJavaScript = inFirefox ? { firefoxUserPrefs: { "javascript.enabled": false } } : { javaScriptEnabled: false };

/** Starts the browser with a fresh profile. */
export async function openBrowser(options = {}) {
  const profile = mkdtempSync(join(tmpdir(), "router-browser-"));
  const context = await (inFirefox ? startFirefox(profile, options) : startChromium(profile, options));
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, close };
}

const viewport = { width: 1280, height: 860 };

function startChromium(profile, options) {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    viewport,
    ...options,
  });
}

/** A Firefox as its makers ship it, driven by WebDriver BiDi. */
async function startFirefox(profile, more) {
  const executablePath = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
  const downloadsPath = join(profile, "router-downloads");
  const options = { executablePath, channel: "moz-firefox", viewport, downloadsPath, ...more };
  const context = await firefox.launchPersistentContext(profile, options);
  downloads.set(context, downloadsPath);
  return context;
}

/** Where a Firefox puts what it saves. */
const downloads = new Map();

/** Site and browser for all the tests of a file; both end with them. `open()` gives a page that is ready. */
export function visiting() {
  let site, browser;
  before(async () => {
    site = await serveSite();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });
  return {
    get url() {
      return site.url;
    },
    get context() {
      return browser.context;
    },
    open: () => openReady(browser.context, site.url),
  };
}

/** Opens the page and waits until its worker has the model, and all that is kept for working offline is there. */
export async function openReady(context, url) {
  const page = await context.newPage();
  await page.goto(url);
  await ready(page);
  return page;
}

export async function ready(page) {
  await page.waitForSelector('body[data-ready="true"]:not([data-offline="preparing"])', { timeout: 60_000 });
}

/** Chooses files in the file picker and waits until all files are finished. */
export async function choose(page, files) {
  const before = Number(await page.getAttribute("body", "data-total"));
  await page.setInputFiles('[data-testid="file-input"]', files);
  await settled(page, before + files.length);
}

/** Waits until `total` files were taken in and finished. */
export async function settled(page, total) {
  await page.waitForSelector(`body[data-total="${total}"][data-settled="${total}"]`, { timeout: 120_000 });
}

/** The data attributes of a file's row. */
export async function row(page, name) {
  return page.locator(`[data-case=${JSON.stringify(name)}]`).evaluate((element) => ({ ...element.dataset }));
}

/** Files of the page's own: two chests, the second called a hand by its header, and a test object. */
export async function trySamples(page) {
  await page.click('[data-testid="sample"]');
  await settled(page, 3);
}

/** Opens a file of the list, and waits for its picture. */
export async function look(page, name) {
  await page.click(`[data-case=${JSON.stringify(name)}]`);
  await page.waitForSelector('[data-testid="canvas"]');
}

/** What a click saves: its name and its bytes. */
export function saved(page, selector) {
  return savedBy(page, () => page.click(selector));
}

/** What is saved by something done to the page. */
export async function savedBy(page, act) {
  if (inFirefox) return savedByFirefox(page, act);
  const download = page.waitForEvent("download");
  await act();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Of its downloads Firefox tells nothing that Playwright understands; but the file comes. */
async function savedByFirefox(page, act) {
  const folder = downloads.get(page.context());
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  await act();
  for (let wait = 0; wait < 300; wait++) {
    await setTimeout(100);
    const names = readdirSync(folder);
    if (names.length === 1 && !names[0].endsWith(".part") && statSync(join(folder, names[0])).size > 0) {
      await setTimeout(100); // it may still be written
      return { name: names[0], bytes: await readFile(join(folder, names[0])) };
    }
  }
  throw new Error("nothing was saved within 30 s");
}

/** Writes into a field, key by key, and leaves it: only then Firefox counts it as a person's change. */
export async function write(field, text) {
  await field.fill("");
  await field.pressSequentially(text);
  await field.press("Enter");
}

/** To another part of the page: `""`, `"rules"`, `"model"`. */
export async function goTo(page, part) {
  await page.click(`nav a[href="#${part}"]`);
  await page.waitForSelector(`nav a[href="#${part}"][aria-current="page"]`);
}

/** What lies beyond the window's right edge, cut off or to be scrolled to; nothing, if all is well. */
export function tooWide(page) {
  return page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement;
    const wide = scrollWidth > innerWidth ? [`the page has ${scrollWidth} px in ${innerWidth} px`] : [];
    const beyond = [...document.body.querySelectorAll("*")].filter((one) => {
      const { right, width } = one.getBoundingClientRect();
      return one instanceof HTMLElement && width > 0 && right > innerWidth + 1 && !one.closest(".scroller");
    });
    // The innermost tell the most.
    const inner = beyond.filter((one) => !beyond.some((other) => other !== one && one.contains(other)));
    return [...wide, ...new Set(inner.map((one) => `beyond the edge: ${[one.localName, ...one.classList].join(".")}`))];
  });
}
