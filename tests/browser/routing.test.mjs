// The main job, in a real browser: files in, decisions out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { choose, films, openBrowser, phantoms, row, settled, visiting } from "./site.mjs";

const visit = visiting();

test("a real chest X-ray is an adult chest and goes to TorchXRayVision", async () => {
  const page = await visit.open();
  await choose(page, [join(films, "RG1_UNCR.dcm"), join(films, "RG1_J2KR.dcm"), join(films, "RG3_UNCR.dcm")]);
  for (const name of ["RG1_UNCR.dcm", "RG1_J2KR.dcm"]) {
    const chest = await row(page, name);
    assert.equal(chest.state, "done");
    assert.equal(chest.group, "adult_chest");
    assert.equal(chest.destination, "torchxrayvision-densenet121");
    assert.match(chest.confidence, /^(0\.\d{4}|1\.0000)$/);
  }
  const foot = await row(page, "RG3_UNCR.dcm");
  assert.equal(foot.group, "other");
  assert.equal(foot.destination, "manual-review");
  const text = await page.locator('[data-case="RG1_UNCR.dcm"]').innerText();
  assert.match(text, /Adult chest[\s\S]*TorchXRayVision DenseNet-121[\s\S]*weights published/);
  await page.close();
});

test("a dropped file is taken in like a chosen one, wherever on the page it falls", async () => {
  const page = await visit.open();
  const bytes = [...(await readFile(join(phantoms, "implicit.dcm")))];
  for (const target of ['[data-testid="drop-zone"]', "footer"]) {
    const data = await page.evaluateHandle((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "dropped.dcm"));
      return data;
    }, bytes);
    // Unless the page prevents it, a browser would open the file and leave the page.
    const prevented = await page.locator(target).evaluate((element, dataTransfer) => {
      const drag = (type) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      return ["dragover", "drop"].map((type) => !element.dispatchEvent(drag(type)));
    }, data);
    assert.deepEqual(prevented, [true, true]);
  }
  await settled(page, 2);
  assert.equal((await row(page, "dropped.dcm")).state, "done");
  assert.equal((await row(page, "dropped.dcm (2)")).state, "done");
  await page.close();
});

test("a bad file gets a row with a reason, and its neighbours are classified", async () => {
  const page = await visit.open();
  const text = { name: "letter.dcm", mimeType: "application/dicom", buffer: Buffer.from("Dear colleague, …") };
  const phantom = (name) => join(phantoms, name);
  const whole = await readFile(phantom("implicit.dcm"));
  const cut = { name: "cut.dcm", mimeType: "application/dicom", buffer: whole.subarray(0, whole.length - 999) };
  const files = [phantom("implicit.dcm"), phantom("report.dcm"), phantom("mpeg4.dcm"), phantom("rle.dcm")];
  const read = (path) => readFile(path).then((buffer) => ({ name: path.split("/").at(-1), mimeType: "", buffer }));
  await choose(page, [text, cut, ...(await Promise.all(files.map(read)))]);
  const outcome = async (name) => (({ state, reason }) => [state, reason])(await row(page, name));
  assert.deepEqual(await outcome("letter.dcm"), ["refused", "not-dicom"]);
  assert.deepEqual(await outcome("cut.dcm"), ["failed", "truncated"]);
  assert.deepEqual(await outcome("report.dcm"), ["refused", "no-image"]);
  assert.deepEqual(await outcome("mpeg4.dcm"), ["refused", "unsupported-transfer-syntax"]);
  assert.equal((await row(page, "implicit.dcm")).state, "done");
  assert.equal((await row(page, "rle.dcm")).state, "done");
  assert.match(await page.locator('[data-case="letter.dcm"]').innerText(), /This is not a DICOM file/);
  await page.close();
});

test("a header that says CT keeps a picture from being routed as an X-ray", async () => {
  const page = await visit.open();
  await choose(page, [join(phantoms, "ct.dcm")]);
  const ct = await row(page, "ct.dcm");
  assert.deepEqual([ct.state, ct.group, ct.reason], ["done", "", "not-a-radiograph"]);
  assert.equal(ct.destination, "manual-review");
  await page.close();
});

test("files dropped before the classifier is ready wait and are then routed", async (context) => {
  const { context: fresh, close } = await openBrowser(); // that has no model yet
  context.after(close);
  const page = await fresh.newPage();
  let release;
  const held = new Promise((done) => (release = done));
  await page.route("**/model.onnx", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(visit.url);
  await page.setInputFiles('[data-testid="file-input"]', join(phantoms, "implicit.dcm"));
  await page.waitForSelector('body[data-total="1"]');
  assert.equal(await page.getAttribute("body", "data-ready"), "false");
  assert.equal((await row(page, "implicit.dcm")).state, "queued");
  release();
  await settled(page, 1);
  assert.equal((await row(page, "implicit.dcm")).state, "done");
  await page.close();
});

test("thumbnails are drawn", async () => {
  const page = await visit.open();
  await choose(page, [join(phantoms, "explicit-monochrome1.dcm")]);
  const greys = await page.locator("img.film").evaluate(async (image) => {
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const at = (x, y) => data[4 * (Math.round(y * canvas.height) * canvas.width + Math.round(x * canvas.width))];
    return { corner: at(0.01, 0.01), spine: at(0.5, 0.5), lung: at(0.3, 0.45) };
  });
  assert.ok(greys.corner < 30 && greys.spine > 200 && greys.lung > greys.corner && greys.lung < greys.spine, JSON.stringify(greys));
  await page.close();
});
