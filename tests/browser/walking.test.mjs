// From file to file: what a reader chose stays, what belongs to one picture goes, and nothing jumps.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { CANVAS, after, drag, drawn, greys } from "./canvas.mjs";
import { choose, goTo, look, phantoms, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const tool = (name) => `[data-testid="${name}"]`;
const pressed = (page, name) => page.getAttribute(tool(name), "aria-pressed");

async function opened() {
  const page = await visit.open();
  await trySamples(page);
  await look(page, "sample-chest.dcm");
  await drawn(page);
  return page;
}

/** To the next file by its button, or back; waits until it is drawn. */
async function step(page, name) {
  const before = await page.getAttribute(tool("pane"), "data-pane");
  await page.getByRole("button", { name }).click();
  await page.waitForFunction((before) => document.querySelector('[data-testid="pane"]').dataset.pane !== before, before);
  await page.waitForSelector(CANVAS);
  return drawn(page);
}

test("tool, map, opacity, inversion and outline stay from file to file, and after the pane was closed", async () => {
  const page = await opened();
  await page.click(tool("tool-move"));
  await page.click(tool("invert"));
  await page.click(tool("field"));
  await page.selectOption(tool("map"), "adult_chest");
  await page.getByLabel("Opacity of the map").fill("90");
  const chosen = async () => [
    await pressed(page, "tool-move"),
    await pressed(page, "invert"),
    await pressed(page, "field"),
    await page.inputValue(tool("map")),
    await page.getByLabel("Opacity of the map").inputValue(),
  ];
  const expected = ["true", "true", "true", "adult_chest", "90"];
  assert.deepEqual(await chosen(), expected);
  const here = await drawn(page);
  const next = await step(page, "Next file");
  assert.deepEqual(await chosen(), expected);
  assert.ok(next.coloured > 20, "the map is drawn, not only chosen");
  assert.deepEqual((await step(page, "Previous file")).values, here.values);
  await page.click(tool("close-pane"));
  await goTo(page, "rules");
  await goTo(page, "");
  await look(page, "sample-chest.dcm");
  assert.deepEqual((await drawn(page)).values, here.values);
  assert.deepEqual(await chosen(), expected);
  await page.close();
});

test("the map asked for by its key is that of each picture's likeliest group", async () => {
  const page = await opened();
  await page.focus(CANVAS);
  await page.keyboard.press("m");
  assert.equal(await page.inputValue(tool("map")), "adult_chest");
  await look(page, "sample-test-object.dcm");
  await page.waitForSelector(CANVAS);
  await drawn(page);
  assert.notEqual(await page.inputValue(tool("map")), "");
  await page.focus(CANVAS);
  await page.keyboard.press("m");
  assert.equal(await page.inputValue(tool("map")), "");
  await page.close();
});

test("a window of a name stays where the next file has it; zoom, turn and one's own window don't", async () => {
  const page = await opened();
  const readout = () => page.locator(".readout").innerText();
  await page.selectOption(tool("preset"), { label: "LUNG" });
  const plain = await drawn(page);
  const zoomed = await readout();
  await after(page, () => page.click(tool("zoom-in")));
  await after(page, () => page.click(tool("turn")));
  await step(page, "Next file");
  assert.equal(await page.locator(`${tool("preset")} option:checked`).innerText(), "LUNG");
  assert.deepEqual((await step(page, "Previous file")).values, plain.values);
  assert.equal(await readout(), zoomed);
  await after(page, () => drag(page, 60, 60));
  assert.equal(await page.inputValue(tool("preset")), "");
  await step(page, "Next file");
  await step(page, "Previous file");
  assert.equal(await page.locator(`${tool("preset")} option:checked`).innerText(), "LUNG");
  await page.close();
});

test("while the next file is opened nothing jumps, and the picture before is gone at once", async () => {
  const page = await opened();
  await page.locator(`${tool("header")} summary`).click();
  // Each frame from the click on: where in the pane the stage is, and what it shows.
  await page.evaluate(() => {
    const frames = (globalThis.framesSeen = []);
    const note = () => {
      const stage = document.querySelector(".stage");
      const { x, y, width, height } = stage?.getBoundingClientRect() ?? {};
      const canvas = stage?.querySelector("canvas");
      frames.push({
        pane: document.querySelector('[data-testid="pane"]').dataset.pane,
        box: [x, y - document.querySelector(".pane-body").getBoundingClientRect().y, width, height].map((side) => side?.toFixed(2)).join(),
        words: stage?.innerText,
        canvas: canvas ? getComputedStyle(canvas).visibility : "none",
        unfolded: document.querySelector('[data-testid="header"]')?.open,
      });
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await step(page, "Next file");
  const frames = await page.evaluate(() => globalThis.framesSeen);
  const opening = frames.filter(({ words }) => /Opening/.test(words));
  assert.ok(opening.length > 0, "it says that it opens the picture");
  assert.ok(opening.every(({ canvas }) => canvas === "hidden"), "another file's name never stands over this picture");
  const [first] = frames;
  const between = frames.filter(({ pane, canvas }) => pane !== first.pane && canvas === "visible")[0];
  assert.ok(frames.indexOf(between) > frames.indexOf(opening[0]), "no frame shows the old picture in the new pane");
  assert.deepEqual([...new Set(frames.map(({ box }) => box))], [first.box]);
  assert.ok(frames.every(({ unfolded }) => unfolded), "the header stays unfolded");
  assert.ok((await greys(page)).size[0] > 300);
  await page.close();
});

test("a file without a picture says why at once, without scrolling", async () => {
  const page = await visit.open();
  await choose(page, [join(phantoms, "report.dcm")]);
  await page.click("[data-case]");
  await page.locator(".refusal", { hasText: "holds no image" }).waitFor();
  const { y, height } = await page.locator(".refusal").boundingBox();
  assert.ok(y + height < 700, `${y + height} px`);
  await page.close();
});
