//! Catches panics of parsers on crafted files, without printing them.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is being caught, and so is not printed.
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Runs a parser; `None` when it panicked. The panic prints nothing: a clerk is told in
/// Chinese that the file is damaged, not where in a library it was noticed. Panics elsewhere
/// go to whatever hook was there before.
pub fn catch<T>(run: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !CATCHING.get() {
                before(info);
            }
        }));
    });
    let outer = CATCHING.replace(true);
    // Whatever the closure had borrowed is dropped with it, so nothing half-done is seen.
    let result = catch_unwind(AssertUnwindSafe(run));
    CATCHING.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_is_caught() {
        assert_eq!(super::catch(|| 7), Some(7));
        assert_eq!(super::catch(|| -> u8 { panic!("crafted") }), None);
    }
}
