//! How long any ONNX classifier takes in WebAssembly: the part that `benches/inference.mjs` calls. Natively it is empty.
#![cfg(target_arch = "wasm32")]

use tract_onnx::prelude::*;
use wasm_bindgen::prelude::*;

/// A loaded network.
#[wasm_bindgen]
pub struct Network {
    plan: Arc<TypedRunnableModel>,
    input: Tensor,
}

#[wasm_bindgen]
impl Network {
    /// Loads and optimises a network with one input `[1, 1, size, size]`.
    ///
    /// # Errors
    /// What tract says of a file that it can't use.
    #[wasm_bindgen(constructor)]
    pub fn new(onnx: &[u8], size: usize) -> Result<Self, JsError> {
        let load = || -> TractResult<Self> {
            let plan = tract_onnx::onnx()
                .model_for_read(&mut &*onnx)?
                .with_input_fact(0, f32::fact([1, 1, size, size]).into())?
                .into_optimized()?
                .into_runnable()?;
            let values: Vec<f32> = (0..size * size).map(|at| (at % 255) as f32 / 127.5 - 1.0).collect();
            Ok(Self { plan, input: Tensor::from_shape(&[1, 1, size, size], &values)? })
        };
        load().map_err(|error| JsError::new(&error.to_string()))
    }

    /// Runs the network once.
    ///
    /// # Errors
    /// What tract says.
    pub fn run(&self) -> Result<usize, JsError> {
        let outputs =
            self.plan.run(tvec!(self.input.clone().into())).map_err(|error| JsError::new(&error.to_string()))?;
        Ok(outputs.len())
    }
}
