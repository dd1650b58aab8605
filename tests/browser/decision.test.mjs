// One file's decision: how sure, by which rule, against which claims of the header; and what a person makes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, row, saved, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const CALLED_HAND = "sample-chest-called-hand.dcm";
const GROUPS = ["abdomen", "adult_chest", "paediatric_chest", "spine", "other"];
const part = (name) => `[data-testid="${name}"]`;

async function opened(name = CALLED_HAND) {
  const page = await visit.open();
  await trySamples(page);
  await look(page, name);
  return page;
}

async function exported(page, name) {
  const { bytes } = await saved(page, part("export-json"));
  return JSON.parse(bytes).find(({ file }) => file === name);
}

test("five bars show the probabilities that are exported, and the threshold across", async () => {
  const page = await opened();
  const bars = await page.$$eval(".bars li", (bars) => bars.map((bar) => ({
    group: bar.dataset.hue,
    percent: parseFloat(bar.querySelector(".value").textContent),
    drawn: bar.querySelector(".fill").getBoundingClientRect().width / bar.querySelector(".track").getBoundingClientRect().width,
    threshold: bar.querySelector(".threshold").getAttribute("x1"),
    likeliest: bar.classList.contains("likeliest"),
  })));
  const { probabilities, likeliest } = await exported(page, CALLED_HAND);
  assert.deepEqual(bars.map(({ group }) => group), GROUPS);
  for (const { group, percent, drawn, likeliest: marked } of bars) {
    assert.ok(Math.abs(percent - 100 * probabilities[group]) < 0.06, group);
    assert.ok(Math.abs(drawn - probabilities[group]) < 0.02, `${group}: ${drawn}`);
    assert.equal(marked, group === likeliest);
  }
  const model = await page.evaluate(() => fetch("./models/default/model.json").then((answer) => answer.json()));
  const threshold = 100 * model.unsure_below;
  for (const bar of bars) assert.ok(Math.abs(parseFloat(bar.threshold) - threshold) < 0.1);
  assert.match(await page.locator(".facts-column .note").first().innerText(), new RegExp(`marks ${Math.round(threshold)} %`));
  await page.close();
});

test("the header's claims stand beside the pixels, and a contradiction says what contradicts what", async () => {
  const page = await opened();
  const claim = (field) => page.locator(`[data-claim="${field}"]`);
  assert.match(await claim("BodyPartExamined").getAttribute("class"), /conflicts/);
  assert.match(await claim("BodyPartExamined").innerText(), /Header says HAND, pixels say chest/);
  assert.match(await claim("Modality").getAttribute("class"), /agrees/);
  assert.match(await claim("PatientAge").innerText(), /38 years old, and read as an adult's chest/);
  assert.equal((await row(page, CALLED_HAND)).conflict, "true");
  assert.equal((await row(page, "sample-chest.dcm")).conflict, undefined);
  await page.click('[data-case="sample-chest.dcm"]');
  await page.waitForSelector('[data-pane="0"]');
  assert.equal(await page.locator(".claims .conflicts").count(), 0);
  await page.close();
});

test("the rules tried are listed: why those before didn't match, and which one decided", async () => {
  const page = await opened();
  const trace = page.locator(part("trace"));
  await trace.locator("summary").click();
  const steps = await trace.locator("ol > li").evaluateAll((steps) => steps.map((step) => [step.className, step.querySelector("code").textContent]));
  const decided = steps.filter(([verdict]) => verdict === "matched").map(([, rule]) => rule);
  const { rule, destination } = await exported(page, CALLED_HAND);
  assert.deepEqual(decided, [rule]);
  assert.equal(rule, "adult-chest");
  const at = steps.findIndex(([verdict]) => verdict === "matched");
  assert.ok(at > 0 && steps.slice(0, at).every(([verdict]) => verdict === "failed"));
  assert.ok(steps.slice(at + 1).every(([verdict]) => verdict === "not-reached"));
  // A rule that failed says at which condition, and what was there instead.
  const child = trace.locator("ol > li", { hasText: "child-age-adult-chest" });
  assert.match(await child.locator('[data-holds="false"]').innerText(), /18[\s\S]*38/);
  assert.equal(destination, "torchxrayvision-densenet121");
  await page.close();
});

test("a person confirms, and takes it back", async () => {
  const page = await opened();
  await page.click(part("confirm"));
  assert.match(await page.locator(`${part("review")} .reviewed`).innerText(), /Confirmed/);
  const { review, group } = await exported(page, CALLED_HAND);
  assert.deepEqual([review.group, review.sent_to, group], ["adult_chest", "torchxrayvision-densenet121", "adult_chest"]);
  assert.equal((await row(page, CALLED_HAND)).review, "true");
  assert.equal((await row(page, "sample-chest.dcm")).review, undefined);
  await page.click(part("withdraw-review"));
  assert.equal((await exported(page, CALLED_HAND)).review, null);
  await page.keyboard.press("c"); // the key does the same
  await page.waitForSelector(`[data-case="${CALLED_HAND}"][data-review="true"]`);
  await page.close();
});

test("a person says another group or destination; what the network said is kept beside it", async () => {
  const page = await opened();
  const before = await exported(page, CALLED_HAND);
  await page.selectOption(part("review-group"), "spine");
  // The rules send what the person sees.
  await page.waitForSelector(`[data-case="${CALLED_HAND}"][data-destination="vindr-spinexr"]`);
  await page.selectOption(part("review-destination"), "manual-review");
  await page.waitForSelector(`[data-case="${CALLED_HAND}"][data-destination="manual-review"]`);
  assert.match(await page.locator(`${part("review")} .reviewed`).innerText(), /Changed by you/);
  assert.match(await page.locator(".verdict-line").innerText(), /Spine[\s\S]*Manual review/);
  const { review, timings_ms: _, ...rest } = await exported(page, CALLED_HAND);
  assert.deepEqual(review, { group: "spine", destination: "manual-review", sent_to: "manual-review" });
  for (const field of ["group", "likeliest", "confidence", "probabilities", "destination", "rule"]) {
    assert.deepEqual(rest[field], before[field], field);
  }
  await page.selectOption(part("review-group"), "");
  assert.equal((await exported(page, CALLED_HAND)).review.group, null);
  await page.click(part("withdraw-review"));
  await page.waitForSelector(`[data-case="${CALLED_HAND}"][data-destination="torchxrayvision-densenet121"]`);
  await page.close();
});

test("what the network can't place is for a person, who can place it", async () => {
  const page = await opened("sample-test-object.dcm");
  assert.ok(await page.locator(part("confirm")).isDisabled());
  assert.match(await page.locator(".gate").innerText(), /doesn’t look like an X-ray/);
  await page.selectOption(part("review-group"), "other");
  await page.waitForSelector('[data-case="sample-test-object.dcm"][data-review="true"]');
  const { review, group, reason } = await exported(page, "sample-test-object.dcm");
  assert.deepEqual([review.group, group, reason], ["other", null, "not-a-radiograph"]);
  await page.close();
});
