//! Everything that a worker is made of, fetched by the page once and handed over: a worker makes no request.

use js_sys::{Array, ArrayBuffer, Map, Promise, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, RequestCache, RequestInit, Response, Url};

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

const PLAIN: Build = Build { glue: "./worker.js", module: "./worker_bg.wasm", name: "simd" };
const RELAXED: Build = Build { glue: "./worker_relaxed.js", module: "./worker_relaxed_bg.wasm", name: "relaxed-simd" };
/// A function that multiplies and adds by relaxed SIMD: valid only where that is known.
const RELAXED_PROBE: [u8; 40] = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15,
    65, 0, 253, 15, 253, 133, 2, 11,
];
const MODEL_FOLDER: &str = "models/default";
const TABLE: &str = "./routing.json";

/// Runs after wasm-bindgen's glue: the first message is the compiled module, the rest is Rust's (`inside`).
/// A start that fails is thrown where the page's error handler sees it.
const BOOTSTRAP: &str = "
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
    /// Fetches all parts side by side; the requests go out before the first answer is awaited.
    ///
    /// # Errors
    /// A sentence that says which part is missing and what to do.
    pub async fn fetch() -> Result<Self, Phrase> {
        let (model, table) = (Model::request(MODEL_FOLDER)?, start(TABLE)?);
        let relaxed = WebAssembly::validate(&Uint8Array::from(RELAXED_PROBE.as_slice()).into()).unwrap_or(false);
        let first = if relaxed { RELAXED } else { PLAIN };
        let (build, (module, address)) = match first.fetch().await {
            Ok(parts) => (first, parts),
            Err(_) if relaxed => (PLAIN, PLAIN.fetch().await?),
            Err(why) => return Err(why),
        };
        let table_json = text(table, TABLE).await?;
        let table = RoutingTable::parse(&table_json)
            .map_err(|error| phrase!(part_unusable, path = TABLE, why = error.phrase()))?;
        let (onnx, description) = model.arrive().await?;
        Ok(Self { address, module, build: build.name, onnx, description, table_json, table })
    }

    /// The same with another model that the page's host has, in a folder with `model.onnx` and `model.json`.
    ///
    /// # Errors
    /// A sentence that says which part is missing and what to do.
    pub async fn fetch_model(&self, folder: &str) -> Result<Self, Phrase> {
        let (onnx, description) = Model::request(folder)?.arrive().await?;
        Ok(self.with_model(onnx, description))
    }

    /// The same with another model: an ONNX file and its description (JSON). Neither is checked here: a pool says
    /// [`PoolEvent::Unusable`](super::PoolEvent::Unusable) of what can't be used.
    #[must_use]
    pub fn with_model(&self, onnx: ArrayBuffer, description: String) -> Self {
        Self { onnx, description, ..self.clone() }
    }
}

/// A model that is on its way.
struct Model {
    onnx: (Promise, String),
    description: (Promise, String),
}

impl Model {
    fn request(folder: &str) -> Result<Self, Phrase> {
        let part = |name| {
            let path = format!("./{folder}/{name}");
            Ok::<_, Phrase>((start(&path)?, path))
        };
        Ok(Self { onnx: part("model.onnx")?, description: part("model.json")? })
    }

    async fn arrive(self) -> Result<(ArrayBuffer, String), Phrase> {
        let description = text(self.description.0, &self.description.1).await?;
        let (request, path) = self.onnx;
        let onnx = response(request, &path).await?.array_buffer().map_err(|_| missing(&path))?;
        Ok((JsFuture::from(onnx).await.map_err(|_| missing(&path))?.unchecked_into(), description))
    }
}

impl Build {
    /// The compiled module, and the address of the script that starts it.
    async fn fetch(&self) -> Result<(JsValue, String), Phrase> {
        let (module, glue) = (start(self.module)?, start(self.glue)?);
        let module = compile(module, self.module).await?;
        let glue = text(glue, self.glue).await?;
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

/// Requests a part, unless `www/start.js` already has.
fn start(path: &str) -> Result<Promise, Phrase> {
    if let Some(answer) = asked_ahead(path) {
        return Ok(answer);
    }
    let options = RequestInit::new();
    // Ask the server whether the copy in the cache is current: after an update, page and worker must fit.
    options.set_cache(RequestCache::NoCache);
    let window = web_sys::window().ok_or_else(|| missing(path))?;
    Ok(window.fetch_with_str_and_init(path, &options))
}

fn asked_ahead(path: &str) -> Option<Promise> {
    let answers = js_sys::Reflect::get(&js_sys::global(), &"askedAhead".into()).ok()?;
    let answers: Map = answers.dyn_into().ok()?;
    let answer = answers.get(&path.into()).dyn_into().ok();
    answers.delete(&path.into()); // an answer can be read once
    answer
}

async fn response(request: Promise, path: &str) -> Result<Response, Phrase> {
    let response: Response = JsFuture::from(request).await.map_err(|_| missing(path))?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(missing(path)) }
}

async fn text(request: Promise, path: &str) -> Result<String, Phrase> {
    let text = response(request, path).await?.text().map_err(|_| missing(path))?;
    JsFuture::from(text).await.ok().and_then(|text| text.as_string()).ok_or_else(|| missing(path))
}

/// Compiles while the bytes arrive; from the whole file where the host serves it with a wrong type.
async fn compile(request: Promise, path: &str) -> Result<JsValue, Phrase> {
    let response = response(request, path).await?;
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

fn missing(path: &str) -> Phrase {
    phrase!(part_missing, path = path.to_owned())
}
