//! Milliseconds to read, decode and shrink a film of 2000 × 2500 pixels, in each transfer syntax that an encoder is here
//! for. With `ROUTER_FILMS`, NEMA's real film in JPEG 2000 too.
//!
//! `cargo bench --bench decode`; the same in WebAssembly: `benches/decode.mjs`.
#![allow(clippy::unwrap_used, reason = "a benchmark may fail anywhere")]

#[path = "../tests/phantoms/mod.rs"]
mod phantoms;

use criterion::Criterion;
use dicom_imaging_router::radiograph::resample::resample;
use dicom_imaging_router::radiograph::{Part10, exposed_field};

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let mut films: Vec<(String, Vec<u8>)> =
        phantoms::large().into_iter().map(|(name, phantom)| (name.to_owned(), phantom.bytes())).collect();
    if let Some(folder) = std::env::var_os("ROUTER_FILMS").map(std::path::PathBuf::from) {
        films.push(("JPEG 2000, RG1".to_owned(), std::fs::read(folder.join("RG1_J2KR.dcm")).unwrap()));
    }
    for (name, film) in films {
        criterion.bench_function(&name, |bench| {
            bench.iter(|| {
                let file = Part10::parse(&film).unwrap();
                let picture = file.radiograph().unwrap();
                resample(&picture, exposed_field(&picture), 192, 192)
            });
        });
    }
    criterion.final_summary();
}
