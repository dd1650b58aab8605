// The built page on a static server that knows nothing of it, below a sub-path, and a real Chromium to open it with.
import { createServer } from "node:http";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import sirv from "sirv";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const dist = join(root, "dist");
/** Films and phantoms that `./dev test` fetched and made. */
export const films = process.env.ROUTER_FILMS ?? missing("ROUTER_FILMS names no folder");
export const phantoms = join(root, "target/phantoms");
const SUB_PATH = "/some/where/";

function missing(what) {
  throw new Error(`${what}: run the browser tests with ./dev test`);
}

/** Serves dist/ below SUB_PATH. `requests` holds the path of every request that arrived. */
export async function serveSite() {
  if (!existsSync(join(dist, "index.html"))) missing("dist/ is missing");
  const files = sirv(dist, { dev: true });
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    if (!request.url.startsWith(SUB_PATH)) return void response.writeHead(404).end();
    request.url = request.url.slice(SUB_PATH.length - 1);
    files(request, response, () => response.writeHead(404).end());
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { url: origin + SUB_PATH, origin, requests, close: () => server.close() };
}

/** Starts Chromium with a fresh profile. */
export async function openBrowser() {
  const profile = mkdtempSync(join(tmpdir(), "router-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
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
    viewport: { width: 1280, height: 860 },
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close };
}

/** Opens the page and waits until its worker has the model. */
export async function openReady(context, url) {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForSelector('body[data-ready="true"]', { timeout: 60_000 });
  return page;
}

/** Makes one of the page's workers fail on its next file, as if a decoder had trapped: no file is known that does it. */
export async function breakOneWorker(page) {
  await page.workers()[0].evaluate(() => {
    const usual = self.onmessage;
    self.onmessage = () => {
      self.onmessage = usual;
      throw new Error("unreachable executed");
    };
  });
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
