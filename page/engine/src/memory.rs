//! The four functions that the page calls. A message is a block of memory that the page asks
//! for, fills and hands over; the answer is one that it reads and gives back.

use crate::request;
use crate::wire::Message;
use std::cell::Cell;

// A Rust panic is a WebAssembly exception with this tag, which a C++ runtime would define;
// there is none here.
#[cfg(target_family = "wasm")]
std::arch::global_asm!(
    ".globl __cpp_exception",
    ".tagtype __cpp_exception i32",
    "__cpp_exception:"
);

thread_local! {
    /// The length of the last answer.
    static LENGTH: Cell<usize> = const { Cell::new(0) };
}

/// A block of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn take(length: usize) -> *mut u8 {
    let block = vec![0_u8; length].into_boxed_slice();
    Box::into_raw(block).cast()
}

/// Gives a block back that [`take`] or [`call`] gave, with its length.
///
/// # Safety
/// The block is one of those, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn give_back(block: *mut u8, length: usize) {
    // SAFETY: the caller hands over what `Box::into_raw` made, once.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(block, length)) });
}

/// Answers a request. The block of the request is used up; the answer has [`length`] bytes.
///
/// # Safety
/// The block is one that [`take`] gave, with its length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn call(block: *mut u8, size: usize) -> *mut u8 {
    // SAFETY: the caller hands over what `Box::into_raw` made, once.
    let request = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(block, size)) };
    let message = Message::parse(&request);
    drop(request);
    let answer = request::answer(message).into_bytes().into_boxed_slice();
    LENGTH.set(answer.len());
    Box::into_raw(answer).cast()
}

/// The length of the last answer, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    LENGTH.get()
}
