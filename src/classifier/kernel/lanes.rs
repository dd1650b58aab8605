//! Four numbers side by side: a WebAssembly vector, or an array where there is none, so that the kernels' arithmetic
//! can be tested natively.

#![allow(unsafe_code, reason = "vectors are read and written through raw pointers")]

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32 as wasm;

/// Numbers in a vector.
pub(super) const WIDTH: usize = 4;

/// Four numbers.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[derive(Clone, Copy)]
pub(super) struct Lanes(wasm::v128);

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Lanes {
    #[inline(always)]
    pub(super) fn splat(value: f32) -> Self {
        Self(wasm::f32x4_splat(value))
    }

    #[inline(always)]
    pub(super) fn of(values: [f32; WIDTH]) -> Self {
        Self(wasm::f32x4(values[0], values[1], values[2], values[3]))
    }

    #[inline(always)]
    pub(super) fn array(self) -> [f32; WIDTH] {
        [
            wasm::f32x4_extract_lane::<0>(self.0),
            wasm::f32x4_extract_lane::<1>(self.0),
            wasm::f32x4_extract_lane::<2>(self.0),
            wasm::f32x4_extract_lane::<3>(self.0),
        ]
    }

    #[inline(always)]
    pub(super) fn add(self, other: Self) -> Self {
        Self(wasm::f32x4_add(self.0, other.0))
    }

    #[inline(always)]
    pub(super) fn sub(self, other: Self) -> Self {
        Self(wasm::f32x4_sub(self.0, other.0))
    }

    #[inline(always)]
    pub(super) fn mul(self, other: Self) -> Self {
        Self(wasm::f32x4_mul(self.0, other.0))
    }

    /// The smaller of each two; `self` where it is no number. One instruction, unlike `f32x4.min`.
    #[inline(always)]
    pub(super) fn min(self, other: Self) -> Self {
        Self(wasm::f32x4_pmin(self.0, other.0))
    }

    /// The larger of each two; `self` where it is no number.
    #[inline(always)]
    pub(super) fn max(self, other: Self) -> Self {
        Self(wasm::f32x4_pmax(self.0, other.0))
    }

    /// `self + a * b`; rounded once where the build has relaxed SIMD and the processor can.
    #[inline(always)]
    pub(super) fn plus_product(self, a: Self, b: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return Self(wasm::f32x4_relaxed_madd(a.0, b.0, self.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        self.add(a.mul(b))
    }
}

/// Four numbers.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[derive(Clone, Copy)]
pub(super) struct Lanes([f32; WIDTH]);

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
impl Lanes {
    pub(super) fn splat(value: f32) -> Self {
        Self([value; WIDTH])
    }

    pub(super) fn of(values: [f32; WIDTH]) -> Self {
        Self(values)
    }

    pub(super) fn array(self) -> [f32; WIDTH] {
        self.0
    }

    fn zip(self, other: Self, f: impl Fn(f32, f32) -> f32) -> Self {
        Self(core::array::from_fn(|lane| f(self.0[lane], other.0[lane])))
    }

    pub(super) fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }

    #[cfg(test)]
    pub(super) fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }

    pub(super) fn mul(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }

    pub(super) fn min(self, other: Self) -> Self {
        self.zip(other, |a, b| if b < a { b } else { a })
    }

    pub(super) fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a < b { b } else { a })
    }

    pub(super) fn plus_product(self, a: Self, b: Self) -> Self {
        self.add(a.mul(b))
    }
}

/// Reads four numbers.
///
/// # Safety
/// They can be read.
#[inline(always)]
pub(super) unsafe fn load(from: *const f32) -> Lanes {
    // SAFETY: the caller's promise.
    Lanes::of(unsafe { from.cast::<[f32; WIDTH]>().read_unaligned() })
}

/// Writes four numbers.
///
/// # Safety
/// They can be written.
#[inline(always)]
pub(super) unsafe fn store(to: *mut f32, values: Lanes) {
    // SAFETY: the caller's promise.
    unsafe { to.cast::<[f32; WIDTH]>().write_unaligned(values.array()) }
}
