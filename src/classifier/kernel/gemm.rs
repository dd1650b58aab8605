//! The matrix product's inner part, for tract: one tile of C = A · B, with what follows a convolution (bias, clamp,
//! shortcut) applied before it is stored.
//!
//! tract packs A in panels of `TILE` rows and B in panels of `TILE` columns, `k` after `k`. A tile is computed in passes
//! of `ACROSS` × `VECTORS` × 4 numbers. V8 has fifteen of x86-64's vector registers to give: 3 × 3 vectors of sums, three of
//! operands and one broadcast fit, as do 4 × 2; more sums spill. A pass's vectors lie along whichever side of C is
//! contiguous in memory, so that no store has to scatter: the packed panels look the same from both sides.

#![allow(
    unsafe_code,
    reason = "tract hands a kernel raw pointers; each block says what makes its reads and writes valid"
)]

use tract_onnx::tract_core::tract_linalg::mmm::FusedKerSpec;

use super::lanes::{Lanes, WIDTH, load};
use super::steps::{Ending, Place, Side, Start, Sums, each, finish};

/// Computes a tile of `TILE` × `TILE` numbers. Returns 0, or 1 for a step that [`super::steps::can_fuse`] refuses.
///
/// # Safety
/// tract's contract for a kernel: the steps end with `Done`; every pointer in them is valid for a whole tile (`k` × `TILE`
/// numbers for a packed panel, `TILE` for a row or column vector, the tile's numbers at its strides for C).
pub(super) unsafe fn tile<const TILE: usize, const ACROSS: usize, const VECTORS: usize>(
    steps: &[FusedKerSpec<f32>],
) -> isize {
    const { assert!(TILE.is_multiple_of(VECTORS * WIDTH) && TILE.is_multiple_of(ACROSS)) }
    let turned = steps
        .iter()
        .any(|step| matches!(step, FusedKerSpec::Store(c) if c.col_byte_stride != 4 && c.row_byte_stride == 4));
    // SAFETY: the caller's promise.
    unsafe {
        if turned {
            passes::<TILE, ACROSS, VECTORS, true>(steps)
        } else {
            passes::<TILE, ACROSS, VECTORS, false>(steps)
        }
    }
}

/// # Safety
/// As for [`tile`].
unsafe fn passes<const TILE: usize, const ACROSS: usize, const VECTORS: usize, const TURNED: bool>(
    steps: &[FusedKerSpec<f32>],
) -> isize {
    let (start, rest) = Start::of::<TURNED>(steps);
    let ending = Ending::of(rest);
    let mut failed = 0;
    for along in (0..TILE).step_by(VECTORS * WIDTH) {
        for across in (0..TILE).step_by(ACROSS) {
            // SAFETY: the caller's promise; the pass stays inside the tile.
            unsafe {
                let mut sums = start.sums::<TILE, ACROSS, VECTORS>(across, along);
                if let Some(ending) = &ending {
                    let (low, high) = (Lanes::splat(ending.low), Lanes::splat(ending.high));
                    let place = Place::of::<TURNED>(&ending.c, across, along);
                    each(&mut sums, |sum, row, vector| {
                        place.write(row, vector, sum.max(low).min(high));
                        sum
                    });
                } else {
                    failed |= finish::<ACROSS, VECTORS, TURNED>(sums, rest, across, along);
                }
            };
        }
    }
    failed
}

impl Start {
    /// # Safety
    /// As for [`tile`]; `across + ACROSS` and `along + VECTORS * WIDTH` are at most `TILE`.
    #[inline(always)]
    unsafe fn sums<const TILE: usize, const ACROSS: usize, const VECTORS: usize>(
        &self,
        across: usize,
        along: usize,
    ) -> Sums<ACROSS, VECTORS> {
        let mut sums = [[Lanes::splat(0.0); VECTORS]; ACROSS];
        // SAFETY: the caller's promise.
        unsafe {
            match self.bias {
                None => {}
                Some((bias, Side::Across)) => each(&mut sums, |_, row, _| Lanes::splat(*bias.add(across + row))),
                Some((bias, Side::Along)) => each(&mut sums, |_, _, vector| load(bias.add(along + vector * WIDTH))),
            }
            product::<TILE, ACROSS, VECTORS>(
                &mut sums,
                self.k,
                self.broadcast.wrapping_add(across),
                self.vectors.wrapping_add(along),
            );
        }
        sums
    }
}

/// Adds the product of `k` columns of numbers and `k` rows of vectors, both `TILE` numbers apart.
///
/// # Safety
/// Both panels hold that many numbers.
#[inline(always)]
unsafe fn product<const TILE: usize, const ACROSS: usize, const VECTORS: usize>(
    sums: &mut Sums<ACROSS, VECTORS>,
    k: usize,
    mut broadcast: *const f32,
    mut vectors: *const f32,
) {
    let mut kept = *sums;
    for _ in 0..k {
        // SAFETY: the caller's promise.
        unsafe {
            let columns: [Lanes; VECTORS] = core::array::from_fn(|vector| load(vectors.add(vector * WIDTH)));
            for (row, sums) in kept.iter_mut().enumerate() {
                let factor = Lanes::splat(*broadcast.add(row));
                for (sum, column) in sums.iter_mut().zip(columns) {
                    *sum = sum.plus_product(factor, column);
                }
            }
            broadcast = broadcast.add(TILE);
            vectors = vectors.add(TILE);
        }
    }
    *sums = kept;
}
