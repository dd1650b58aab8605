// Files to drop: phantoms with another header, and archives.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { phantoms } from "./site.mjs";

/** Tags, as numbers. */
export const TAGS = {
  mediaStorageSopClassUid: 0x00020002,
  mediaStorageSopInstanceUid: 0x00020003,
  sopClassUid: 0x00080016,
  sopInstanceUid: 0x00080018,
  seriesDescription: 0x0008103e,
  patientName: 0x00100010,
  numberOfFrames: 0x00280008,
  pixelData: 0x7fe00010,
};
// These have two more bytes before a length of four (PS3.5 section 7.1.2).
const LONG = new Set(["OB", "OW", "SQ", "UN", "UT"]);

/** The elements of a flat file in explicit VR little endian: tag → VR and value. */
function elementsOf(file) {
  const elements = new Map();
  for (let at = 132; at < file.length; ) {
    const tag = file.readUInt16LE(at) * 65536 + file.readUInt16LE(at + 2);
    const vr = file.toString("latin1", at + 4, at + 6);
    const [start, length] = LONG.has(vr) ? [at + 12, file.readUInt32LE(at + 8)] : [at + 8, file.readUInt16LE(at + 6)];
    elements.set(tag, { vr, value: file.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

function written(tag, { vr, value }) {
  const head = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  head.writeUInt16LE(Math.floor(tag / 65536), 0);
  head.writeUInt16LE(tag % 65536, 2);
  head.write(vr, 4, "latin1");
  if (LONG.has(vr)) head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}

function even(text, vr) {
  const bytes = Buffer.from(text, "latin1");
  return bytes.length % 2 ? Buffer.concat([bytes, Buffer.from(vr === "UI" ? "\0" : " ")]) : bytes;
}

/** A phantom with other elements; each is `[tag, VR, text or bytes]`, or `[tag]` to leave it out. */
export function phantom(...changes) {
  const elements = elementsOf(readFileSync(join(phantoms, "explicit-monochrome1.dcm")));
  for (const [tag, vr, value] of changes) {
    if (vr) elements.set(tag, { vr, value: Buffer.isBuffer(value) ? value : even(value, vr) });
    else elements.delete(tag);
  }
  const sorted = [...elements].sort(([one], [other]) => one - other);
  const group = (meta) => Buffer.concat(sorted.filter(([tag]) => tag < 0x00030000 === meta && tag !== 0x00020000).map((element) => written(...element)));
  const meta = group(true);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from("DICM"), written(0x00020000, { vr: "UL", value: length }), meta, group(false)]);
}

/** A phantom that is no copy of another: its SOP Instance UID ends with a number. */
export function film(number, ...changes) {
  const uid = `2.25.77${number}`;
  return phantom([TAGS.mediaStorageSopInstanceUid, "UI", uid], [TAGS.sopInstanceUid, "UI", uid], ...changes);
}

/** What Playwright takes for a file. */
export const asFile = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });

/** Drops as many files, made in the page: a film each `every`, letters between. `longTasks` there then notes tasks over 50 ms. */
export async function dropMany(page, total, every) {
  const film64 = film(1).toString("base64");
  const drop = await page.evaluateHandle(({ film64, total, every }) => {
    const bytes = Uint8Array.from(atob(film64), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    for (let at = 1; at <= total; at++) {
      dataTransfer.items.add(new File([at % every ? "Dear colleague, …" : bytes], `file-${at}.dcm`));
    }
    return new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
  }, { film64, total, every });
  await page.evaluate(() => {
    globalThis.longTasks = [];
    const note = (list) => longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)));
    new PerformanceObserver(note).observe({ entryTypes: ["longtask"] });
  });
  await page.locator('[data-testid="drop-zone"]').evaluate((zone, drop) => zone.dispatchEvent(drop), drop);
}

/** A folder of files, by path; it goes when the tests of this file end. */
export function folderOf(files) {
  const folder = mkdtempSync(join(tmpdir(), "router-folder-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

const WRITE = `
import base64, io, json, sys, zipfile
job = json.load(sys.stdin)
out = io.BytesIO()
with zipfile.ZipFile(out, "w") as archive:
    for path, content, method in job:
        archive.writestr(path, base64.b64decode(content), getattr(zipfile, method))
sys.stdout.buffer.write(out.getvalue())
`;
const READ = `
import base64, io, json, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
print(json.dumps({path: base64.b64encode(archive.read(path)).decode() for path in archive.namelist()}))
`;
const python = (program, input) => execFileSync("python3", ["-c", program], { input, maxBuffer: 1 << 28 });

/** An archive of files, by path, as Python writes it. `method`: `ZIP_STORED`, `ZIP_DEFLATED`, `ZIP_LZMA`. */
export function zipped(files, method = "ZIP_DEFLATED") {
  const entries = Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString("base64"), method]);
  return python(WRITE, JSON.stringify(entries));
}

/** The files of an archive, by path, as Python reads them; it checks their sums. */
export function unzipped(archive) {
  const files = JSON.parse(python(READ, archive));
  return new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content, "base64")]));
}
