//! The worker pool: a few threads, each doing one whole thing after the other, and results in
//! the order of the things.
//!
//! Never a parallel iterator over documents: Typst uses rayon inside, whose waiting workers
//! take up another document before they end the one in hand, and so on down the stack. With
//! several workers each is a rayon pool of one thread, its own: what Typst would hand to others
//! it does on the spot, and no worker waits for another.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How far the fastest worker may be before the slowest: results that wait for their turn.
const AHEAD: usize = 256;

/// Typst goes deep on nested text; unused stack costs nothing.
const STACK: usize = 16 << 20;

/// The things on their way.
struct Queue<R> {
    /// The next to be begun.
    next: usize,
    /// The next whose result is given out.
    due: usize,
    done: BTreeMap<usize, std::thread::Result<R>>,
    workers_open: usize,
}

/// Does `work` on every thing in `workers` threads and gives the results out in order. What
/// panics gives `Err` with the panic. Once `stop` is set, nothing is begun any more; what
/// was begun is finished.
pub fn run<T: Sync, R: Send>(
    things: &[T],
    workers: usize,
    stop: &AtomicBool,
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(usize, std::thread::Result<R>),
) {
    let workers = workers.clamp(1, things.len().max(1));
    let queue = Mutex::new(Queue { next: 0, due: 0, done: BTreeMap::new(), workers_open: workers });
    let changed = Condvar::new();
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    let wait = |guard| changed.wait(guard).unwrap_or_else(PoisonError::into_inner);
    let worker = || {
        loop {
            let mut state: MutexGuard<'_, Queue<R>> = lock();
            while state.next >= state.due + AHEAD {
                state = wait(state);
            }
            let index = state.next;
            if index >= things.len() || stop.load(Ordering::Relaxed) {
                state.workers_open -= 1;
                changed.notify_all();
                return;
            }
            state.next += 1;
            drop(state);
            // What the work had borrowed mutably is its own; nothing half-done is seen.
            let result = catch_unwind(AssertUnwindSafe(|| work(&things[index])));
            lock().done.insert(index, result);
            changed.notify_all();
        }
    };
    std::thread::scope(|scope| {
        let alone = || {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
            // Without it the worker works all the same, with the threads that all share.
            let _pool = (workers > 1).then(|| pool.build());
            worker();
        };
        let start = |number: usize| {
            let builder = std::thread::Builder::new().name(format!("worker-{}", number + 1));
            builder.stack_size(STACK).spawn_scoped(scope, alone)
        };
        let started = (0..workers).filter(|number| start(*number).is_ok()).count();
        if started < workers {
            lock().workers_open -= workers - started;
        }
        let mut state = lock();
        loop {
            let due = state.due;
            if let Some(result) = state.done.remove(&due) {
                state.due += 1;
                changed.notify_all();
                drop(state);
                each(due, result);
                state = lock();
            } else if state.workers_open == 0 {
                break;
            } else {
                state = wait(state);
            }
        }
        drop(state);
        if started == 0 {
            for (index, thing) in things.iter().enumerate() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                each(index, catch_unwind(AssertUnwindSafe(|| work(thing))));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn results_come_in_order_whoever_is_slow() {
        let things: Vec<u64> = (0..2000).collect();
        let began = AtomicUsize::new(0);
        let due = AtomicUsize::new(0);
        let mut seen = Vec::new();
        let work = |thing: &u64| {
            let ahead = began.fetch_add(1, Ordering::SeqCst) - due.load(Ordering::SeqCst);
            assert!(ahead <= AHEAD + 4, "results pile up: {ahead}");
            if thing.is_multiple_of(100) {
                std::thread::yield_now();
            }
            thing * 2
        };
        run(&things, 4, &AtomicBool::new(false), work, |index, result| {
            due.store(index + 1, Ordering::SeqCst);
            seen.push((index, result.unwrap()));
        });
        let expected: Vec<_> = things.iter().map(|thing| (*thing as usize, thing * 2)).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_panic_is_the_end_of_one_thing_only() {
        let mut seen = Vec::new();
        let work = |thing: &u8| if *thing == 1 { panic!("one") } else { *thing };
        run(&[0, 1, 2], 2, &AtomicBool::new(false), work, |_, result| seen.push(result.ok()));
        assert_eq!(seen, [Some(0), None, Some(2)]);
    }

    #[test]
    fn what_was_begun_before_a_stop_is_finished() {
        let stop = AtomicBool::new(false);
        let mut seen = Vec::new();
        let things: Vec<usize> = (0..100).collect();
        let work = |thing: &usize| {
            if *thing == 9 {
                stop.store(true, Ordering::Relaxed);
            }
            *thing
        };
        run(&things, 1, &stop, work, |_, result| seen.push(result.unwrap()));
        assert_eq!(seen, (0..10).collect::<Vec<_>>());
        run(&[(); 0], 4, &stop, |()| (), |_, _| panic!("there is nothing"));
    }
}
