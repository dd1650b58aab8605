//! Sorts unknown DICOM X-rays by body part and says which AI model each should be sent to.
//!
//! The modules stand in the order in which data flows: bytes → [`radiograph`] → [`classifier`] → [`routing`] →
//! [`case`] → [`export`]. These five are a pure core that knows no browser and is tested natively. The web worker and
//! the page ([`worker`] and [`app`], on `wasm32` only) carry files to the core and show what it says.
//!
//! [`viewing`] draws a picture for a person to look at; [`lesson`] shows each step of its way.
//!
//! [`site`] is what a host may change of the page without building it.
//!
//! [`evaluation`] measures the core on labelled pictures, natively.
//!
//! The feature `engine` (default) holds the decoding and the network; the page is built without it and stays small.
//!
//! ```
//! use std::time::Instant;
//! use dicom_imaging_router::{case::Case, classifier::Classifier, export, routing};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let onnx = std::fs::read("models/default/model.onnx")?;
//! let description = std::fs::read_to_string("models/default/model.json")?;
//! let classifier = Classifier::load(&onnx, &description)?;
//! let table = routing::RoutingTable::parse(routing::DEFAULT_TABLE)?;
//!
//! let bytes = b"not a film";
//! let case = Case::run("film.dcm".to_owned(), bytes, Instant::now(), &classifier, &table);
//! assert_eq!(case.reason.as_deref(), Some("not-dicom"));
//! println!("{}", export::to_json_line(&case)?);
//! # Ok(())
//! # }
//! ```
//!
//! The method is that of *DICOM Imaging Router* (Pham, Do, Nguyen; VinBigData 2021).

pub mod archive;
pub mod case;
pub mod classifier;
#[cfg(all(feature = "engine", not(target_arch = "wasm32")))]
pub mod evaluation;
pub mod export;
pub mod lesson;
pub mod phantom;
pub mod radiograph;
pub mod routing;
pub mod site;
pub mod text;
pub mod viewing;
pub mod worklist;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod worker;
