//! Kernels that are quicker in V8 than tract's own, for WebAssembly; natively, tract's assembly is quicker.

mod depthwise;
mod gemm;
mod lanes;
#[cfg(all(target_arch = "wasm32", not(feature = "stock-kernels")))]
mod registration;

#[cfg(all(target_arch = "wasm32", not(feature = "stock-kernels")))]
pub(super) use registration::register;

#[cfg(test)]
mod tests;
