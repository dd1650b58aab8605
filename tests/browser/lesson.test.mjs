// The lesson: every step is reached and shows the core's own numbers; a changed film moves the bars and undo brings them
// back; guesses are counted right; nothing is asked of the network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, goTo, inFirefox, look, saved, tooWide, trySamples, visiting } from "./site.mjs";
import { asFile, film, TAGS } from "./files.mjs";

const visit = visiting();
const part = (name) => `[data-testid="${name}"]`;
const STEPS = ["header", "stored", "modality", "window", "polarity", "resize", "input", "maps", "average", "head", "logits", "temperature", "softmax", "activation", "gate", "rules", "break", "game"];
const GROUPS = ["abdomen", "adult_chest", "paediatric_chest", "spine", "other"];
const percent = (share) => `${(share * 100).toFixed(1)}\u00a0%`;
const plain = (text) => Number(text.replace("−", "-").replace("+", "").replace(/[()]/g, ""));

/** To the lesson, and waits until its film has been gone through. */
async function toLesson(page) {
  await goTo(page, "lesson");
  await page.waitForSelector(`${part("step")}[aria-busy="false"]`, { timeout: 60_000 });
}

async function toStep(page, step) {
  await page.click(`#step-${step}`);
  await page.waitForSelector(`${part("step")}[data-step="${step}"]`);
}

/** The bars' names and numbers. */
const bars = (page) => page.locator(`${part("lesson-bars")} li`).evaluateAll((all) => Object.fromEntries(all.map((one) => [one.dataset.hue, one.querySelector(".value").textContent])));

/** Waits until the worker has answered for the film as it is changed now. */
const answered = (page) => page.waitForSelector(`${part("broken")}[aria-busy="false"]`);

const slide = (page, name, value) => page.locator(part(name)).evaluate((input, value) => {
  input.value = value;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}, String(value));

/** The worklist's JSON export: each film's entry, by name. */
async function exported(page) {
  await goTo(page, "");
  const { bytes } = await saved(page, part("export-json"));
  return Object.fromEntries(JSON.parse(bytes).map((file) => [file.file, file]));
}

test("every step is reached by the keyboard alone, and has a sentence, a picture and three questions", async () => {
  const page = await visit.open();
  await page.click(part("to-lesson"));
  await page.waitForSelector(`${part("step")}[aria-busy="false"]`, { timeout: 60_000 });
  await page.focus("#step-header");
  for (const [at, step] of STEPS.entries()) {
    if (at > 0) await page.keyboard.press(at % 2 ? "ArrowRight" : "ArrowDown");
    await page.waitForSelector(`${part("step")}[data-step="${step}"]`);
    assert.equal(await page.evaluate(() => document.activeElement.id), `step-${step}`);
    assert.equal(await page.getAttribute(`#step-${step}`, "aria-current"), "step");
    assert.ok((await page.innerText(".sentence")).length > 40, step);
    assert.doesNotMatch(await page.innerText(".scene"), /[{}]|NaN|undefined/, step);
    assert.equal(await page.locator(`${part("questions")} li`).count(), 3, step);
    assert.ok(await page.locator(".scene-picture :is(canvas, svg, dl, .trace)").count(), step);
    assert.ok(await page.locator(".scene-control :is(input, select, button)").count() || step === "game", step);
  }
  await page.keyboard.press("Home");
  await page.waitForSelector(`${part("step")}[data-step="header"]`);
  assert.ok(await page.locator(part("step-back")).isDisabled());
  await page.keyboard.press("End");
  await page.waitForSelector(`${part("step")}[data-step="game"]`);
  assert.ok(await page.locator(part("step-on")).isDisabled());
  await page.click(part("step-back"));
  await page.waitForSelector(`${part("step")}[data-step="break"]`);
  await page.close();
});

test("the numbers are those of the worklist's JSON export, for each of its films", async () => {
  const page = await visit.open();
  await trySamples(page);
  const files = await exported(page);
  for (const [name, file] of Object.entries(files)) {
    await goTo(page, "");
    await look(page, name);
    await page.click(part("follow"));
    await page.waitForSelector(`${part("step")}[aria-busy="false"]`, { timeout: 60_000 });
    await toStep(page, "softmax");
    const shares = Object.fromEntries(GROUPS.map((group) => [group, percent(file.probabilities[group])]));
    assert.deepEqual(await bars(page), shares, name);
    const workings = await page.locator(`${part("workings")} tbody tr`).evaluateAll((rows) => rows.map((row) => row.lastElementChild.textContent));
    assert.deepEqual(workings, GROUPS.map((group) => file.probabilities[group].toFixed(4)), name);
    await toStep(page, "gate");
    assert.equal(await page.getAttribute(part("gate-said"), "data-passed"), String(file.radiograph));
    assert.ok((await page.innerText(part("gate-said"))).includes(file.radiograph_score.toFixed(1)));
    await toStep(page, "rules");
    await goTo(page, "");
    const destination = await page.locator(`[data-case=${JSON.stringify(name)}] .destination`).first().textContent();
    await toLesson(page);
    assert.equal(await page.innerText(`${part("lesson-destination")} .destination`), destination, name);
    assert.equal(await page.locator(".trace .matched code").innerText(), file.rule, name);
    await toStep(page, "header");
    await page.selectOption(part("header-part"), { index: 1 });
    const said = await page.locator(part("attributes")).innerText();
    for (const value of [file.header.modality, file.header.body_part_examined]) if (value) assert.ok(said.includes(value), `${name}: ${value}`);
  }
  await page.close();
});

test("votes, average, map and logit are one sum, seen from four sides", async () => {
  const page = await visit.open();
  await toLesson(page);
  const ends = async () => plain((await page.innerText(part("formula"))).split("=").at(-1).trim());
  await toStep(page, "logits");
  const logits = await page.locator(`${part("logits")} li`).evaluateAll((all) => all.map((one) => one.querySelector(".value").textContent));
  for (const [at, group] of GROUPS.entries()) {
    await toStep(page, "head");
    await page.selectOption(part("head-label"), { index: at });
    const formula = (await page.innerText(part("formula"))).match(/= (\S+) \+ (\S+) = (\S+)$/);
    const [sum, bias, logit] = formula.slice(1).map(plain);
    assert.ok(Math.abs(sum + bias - logit) < 0.011, `${group}: ${formula[0]}`);
    const votes = await page.locator(".vote .value").evaluateAll((all) => all.map((one) => one.textContent.split("= ")[1]));
    const rest = (await page.locator(".scene-control > .note").innerText()).split(/[:：] ?/).at(-1);
    const all = [...votes, rest].map(plain).reduce((sum, vote) => sum + vote, 0);
    assert.ok(Math.abs(all - sum) < 0.06, `${group}: the votes make ${all}, not ${sum}`);
    assert.ok(Math.abs(logit - plain(logits[at])) < 0.006, `${group}: ${logit}, ${logits[at]}`);
    await toStep(page, "activation");
    await page.selectOption(part("map-group"), { index: at });
    assert.ok(Math.abs((await ends()) - logit) < 0.006, group);
  }
  await toStep(page, "average");
  const [, sum, cells, mean] = (await page.innerText(part("formula"))).match(/= (\S+) ÷ (\d+) = (\S+)$/);
  assert.ok(Math.abs(plain(sum) / Number(cells) - plain(mean)) < 0.006);
  const numbers = await page.locator(`${part("cells")} text`).allTextContents();
  assert.equal(numbers.length, Number(cells));
  await page.close();
});

test("what is chosen in a step changes what it shows", async () => {
  const page = await visit.open();
  await toLesson(page);
  const picture = (name = "picture") => page.locator(part(name)).first().evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, value, at) => (sum * 31 + value * (1 + (at % 7))) % 1_000_000_007, 7);
  });
  const changes = async (step, act, name) => {
    await toStep(page, step);
    const before = await picture(name);
    await act();
    for (let tries = 0; tries < 50 && (await picture(name)) === before; tries++) await page.waitForTimeout(20);
    assert.notEqual(await picture(name), before, step);
  };
  await changes("stored", () => slide(page, "stored-cut", 60));
  await changes("window", () => slide(page, "window-width", 600));
  await changes("polarity", () => page.check(part("other-polarity")));
  await changes("resize", () => page.selectOption(part("resize-stage"), { index: 2 }));
  await changes("input", () => slide(page, "input-row", 3), "network-input");
  await changes("maps", () => page.locator(`${part("map-grid")} button`).nth(3).click(), "map-over-film");
  await changes("maps", () => page.selectOption(part("stage"), { index: 1 }), "map-over-film");
  await changes("head", () => page.locator(".vote").nth(2).click(), "map-over-film");
  await changes("activation", () => page.selectOption(part("map-group"), { index: 3 }), "map-over-film");
  await toStep(page, "temperature");
  const before = await bars(page);
  await slide(page, "temperature", 1);
  assert.notDeepEqual(await bars(page), before);
  await page.click(".scene-control button");
  assert.deepEqual(await bars(page), before);
  await toStep(page, "logits");
  await slide(page, "add-to-all", 5);
  assert.deepEqual(await bars(page), before); // the probabilities, which stand below the logits
  await toStep(page, "gate");
  await slide(page, "gate-limit", 10);
  assert.equal(await page.getAttribute(part("gate-said"), "data-passed"), "false");
  await page.close();
});

test("a changed film moves the bars, marks where they were, and undo brings them back exactly", async () => {
  const page = await visit.open();
  await toLesson(page);
  await toStep(page, "break");
  const before = await bars(page);
  assert.equal(await page.locator(".bar .before").count(), 0);
  const moved = async (what) => {
    await answered(page);
    assert.notDeepEqual(await bars(page), before, what);
    assert.equal(await page.locator(".bar .before").count(), 5);
    await page.click(part("undo-all"));
    await answered(page);
    assert.deepEqual(await bars(page), before, what);
    assert.equal(await page.locator(".bar .before").count(), 0);
  };
  for (const name of ["invert", "mirror", "cover"]) {
    await page.check(part(`break-${name}`));
    await moved(name);
  }
  for (const [name, value] of Object.entries({ turn: 90, crop: 0.5, window: 0.6, gamma: 0.6, blur: 0.03, noise: 0.6 })) {
    await slide(page, `break-${name}`, value);
    await moved(name);
  }
  await page.locator(part("broken-film")).scrollIntoViewIfNeeded();
  const { x, y, width, height } = await page.locator(part("broken-film")).boundingBox();
  await page.mouse.move(x + width / 2 - 80, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 80, y + height / 2 + 40, { steps: 12 });
  await page.mouse.up();
  await moved("drawing");
  await page.close();
});

test("a slider that is dragged is answered for where it ends, one answer at a time", async () => {
  const page = await visit.open();
  await toLesson(page);
  await toStep(page, "break");
  await slide(page, "break-turn", 45);
  await answered(page);
  const wanted = await bars(page);
  await page.click(part("undo-all"));
  for (let turn = -180; turn <= 45; turn += 5) await slide(page, "break-turn", turn);
  await answered(page);
  assert.deepEqual(await bars(page), wanted);
  await page.close();
});

test("a wrong header moves no bar, but may move the film elsewhere; what surprised is noted and copied", async () => {
  const page = await visit.open();
  if (!inFirefox) await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await toLesson(page);
  await toStep(page, "break");
  const [before, to] = [await bars(page), await page.innerText(part("lesson-destination"))];
  await page.selectOption(part("break-modality"), { label: "CT" });
  assert.deepEqual(await bars(page), before);
  assert.notEqual(await page.innerText(part("lesson-destination")), to);
  await page.check(part("break-mirror"));
  await answered(page);
  await page.click(part("note-this"));
  const note = await page.innerText(`${part("notes")} li`);
  assert.match(note, /Mirror, Modality = CT: .+ became Not an X-ray/);
  await goTo(page, "rules");
  await toLesson(page); // it stays while the page does
  assert.equal(await page.innerText(`${part("notes")} li`), note);
  if (!inFirefox) {
    await page.click(part("copy-notes"));
    await page.waitForFunction(() => document.querySelector(".notes [role=status]").textContent);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), note);
  }
  await page.close();
});

/** Guesses through the series; `guess` says what, by the film's place. Gives what the network said of each. */
async function play(page, films, guess) {
  const said = [];
  for (let at = 0; at < films; at++) {
    await page.click(`[data-guess="${guess(at)}"]`, { timeout: 60_000 });
    const answer = page.locator(part("game-answer"));
    assert.equal(await answer.getAttribute("data-you"), guess(at));
    said.push(await answer.getAttribute("data-network"));
    if (at + 1 < films) await page.click(part("game-next"));
  }
  return said;
}

const matrix = (page) => page.locator(`${part("game-matrix")} tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent))));

test("guesses on the samples, and the network's answers, are counted right", async () => {
  const page = await visit.open();
  await toLesson(page);
  await toStep(page, "game");
  const films = await page.locator(`${part("lesson-film")} option`).count();
  assert.equal(await page.locator(".rail .live").filter({ hasText: /./ }).count(), 0, "nothing tells the answer beforehand");
  const calls = [...GROUPS, "none"];
  const guess = (at) => calls[at % calls.length];
  const said = await play(page, films, guess);
  const expected = calls.map((you) => calls.map((network) => said.filter((one, at) => one === network && guess(at) === you).length));
  assert.deepEqual(await matrix(page), expected);
  const agreed = said.filter((one, at) => one === guess(at)).length;
  assert.equal(await page.innerText(part("agreed")), `You agreed on ${agreed} of ${films}.`);
  await page.click(part("game-again"));
  assert.deepEqual((await matrix(page)).flat(), Array(36).fill(0));
  await page.close();
});

test("with files in the worklist those are guessed, and the network says what it said there", async () => {
  const page = await visit.open();
  await trySamples(page);
  await choose(page, [asFile("letter.dcm", Buffer.from("Dear colleague, …"))]);
  const files = Object.values(await exported(page)).filter((file) => file.state === "done");
  await toLesson(page);
  await toStep(page, "game");
  const said = await play(page, files.length, () => "other");
  assert.deepEqual(said, files.map((file) => file.group ?? "none"));
  await page.close();
});

test("a film whose larger values are darker, its padding, and a shape that decides before the header's polarity, are said as they are", async () => {
  const page = await visit.open();
  const padding = Buffer.from(Uint16Array.of(0).buffer);
  await choose(page, [
    asFile("dark.dcm", film(1)), // MONOCHROME1
    asFile("shape.dcm", film(2, [0x20500020, "CS", "IDENTITY"], [0x00280120, "US", padding])),
  ]);
  const follow = async (name) => {
    await goTo(page, "");
    await look(page, name);
    await page.click(part("follow"));
    await page.waitForSelector(`${part("step")}[aria-busy="false"]`, { timeout: 60_000 });
  };
  await follow("dark.dcm");
  await toStep(page, "input");
  const [, darkest, brightest, again] = (await page.innerText(part("formula"))).match(/\(value − (\(?[−\d.]+\)?)\) ÷ \((\(?[−\d.]+\)?) − (\(?[−\d.]+\)?)\)/);
  assert.ok(plain(darkest) > plain(brightest) && darkest === again, `${darkest} is dark, ${brightest} bright`);
  await toStep(page, "polarity");
  assert.equal(await page.innerText(".scene .finding"), "MONOCHROME1 · larger values are darker");
  await follow("shape.dcm");
  assert.equal(await page.innerText(".scene .finding"), "PresentationLUTShape IDENTITY · larger values are brighter");
  for (const step of ["stored", "modality"]) {
    await toStep(page, step);
    assert.match(await page.innerText(".scene-control"), /Stored values 0 mean “no picture here”/, step);
  }
  await page.close();
});

test("after a guess and after each step of the game the keyboard has a place to go on from", async () => {
  const page = await visit.open();
  await toLesson(page);
  await toStep(page, "game");
  await page.waitForSelector("[data-guess]", { timeout: 60_000 });
  await page.focus('[data-guess="spine"]');
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.dataset.testid === "game-next");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "game-film");
  await page.close();
});

test("the film that is chosen stays chosen while the list of films grows", async () => {
  const page = await visit.open();
  await choose(page, [asFile("one.dcm", film(1))]);
  await toLesson(page);
  await page.selectOption(part("lesson-film"), "chest");
  await page.waitForSelector(`${part("step")}[aria-busy="false"]`, { timeout: 60_000 });
  await goTo(page, "");
  await choose(page, [asFile("two.dcm", film(2))]);
  await goTo(page, "lesson");
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="lesson-film"] option[value^="film-"]').length === 2);
  assert.equal(await page.inputValue(part("lesson-film")), "chest");
  await page.close();
});

test("a name that a header may hold isn't shown unasked", async () => {
  const page = await visit.open();
  await choose(page, [asFile("MILLER.dcm", film(1, [TAGS.seriesDescription, "LO", "Miller after the fall"]))]);
  await toLesson(page);
  for (const step of STEPS) {
    await toStep(page, step);
    assert.doesNotMatch(await page.innerText("main"), /miller/i, step);
  }
  await page.close();
});

for (const language of ["en", "vi", "ja"]) {
  test(`${language}: no step is wider than a phone, and nothing leaves`, async () => {
    const page = await visit.open();
    const requests = [];
    page.on("request", (request) => request.url().startsWith("blob:") || requests.push(request.url()));
    await page.setViewportSize({ width: 360, height: 740 });
    await page.selectOption("header select", language);
    await toLesson(page);
    await toStep(page, "logits");
    const names = await page.locator(`${part("logits")} li`).evaluateAll((all) => all.map((one) => one.innerText));
    assert.equal(names.some((name) => name.includes("Other body part")), language === "en", `${names}`);
    const faults = [];
    for (const step of STEPS) {
      await toStep(page, step);
      await page.locator(`${part("questions")} summary`).click();
      faults.push(...(await tooWide(page)).map((fault) => `${step}: ${fault}`));
    }
    assert.deepEqual(faults, []);
    assert.deepEqual(requests, []);
    await page.close();
  });
}
