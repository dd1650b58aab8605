//! The web worker. Built for wasm32 by trunk; the page starts it.

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    dicom_imaging_router::worker::serve()
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is the page's web worker; it runs in a browser. Start the page with ./dev serve.");
}
