//! What is done with a product's sums, as tract spells it: steps after the product, of which most tiles have the same few.

#![allow(
    unsafe_code,
    reason = "tract hands a kernel raw pointers; each block says what makes its reads and writes valid"
)]

use tract_onnx::tract_core::tract_linalg::mmm::{FusedKerSpec, FusedSpec, OutputStoreKer};

use super::lanes::{Lanes, WIDTH, load, store};

/// A pass's sums: numbers across, each broadcast, by vectors along the contiguous side.
pub(super) type Sums<const ACROSS: usize, const VECTORS: usize> = [[Lanes; VECTORS]; ACROSS];

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

/// What nearly all tiles start with, taken apart once for all passes: a product, then a bias.
pub(super) struct Start {
    pub(super) k: usize,
    pub(super) broadcast: *const f32,
    pub(super) vectors: *const f32,
    /// For each number across, or along.
    pub(super) bias: Option<(*const f32, Side)>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Across,
    Along,
}

impl Side {
    /// Where C's rows lie, and its columns.
    #[inline(always)]
    fn of<const TURNED: bool>() -> (Self, Self) {
        if TURNED { (Self::Along, Self::Across) } else { (Self::Across, Self::Along) }
    }
}

impl Start {
    /// The start, and the steps after it.
    #[inline(always)]
    pub(super) fn of<const TURNED: bool>(steps: &[FusedKerSpec<f32>]) -> (Self, &[FusedKerSpec<f32>]) {
        use FusedKerSpec as Step;
        let (beside, above) = Side::of::<TURNED>();
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
}

/// What most tiles end with, likewise: perhaps a clamp, then the store.
pub(super) struct Ending {
    pub(super) low: f32,
    pub(super) high: f32,
    pub(super) c: OutputStoreKer,
}

impl Ending {
    #[inline(always)]
    pub(super) fn of(steps: &[FusedKerSpec<f32>]) -> Option<Self> {
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
/// As for [`super::gemm::tile`]; `across + ACROSS` and `along + VECTORS * WIDTH` are at most `TILE`.
#[inline(always)]
pub(super) unsafe fn finish<const ACROSS: usize, const VECTORS: usize, const TURNED: bool>(
    mut sums: Sums<ACROSS, VECTORS>,
    steps: &[FusedKerSpec<f32>],
    across: usize,
    along: usize,
) -> isize {
    use FusedKerSpec as Step;
    let (beside, above) = Side::of::<TURNED>();
    let at = (across, along);
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
                Step::PerRowMin(numbers) => with(&mut sums, (numbers, beside), at, Lanes::min),
                Step::PerRowMax(numbers) => with(&mut sums, (numbers, beside), at, Lanes::max),
                Step::PerRowAdd(numbers) => with(&mut sums, (numbers, beside), at, Lanes::add),
                Step::PerRowMul(numbers) => with(&mut sums, (numbers, beside), at, Lanes::mul),
                Step::PerRowSub(numbers) => with(&mut sums, (numbers, beside), at, |sum, by| by.sub(sum)),
                Step::PerRowSubF(numbers) => with(&mut sums, (numbers, beside), at, Lanes::sub),
                Step::PerColMin(numbers) => with(&mut sums, (numbers, above), at, Lanes::min),
                Step::PerColMax(numbers) => with(&mut sums, (numbers, above), at, Lanes::max),
                Step::PerColAdd(numbers) => with(&mut sums, (numbers, above), at, Lanes::add),
                Step::PerColMul(numbers) => with(&mut sums, (numbers, above), at, Lanes::mul),
                Step::PerColSub(numbers) => with(&mut sums, (numbers, above), at, |sum, by| by.sub(sum)),
                Step::PerColSubF(numbers) => with(&mut sums, (numbers, above), at, Lanes::sub),
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

#[inline(always)]
pub(super) fn each<const ACROSS: usize, const VECTORS: usize>(
    sums: &mut Sums<ACROSS, VECTORS>,
    f: impl Fn(Lanes, usize, usize) -> Lanes,
) {
    for (row, sums) in sums.iter_mut().enumerate() {
        for (vector, sum) in sums.iter_mut().enumerate() {
            *sum = f(*sum, row, vector);
        }
    }
}

/// Combines with a number for each row or column of C.
///
/// # Safety
/// `numbers` holds one for each row, or column, of the tile.
#[inline(always)]
unsafe fn with<const ACROSS: usize, const VECTORS: usize>(
    sums: &mut Sums<ACROSS, VECTORS>,
    (numbers, side): (*const f32, Side),
    (across, along): (usize, usize),
    f: impl Fn(Lanes, Lanes) -> Lanes,
) {
    // SAFETY: the caller's promise; the numbers read are those of this pass.
    each(sums, |sum, row, vector| unsafe {
        let by = match side {
            Side::Across => Lanes::splat(*numbers.add(across + row)),
            Side::Along => load(numbers.add(along + vector * WIDTH)),
        };
        f(sum, by)
    });
}

/// Where a pass's numbers lie in a matrix.
pub(super) struct Place {
    start: *mut u8,
    across_stride: isize,
    along_stride: isize,
}

impl Place {
    #[inline(always)]
    pub(super) fn of<const TURNED: bool>(c: &OutputStoreKer, across: usize, along: usize) -> Self {
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
    pub(super) unsafe fn write(&self, row: usize, vector: usize, values: Lanes) {
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
