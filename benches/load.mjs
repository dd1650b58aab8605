// `./dev load`: thousands of files from a folder on disk, several times over, then one of 500 MB, in headless Chromium:
// memory of the whole browser, files a second, and the main thread's longest tasks. Prints a table.
//
//   node benches/load.mjs [FILES [ROUNDS]]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { film, TAGS } from "../tests/browser/files.mjs";
import { openReady, serveSite } from "../tests/browser/site.mjs";
import { launch, rssOf, table } from "./browser/tools.js";

const [FILES, ROUNDS] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 3)];
const part = (name) => `[data-testid="${name}"]`;

const folder = mkdtempSync(join(tmpdir(), "router-load-"));
const site = await serveSite();
const { context, close, profile } = await launch();
const page = await openReady(context, site.url);
const memory = () => Math.round(rssOf(profile));

/** What garbage is left is not in use. */
async function collect() {
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.detach();
  await setTimeout(2000);
}

/** Gives files to a picker and waits for the last: seconds, most memory on the way, and long tasks. */
async function timed(picker, files, count) {
  await page.evaluate(() => {
    globalThis.longTasks = [];
    globalThis.observer?.disconnect();
    // What the browser does before it tells the page of the files (a thing for each of them) isn't the page's.
    globalThis.told = Infinity;
    addEventListener("input", () => (globalThis.told = performance.now()), { capture: true, once: true });
    const ours = ({ startTime }) => startTime >= told;
    globalThis.observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().filter(ours).map(({ duration }) => Math.round(duration))));
    observer.observe({ entryTypes: ["longtask"] });
  });
  let started = performance.now();
  let most = memory();
  await page.setInputFiles(part(picker), files);
  if (picker === "folder-input") {
    await page.waitForFunction(() => Number(document.body.dataset.settled) > 0);
    started = performance.now(); // Playwright has handed the names over
  }
  for (;;) {
    most = Math.max(most, memory());
    const [total, settled] = await page.evaluate(() => [document.body.dataset.total, document.body.dataset.settled].map(Number));
    if (total === count && settled === count) break;
    await setTimeout(1000);
  }
  const seconds = (performance.now() - started) / 1000;
  return { seconds, most, long: await page.evaluate(() => longTasks.sort((one, other) => other - one)) };
}

const rows = [];
function report(what, count, before, { seconds, most, long }, after) {
  const tasks = `${long.length}${long.length ? ` (longest ${long[0]} ms)` : ""}`;
  rows.push([what, seconds.toFixed(1), (count / seconds).toFixed(1), before, most, after, tasks]);
  console.log(rows.at(-1).join(" | "));
}

const many = join(folder, "many");
mkdirSync(many);
for (let at = 1; at <= FILES; at++) writeFileSync(join(many, `film-${at}.dcm`), film(at));

for (let round = 1; round <= ROUNDS; round++) {
  await collect();
  const before = memory();
  const found = await timed("folder-input", many, FILES);
  await collect();
  report(`${FILES} files, round ${round}`, FILES, before, found, memory());
  await page.click(part("clear"));
  await page.waitForSelector('body[data-total="0"]');
}

const [rowsOfFrame, columns, frames] = [2500, 2000, 50];
const large = join(folder, "large.dcm");
const short = (value) => Buffer.from(Uint16Array.of(value).buffer);
writeFileSync(large, film(
  1,
  [TAGS.numberOfFrames, "IS", String(frames)],
  [0x00280010, "US", short(rowsOfFrame)],
  [0x00280011, "US", short(columns)],
  [TAGS.pixelData, "OW", Buffer.alloc(rowsOfFrame * columns * frames * 2, 7)],
));
await collect();
const before = memory();
const found = await timed("file-input", [large], 1);
const state = await page.locator("[data-case]").first().evaluate(({ dataset }) => [dataset.state, dataset.reason].filter(Boolean).join(": "));
await collect();
report(`one file of 500 MB (${state})`, 1, before, found, memory());

console.log(table(["What", "Seconds", "Files/s", "MB before", "MB at most", "MB after", "Main-thread tasks over 50 ms"], rows).join("\n"));
await close();
site.close();
rmSync(folder, { recursive: true, force: true });
