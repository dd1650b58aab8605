// What is taken out can be read by other people's programs, harms none of them, and tells no one's name unasked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { parse } from "csv-parse/sync";
import dicomParser from "dicom-parser";
import { TAGS, asFile, dropMany, film, unzipped, zipped } from "./files.mjs";
import { choose, films, look, phantoms, root, row, saved, settled, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const CHEST = "sample-chest.dcm";
const part = (name) => `[data-testid="${name}"]`;
const letter = (name) => asFile(name, Buffer.from("Dear colleague, …"));
/** Starts what a table program runs as a formula. */
const FORMULA = /^[\s"]*[=+\-@＝＋－＠]/;

test("a CSV reader reads the table, and no cell of it is a formula", async () => {
  const page = await visit.open();
  await trySamples(page);
  const hostile = film(1, [TAGS.seriesDescription, "LO", "@SUM(1+1)*cmd|' /C calc'!A0"]);
  await choose(page, [asFile("=1+1.dcm", hostile), asFile('-2+3";=4.dcm', film(2)), letter("plain, with comma.dcm")]);
  await look(page, CHEST);
  await page.selectOption(part("review-group"), "spine");
  const { name, bytes } = await saved(page, part("export-csv"));
  assert.equal(name, "worklist.csv");
  const rows = parse(bytes, { bom: true, columns: true, relax_column_count: false });
  assert.equal(rows.length, 6);
  const [chest, , , formula, other, refused] = rows;
  const { group, confidence, destination } = await row(page, CHEST);
  assert.equal(chest.file, CHEST);
  assert.deepEqual([chest.group, chest.final_group], ["adult_chest", "spine"]);
  assert.equal(group, chest.group);
  assert.equal(destination, chest.final_destination);
  assert.ok(Math.abs(Number(chest.confidence) - Number(confidence)) < 1e-4);
  const sum = ["abdomen", "adult_chest", "paediatric_chest", "spine", "other"].reduce((sum, group) => sum + Number(chest[`probability_${group}`]), 0);
  assert.ok(Math.abs(sum - 1) < 1e-3, String(sum));
  assert.equal(formula.file, "'=1+1.dcm");
  assert.match(formula.series_description, /^'@SUM/);
  assert.ok(other.file.endsWith("=4.dcm"));
  assert.deepEqual([refused.file, refused.state, refused.reason], ["plain, with comma.dcm", "refused", "not-dicom"]);
  const cells = rows.flatMap(Object.values);
  // Numbers may be negative; text may not begin like a formula, nor may what a semicolon parts from it.
  const text = cells.filter((cell) => cell && Number.isNaN(Number(cell)));
  for (const piece of text.flatMap((cell) => cell.split(";"))) assert.doesNotMatch(piece, FORMULA);
  await page.close();
});

test("the JSON is what its schema says, whatever became of a file", async () => {
  const page = await visit.open();
  await trySamples(page);
  const names = ["ct.dcm", "report.dcm", "mpeg4.dcm", "short-rle.dcm", "rgb.dcm", "jpeg-2000.dcm"];
  await choose(page, names.map((name) => join(phantoms, name)));
  await choose(page, [join(root, "tests/golden/eight_bits.png"), join(films, "RG1_UNCR.dcm")]);
  await choose(page, [letter("letter.dcm")]);
  await look(page, CHEST);
  await page.selectOption(part("review-group"), "");
  await page.selectOption(part("review-destination"), "manual-review");
  const { bytes } = await saved(page, part("export-json"));
  const cases = JSON.parse(bytes);
  const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(readFileSync(join(root, "www/worklist.schema.json"), "utf8")));
  assert.ok(validate(cases), JSON.stringify(validate.errors?.slice(0, 5)));
  assert.equal(cases.length, 12);
  assert.deepEqual(new Set(cases.map(({ state }) => state)), new Set(["done", "refused", "failed"]));
  // The schema is no rubber stamp.
  assert.equal(validate([{ ...cases[0], confidence: 7 }]), false);
  assert.equal(validate([{ ...cases[0], patient_name: "x" }]), false);
  await page.close();
});

test("thousands are written in slices: the page doesn't stand still, and nothing is lost", async (context) => {
  const total = 3000;
  const page = await visit.open();
  await dropMany(page, total, 1000);
  await settled(page, total);
  for (const [name, read] of [["export-json", JSON.parse], ["export-csv", (bytes) => parse(bytes, { bom: true, columns: true })]]) {
    await page.evaluate(() => (longTasks.length = 0));
    const { bytes } = await saved(page, part(name));
    const tasks = await page.evaluate(() => longTasks);
    context.diagnostic(`${name}: ${total} files, ${(bytes.length / 1e6).toFixed(1)} MB, tasks over 50 ms: ${tasks}`);
    const files = read(bytes).map(({ file }) => file);
    assert.deepEqual(files, [...Array(total).keys()].map((at) => `file-${at + 1}.dcm`));
    assert.ok(await page.locator(part(name)).isEnabled());
  }
  await page.close();
});

/** What a structured report says, as another program reads it. */
function report(bytes) {
  const data = dicomParser.parseDicom(bytes);
  const concept = (item, tag) => {
    const code = item.elements[tag]?.items?.[0].dataSet;
    return code && { value: (code.string("x00080100") ?? code.string("x00080119"))?.trim(), scheme: code.string("x00080102")?.trim(), meaning: code.string("x00080104")?.trim() };
  };
  const below = (item) => (item.elements.x0040a730?.items ?? []).flatMap(({ dataSet }) => [
    { name: concept(dataSet, "x0040a043"), code: concept(dataSet, "x0040a168"), text: dataSet.string("x0040a160") },
    ...below(dataSet),
  ]);
  const image = data.elements.x0040a375?.items[0].dataSet.elements.x00081115.items[0].dataSet.elements.x00081199.items[0].dataSet;
  return {
    sopClass: data.string("x00080016"),
    modality: data.string("x00080060"),
    verified: data.string("x0040a493"),
    study: data.string("x0020000d"),
    patient: data.string("x00100020"),
    about: image?.string("x00081155"),
    content: below(data),
  };
}

function assertReportsChest(bytes, source) {
  const image = dicomParser.parseDicom(source);
  const { content, ...head } = report(bytes);
  assert.deepEqual(head, {
    sopClass: "1.2.840.10008.5.1.4.1.1.88.33", // Comprehensive SR
    modality: "SR",
    verified: "UNVERIFIED",
    study: image.string("x0020000d"),
    patient: image.string("x00100020"),
    about: image.string("x00080018"),
  });
  assert.deepEqual(sites(content), ["816094009"]); // chest
}

/** Codes (SNOMED CT) of the places that a report names. */
function sites(content) {
  return content.filter(({ name, code }) => name?.value === "363698007" && code.scheme === "SCT").map(({ code }) => code.value);
}

test("structured reports, one or all, are read by another DICOM reader", async () => {
  const page = await visit.open();
  await trySamples(page);
  const all = await saved(page, part("export-sr"));
  assert.equal(all.name, "structured-reports.zip");
  const reports = unzipped(all.bytes);
  const originals = unzipped((await saved(page, part("export-zip"))).bytes);
  const chest = originals.get(`torchxrayvision-densenet121/${CHEST}`);
  assertReportsChest(reports.get(`${CHEST}.sr.dcm`), chest);
  // What is in none of the groups has nothing to report, and the archive says so.
  assert.ok(!reports.has("sample-test-object.dcm.sr.dcm"));
  const rest = [...reports.keys()].filter((path) => !path.endsWith(".sr.dcm"));
  assert.ok(rest.length > 0 && rest.some((path) => reports.get(path).toString().includes("sample-test-object.dcm")), rest.join());
  await look(page, CHEST);
  const one = await saved(page, part("save-sr"));
  assert.doesNotMatch(one.name, /sample/);
  assertReportsChest(one.bytes, chest);
  // A person's word stands beside the network's.
  await page.selectOption(part("review-group"), "spine");
  const reviewed = report((await saved(page, part("save-sr"))).bytes);
  assert.deepEqual(sites(reviewed.content), ["816094009", "421060004"]); // chest, vertebral column
  await page.close();
});

test("the sorted archive holds the files themselves, each in the folder of its destination", async () => {
  const page = await visit.open();
  await trySamples(page);
  const chest = join(films, "RG1_UNCR.dcm");
  const dropped = { "in zip/film.dcm": film(5), "../../up.dcm": film(6) };
  await choose(page, [chest, join(phantoms, "report.dcm"), join(phantoms, "rle.dcm")]);
  await choose(page, [letter("letter.dcm"), letter("letter.dcm")]);
  await page.setInputFiles(part("file-input"), asFile("disc.zip", zipped(dropped)));
  await settled(page, 10);
  const { name, bytes } = await saved(page, part("export-zip"));
  assert.equal(name, "sorted.zip");
  const files = unzipped(bytes);
  assert.equal(files.size, 11, [...files.keys()].join());
  assert.ok([...files.keys()].every((path) => !path.startsWith("/") && !path.split("/").includes("..")));
  const same = (path, bytes) => assert.ok(files.get(path)?.equals(bytes), `${path} among ${[...files.keys()].join()}`);
  same(`torchxrayvision-densenet121/${basename(chest)}`, readFileSync(chest));
  same("manual-review/rle.dcm", readFileSync(join(phantoms, "rle.dcm")));
  same("not-routed/report.dcm", readFileSync(join(phantoms, "report.dcm")));
  same("not-routed/letter.dcm", Buffer.from("Dear colleague, …"));
  same("manual-review/disc.zip/in zip/film.dcm", film(5));
  // Its table tells which is which.
  const rows = parse(files.get("worklist.csv"), { bom: true, columns: true });
  assert.equal(rows.length, 10);
  // A person's destination counts.
  await look(page, basename(chest));
  await page.selectOption(part("review-destination"), "vindr-spinexr");
  const again = unzipped((await saved(page, part("export-zip"))).bytes);
  assert.ok(again.get(`vindr-spinexr/${basename(chest)}`)?.equals(readFileSync(chest)));
  await page.close();
});

test("diagnostics tell counts and versions, and no one's name", async () => {
  await visit.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await visit.open();
  await trySamples(page);
  const named = film(1, [TAGS.patientName, "PN", "Zanzibar^Maria"], [TAGS.seriesDescription, "LO", "Zanzibar ward"]);
  await choose(page, [asFile("Zanzibar.dcm", named), letter("Zanzibar.txt")]);
  await page.click(part("identifying")); // not even then
  await page.click(part("export-diagnostics"));
  await page.getByText("Copied: counts and versions").waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.doesNotMatch(text, /zanzibar|sample|\.dcm|2\.25\.77/i);
  const [, version] = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.*)"/m);
  assert.ok(text.includes(version) && /not-dicom/.test(text) && /Chrome|Firefox/.test(text), text);
  await page.close();
});
