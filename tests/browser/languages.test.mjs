// The page speaks Vietnamese and Japanese too, wholly, and has room for it on a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { asFile } from "./files.mjs";
import { choose, goTo, look, openReady, root, row, tooWide, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const LANGUAGES = { vi: "vietnamese", ja: "japanese" };
const texts = (tag) => JSON.parse(readFileSync(join(root, `src/text/${LANGUAGES[tag]}.json`), "utf8"));
const choice = "header select";

async function speaking(tag) {
  const page = await visit.open();
  await page.selectOption(choice, tag);
  await page.waitForSelector(`html[lang="${tag}"]`);
  return page;
}

for (const tag of Object.keys(LANGUAGES)) {
  test(`${LANGUAGES[tag]}: every part of the page changes over, and back`, async () => {
    const t = texts(tag);
    const page = await visit.open();
    const english = await page.locator("h1").innerText();
    await page.selectOption(choice, tag);
    await page.waitForSelector(`html[lang="${tag}"]`);
    assert.equal(await page.locator("h1").innerText(), t.headline);
    await trySamples(page);
    await look(page, "sample-chest.dcm");
    const words = await page.locator("main").innerText();
    for (const key of ["worklist", "probabilities", "your_review", "header_says", "adult_chest"]) {
      assert.ok(words.includes(t[key]), `${key}: ${t[key]}`);
    }
    await goTo(page, "rules");
    assert.equal(await page.locator("h1").innerText(), t.rules_heading);
    await goTo(page, "model");
    assert.equal(await page.locator("h1").innerText(), t.model_heading);
    await goTo(page, "");
    assert.equal((await row(page, "sample-chest.dcm")).group, "adult_chest"); // the worklist stays
    await page.selectOption(choice, "en");
    await page.click('[data-testid="clear"]');
    assert.equal(await page.locator("h1").innerText(), english);
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.close();
  });

  test(`${LANGUAGES[tag]}: nothing is wider than a phone`, async () => {
    const page = await speaking(tag);
    await page.setViewportSize({ width: 360, height: 740 });
    const faults = [];
    const narrow = async (view) => faults.push(...(await tooWide(page)).map((fault) => `${view}: ${fault}`));
    await narrow("empty");
    await trySamples(page);
    await narrow("worklist");
    await look(page, "sample-chest-called-hand.dcm");
    await narrow("a file");
    await goTo(page, "rules");
    await narrow("rules");
    await goTo(page, "model");
    await narrow("model");
    await page.click('[data-testid="help"]');
    await page.waitForSelector("dialog[open]");
    await narrow("help");
    assert.deepEqual(faults, []);
    await page.close();
  });
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, place) => values[place]);

for (const tag of Object.keys(LANGUAGES)) {
  test(`${LANGUAGES[tag]}: what the core says of a file and of a rule`, async () => {
    const t = texts(tag);
    const page = await speaking(tag);
    await trySamples(page);
    await look(page, "sample-chest-called-hand.dcm");
    const conflict = await page.locator('[data-claim="BodyPartExamined"] .words').innerText();
    assert.equal(conflict, filled(t.claim_conflicts, { said: "HAND", part: t.part_chest }));
    await page.click('[data-testid="trace"] summary');
    const checks = await page.locator('[data-testid="trace"] [data-holds]').allInnerTexts();
    const condition = filled(t.check_equals, { field: "outcome", value: "unsure" });
    assert.ok(checks.some((check) => check.includes(condition)), `${condition} in ${checks.join("; ")}`);

    await choose(page, [asFile("notes.txt", Buffer.from("Dear colleague, …"))]);
    const because = page.locator('[data-case="notes.txt"] .because');
    assert.equal(await because.innerText(), t.refusal_not_dicom);

    await goTo(page, "rules");
    const table = await page.inputValue('[data-testid="routing-json"]');
    await page.fill('[data-testid="routing-json"]', table.replace(/"send_to": "[^"]+"/, '"send_to": "nowhere"'));
    const error = page.locator('[data-testid="routing-error"]');
    await error.waitFor();
    const from = JSON.parse(table).rules[0].id;
    assert.ok((await error.innerText()).includes(filled(t.routing_unknown, { from, to: "nowhere" })));
    await page.fill('[data-testid="routing-json"]', table);

    // It is said anew when the language changes.
    await goTo(page, "");
    await page.selectOption(choice, "en");
    await page.waitForSelector('html[lang="en"]');
    assert.match(await because.innerText(), /^This is not a DICOM file/);
    await page.close();
  });
}

test("the browser's own language is spoken, and the chosen one is kept only when asked", async () => {
  const page = await visit.context.newPage();
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "language", { get: () => "vi-VN" }));
  await page.goto(visit.url);
  await page.waitForSelector('html[lang="vi"]');
  await page.check('[data-testid="keep"]');
  await page.selectOption(choice, "ja");
  await page.close();
  const again = await openReady(visit.context, visit.url);
  assert.equal(await again.getAttribute("html", "lang"), "ja");
  await again.uncheck('[data-testid="keep"]');
  await again.close();
  const last = await openReady(visit.context, visit.url);
  assert.equal(await last.getAttribute("html", "lang"), "en");
  await last.close();
});
