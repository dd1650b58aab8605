//! Everything that a worker is made of, fetched by the page once and handed over: a worker makes no request.

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Response, Url};

use super::parts::{missing, part};
use crate::phrase;
use crate::routing::RoutingTable;
use crate::text::Phrase;

/// The worker is built twice: a module with instructions that a browser doesn't know is refused as a whole.
struct Build {
    glue: &'static str,
    module: &'static str,
    /// What the page's `data-build` says.
    name: &'static str,
}

const PLAIN: Build = Build { glue: "worker.js", module: "worker_bg.wasm", name: "simd" };
const RELAXED: Build = Build { glue: "worker_relaxed.js", module: "worker_relaxed_bg.wasm", name: "relaxed-simd" };
/// A function that multiplies and adds by relaxed SIMD: valid only where that is known.
const RELAXED_PROBE: [u8; 40] = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15,
    65, 0, 253, 15, 253, 133, 2, 11,
];

/// Runs after wasm-bindgen's glue: the first message is the compiled module, the rest is Rust's (`inside`).
/// A start that fails is thrown where the page's error handler sees it. Before any file arrives, the worker loses whatever
/// could carry it away, to the page's own host too, which the policy allows.
const BOOTSTRAP: &str = "
const ways = ['fetch', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'WebTransport', 'EventSource', 'importScripts',
  'Worker', 'SharedWorker', 'BroadcastChannel', 'indexedDB', 'caches', 'FontFace', 'fonts'];
for (let scope = self; scope; scope = Object.getPrototypeOf(scope)) ways.forEach((way) => delete scope[way]);
onmessage = ({ data }) => {
  onmessage = null;
  wasm_bindgen({ module_or_path: data }).catch((error) => setTimeout(() => { throw error; }));
};";

/// The parts of a worker. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Kit {
    /// `blob:` address of the worker's script. A worker started from it inherits the page's Content-Security-Policy;
    /// one fetched from its own address would not. It is kept for as long as the page lives.
    pub(super) address: String,
    /// The worker's WebAssembly, compiled.
    pub(super) module: JsValue,
    /// Which build of it: `simd` or `relaxed-simd`.
    pub build: &'static str,
    /// The model.
    pub(super) onnx: ArrayBuffer,
    /// Its description (JSON).
    pub description: String,
    /// The routing table (JSON).
    pub(super) table_json: String,
    /// The routing table.
    pub table: RoutingTable,
}

impl Kit {
    /// Fetches all parts side by side, with the model of a folder below `models/` and a routing table by its name; the
    /// requests go out before the first answer is awaited.
    ///
    /// # Errors
    /// A sentence that says which part is missing and what to do.
    pub async fn fetch(folder: &str, table_name: &str) -> Result<Self, Phrase> {
        let (model, table) = (model(folder), part(table_name));
        let relaxed = WebAssembly::validate(&Uint8Array::from(RELAXED_PROBE.as_slice()).into()).unwrap_or(false);
        let first = if relaxed { RELAXED } else { PLAIN };
        let (build, (module, address)) = match first.fetch().await {
            Ok(parts) => (first, parts),
            Err(_) if relaxed => (PLAIN, PLAIN.fetch().await?),
            Err(why) => return Err(why),
        };
        let table_json = text(table.await?, table_name).await?;
        let table = RoutingTable::parse(&table_json)
            .map_err(|error| phrase!(part_unusable, path = table_name.to_owned(), why = error.phrase()))?;
        let (onnx, description) = model.await?;
        Ok(Self { address, module, build: build.name, onnx, description, table_json, table })
    }

    /// The same with another model that the page's host has, in a folder below `models/` with `model.onnx` and
    /// `model.json`.
    ///
    /// # Errors
    /// A sentence that says which part is missing and what to do.
    pub async fn fetch_model(&self, folder: &str) -> Result<Self, Phrase> {
        let (onnx, description) = model(folder).await?;
        Ok(self.with_model(onnx, description))
    }

    /// The same with another model: an ONNX file and its description (JSON). Neither is checked here: a pool says
    /// [`PoolEvent::Unusable`](super::PoolEvent::Unusable) of what can't be used.
    #[must_use]
    pub fn with_model(&self, onnx: ArrayBuffer, description: String) -> Self {
        Self { onnx, description, ..self.clone() }
    }
}

/// A model and its description, both requested at once.
fn model(folder: &str) -> impl Future<Output = Result<(ArrayBuffer, String), Phrase>> + use<> {
    let [onnx_name, json_name] = ["model.onnx", "model.json"].map(|name| format!("models/{folder}/{name}"));
    let (onnx, json) = (part(&onnx_name), part(&json_name));
    async move {
        let description = text(json.await?, &json_name).await?;
        let onnx = onnx.await?.array_buffer().map_err(|_| missing(&onnx_name))?;
        Ok((JsFuture::from(onnx).await.map_err(|_| missing(&onnx_name))?.unchecked_into(), description))
    }
}

impl Build {
    /// The compiled module, and the address of the script that starts it.
    async fn fetch(&self) -> Result<(JsValue, String), Phrase> {
        let (module, glue) = (part(self.module), part(self.glue));
        let module = compile(module.await?, self.module).await?;
        let glue = text(glue.await?, self.glue).await?;
        let address = script_address(&glue).map_err(|_| missing(self.glue))?;
        Ok((module, address))
    }
}

fn script_address(glue: &str) -> Result<String, JsValue> {
    let source = Array::of2(&JsValue::from_str(glue), &JsValue::from_str(BOOTSTRAP));
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&source, &options)?)
}

async fn text(response: Response, name: &str) -> Result<String, Phrase> {
    let text = response.text().map_err(|_| missing(name))?;
    JsFuture::from(text).await.ok().and_then(|text| text.as_string()).ok_or_else(|| missing(name))
}

/// Compiles while the bytes arrive; from the whole file where the host serves it with a wrong type.
async fn compile(response: Response, path: &str) -> Result<JsValue, Phrase> {
    let whole = response.clone().map_err(|_| missing(path))?;
    let streamed = WebAssembly::compile_streaming(&Promise::resolve(&JsValue::from(response)));
    if let Ok(module) = JsFuture::from(streamed).await {
        return Ok(module);
    }
    let bytes = whole.array_buffer().map_err(|_| missing(path))?;
    let bytes = JsFuture::from(bytes).await.map_err(|_| missing(path))?;
    let compiled = JsFuture::from(WebAssembly::compile(&bytes)).await;
    compiled.map_err(|_| phrase!(cannot_compile))
}
