// A browser that can't run the page gets a sentence that says what to do, not an empty page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openBrowser, visiting, withoutJavaScript } from "./site.mjs";

const visit = visiting();

/** Opens the page in a browser of which `lack` took something away. */
async function openWithout(lack) {
  const page = await visit.context.newPage();
  await page.addInitScript(lack);
  await page.goto(visit.url);
  return page;
}

test("WebAssembly that is switched off is to be switched on", async () => {
  const page = await openWithout(() => delete globalThis.WebAssembly);
  await page.locator("#starting", { hasText: /needs WebAssembly, which is switched off.*Switch it on, or use another browser/ }).waitFor();
  await page.close();
});

test("a browser without SIMD is too old, and is told which aren't", async () => {
  const page = await openWithout(() => (WebAssembly.validate = () => false));
  await page.locator("#starting", { hasText: /too old.*lacks WebAssembly SIMD. Use Chrome 91, Edge 91, Firefox 89, Safari 16.4 or newer/ }).waitFor();
  await page.close();
});

test("where background workers aren't allowed, another browser or window may allow them", async () => {
  const page = await openWithout(() => {
    globalThis.Worker = class {
      constructor() {
        throw new DOMException("not here", "SecurityError");
      }
    };
  });
  await page.getByText(/does not allow background workers here. Use an ordinary window of a current Chrome, Edge, Firefox or Safari/).first().waitFor();
  await page.close();
});

test("a browser that can't read the page's script at all says so after a while", async (context) => {
  const { context: fresh, close } = await openBrowser(); // whose service worker has nothing yet
  context.after(close);
  const page = await fresh.newPage();
  await page.route("**/start.js", (route) => route.abort());
  await page.goto(visit.url);
  const late = page.locator("#starting .late");
  assert.equal(await late.isVisible(), false);
  await late.waitFor({ state: "visible", timeout: 20_000 });
  assert.match(await late.innerText(), /too old.*Use Chrome 91/);
});

test("without JavaScript the page says that it needs it, and why", async (context) => {
  const { context: plain, close } = await openBrowser(withoutJavaScript);
  context.after(close);
  const page = await plain.newPage();
  await page.goto(visit.url);
  const shown = await page.locator("noscript").boundingBox();
  assert.ok(shown.height > 20 && shown.width > 100);
  assert.match(await page.locator("noscript").textContent(), /needs JavaScript and WebAssembly: it reads your files itself/);
  assert.equal(await page.locator("#starting").isVisible(), false);
});
