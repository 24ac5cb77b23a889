//! A gate that so many may be behind at the same time: who waits for the disk goes out and
//! lets another in. A file is safe only once the disk has said so, and that takes a tenth of
//! the time that its report takes; the processor has other reports to set meanwhile.

use std::sync::{Condvar, Mutex, PoisonError};

/// The gate.
pub struct Gate {
    free: Mutex<usize>,
    changed: Condvar,
}

/// One place behind the gate, given back when dropped.
pub struct Pass<'g>(&'g Gate);

impl Gate {
    /// A gate with so many places, one at least.
    pub fn new(places: usize) -> Gate {
        Gate { free: Mutex::new(places.max(1)), changed: Condvar::new() }
    }

    /// How many lanes keep the places taken while some of them wait for the disk.
    pub fn lanes(places: usize) -> usize {
        places + places.div_ceil(2)
    }

    /// Waits for a place.
    pub fn enter(&self) -> Pass<'_> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Pass(self)
    }
}

impl Drop for Pass<'_> {
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
    fn no_more_are_behind_the_gate_than_it_has_places() {
        let gate = Gate::new(2);
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let pass = gate.enter();
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(pass);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 2);
        assert_eq!(*gate.free.lock().unwrap(), 2);
    }

    #[test]
    fn a_panic_behind_the_gate_gives_its_place_back() {
        let gate = Gate::new(1);
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _pass = gate.enter();
            panic!("behind the gate");
        }));
        assert!(broken.is_err());
        drop(gate.enter());
    }
}
