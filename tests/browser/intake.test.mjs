// Whatever way files come, each gets a row: folders, drops, archives, pictures; and what is none says why.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TAGS, asFile, film, folderOf, phantom, zipped } from "./files.mjs";
import { choose, films, inFirefox, phantoms, root, row, settled, visiting } from "./site.mjs";

const visit = visiting();
const chest = readFileSync(join(films, "RG1_UNCR.dcm"));
const names = (page) => page.$$eval("[data-case]", (rows) => rows.map((row) => row.dataset.case));
const outcome = async (page, name) => (({ state, reason }) => [state, reason])(await row(page, name));
const words = (page, name) => page.locator(`[data-case=${JSON.stringify(name)}]`).innerText();

async function dropFiles(page, total, files) {
  await page.setInputFiles('[data-testid="file-input"]', files);
  await settled(page, total);
}

const skip = inFirefox && "Playwright can't choose a folder in Firefox";
test("a chosen folder is read with all that is below it; what the system left there is not", { skip }, async () => {
  const folder = folderOf({
    "ward/one.dcm": film(1),
    "ward/deep/er/two.dcm": film(2),
    "ward/deep/notes.txt": "Dear colleague, …",
    "ward/.DS_Store": "of the Finder",
    "ward/._one.dcm": "of the Finder",
    "ward/deep/Thumbs.db": "of Windows",
    "ward/desktop.ini": "of Windows",
  });
  const page = await visit.open();
  await page.setInputFiles('[data-testid="folder-input"]', join(folder, "ward"));
  await settled(page, 3);
  assert.deepEqual((await names(page)).sort(), ["ward/deep/er/two.dcm", "ward/deep/notes.txt", "ward/one.dcm"]);
  assert.equal((await row(page, "ward/deep/er/two.dcm")).state, "done");
  assert.deepEqual(await outcome(page, "ward/deep/notes.txt"), ["refused", "not-dicom"]);
  assert.match(await words(page, "ward/deep/notes.txt"), /not a DICOM file/);
  await page.close();
});

test("a dropped folder is walked to its end", async () => {
  const page = await visit.open();
  // A drop's folders can't be made by a program: these stand in for what the browser hands over.
  await page.evaluate((bytes) => {
    const file = (fullPath) => ({
      isFile: true,
      fullPath,
      file: (take) => take(new File([new Uint8Array(bytes)], fullPath.split("/").at(-1))),
    });
    const folder = (fullPath, portions) => ({
      isFile: false,
      fullPath,
      createReader: () => ({ readEntries: (take) => take(portions.shift() ?? []) }),
    });
    const inner = folder("/disc/inner", [[file("/disc/inner/c.dcm")]]);
    // Browsers hand a folder over in portions.
    const disc = folder("/disc", [[file("/disc/a.dcm"), inner], [file("/disc/b.dcm"), file("/disc/.DS_Store")]]);
    const drop = new DragEvent("drop", { dataTransfer: new DataTransfer(), bubbles: true, cancelable: true });
    drop.dataTransfer.items.add(new File([], "disc"));
    DataTransferItem.prototype.webkitGetAsEntry = () => disc;
    document.querySelector('[data-testid="drop-zone"]').dispatchEvent(drop);
  }, [...film(1)]);
  await settled(page, 3);
  assert.deepEqual((await names(page)).sort(), ["disc/a.dcm", "disc/b.dcm", "disc/inner/c.dcm"]);
  await page.close();
});

test("films in an archive, stored or deflated, are classified like loose ones", async () => {
  const page = await visit.open();
  const archives = { "stored.zip": "ZIP_STORED", "deflated.ZIP": "ZIP_DEFLATED" };
  const disc = { "disc/chest.dcm": chest, "disc/rle.dcm": readFileSync(join(phantoms, "rle.dcm")) };
  const files = Object.entries(archives).map(([name, method]) => asFile(name, zipped(disc, method)));
  await dropFiles(page, 5, [asFile("chest.dcm", chest), ...files]);
  const loose = await row(page, "chest.dcm");
  assert.equal(loose.group, "adult_chest");
  for (const archive of Object.keys(archives)) {
    const { state, group, confidence, destination } = await row(page, `${archive}/disc/chest.dcm`);
    assert.deepEqual([state, group, confidence, destination], ["done", loose.group, loose.confidence, loose.destination]);
    assert.equal((await row(page, `${archive}/disc/rle.dcm`)).state, "done");
  }
  await page.close();
});

test("what systems leave in archives is left out there too", async () => {
  const page = await visit.open();
  await page.setInputFiles('[data-testid="file-input"]', asFile("disc.zip", zipped({
    "disc/one.dcm": film(1),
    "disc/.DS_Store": "of the Finder",
    "disc/Thumbs.db": "of Windows",
    "__MACOSX/disc/._one.dcm": "of the Finder",
  })));
  await page.waitForSelector('[data-case="disc.zip/disc/one.dcm"][data-state="done"]');
  assert.deepEqual(await names(page), ["disc.zip/disc/one.dcm"]);
  await page.close();
});

/** The archive with `change` made at each header (local and central) of a file in it. */
function tampered(archive, path, change) {
  const bytes = Buffer.from(archive);
  const name = Buffer.from(path);
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    const local = bytes.readUInt32LE(at - 30) === 0x04034b50;
    change(bytes, local ? at - 30 + 6 : at - 46 + 8, local ? at + name.length : undefined);
  }
  return bytes;
}

test("what is locked or broken in an archive says so, and its neighbours are read", async () => {
  const files = { "good.dcm": film(1), "bad.dcm": film(2) };
  const locked = tampered(zipped(files), "bad.dcm", (bytes, flags) => bytes.writeUInt16LE(1, flags));
  const broken = tampered(zipped(files), "bad.dcm", (bytes, _, content) => content && bytes.fill(0xff, content, content + 40));
  const page = await visit.open();
  await dropFiles(page, 9, [
    asFile("locked.zip", locked),
    asFile("broken.zip", broken),
    asFile("lzma.zip", zipped(files, "ZIP_LZMA")),
    asFile("cut.zip", zipped(files).subarray(0, 500)),
    asFile("letter.zip", Buffer.from("Dear colleague, …")),
    asFile("after.dcm", film(3)),
  ]);
  assert.deepEqual(await outcome(page, "locked.zip/bad.dcm"), ["failed", "encrypted"]);
  assert.match(await words(page, "locked.zip/bad.dcm"), /password/);
  assert.deepEqual(await outcome(page, "broken.zip/bad.dcm"), ["failed", "damaged"]);
  assert.match(await words(page, "broken.zip/bad.dcm"), /damaged/);
  assert.deepEqual(await outcome(page, "lzma.zip/bad.dcm"), ["failed", "unsupported-compression"]);
  for (const archive of ["cut.zip", "letter.zip"]) {
    assert.deepEqual(await outcome(page, archive), ["failed", "not-an-archive"]);
    assert.match(await words(page, archive), /not a whole ZIP archive/);
  }
  for (const good of ["locked.zip/good.dcm", "broken.zip/good.dcm", "after.dcm"]) {
    assert.equal((await row(page, good)).state, "done", good);
  }
  await page.close();
});

test("a disc's directory and a report are named and set aside", async () => {
  const kind = "1.2.840.10008.1.3.10";
  const directory = phantom([TAGS.mediaStorageSopClassUid, "UI", kind], [TAGS.sopClassUid, "UI", kind], [TAGS.pixelData]);
  const page = await visit.open();
  await dropFiles(page, 2, [asFile("DICOMDIR", directory), asFile("report.dcm", readFileSync(join(phantoms, "report.dcm")))]);
  assert.deepEqual(await outcome(page, "DICOMDIR"), ["refused", "no-image"]);
  assert.match(await words(page, "DICOMDIR"), /holds no image \([^)]*(DICOMDIR|directory)/i);
  assert.deepEqual(await outcome(page, "report.dcm"), ["refused", "no-image"]);
  assert.match(await words(page, "report.dcm"), /holds no image/);
  await page.close();
});

test("the same image under another name is recognised, and another image is not", async () => {
  const page = await visit.open();
  await choose(page, [asFile("first.dcm", film(1)), asFile("other.dcm", film(2))]);
  await choose(page, [asFile("again.dcm", film(1))]);
  assert.match(await words(page, "again.dcm"), /same image as before/);
  assert.doesNotMatch(await words(page, "first.dcm"), /same image/);
  assert.doesNotMatch(await words(page, "other.dcm"), /same image/);
  await page.close();
});

test("of several frames the first is read, and the row says so", async () => {
  const pixels = phantomPixels();
  const several = film(1, [TAGS.numberOfFrames, "IS", "3"], [TAGS.pixelData, "OW", Buffer.concat([pixels, pixels, pixels])]);
  const page = await visit.open();
  await choose(page, [asFile("loop.dcm", several), asFile("single.dcm", film(2))]);
  assert.equal((await row(page, "loop.dcm")).state, "done");
  assert.match(await words(page, "loop.dcm"), /frame 1 of 3/);
  assert.doesNotMatch(await words(page, "single.dcm"), /frame/);
  await page.close();
});

function phantomPixels() {
  return phantom().subarray(-96 * 80 * 2);
}

test("PNG and JPEG pictures are routed by their pixels alone, and have no header", async () => {
  const page = await visit.open();
  const pictures = ["twelve_bits.png", "eight_bits.png", "phantom-12-bit.jpg"];
  await choose(page, pictures.map((name) => join(root, "tests/golden", name)));
  for (const name of pictures) {
    const { state, destination } = await row(page, name);
    assert.equal(state, "done", name);
    assert.ok(destination, name);
    assert.match(await words(page, name), /no header/);
  }
  await page.close();
});
