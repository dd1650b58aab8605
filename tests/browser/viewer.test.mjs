// The viewer: what each tool does to the picture, seen in the canvas's own pixels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CANVAS, after, distance, drag, drawn, greys, mean, spread } from "./canvas.mjs";
import { TAGS, asFile, film } from "./files.mjs";
import { choose, look, saved, trySamples, visiting, write } from "./site.mjs";

const visit = visiting();
const SAMPLE = "sample-chest.dcm";
const tool = (name) => `[data-testid="${name}"]`;

async function opened() {
  const page = await visit.open();
  await trySamples(page);
  await look(page, SAMPLE);
  await drawn(page);
  return page;
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

test("a window is typed as two numbers; what is no number changes nothing", async () => {
  const page = await opened();
  const usual = await drawn(page);
  const [center, width] = [page.getByLabel("Centre", { exact: true }), page.getByLabel("Width", { exact: true })];
  const before = { center: await center.inputValue(), width: await width.inputValue() };
  const typed = (field, value) => after(page, () => write(field, value));
  const readout = () => page.locator(".readout").innerText();
  assert.ok((await readout()).includes(`C ${before.center} W ${before.width}`), await readout());
  const darker = await typed(center, String(Number(before.center) + 400));
  assert.ok(mean(darker.values) < mean(usual.values) - 5, "a higher centre is darker");
  await typed(width, String(2 * Number(before.width)));
  assert.match(await readout(), new RegExp(`C ${Number(before.center) + 400} W ${2 * Number(before.width)}`));
  assert.equal(await page.inputValue(tool("preset")), "");
  const kept = await drawn(page);
  await center.press("ControlOrMeta+A");
  await center.press("Delete");
  await center.press("Enter");
  assert.equal(await center.inputValue(), String(Number(before.center) + 400));
  assert.deepEqual(await drawn(page), kept);
  // The field's own arrows step; those keys don't walk through the list.
  await width.focus();
  const stepped = await after(page, async () => {
    for (let step = 0; step < 8; step++) await page.keyboard.press("ArrowDown");
  });
  assert.ok(Number(await width.inputValue()) < 2 * Number(before.width));
  assert.notDeepEqual(stepped.values, kept.values);
  await page.selectOption(tool("preset"), { index: 0 });
  assert.deepEqual([await center.inputValue(), await width.inputValue()], [before.center, before.width]);
  await page.close();
});

test("two fingers zoom about the place between them, and move", async () => {
  const page = await opened();
  const zoom = async () => Number((await page.locator(".readout").innerText()).match(/^(\d+)/)[1]);
  const fitted = await zoom();
  /** Fingers that go together from places to places, each `[x, y]` from the canvas's middle. */
  const pinch = (from, to) => page.locator(CANVAS).evaluate((canvas, { from, to }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const send = (kind, id, [x, y]) => {
      const place = { clientX: left + width / 2 + x, clientY: top + height / 2 + y };
      canvas.dispatchEvent(new PointerEvent(kind, { pointerId: id, pointerType: "touch", isPrimary: id === 11, bubbles: true, cancelable: true, ...place }));
    };
    from.forEach((place, at) => send("pointerdown", 11 + at, place));
    for (let step = 1; step <= 10; step++) {
      from.forEach((place, at) => send("pointermove", 11 + at, place.map((one, axis) => one + ((to[at][axis] - one) * step) / 10)));
    }
    to.forEach((place, at) => send("pointerup", 11 + at, place));
  }, { from, to });
  const start = await drawn(page);
  const larger = await after(page, () => pinch([[-40, 0], [40, 0]], [[-80, 0], [80, 0]]));
  assert.ok(Math.abs((await zoom()) / fitted - 2) < 0.1, `${fitted} % → ${await zoom()} %`);
  assert.ok(distance(start, larger) > 3);
  await after(page, () => pinch([[-80, 0], [80, 0]], [[-40, 0], [40, 0]]));
  assert.ok(Math.abs((await zoom()) / fitted - 1) < 0.05);
  // Together in one direction they move, and the window stays.
  await after(page, () => pinch([[-40, 0], [40, 0]], [[-80, 0], [80, 0]]));
  const still = await drawn(page);
  const moved = await after(page, () => pinch([[-40, 0], [40, 0]], [[-40, 60], [40, 60]]));
  assert.ok(distance(still, moved) > 3);
  assert.ok(Math.abs((await zoom()) / fitted - 2) < 0.15);
  assert.equal(await page.inputValue(tool("preset")), "0");
  // A finger alone, afterwards, drags the window again: none of the two is thought to be down.
  await after(page, () => drag(page, 0, 40));
  assert.equal(await page.inputValue(tool("preset")), "");
  await page.close();
});

test("full screen fills it with picture and tools, says so, and is left again", async () => {
  const page = await opened();
  const isFull = () => page.evaluate(() => document.fullscreenElement?.className ?? "");
  const label = () => page.getAttribute(tool("full-screen"), "aria-label");
  const small = (await drawn(page)).size;
  assert.match(await label(), /^Full screen/);
  await page.click(tool("full-screen"));
  await page.waitForFunction(() => document.fullscreenElement);
  assert.equal(await isFull(), "viewer");
  const { size } = await drawn(page);
  assert.ok(size[0] > small[0] && size[1] > small[1], `${small} → ${size}`);
  await page.locator(`${tool("full-screen")}[aria-label^="Leave"]`).waitFor();
  assert.ok(await page.isVisible(tool("invert")));
  await page.keyboard.press("f");
  await page.waitForFunction(() => !document.fullscreenElement);
  await page.locator(`${tool("full-screen")}[aria-label^="Full"]`).waitFor();
  // The browser's own way out is noticed too.
  await page.click(tool("full-screen"));
  await page.waitForFunction(() => document.fullscreenElement);
  await page.evaluate(() => document.exitFullscreen());
  await page.locator(`${tool("full-screen")}[aria-label^="Full"]`).waitFor();
  assert.deepEqual((await drawn(page)).size, small);
  await page.close();
});

test("a map with nothing to show says so, and only such a one", async () => {
  const page = await opened();
  const seen = { silent: 0, shown: 0 };
  for (const name of [SAMPLE, "sample-test-object.dcm"]) {
    await look(page, name);
    await page.selectOption(tool("map"), "");
    const { values } = await drawn(page);
    for (const group of ["abdomen", "adult_chest", "paediatric_chest", "spine", "other"]) {
      await page.selectOption(tool("map"), group);
      const changes = (await drawn(page)).values.map((value, at) => Math.abs(value - values[at]));
      const words = await page.locator(tool("no-evidence")).innerText();
      const most = Math.max(...changes);
      assert.ok(words ? most <= 12 : most >= 4, `${name}, ${group}: changed by ${most}, "${words}"`);
      seen[words ? "silent" : "shown"] += 1;
      if (words) assert.match(words, /^No place in this picture speaks for: [A-Z]/);
    }
  }
  assert.ok(seen.silent > 0 && seen.shown > 0, JSON.stringify(seen));
  await page.close();
});
