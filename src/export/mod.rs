//! Taking results out.

mod json;

pub use json::{to_json, to_json_line};
