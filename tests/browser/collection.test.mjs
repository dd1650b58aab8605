// The project's collection of real chest films, where it is present: each is an adult chest in the browser too.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import { choose, openBrowser, openReady, root, row, serveSite } from "./site.mjs";

const collection = join(root, "../shared/dicom/files");
const skip = existsSync(collection) ? false : "the collection of real DICOM files is not here";

test("the real chest films of the collection are adult chests", { skip }, async (context) => {
  // The native test names them; one list serves both.
  const source = await readFile(join(root, "tests/real_films.rs"), "utf8");
  const list = source.match(/const CHESTS[^=]*= &\[([^\]]*)\]/)[1];
  const films = [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => join(collection, path));
  assert.ok(films.length >= 9);
  const site = await serveSite();
  const { context: browser, close } = await openBrowser();
  context.after(async () => {
    await close();
    site.close();
  });
  const page = await openReady(browser, site.url);
  await choose(page, films);
  for (const film of films) {
    const { state, group, destination } = await row(page, basename(film));
    assert.deepEqual([state, group, destination], ["done", "adult_chest", "torchxrayvision-densenet121"], film);
  }
});
