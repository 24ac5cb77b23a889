//! A limit on the memory that a process allocates. The limits of the system bind what is mapped,
//! and an allocator maps far ahead of what it is asked for: a good file was refused at random.

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// No limit: nothing is counted either, so that threads share no counter.
const NONE: usize = usize::MAX;

static LIMIT: AtomicUsize = AtomicUsize::new(NONE);
static USED: AtomicUsize = AtomicUsize::new(0);

/// An allocator that refuses what would pass the limit.
pub struct Limited<A>(pub A);

/// From now on the process allocates no more than so many bytes, where [`Limited`] is its
/// allocator. An allocation beyond that ends it.
pub fn limit(bytes: usize) {
    LIMIT.store(bytes, Relaxed);
}

/// Counts an allocation; false where it would pass the limit.
fn take(bytes: usize) -> bool {
    let limit = LIMIT.load(Relaxed);
    limit == NONE || USED.fetch_add(bytes, Relaxed).saturating_add(bytes) <= limit
}

fn give_back(bytes: usize) {
    if LIMIT.load(Relaxed) != NONE {
        // What was allocated before the limit was never counted.
        let _ = USED.fetch_update(Relaxed, Relaxed, |used| Some(used.saturating_sub(bytes)));
    }
}

// SAFETY: every call goes to the inner allocator with the arguments it came with, or gives
// null, which is how an allocator says that there is no memory.
#[allow(unsafe_code)]
unsafe impl<A: GlobalAlloc> GlobalAlloc for Limited<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match take(layout.size()) {
            // SAFETY: as the caller promises.
            true => unsafe { self.0.alloc(layout) },
            false => std::ptr::null_mut(),
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        match take(layout.size()) {
            // SAFETY: as the caller promises.
            true => unsafe { self.0.alloc_zeroed(layout) },
            false => std::ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        give_back(layout.size());
        // SAFETY: as the caller promises.
        unsafe { self.0.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !take(size.saturating_sub(layout.size())) {
            return std::ptr::null_mut();
        }
        give_back(layout.size().saturating_sub(size));
        // SAFETY: as the caller promises.
        unsafe { self.0.realloc(memory, layout, size) }
    }
}
