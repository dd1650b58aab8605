// The routing table: edited as form or JSON, tried on the worklist at once, taken out and in, kept only when asked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { asFile } from "./files.mjs";
import { goTo, openReady, root, row, saved, trySamples, visiting, write } from "./site.mjs";

const visit = visiting();
const CHEST = "sample-chest.dcm";
const TABLE = JSON.parse(readFileSync(join(root, "www/routing.json"), "utf8"));
const part = (name) => `[data-testid="${name}"]`;
const written = (table) => JSON.stringify(table, null, 2);

async function atRules() {
  const page = await visit.open();
  await trySamples(page);
  await goTo(page, "rules");
  return page;
}

/** Where a file of the list goes, and why. */
async function sent(page, name = CHEST) {
  await goTo(page, "");
  const { destination } = await row(page, name);
  const words = await page.locator(`[data-case="${name}"]`).innerText();
  await goTo(page, "rules");
  return { destination, words };
}

/** The default table with a rule before all others. */
function withFirst(rule) {
  return { ...TABLE, rules: [rule, ...TABLE.rules] };
}

const TO_SPINE = { id: "mine", when: [{ field: "group", equals: "adult_chest" }], send_to: "vindr-spinexr", because: "I say so." };

test("another table, written as JSON, routes the present worklist at once", async () => {
  const page = await atRules();
  assert.equal((await sent(page)).destination, "torchxrayvision-densenet121");
  await page.fill(part("routing-json"), written(withFirst(TO_SPINE)));
  await page.waitForSelector('.rule[data-rule="mine"]');
  assert.match(await page.locator('.rule[data-rule="mine"] .files').innerText(), /decides 2 here/);
  const { destination, words } = await sent(page);
  assert.equal(destination, "vindr-spinexr");
  assert.match(words, /VinDr-SpineXR[\s\S]*I say so\./);
  // Files that come later go there too.
  await goTo(page, "");
  await page.click(part("clear"));
  await trySamples(page);
  assert.equal((await row(page, CHEST)).destination, "vindr-spinexr");
  await page.close();
});

test("a table that can't be used says where it is wrong, and changes nothing", async () => {
  const page = await atRules();
  const wrong = {
    comma: [written(TABLE).replace('"version": 1,', '"version": 1'), /./],
    field: [written(withFirst({ ...TO_SPINE, when: [{ field: "Shoe", equals: "x" }] })), /Shoe/],
    destination: [written(withFirst({ ...TO_SPINE, send_to: "nowhere" })), /nowhere/],
  };
  for (const [what, [json, words]] of Object.entries(wrong)) {
    await page.fill(part("routing-json"), json);
    const error = page.locator(part("routing-error"));
    await error.waitFor();
    const text = await error.innerText();
    assert.match(text, words, what);
    const line = Number(text.match(/^Line (\d+):/)?.[1]);
    // The line is that of the fault, or the one after it.
    const fault = { comma: /"version"/, field: /Shoe/, destination: /nowhere/ }[what];
    const lines = json.split("\n");
    assert.ok([lines[line - 1], lines[line - 2]].some((text) => fault.test(text)), `${what}: ${text}`);
    assert.equal(await page.getAttribute(part("routing-json"), "aria-invalid"), "true");
    await page.getByRole("button", { name: "Go there" }).click();
    const selected = await page.locator(part("routing-json")).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
    assert.equal(selected.trimEnd(), lines[line - 1]);
    assert.equal((await page.locator(".rule").count()), TABLE.rules.length, "the form keeps the last table");
    assert.equal(await page.inputValue(part("routing-json")), json, "what was written stays");
  }
  assert.equal((await sent(page)).destination, "torchxrayvision-densenet121");
  await page.close();
});

test("what can't be used yet is still there after a look at the worklist", async () => {
  const page = await atRules();
  const half = written(TABLE).replace('"version": 1,', '"version": 1');
  await page.fill(part("routing-json"), half);
  await goTo(page, ""); // at once: before what was typed is used
  await goTo(page, "rules");
  assert.equal(await page.inputValue(part("routing-json")), half);
  await page.locator(part("routing-error")).waitFor();
  // What can be used is used, even by one who leaves at once, and isn't taken for a draft any more.
  await page.fill(part("routing-json"), written(withFirst(TO_SPINE)));
  await goTo(page, "");
  await goTo(page, "rules");
  await page.waitForSelector('.rule[data-rule="mine"]');
  assert.equal((await sent(page)).destination, "vindr-spinexr");
  assert.equal(await page.locator(part("routing-error")).count(), 0);
  await page.click(part("routing-reset"));
  await goTo(page, "");
  await goTo(page, "rules");
  assert.deepEqual(JSON.parse(await page.inputValue(part("routing-json"))), TABLE);
  await page.close();
});

test("the form adds a rule with a condition; moved up it has its say, removed it is gone", async () => {
  const page = await atRules();
  await page.click(part("add-rule"));
  const rule = page.locator('.rule[data-rule="rule-1"]');
  await rule.waitFor();
  assert.equal(await page.locator(".rule").last().getAttribute("data-rule"), "rule-1");
  await rule.getByRole("button", { name: "Add a condition" }).click();
  const condition = rule.locator(".condition").first();
  await condition.getByLabel("Field").selectOption("BodyPartExamined");
  await condition.getByLabel("Test").selectOption("equals");
  await write(condition.getByLabel("Value"), "HAND");
  await rule.getByLabel("Send it to").selectOption("vindr-pcxr");
  const table = JSON.parse(await page.inputValue(part("routing-json")));
  assert.deepEqual(table.rules.at(-1).when, [{ field: "BodyPartExamined", equals: "HAND" }]);
  assert.equal(table.rules.at(-1).send_to, "vindr-pcxr");
  assert.equal((await sent(page, "sample-chest-called-hand.dcm")).destination, "torchxrayvision-densenet121");
  const places = await page.locator(".rule").evaluateAll((rules) => rules.map((rule) => rule.dataset.rule));
  const up = rule.getByRole("button", { name: "Move up" });
  for (let at = places.length - 1; at > places.indexOf("adult-chest"); at--) await up.click();
  assert.equal((await sent(page, "sample-chest-called-hand.dcm")).destination, "vindr-pcxr");
  assert.equal((await sent(page)).destination, "torchxrayvision-densenet121");
  await rule.getByRole("button", { name: "Remove the rule" }).click();
  assert.equal(await rule.count(), 0);
  assert.deepEqual(JSON.parse(await page.inputValue(part("routing-json"))).rules, TABLE.rules);
  await page.close();
});

test("a value that the form can't use is refused in words, until there is a right one", async () => {
  const page = await atRules();
  const before = await page.inputValue(part("routing-json"));
  const condition = page.locator('.rule[data-rule="child-age-adult-chest"] .condition').nth(1);
  const alert = condition.getByRole("alert");
  await write(condition.getByLabel("Value"), "eighteen");
  await alert.waitFor();
  assert.doesNotMatch(await alert.innerText(), /f64|null|invalid type/, "words for people");
  assert.equal(await page.inputValue(part("routing-json")), before);
  await write(condition.getByLabel("Value"), "16");
  await alert.waitFor({ state: "detached" });
  assert.match(await page.inputValue(part("routing-json")), /"below": 16/);
  await write(condition.getByLabel("Value"), "sixteen");
  await alert.waitFor();
  await page.click(part("routing-reset"));
  await alert.waitFor({ state: "detached", timeout: 3000 });
  await page.close();
});

test("a ready table is chosen, and the usual one comes back", async () => {
  const page = await atRules();
  await page.selectOption(part("routing-preset"), "conflicts-first");
  assert.equal((await sent(page, "sample-chest-called-hand.dcm")).destination, "manual-review");
  assert.equal(await page.inputValue(part("routing-preset")), "conflicts-first");
  await page.selectOption(part("routing-preset"), "five-groups");
  assert.notEqual((await sent(page)).destination, "torchxrayvision-densenet121");
  await page.click(part("routing-reset"));
  assert.equal(await page.inputValue(part("routing-preset")), "default");
  assert.equal((await sent(page)).destination, "torchxrayvision-densenet121");
  // The choice shows what is in use, also where it isn't the choice that has changed it.
  await page.selectOption(part("routing-preset"), "chest-only");
  const chestOnly = await page.inputValue(part("routing-json"));
  await page.click(part("routing-reset"));
  await page.fill(part("routing-json"), chestOnly);
  await page.waitForSelector('.rule[data-rule="no-chest"]');
  assert.equal(await page.inputValue(part("routing-preset")), "chest-only");
  await page.close();
});

test("an exported table, imported elsewhere, is the same table", async () => {
  const page = await atRules();
  await page.fill(part("routing-json"), written(withFirst(TO_SPINE)));
  await page.waitForSelector('.rule[data-rule="mine"]');
  const { name, bytes } = await saved(page, part("routing-export"));
  assert.equal(name, "routing.json");
  await page.close();

  const other = await atRules();
  await other.setInputFiles(part("routing-import"), asFile("routing.json", bytes));
  await other.waitForSelector('.rule[data-rule="mine"]');
  assert.deepEqual(JSON.parse(await other.inputValue(part("routing-json"))), withFirst(TO_SPINE));
  assert.equal((await sent(other)).destination, "vindr-spinexr");
  await other.setInputFiles(part("routing-import"), asFile("letter.json", Buffer.from("Dear colleague, …")));
  await other.waitForSelector(part("routing-error"));
  assert.equal((await sent(other)).destination, "vindr-spinexr");
  await other.close();
});

test("a table is kept over a reload only when it is asked for, and forgotten when that ends", async () => {
  const stored = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));
  const change = async (page) => {
    await goTo(page, "rules");
    await page.fill(part("routing-json"), written(withFirst(TO_SPINE)));
    await page.waitForSelector('.rule[data-rule="mine"]');
  };
  const reopened = async (page) => {
    await page.close();
    const other = await openReady(visit.context, visit.url);
    await trySamples(other);
    return other;
  };
  let page = await visit.open();
  await trySamples(page);
  await change(page);
  await page.click(part("theme"));
  assert.equal(await stored(page), "{}");
  page = await reopened(page);
  assert.equal((await row(page, CHEST)).destination, "torchxrayvision-densenet121");

  await page.check(part("keep"));
  await change(page);
  assert.match(await stored(page), /I say so/);
  assert.doesNotMatch(await stored(page), /sample-|adult_chest[^"\\]*0\.\d/); // never files or results
  page = await reopened(page);
  assert.equal((await row(page, CHEST)).destination, "vindr-spinexr");
  assert.ok(await page.isChecked(part("keep")));
  await goTo(page, "rules");
  assert.equal(await page.locator('.rule[data-rule="mine"]').count(), 1);

  await page.uncheck(part("keep"));
  assert.equal(await stored(page), "{}");
  page = await reopened(page);
  assert.equal((await row(page, CHEST)).destination, "torchxrayvision-densenet121");
  await page.close();
});
