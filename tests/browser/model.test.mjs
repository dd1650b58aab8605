// The network's page: its figures, what it confuses, and another network in its place.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { asFile } from "./files.mjs";
import { goTo, root, row, saved, settled, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const METRICS = JSON.parse(readFileSync(join(root, "models/default/metrics.json"), "utf8"));
const CHEST = "sample-chest.dcm";
const part = (name) => `[data-testid="${name}"]`;
/** That of tests/golden/tiny.onnx, as in tests/takes_other_models.rs. */
const groups = ["adult_chest", "adult_chest", "spine", "other", "other", "other", "spine"];
const TINY = {
  name: "tiny",
  network: "two layers",
  labels: groups.map((group, at) => ({ name: `${group} ${at}`, group })),
  input_size: 32,
  channels: 3,
  normalisation: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  input_name: "picture",
  output: { name: "scores" },
};
const ONNX = readFileSync(join(root, "tests/golden/tiny.onnx"));

async function atModel() {
  const page = await visit.open();
  await goTo(page, "model");
  await page.waitForSelector(part("confusion"));
  return page;
}

test("the figures are those of the model's metrics, here and at other hospitals", async () => {
  const page = await atModel();
  const shown = () => page.locator(".tiles").innerText();
  const figures = ({ accuracy, macro_f1 }) => [accuracy, macro_f1].map((value) => value.toFixed(3));
  const matrix = () => page.$$eval(`${part("confusion")} tbody tr`, (rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.innerText))));
  for (const figure of figures(METRICS.test)) assert.ok((await shown()).includes(figure), figure);
  assert.deepEqual(await matrix(), METRICS.test.confusion_true_by_predicted);
  await page.click(part("external"));
  assert.equal(await page.getAttribute(part("external"), "aria-pressed"), "true");
  for (const figure of figures(METRICS.external)) assert.ok((await shown()).includes(figure), figure);
  assert.deepEqual(await matrix(), METRICS.external.confusion_true_by_predicted);
  const [low, high] = METRICS.external.ci95_over_patients.accuracy;
  assert.ok((await shown()).includes(`${low.toFixed(3)}–${high.toFixed(3)}`), "with its interval");
  await page.close();
});

test("a number of the confusion matrix tells which sources its pictures come from", async () => {
  const page = await atModel();
  const [truth, seen] = [4, 4];
  const cell = page.locator(`${part("confusion")} tbody tr`).nth(truth).locator("td").nth(seen).locator("button");
  await cell.click();
  assert.equal(await cell.getAttribute("aria-expanded"), "true");
  const sources = await page.locator(".cell-detail li").allInnerTexts();
  const expected = Object.entries(METRICS.test.by_group_and_source).filter(([key, counts]) => key.startsWith("other / ") && counts["as other"] !== undefined);
  assert.equal(sources.length, expected.length);
  assert.ok(sources.length > 0);
  for (const [key, counts] of expected) {
    const source = key.slice("other / ".length);
    assert.ok(sources.some((text) => text.includes(source) && text.startsWith(`${counts["as other"]} of ${counts.images}`)), `${source} in ${sources}`);
  }
  // The sources' numbers add up to the cell's.
  const sum = sources.reduce((sum, text) => sum + parseInt(text, 10), 0);
  assert.equal(sum, Number(await cell.innerText()));
  await cell.click();
  assert.equal(await page.locator(".cell-detail li").count(), 0);
  await page.close();
});

test("its limits are those of its metrics, in the visitor's language", async () => {
  const page = await atModel();
  const shown = () => page.locator(".limits li").allInnerTexts();
  assert.ok(METRICS.limits.length > 3);
  for (const language of ["en", "vi", "ja"]) {
    await page.selectOption("#language", language);
    assert.deepEqual(await shown(), METRICS.limits.map((limit) => limit[language]));
  }
  await page.close();
});

async function use(page, onnx, description) {
  await page.setInputFiles(part("own-onnx"), asFile("own.onnx", onnx));
  await page.fill(part("own-description"), typeof description === "string" ? description : JSON.stringify(description));
  await page.click(part("own-use"));
}

const exported = async (page) => {
  await goTo(page, "");
  const cases = JSON.parse((await saved(page, part("export-json"))).bytes);
  await goTo(page, "model");
  return cases.find(({ file }) => file === CHEST);
};

test("one's own network takes the place of the shipped one, everything is read again; and back", async () => {
  const page = await visit.open();
  await trySamples(page);
  await goTo(page, "model");
  const before = await exported(page);
  const usual = await page.innerText(part("model-name"));
  await use(page, ONNX, TINY);
  await page.locator(part("model-name"), { hasText: /^tiny · two layers · 32 px$/ }).waitFor();
  await settled(page, 3);
  const after = await exported(page);
  assert.equal(after.state, "done");
  assert.notDeepEqual(after.probabilities, before.probabilities);
  assert.equal(after.probabilities.abdomen, 0); // no label of its
  assert.equal(await page.locator(part("confusion")).count(), 0, "the shipped one's figures aren't its");
  // Its files still open; it has no maps to show.
  await goTo(page, "");
  await page.click(`[data-case="${CHEST}"]`);
  await page.waitForSelector(part("canvas"));
  assert.equal(await page.locator(part("map")).count(), 0);
  assert.match(await page.locator(".network-input figcaption").innerText(), /32 × 32/);
  await goTo(page, "model");
  await page.selectOption(part("shipped"), "default");
  await page.locator(part("model-name"), { hasText: usual }).waitFor();
  await settled(page, 3);
  assert.equal(await page.innerText(part("model-name")), usual);
  const back = await exported(page);
  assert.deepEqual([back.group, back.probabilities], [before.group, before.probabilities]);
  await page.close();
});

test("the form for one's own network is still filled in after a look at the worklist", async () => {
  const page = await visit.open();
  await goTo(page, "model");
  await page.setInputFiles(part("own-onnx"), asFile("own.onnx", ONNX));
  await page.fill(part("own-description"), JSON.stringify(TINY));
  await goTo(page, "");
  await goTo(page, "model");
  assert.equal(await page.inputValue(part("own-description")), JSON.stringify(TINY));
  assert.deepEqual(await page.locator(part("own-onnx")).evaluate(({ files }) => [...files].map(({ name }) => name)), ["own.onnx"]);
  await page.click(part("own-use"));
  await page.locator(part("model-name"), { hasText: /^tiny/ }).waitFor();
  await page.close();
});

test("a network that can't be used says why, and the one before stays", async () => {
  const page = await visit.open();
  await trySamples(page);
  await goTo(page, "model");
  const usual = await page.innerText(part("model-name"));
  const before = await exported(page);
  const wrong = {
    "no ONNX": [Buffer.from("Dear colleague, …"), TINY, /not an ONNX file/],
    "no JSON": [ONNX, "{", /line 1/],
    "half an ONNX": [ONNX.subarray(0, ONNX.length / 2), TINY, /not an ONNX file/],
    "another size": [ONNX, { ...TINY, input_size: 64 }, /input_size/],
    "too few labels": [ONNX, { ...TINY, labels: TINY.labels.slice(2) }, /7 numbers/],
    "an unknown group": [ONNX, { ...TINY, labels: [{ name: "a", group: "hand" }, ...TINY.labels.slice(1)] }, /hand/],
  };
  // One after the other; no two neighbours have the same words.
  for (const [what, [onnx, description, words]] of Object.entries(wrong)) {
    await use(page, onnx, description);
    await page.locator(part("own-error"), { hasText: words }).waitFor({ timeout: 30_000 }).catch(async () => {
      assert.fail(`${what}: ${await page.locator(part("own-model")).innerText()}`);
    });
    assert.equal(await page.innerText(part("model-name")), usual, what);
    assert.equal(await page.inputValue(part("shipped")), "default", what);
  }
  assert.deepEqual(await exported(page), before);
  // It still reads what comes.
  await goTo(page, "");
  await page.click(part("clear"));
  await trySamples(page);
  assert.equal((await row(page, CHEST)).group, "adult_chest");
  await page.close();
});
