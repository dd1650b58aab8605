//! Networks in WebAssembly, for `benches/browser.mjs`: the default model as the page runs it, any other ONNX file through
//! tract-onnx, and, with the feature `rivals`, through rten. With `stock-kernels`, tract as it comes. Natively it is empty.
#![cfg(target_arch = "wasm32")]

use dicom_imaging_router::classifier::Classifier;
use tract_onnx::prelude::*;
use wasm_bindgen::prelude::*;
use web_time::Instant;

/// Sums that don't wait for each other, so that the processor's latency is hidden.
const CHAINS: usize = 12;

fn js(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

/// The default model, or another of its form, as the page runs it.
#[wasm_bindgen]
pub struct Model(Classifier);

#[wasm_bindgen]
impl Model {
    /// Loads a model from its ONNX file and its description.
    ///
    /// # Errors
    /// What is wrong with them.
    #[wasm_bindgen(constructor)]
    pub fn new(onnx: &[u8], description: &str) -> Result<Self, JsError> {
        Classifier::load(onnx, description).map(Self).map_err(js)
    }

    /// Its probabilities for a picture.
    ///
    /// # Errors
    /// What the network says.
    pub fn run(&self, input: &[f32]) -> Result<Vec<f32>, JsError> {
        let groups = &self.0.model().groups;
        let prediction = self.0.predict(input).map_err(js)?;
        Ok(groups.iter().map(|group| prediction.probabilities.of(*group)).collect())
    }
}

/// Any network with one picture as input.
#[wasm_bindgen]
pub struct Network {
    plan: Arc<TypedRunnableModel>,
    shape: [usize; 4],
}

#[wasm_bindgen]
impl Network {
    /// Loads and optimises a network.
    ///
    /// # Errors
    /// What tract says of a file that it can't use.
    #[wasm_bindgen(constructor)]
    pub fn new(onnx: &[u8], channels: usize, size: usize) -> Result<Self, JsError> {
        dicom_imaging_router::classifier::register_kernels();
        let shape = [1, channels, size, size];
        let plan = tract_onnx::onnx()
            .model_for_read(&mut &*onnx)
            .and_then(|network| network.with_input_fact(0, f32::fact(shape).into()))
            .and_then(|network| network.into_optimized())
            .and_then(|network| network.into_runnable())
            .map_err(js)?;
        Ok(Self { plan, shape })
    }

    /// Its first output.
    ///
    /// # Errors
    /// What tract says.
    pub fn run(&self, input: &[f32]) -> Result<Vec<f32>, JsError> {
        let tensor = Tensor::from_shape(&self.shape, input).map_err(js)?;
        let outputs = self.plan.run(tvec!(tensor.into())).map_err(js)?;
        Ok(outputs[0].to_plain_array_view::<f32>().map_err(js)?.iter().copied().collect())
    }
}

/// The same by rten.
#[cfg(feature = "rivals")]
#[wasm_bindgen]
pub struct Rten {
    model: rten::Model,
    shape: [usize; 4],
}

#[cfg(feature = "rivals")]
#[wasm_bindgen]
impl Rten {
    /// Loads and optimises a network.
    ///
    /// # Errors
    /// What rten says of a file that it can't use.
    #[wasm_bindgen(constructor)]
    pub fn new(onnx: &[u8], channels: usize, size: usize) -> Result<Self, JsError> {
        Ok(Self { model: rten::Model::load(onnx.to_vec()).map_err(js)?, shape: [1, channels, size, size] })
    }

    /// Its first output.
    ///
    /// # Errors
    /// What rten says.
    pub fn run(&self, input: &[f32]) -> Result<Vec<f32>, JsError> {
        use rten_tensor::prelude::*;
        let tensor = rten_tensor::NdTensor::from_data(self.shape, input.to_vec());
        let inputs = vec![(self.model.input_ids()[0], tensor.into())];
        let mut outputs = self.model.run(inputs, &self.model.output_ids()[..1], None).map_err(js)?;
        let first: rten_tensor::Tensor<f32> = outputs.remove(0).try_into().map_err(|_| js("its output is no float"))?;
        Ok(first.to_vec())
    }
}

/// What a loop reaches that only multiplies and adds vectors in registers, in thousands of millions of operations a second:
/// a yardstick for kernels, not quite a ceiling, because each sum waits for itself. Call it with some millions of `rounds`.
#[wasm_bindgen]
pub fn ceiling(rounds: u32) -> f64 {
    use core::arch::wasm32::*;
    let (factor, term) = (f32x4_splat(0.999), f32x4_splat(1.0 / (1 + rounds) as f32));
    let mut sums: [v128; CHAINS] = core::array::from_fn(|at| f32x4_splat(at as f32));
    let started = Instant::now();
    for _ in 0..rounds {
        for sum in &mut sums {
            #[cfg(target_feature = "relaxed-simd")]
            let next = f32x4_relaxed_madd(*sum, factor, term);
            #[cfg(not(target_feature = "relaxed-simd"))]
            let next = f32x4_add(f32x4_mul(*sum, factor), term);
            *sum = next;
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    std::hint::black_box(sums);
    8.0 * f64::from(rounds) * CHAINS as f64 / seconds / 1e9
}
