// Stands between the page and the network. It keeps the page's own parts, so that the page works without a network, and
// refuses whatever else the page asks for: nothing can be told to the host by asking it for something.

/**
 * Name and hash of each part, and those that the page starts with: www/seal.mjs writes them here. A browser takes another
 * list for a new version.
 */
const PARTS = {};
const FIRST = [];

// A function that multiplies and adds by relaxed SIMD: valid only where that is known (www/start.js).
const RELAXED = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11];
const WORKER = WebAssembly.validate(new Uint8Array(RELAXED)) ? "worker_relaxed" : "worker";
const { scope } = registration;
const store = caches.open(`dicom-imaging-router ${scope}`);

/** What the page can't do without; the rest is kept once it was asked for. The empty name is the page itself. */
const NEEDED = [/^$/, /^(app|style|icon)-/, /^start\.js$/, new RegExp(`^${WORKER}(_bg\\.wasm|\\.js)$`)];
const needed = (name) => FIRST.includes(name) || NEEDED.some((pattern) => pattern.test(name));

/** Where a part is kept: with its hash, so that an unchanged one serves a new version too. */
const place = (name) => `${scope}${name}?${PARTS[name]}`;

async function isWhole(name, response) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  return `sha256-${btoa(String.fromCharCode(...hash))}` === PARTS[name];
}

/** A part, kept or fetched, and in either case the one that was published. */
async function part(name) {
  const kept = await (await store).match(place(name), { ignoreVary: true });
  if (kept && (await isWhole(name, kept))) return kept;
  const asked = Date.now();
  const response = await fetch(scope + name, { cache: "no-cache", integrity: PARTS[name] });
  if (response.ok) {
    await (await store).put(place(name), response.clone());
    const [noted] = performance.getEntriesByName(scope + name).slice(-1);
    for (const client of await clients.matchAll({ includeUncontrolled: true })) {
      client.postMessage({ address: scope + name, bytes: noted?.transferSize ?? 0, at: asked });
    }
  }
  return response;
}

/** The part that a request asks for; none if it asks for anything else, or says more than a name. */
function named({ method, mode, url }) {
  const address = new URL(url);
  if (method !== "GET" || !address.href.startsWith(scope)) return undefined;
  const name = (address.origin + address.pathname).slice(scope.length);
  if (mode === "navigate" && (name === "" || name === "index.html")) return ""; // whatever follows stays here
  return Object.prototype.hasOwnProperty.call(PARTS, name) && !address.search ? name : undefined;
}

addEventListener("install", (event) => {
  const all = Object.keys(PARTS).filter(needed).map(async (name) => {
    if (!(await part(name)).ok) throw new Error("a part is missing");
  });
  event.waitUntil(Promise.all(all));
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    const current = new Set(Object.keys(PARTS).map(place));
    const kept = await (await store).keys();
    await Promise.all(kept.filter(({ url }) => !current.has(url)).map(async (old) => (await store).delete(old)));
    await clients.claim();
  };
  event.waitUntil(tidy());
});

addEventListener("fetch", (event) => {
  const name = named(event.request);
  const refusal = () => new Response("This is no part of the page.", { status: 403, headers: { "content-type": "text/plain" } });
  event.respondWith(name === undefined ? refusal() : part(name));
});

// A visitor has chosen to reload into this version.
addEventListener("message", ({ data }) => {
  if (data === "take over") skipWaiting();
});
