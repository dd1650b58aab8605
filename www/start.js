// Fetches the page's parts and starts its WebAssembly, or says in words why it can't.
const { app, wasm } = document.querySelector("script[data-app]").dataset;

/** Name and hash of each part that may be fetched, and those that the page starts with: www/seal.mjs writes them here. */
const HASHES = JSON.parse(document.getElementById("parts").textContent);
const FIRST = JSON.parse(document.getElementById("first").textContent);

// A function that splats a byte and counts bits: valid only where SIMD (`simd128`) is known.
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

// The same with a multiplication and addition of relaxed SIMD.
const RELAXED = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11];

/** Requests that wait to be taken, by the part's name. */
const asked = new Map();
/** Parts on their way into the store that the service worker answers from. */
const keeping = [];

async function request(name) {
  const integrity = HASHES[name];
  if (!integrity) throw new TypeError(`${name} is no part of this page`);
  // "no-cache": ask the server whether the copy in the cache is current.
  const response = await fetch(`./${name}`, { cache: "no-cache", integrity });
  if (response.ok) keeping.push(keep(`./${name}?${integrity}`, response.clone()));
  return response;
}

/** Keeps a part for www/service-worker.js, which would else fetch it again. */
async function keep(address, response) {
  const { serviceWorker } = navigator;
  if (!serviceWorker || serviceWorker.controller) return;
  const store = await caches.open(`dicom-imaging-router ${new URL("./", document.baseURI).href}`);
  await store.put(address, response);
}

/**
 * A second policy, which forbids what the first had to allow while the page was loading: from now on the page can ask for
 * a model, which a visitor may still choose, and install the service worker; nothing else.
 */
function close() {
  const address = (name) => new URL(name, document.baseURI).href.replaceAll(";", "%3B").replaceAll(",", "%2C");
  const models = Object.keys(HASHES).filter((name) => name.startsWith("models/")).map(address);
  const icon = address(document.querySelector("link[rel=icon]").href);
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = `default-src 'none'; connect-src ${models.join(" ")}; script-src 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src blob: ${icon}`;
  document.head.append(policy);
}

/** For src/worker/parts.rs. */
globalThis.parts = Object.freeze({
  get(name) {
    const answer = asked.get(name) ?? request(name);
    asked.delete(name); // an answer can be read once
    return answer;
  },
  kept: () => Promise.allSettled(keeping),
  close,
});

/** Asks for a worker's parts while the page itself still loads. */
function askAhead() {
  const worker = WebAssembly.validate(new Uint8Array(RELAXED)) ? "worker_relaxed" : "worker";
  for (const name of [wasm, `${worker}_bg.wasm`, ...FIRST, `${worker}.js`]) {
    const answer = request(name);
    answer.catch(() => {}); // kit.rs says what is missing
    asked.set(name, answer);
  }
}

// A file that falls beside the drop zone, or before the page has started, must not make the browser open it instead.
for (const event of ["dragover", "drop"]) addEventListener(event, (dragged) => dragged.preventDefault());

function refuse(text) {
  const notice = document.getElementById("starting");
  if (!notice) return;
  notice.textContent = text;
  notice.classList.add("refused");
}

if (typeof WebAssembly !== "object") {
  refuse("This page needs WebAssembly, which is switched off in this browser. Switch it on, or use another browser.");
} else if (!WebAssembly.validate(new Uint8Array(SIMD))) {
  refuse("This browser is too old for this page: it lacks WebAssembly SIMD. Use Chrome 91, Edge 91, Firefox 89, Safari 16.4 or newer.");
} else {
  askAhead();
  try {
    const { default: init } = await import(new URL(app, document.baseURI));
    await init({ module_or_path: parts.get(wasm) });
  } catch {
    refuse("A part of this page could not be loaded. Check the connection and reload.");
  }
}
