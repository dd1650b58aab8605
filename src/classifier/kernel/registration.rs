//! The matrix kernels' registration with tract, which finds them like its own and asks this tier, of higher precedence, which to
//! take.

use tract_onnx::prelude::DatumType;
use tract_onnx::tract_core::internal::inventory;
use tract_onnx::tract_core::tract_linalg::isa::{Arch, IsaSet};
use tract_onnx::tract_core::tract_linalg::mmm::{DynKernel, MatMatMul, Query, Suitable};
use tract_onnx::tract_core::tract_linalg::mmm_routines::MmmRoutine;
use tract_onnx::tract_core::tract_linalg::mmm_tiers::MmmTier;
use tract_onnx::tract_core::tract_linalg::pack::Packing;

use super::{gemm, steps};

/// A matrix kernel, as the choice among them sees it.
struct Kernel {
    name: &'static str,
    /// Side of its square tile.
    tile: usize,
    /// Its time for a number, as a multiple of the 12 × 12 kernel's; measured, without and with relaxed SIMD.
    time: [f32; 2],
}

const KERNELS: [Kernel; 4] = [
    Kernel { name: "router_f32_8x8", tile: 8, time: [0.95, 1.08] },
    Kernel { name: "router_f32_12x12", tile: 12, time: [1.0, 1.0] },
    Kernel { name: "router_f32_16x16", tile: 16, time: [0.95, 1.08] },
    Kernel { name: "router_f32_24x24", tile: 24, time: [1.0, 1.0] },
];

/// What tract needs to set up a tile, in multiplications of that tile's numbers; measured.
const SET_UP: f32 = 1200.0;

fn kernel<const TILE: usize, const ACROSS: usize, const VECTORS: usize>(at: usize) -> Box<dyn MatMatMul> {
    let packing = || f32::packing(TILE).align(16);
    let run = gemm::tile::<TILE, ACROSS, VECTORS>;
    let mut kernel = DynKernel::<TILE, TILE, f32>::new(KERNELS[at].name, run, packing(), packing());
    kernel.arch = Some(Arch::Wasm32Simd128);
    kernel.with_can_fuse(steps::can_fuse).mmm()
}

/// The kernel with the least work, the padding of border tiles included. Products with a vector are left to tract.
fn preferred(_: &IsaSet, accumulator: DatumType, query: &Query, _: &[Suitable]) -> Option<&'static str> {
    if accumulator != DatumType::F32 || query.n == Some(1) {
        return None;
    }
    let (Some(m), Some(k), Some(n)) = (query.m, query.k, query.n) else { return Some(KERNELS[1].name) };
    let work = |kernel: &Kernel| {
        let padded = (m.next_multiple_of(kernel.tile) * n.next_multiple_of(kernel.tile)) as f32;
        let time = kernel.time[usize::from(cfg!(target_feature = "relaxed-simd"))];
        padded * (k as f32 * time + SET_UP / (kernel.tile * kernel.tile) as f32)
    };
    KERNELS.iter().min_by(|a, b| work(a).total_cmp(&work(b))).map(|kernel| kernel.name)
}

inventory::submit! { MmmRoutine { make: || kernel::<8, 4, 2>(0) } }
inventory::submit! { MmmRoutine { make: || kernel::<12, 3, 3>(1) } }
inventory::submit! { MmmRoutine { make: || kernel::<16, 4, 2>(2) } }
inventory::submit! { MmmRoutine { make: || kernel::<24, 3, 3>(3) } }
inventory::submit! {
    MmmTier {
        arch: Some(Arch::Wasm32Simd128),
        precedence: 2, // tract's own tier for wasm has 1
        name: "router-wasm",
        applies: |_| true,
        preferred,
    }
}
/// Keeps the registrations in the program: a linker drops an object that nothing refers to.
pub(in crate::classifier) fn register() {
    std::hint::black_box(preferred as *const ());
}
