//! The parts of a network where the time goes, made for V8.

mod depthwise;
#[cfg(any(test, all(target_arch = "wasm32", not(feature = "stock-kernels"))))]
mod gemm;
#[cfg_attr(feature = "stock-kernels", allow(dead_code, reason = "a benchmark's baseline"))]
mod lanes;
#[cfg(all(target_arch = "wasm32", not(feature = "stock-kernels")))]
mod registration;
#[cfg(any(test, all(target_arch = "wasm32", not(feature = "stock-kernels"))))]
mod steps;

pub(super) use depthwise::Depthwise;
#[cfg(all(target_arch = "wasm32", not(feature = "stock-kernels")))]
pub(super) use registration::register;

#[cfg(test)]
mod tests;
