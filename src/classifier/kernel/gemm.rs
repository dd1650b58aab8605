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

use tract_onnx::tract_core::tract_linalg::mmm::{FusedKerSpec, FusedSpec, OutputStoreKer};

use super::lanes::{Lanes, WIDTH, load, store};

/// A pass's sums: numbers across, each broadcast, by vectors along the contiguous side.
type Sums<const ACROSS: usize, const VECTORS: usize> = [[Lanes; VECTORS]; ACROSS];

/// Whether tract may leave this step after a product to the kernel: all that float convolutions need.
pub(super) fn can_fuse(step: &FusedSpec) -> bool {
    matches!(
        step,
        FusedSpec::BinScalar(..)
            | FusedSpec::BinPerRow(..)
            | FusedSpec::BinPerCol(..)
            | FusedSpec::AddUnicast(_)
            | FusedSpec::Store(_)
            | FusedSpec::AddMatMul { .. }
    )
}

/// Computes a tile of `TILE` × `TILE` numbers. Returns 0, or 1 for a step that [`can_fuse`] refuses.
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

/// What nearly all tiles start with, taken apart once for all passes: a product, then a bias.
struct Start {
    k: usize,
    broadcast: *const f32,
    vectors: *const f32,
    /// For each number across, or along.
    bias: Option<(*const f32, Side)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Across,
    Along,
}

impl Start {
    /// The start, and the steps after it.
    #[inline(always)]
    fn of<const TURNED: bool>(steps: &[FusedKerSpec<f32>]) -> (Self, &[FusedKerSpec<f32>]) {
        use FusedKerSpec as Step;
        let (beside, above) = if TURNED { (Side::Along, Side::Across) } else { (Side::Across, Side::Along) };
        let mut start = Self { k: 0, broadcast: core::ptr::null(), vectors: core::ptr::null(), bias: None };
        let [Step::Clear, Step::AddMatMul { k, pa, pb, .. }, rest @ ..] = steps else { return (start, steps) };
        let (broadcast, vectors) = if TURNED { (pb, pa) } else { (pa, pb) };
        (start.k, start.broadcast, start.vectors) = (*k, broadcast.cast(), vectors.cast());
        match rest {
            [Step::PerRowAdd(bias), rest @ ..] => (Self { bias: Some((*bias, beside)), ..start }, rest),
            [Step::PerColAdd(bias), rest @ ..] => (Self { bias: Some((*bias, above)), ..start }, rest),
            rest => (start, rest),
        }
    }

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

/// What most tiles end with, likewise: perhaps a clamp, then the store.
struct Ending {
    low: f32,
    high: f32,
    c: OutputStoreKer,
}

impl Ending {
    #[inline(always)]
    fn of(steps: &[FusedKerSpec<f32>]) -> Option<Self> {
        use FusedKerSpec as Step;
        let (low, steps) =
            if let [Step::ScalarMax(low), rest @ ..] = steps { (*low, rest) } else { (f32::NEG_INFINITY, steps) };
        let (high, steps) =
            if let [Step::ScalarMin(high), rest @ ..] = steps { (*high, rest) } else { (f32::INFINITY, steps) };
        if let [Step::Store(c), Step::Done, ..] = steps { Some(Self { low, high, c: *c }) } else { None }
    }
}

/// Applies steps to the numbers from `across` and `along` on. `TURNED`: vectors lie along C's rows (A's side), else along
/// its columns.
///
/// # Safety
/// As for [`tile`]; `across + ACROSS` and `along + VECTORS * WIDTH` are at most `TILE`.
#[inline(always)]
unsafe fn finish<const ACROSS: usize, const VECTORS: usize, const TURNED: bool>(
    mut sums: Sums<ACROSS, VECTORS>,
    steps: &[FusedKerSpec<f32>],
    across: usize,
    along: usize,
) -> isize {
    use FusedKerSpec as Step;
    for step in steps {
        // SAFETY: as promised by the caller, pointers are valid for the whole tile, of which this is a part.
        unsafe {
            match *step {
                Step::Done => break,
                Step::ScalarMin(value) => each(&mut sums, |sum, _, _| sum.min(Lanes::splat(value))),
                Step::ScalarMax(value) => each(&mut sums, |sum, _, _| sum.max(Lanes::splat(value))),
                Step::ScalarAdd(value) => each(&mut sums, |sum, _, _| sum.add(Lanes::splat(value))),
                Step::ScalarMul(value) => each(&mut sums, |sum, _, _| sum.mul(Lanes::splat(value))),
                Step::ScalarSub(value) => each(&mut sums, |sum, _, _| Lanes::splat(value).sub(sum)),
                Step::ScalarSubF(value) => each(&mut sums, |sum, _, _| sum.sub(Lanes::splat(value))),
                Step::PerRowMin(side) => beside::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::min),
                Step::PerRowMax(side) => beside::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::max),
                Step::PerRowAdd(side) => beside::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::add),
                Step::PerRowMul(side) => beside::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::mul),
                Step::PerRowSub(side) => {
                    beside::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, |sum, by| by.sub(sum))
                }
                Step::PerRowSubF(side) => beside::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::sub),
                Step::PerColMin(side) => above::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::min),
                Step::PerColMax(side) => above::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::max),
                Step::PerColAdd(side) => above::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::add),
                Step::PerColMul(side) => above::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::mul),
                Step::PerColSub(side) => {
                    above::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, |sum, by| by.sub(sum))
                }
                Step::PerColSubF(side) => above::<ACROSS, VECTORS, TURNED>(&mut sums, side, across, along, Lanes::sub),
                Step::AddUnicast(c) => {
                    let place = Place::of::<TURNED>(&c, across, along);
                    each(&mut sums, |sum, row, vector| sum.add(place.read(row, vector)));
                }
                Step::Store(c) => {
                    let place = Place::of::<TURNED>(&c, across, along);
                    each(&mut sums, |sum, row, vector| {
                        place.write(row, vector, sum);
                        sum
                    });
                }
                _ => return 1,
            }
        }
    }
    0
}

/// Adds the product of `k` columns of three numbers and `k` rows of three vectors, both `TILE` numbers apart.
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

#[inline(always)]
fn each<const ACROSS: usize, const VECTORS: usize>(
    sums: &mut Sums<ACROSS, VECTORS>,
    f: impl Fn(Lanes, usize, usize) -> Lanes,
) {
    for (row, sums) in sums.iter_mut().enumerate() {
        for (vector, sum) in sums.iter_mut().enumerate() {
            *sum = f(*sum, row, vector);
        }
    }
}

/// Combines with a number for each of C's rows.
///
/// # Safety
/// `side` holds one number for each row of the tile.
#[inline(always)]
unsafe fn beside<const ACROSS: usize, const VECTORS: usize, const TURNED: bool>(
    sums: &mut Sums<ACROSS, VECTORS>,
    side: *const f32,
    across: usize,
    along: usize,
    f: impl Fn(Lanes, Lanes) -> Lanes,
) {
    // SAFETY: the caller's promise; the numbers read are those of this pass.
    each(sums, |sum, row, vector| unsafe {
        let by = if TURNED { load(side.add(along + vector * WIDTH)) } else { Lanes::splat(*side.add(across + row)) };
        f(sum, by)
    });
}

/// Combines with a number for each of C's columns.
///
/// # Safety
/// `side` holds one number for each column of the tile.
#[inline(always)]
unsafe fn above<const ACROSS: usize, const VECTORS: usize, const TURNED: bool>(
    sums: &mut Sums<ACROSS, VECTORS>,
    side: *const f32,
    across: usize,
    along: usize,
    f: impl Fn(Lanes, Lanes) -> Lanes,
) {
    // SAFETY: the caller's promise; the numbers read are those of this pass.
    each(sums, |sum, row, vector| unsafe {
        let by = if TURNED { Lanes::splat(*side.add(across + row)) } else { load(side.add(along + vector * WIDTH)) };
        f(sum, by)
    });
}

/// Where a pass's numbers lie in a matrix.
struct Place {
    start: *mut u8,
    across_stride: isize,
    along_stride: isize,
}

impl Place {
    #[inline(always)]
    fn of<const TURNED: bool>(c: &OutputStoreKer, across: usize, along: usize) -> Self {
        let (across_stride, along_stride) =
            if TURNED { (c.col_byte_stride, c.row_byte_stride) } else { (c.row_byte_stride, c.col_byte_stride) };
        let offset = across as isize * across_stride + along as isize * along_stride;
        Self { start: c.ptr.wrapping_offset(offset), across_stride, along_stride }
    }

    #[inline(always)]
    fn at(&self, row: usize, number: usize) -> *mut f32 {
        self.start.wrapping_offset(row as isize * self.across_stride + number as isize * self.along_stride).cast()
    }

    /// # Safety
    /// The matrix holds a whole tile.
    #[inline(always)]
    unsafe fn read(&self, row: usize, vector: usize) -> Lanes {
        // SAFETY: the caller's promise.
        unsafe {
            if self.along_stride == 4 {
                load(self.at(row, vector * WIDTH))
            } else {
                Lanes::of(core::array::from_fn(|lane| *self.at(row, vector * WIDTH + lane)))
            }
        }
    }

    /// # Safety
    /// The matrix holds a whole tile.
    #[inline(always)]
    unsafe fn write(&self, row: usize, vector: usize, values: Lanes) {
        // SAFETY: the caller's promise.
        unsafe {
            if self.along_stride == 4 {
                store(self.at(row, vector * WIDTH), values);
            } else {
                for (lane, value) in values.array().into_iter().enumerate() {
                    *self.at(row, vector * WIDTH + lane) = value;
                }
            }
        }
    }
}
