// A fresh Chromium, and figures.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "../../tests/browser/node_modules/playwright-core/index.mjs"; // `./dev` installs it there

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts Chromium with a fresh profile, by which its processes can be told. */
export async function launch() {
  const profile = mkdtempSync(join(tmpdir(), "router-bench-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close, profile };
}

/** Megabytes of memory of all processes that were started with a profile. */
export function rssOf(profile) {
  const processes = execFileSync("ps", ["-eo", "rss=,args="], { encoding: "utf8", maxBuffer: 1 << 26 }).split("\n");
  const own = processes.filter((line) => line.includes(profile));
  return own.reduce((sum, line) => sum + Number.parseInt(line, 10), 0) / 1024;
}

export const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.round(share * (values.length - 1))];
export const median = (values) => quantile(values, 0.5);

/** Lines of a Markdown table. */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}
