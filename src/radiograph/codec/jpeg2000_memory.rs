//! The C library functions that openjp2 0.6 (JPEG 2000, translated from C) calls and `wasm32-unknown-unknown` lacks,
//! and an allocator that lets it free null.
//!
//! This is `unsafe` because there is no other way: openjp2 declares them `extern "C"` and they hand out raw memory.
//! Delete this file when openjp2 stops needing them.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System, alloc, alloc_zeroed, dealloc, realloc as grow};
use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

/// Bytes before each block, which hold its whole length; 16 keeps what follows aligned as C's malloc promises.
const HEAD: usize = 16;

/// The system allocator, except that freeing null does nothing: openjp2's wavelet code does so
/// (`dwt.rs`, `dealloc(h.mem)`), which C allows and Rust's allocator for wasm traps on.
struct NullSafe;

#[global_allocator]
static ALLOCATOR: NullSafe = NullSafe;

// SAFETY: everything but null is passed on unchanged to `System`, which upholds the contract. Freeing null breaks the
// caller's side of it; the check relies on the compiler not assuming otherwise, which the browser tests watch with a
// JPEG 2000 film.
unsafe impl GlobalAlloc for NullSafe {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        unsafe { System.realloc(block, layout, size) }
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !block.is_null() {
            unsafe { System.dealloc(block, layout) }
        }
    }
}

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEAD)?, HEAD).ok()
}

/// Writes a fresh block's length into its head and steps over it; null stays null.
///
/// # Safety
/// `block` is null or was just allocated with this layout, which is one of `layout`'s.
unsafe fn handed_out(block: *mut u8, layout: Layout) -> *mut c_void {
    if block.is_null() {
        return null_mut();
    }
    // SAFETY: by the contract, the block is `layout.size()` ≥ HEAD bytes long and aligned to HEAD.
    unsafe {
        block.cast::<usize>().write(layout.size());
        block.add(HEAD).cast()
    }
}

/// The start of a block handed out earlier, and its layout.
///
/// # Safety
/// `pointer` came from `handed_out` and has not been freed.
unsafe fn taken_back(pointer: *mut c_void) -> (*mut u8, Layout) {
    // SAFETY: by the contract, HEAD bytes before the pointer lies the length that `handed_out` wrote.
    unsafe {
        let block = pointer.cast::<u8>().sub(HEAD);
        (block, Layout::from_size_align_unchecked(block.cast::<usize>().read(), HEAD))
    }
}

#[unsafe(no_mangle)]
extern "C" fn malloc(size: usize) -> *mut c_void {
    // SAFETY: the layout is never of size 0, and the block is fresh.
    layout(size).map_or(null_mut(), |layout| unsafe { handed_out(alloc(layout), layout) })
}

#[unsafe(no_mangle)]
extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    // SAFETY: the layout is never of size 0, and the block is fresh.
    count
        .checked_mul(size)
        .and_then(layout)
        .map_or(null_mut(), |layout| unsafe { handed_out(alloc_zeroed(layout), layout) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn realloc(pointer: *mut c_void, size: usize) -> *mut c_void {
    if pointer.is_null() {
        return malloc(size);
    }
    // SAFETY: C's contract for realloc is that of `taken_back`; the new size is not 0.
    layout(size).map_or(null_mut(), |new| unsafe {
        let (block, old) = taken_back(pointer);
        handed_out(grow(block, old, new.size()), new)
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn free(pointer: *mut c_void) {
    if !pointer.is_null() {
        // SAFETY: C's contract for free is that of `taken_back`.
        unsafe {
            let (block, layout) = taken_back(pointer);
            dealloc(block, layout);
        }
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn strcpy(target: *mut c_char, source: *const c_char) -> *mut c_char {
    // SAFETY: C's contract: `source` ends with a zero and `target` has room for it. (Only the encoder calls this.)
    unsafe {
        let mut at = 0;
        loop {
            *target.add(at) = *source.add(at);
            if *source.add(at) == 0 {
                return target;
            }
            at += 1;
        }
    }
}
