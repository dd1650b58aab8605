//! Sorts unknown DICOM X-rays by body part and says which AI model each should be sent to.
//!
//! The modules stand in the order in which data flows: bytes → [`radiograph`] → [`classifier`] → [`routing`] →
//! [`case`] → [`export`]. These five are a pure core that knows no browser and is tested natively. The web worker and
//! the page ([`worker`] and [`app`], on `wasm32` only) carry files to the core and show what it says.
//!
//! The feature `engine` (default) holds the decoding and the network; the page is built without it and stays small.
//!
//! The method is that of *DICOM Imaging Router* (Pham, Do, Nguyen; VinBigData 2021).

pub mod case;
pub mod classifier;
pub mod export;
pub mod radiograph;
pub mod routing;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod worker;
