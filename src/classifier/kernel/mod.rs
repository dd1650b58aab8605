//! The parts of a network where the time goes, made for V8.

mod depthwise;
#[cfg(any(test, target_arch = "wasm32"))]
mod gemm;
mod lanes;
#[cfg(all(target_arch = "wasm32", not(feature = "stock-kernels")))]
mod registration;

pub(super) use depthwise::Depthwise;
#[cfg(all(target_arch = "wasm32", not(feature = "stock-kernels")))]
pub(super) use registration::register;

#[cfg(test)]
mod tests;
