//! A semaphore for workers: so many set reports at the same time. A worker releases its slot
//! while fsync blocks, which takes a tenth of the time that a report takes; the processor has
//! other reports to set meanwhile.

use std::sync::{Condvar, Mutex, PoisonError};

/// So many slots.
pub struct Semaphore {
    free: Mutex<usize>,
    changed: Condvar,
}

/// One slot, released when dropped.
pub struct Slot<'s>(&'s Semaphore);

impl Semaphore {
    /// So many slots, one at least.
    pub fn new(slots: usize) -> Semaphore {
        Semaphore { free: Mutex::new(slots.max(1)), changed: Condvar::new() }
    }

    /// How many workers keep the slots taken while some of them wait for the disk.
    pub fn workers(slots: usize) -> usize {
        slots + slots.div_ceil(2)
    }

    /// Waits for a slot.
    pub fn acquire(&self) -> Slot<'_> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Slot(self)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_workers_hold_a_slot_than_there_are() {
        let slots = Semaphore::new(2);
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let slot = slots.acquire();
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(slot);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 2);
        assert_eq!(*slots.free.lock().unwrap(), 2);
    }

    #[test]
    fn a_panic_releases_its_slot() {
        let slots = Semaphore::new(1);
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _slot = slots.acquire();
            panic!("with a slot");
        }));
        assert!(broken.is_err());
        drop(slots.acquire());
    }
}
