// The viewer: what each tool does to the picture, seen in the canvas's own pixels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TAGS, asFile, film } from "./files.mjs";
import { choose, look, saved, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const CANVAS = '[data-testid="canvas"]';
const SAMPLE = "sample-chest.dcm";
const tool = (name) => `[data-testid="${name}"]`;

async function opened() {
  const page = await visit.open();
  await trySamples(page);
  await look(page, SAMPLE);
  await drawn(page);
  return page;
}

/** Greys of a grid of places on a canvas, each 0–255; colour shows as `coloured`. */
function greys(page, canvas = CANVAS) {
  return page.locator(canvas).evaluate((canvas) => {
    const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const steps = [...Array(24).keys()].map((step) => (step + 0.5) / 24);
    const at = (x, y) => 4 * (Math.floor(y * height) * width + Math.floor(x * width));
    const places = steps.flatMap((y) => steps.map((x) => at(x, y)));
    return {
      values: places.map((place) => data[place]),
      coloured: places.filter((place) => Math.abs(data[place] - data[place + 2]) > 8).length,
      size: [width, height],
    };
  });
}

/** The picture once it stands still: two frames alike, and not blank. */
async function drawn(page) {
  for (let before = "", tries = 0; tries < 100; tries++) {
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 60)));
    const now = await greys(page);
    if (JSON.stringify(now) === before && spread(now.values) > 0) return now;
    before = JSON.stringify(now);
  }
  assert.fail("the picture never came to rest");
}

const spread = (values) => Math.max(...values) - Math.min(...values);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const distance = (one, other) => mean(one.values.map((value, at) => Math.abs(value - other.values[at])));

/** Does something to the picture and waits until it shows. */
async function after(page, act) {
  const before = await drawn(page);
  await act();
  for (let tries = 0; tries < 50; tries++) {
    const now = await drawn(page);
    if (distance(before, now) > 0.5 || before.coloured !== now.coloured) return now;
  }
  return drawn(page);
}

async function drag(page, right, down, options) {
  const { x, y, width, height } = await page.locator(CANVAS).boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down(options);
  await page.mouse.move(x + width / 2 + right, y + height / 2 + down, { steps: 4 });
  await page.mouse.up(options);
}

test("a click on a file opens its picture; it is not blank", async () => {
  const page = await opened();
  const { values, size } = await drawn(page);
  assert.ok(spread(values) > 150, `greys spread over ${spread(values)}`);
  assert.ok(size[0] > 300 && size[1] > 200, String(size));
  // Beside the film is black, the spine is bright.
  assert.ok(values[12 * 24] < 20 && values[16 * 24 + 12] > 100, `${values[12 * 24]}, ${values[16 * 24 + 12]}`);
  await page.close();
});

test("dragging changes the window: down is brighter, to the right is softer", async () => {
  const page = await opened();
  const readout = () => page.locator(".readout").innerText();
  const window = async () => (await readout()).match(/C (-?\d+) W (\d+)/).slice(1).map(Number);
  const usual = await drawn(page);
  const [center, width] = await window();
  const brighter = await after(page, () => drag(page, 0, 60));
  assert.ok(mean(brighter.values) > mean(usual.values) + 5, `${mean(usual.values)} → ${mean(brighter.values)}`);
  assert.ok((await window())[0] < center);
  await after(page, () => drag(page, 80, 0));
  assert.ok((await window())[1] > width);
  assert.equal(await page.locator(tool("preset")).inputValue(), "");
  await page.close();
});

test("a ready window is chosen by its name", async () => {
  const page = await opened();
  const options = await page.locator(`${tool("preset")} option`).allInnerTexts();
  assert.deepEqual(options, ["NORMAL", "LUNG", "Automatic window", "Own window"]);
  const usual = await drawn(page);
  const lung = await after(page, () => page.selectOption(tool("preset"), { label: "LUNG" }));
  assert.ok(mean(lung.values) > mean(usual.values) + 5, "the lungs' window shows them brighter");
  const back = await after(page, () => page.selectOption(tool("preset"), { label: "NORMAL" }));
  assert.deepEqual(back, usual);
  await page.close();
});

test("the wheel zooms where the pointer is, and fit shows the whole again", async () => {
  const page = await opened();
  const zoom = async () => Number((await page.locator(".readout").innerText()).match(/^(\d+)/)[1]);
  const [usual, fitted] = [await drawn(page), await zoom()];
  const { x, y, width, height } = await page.locator(CANVAS).boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  const scrolled = await page.evaluate(() => scrollY);
  await after(page, () => page.mouse.wheel(0, -300));
  assert.ok((await zoom()) > 1.5 * fitted, `${fitted} % → ${await zoom()} %`);
  assert.equal(await page.evaluate(() => scrollY), scrolled, "the page itself doesn't scroll");
  assert.deepEqual((await after(page, () => page.click(tool("fit")))).values, usual.values);
  assert.equal(await zoom(), fitted);
  await after(page, () => page.click(tool("zoom-in")));
  assert.ok((await zoom()) > fitted);
  await after(page, () => page.click(tool("zoom-out")));
  assert.equal(await zoom(), fitted);
  await page.close();
});

test("moving moves: with its tool, with Shift, with the arrow keys", async () => {
  const page = await opened();
  await after(page, () => page.click(tool("zoom-in")));
  const start = await drawn(page);
  await page.click(tool("tool-move"));
  const moved = await after(page, () => drag(page, 60, 0));
  assert.ok(distance(start, moved) > 3);
  assert.deepEqual((await after(page, () => drag(page, -60, 0))).values, start.values);
  await page.click(tool("tool-window"));
  await page.keyboard.down("Shift");
  assert.ok(distance(start, await after(page, () => drag(page, 60, 0))) > 3);
  await after(page, () => drag(page, -60, 0));
  await page.keyboard.up("Shift");
  await page.focus(CANVAS);
  await after(page, () => page.keyboard.press("ArrowRight"));
  assert.deepEqual((await after(page, () => page.keyboard.press("ArrowLeft"))).values, start.values);
  await page.close();
});

test("nobody needs to drag: keys change the window, a click brings a place to the middle", async () => {
  const page = await opened();
  const start = await drawn(page);
  await page.focus(CANVAS);
  const brighter = await after(page, () => page.keyboard.press("Shift+ArrowDown"));
  assert.ok(mean(brighter.values) > mean(start.values) + 3);
  assert.deepEqual((await after(page, () => page.keyboard.press("Shift+ArrowUp"))).values, start.values);
  await page.click(tool("tool-move"));
  const { width, height } = await page.locator(CANVAS).boundingBox();
  const centred = await after(page, () => page.click(CANVAS, { position: { x: width / 2 + 80, y: height / 2 } }));
  assert.ok(distance(start, centred) > 3);
  const back = await after(page, () => page.click(CANVAS, { position: { x: width / 2 - 80, y: height / 2 } }));
  assert.ok(distance(start, back) < distance(start, centred) / 4); // but for parts of a pixel
  await page.close();
});

test("invert, turn and mirror do what they say, by button and by key", async () => {
  const page = await opened();
  const usual = await drawn(page);
  const inverted = await after(page, () => page.click(tool("invert")));
  const inside = (place) => [7, 8, 9, 10, 11, 12, 13, 14, 15, 16].includes(place % 24);
  usual.values.forEach((value, place) => {
    if (inside(place)) assert.ok(Math.abs(value + inverted.values[place] - 255) <= 2, `${value} became ${inverted.values[place]}`);
  });
  assert.equal(await page.getAttribute(tool("invert"), "aria-pressed"), "true");
  assert.deepEqual((await after(page, () => page.keyboard.press("i"))).values, usual.values);
  const mirrored = await after(page, () => page.click(tool("mirror")));
  const flipped = usual.values.map((_, place) => usual.values[24 * Math.floor(place / 24) + 23 - (place % 24)]);
  assert.ok(mean(flipped.map((value, place) => Math.abs(value - mirrored.values[place]))) < 4);
  await after(page, () => page.keyboard.press("h"));
  const turned = await after(page, () => page.click(tool("turn")));
  assert.ok(distance(usual, turned) > 10);
  for (let turn = 0; turn < 3; turn++) await after(page, () => page.keyboard.press("t"));
  assert.deepEqual((await drawn(page)).values, usual.values);
  await page.close();
});

test("a group's activation map lies over the picture, each its own", async () => {
  const page = await opened();
  assert.equal((await drawn(page)).coloured, 0);
  const chest = await after(page, () => page.selectOption(tool("map"), "adult_chest"));
  assert.ok(chest.coloured > 20, `${chest.coloured} places are coloured`);
  // Of an abdomen the network sees less in a chest.
  const abdomen = await after(page, () => page.selectOption(tool("map"), "abdomen"));
  assert.ok(abdomen.coloured < chest.coloured && distance(chest, abdomen) > 1, "two groups, two maps");
  await after(page, () => page.selectOption(tool("map"), "adult_chest"));
  assert.equal((await after(page, () => page.selectOption(tool("map"), ""))).coloured, 0);
  // The key shows that of the likeliest group.
  const byKey = await after(page, async () => {
    await page.focus(CANVAS);
    await page.keyboard.press("m");
  });
  assert.equal(await page.inputValue(tool("map")), "adult_chest");
  assert.deepEqual(byKey.values, chest.values);
  await page.close();
});

test("the picture is saved as PNG in its own size, as it is seen, under no one's name", async () => {
  const page = await opened();
  const size = (png) => [png.readUInt32BE(16), png.readUInt32BE(20)];
  const { name, bytes } = await saved(page, tool("save-png"));
  assert.equal(bytes.toString("latin1", 1, 4), "PNG");
  assert.deepEqual(size(bytes), [1024, 1024]);
  assert.match(name, /^radiograph-\d+\.png$/);
  await choose(page, [asFile("Zanzibar.dcm", film(1))]);
  await look(page, "Zanzibar.dcm");
  await page.waitForFunction(() => document.querySelector('[data-testid="pane"]').dataset.pane === "3");
  await drawn(page);
  await page.click(tool("turn"));
  const turned = await saved(page, tool("save-png"));
  assert.deepEqual(size(turned.bytes), [96, 80]); // 96 rows of 80 columns, lying on the side
  assert.doesNotMatch(turned.name, /Zanzibar/);
  await page.close();
});

test("beside it is what the network gets", async () => {
  const page = await opened();
  const { values, size } = await greys(page, tool("network-input"));
  assert.deepEqual(size, [192, 192]);
  assert.ok(spread(values) > 150);
  assert.match(await page.locator(".network-input figcaption").innerText(), /192 × 192 pixels/);
  await page.close();
});

test("the header can be searched; what names the patient is hidden until it is asked for", async () => {
  const page = await visit.open();
  const named = film(1, [TAGS.patientName, "PN", "Zanzibar^Maria"], [TAGS.seriesDescription, "LO", "Thorax stehend"]);
  await choose(page, [asFile("named.dcm", named)]);
  await page.waitForSelector(CANVAS);
  const panel = page.locator(tool("header"));
  await panel.locator("summary").click();
  const line = (keyword) => panel.locator("tbody tr", { has: page.locator("th", { hasText: new RegExp(`^${keyword}$`) }) });
  assert.equal(await line("Modality").locator(".value").innerText(), "DX");
  assert.equal(await line("Rows").locator(".value").innerText(), "96");
  assert.equal(await line("PatientName").locator(".value").innerText(), "hidden");
  assert.doesNotMatch(await page.content(), /Zanzibar/);
  const search = panel.locator('input[type="search"]');
  await search.fill("0028,0010");
  assert.equal(await line("Rows").count(), 1);
  assert.equal(await line("Modality").count(), 0);
  // A hidden value can't be guessed by searching for it.
  await search.fill("zanzibar");
  assert.equal(await panel.locator(".value").count(), 0);
  await page.click(tool("identifying"));
  assert.match(await line("PatientName").locator(".value").innerText(), /Zanzibar\^Maria/);
  await page.click(tool("identifying"));
  assert.doesNotMatch(await page.content(), /Zanzibar/);
  await page.close();
});
