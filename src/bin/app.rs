//! The page. Built for wasm32 by trunk.

#[cfg(target_arch = "wasm32")]
fn main() {
    dicom_imaging_router::app::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is the page; it runs in a browser. Start it with ./dev serve.");
}
