// What a host does to the page that it got: changes a file, and seals the folder again.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dist } from "./site.mjs";

/** Runs `seal.mjs` in a folder, as docs/hosting.md says: its status, and what it said. */
export function seal(folder, ...options) {
  const { status, stderr } = spawnSync(process.execPath, ["seal.mjs", ...options], { cwd: folder, encoding: "utf8" });
  return { status, said: stderr };
}

/** A copy of dist/ that ends with the test. */
export function copyOfSite(context, filter = () => true) {
  const folder = mkdtempSync(join(tmpdir(), "router-host-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(dist, folder, { recursive: true, filter });
  return folder;
}

/** What site.json says, changed. */
export function setUp(folder, fields) {
  const file = join(folder, "site.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...fields }, null, 2));
}
