// Starts the page's WebAssembly, or says in words why it can't.
const { app, wasm } = document.querySelector("script[data-app]").dataset;

// A function that splats a byte and counts bits: valid only where SIMD (`simd128`) is known.
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

// The same with a multiplication and addition of relaxed SIMD.
const RELAXED = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11];

/** Asks for the worker's parts while the page itself still loads; src/worker/kit.rs takes them from here. */
function askAhead() {
  const worker = WebAssembly.validate(new Uint8Array(RELAXED)) ? "worker_relaxed" : "worker";
  const parts = [`${worker}_bg.wasm`, "models/default/model.onnx", `${worker}.js`, "models/default/model.json", "routing.json"];
  // "no-cache": ask the server whether the copy in the cache is current; after an update, page and worker must fit.
  globalThis.askedAhead = new Map(parts.map((part) => [`./${part}`, fetch(`./${part}`, { cache: "no-cache" })]));
  for (const answer of askedAhead.values()) answer.catch(() => {}); // kit.rs says what is missing
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
    await init({ module_or_path: new URL(wasm, document.baseURI) });
  } catch {
    refuse("A part of this page could not be loaded. Check the connection and reload.");
  }
}
