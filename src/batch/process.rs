//! Limits of the operating system and the panic hook, set once for the whole process. A panic
//! is a bug of this program; whoever catches it reports it in one sentence.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::{Mutex, PoisonError};

/// Where panics were seen, by what they said. The catcher may sit on another thread than the
/// one that panicked, so the place has to be kept for it.
static PLACES: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// Makes the process ready. From now on panics print nothing by themselves, unless a
/// backtrace was asked for.
pub fn prepare() {
    let before = take_hook();
    let is_wanted = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    set_hook(Box::new(move |info| {
        note(info);
        if is_wanted {
            before(info);
        }
    }));
    #[cfg(unix)]
    outlive_limits();
}

/// A file that outgrows `ulimit -f` is a failed write like any other, and not the end.
#[cfg(unix)]
fn outlive_limits() {
    use signal_hook::{consts::SIGXFSZ, flag};
    // Whoever handles the signal, be it by a flag that nobody looks at, gets an error from
    // the write. Where the system refuses, nothing is lost but this.
    let _ = flag::register(SIGXFSZ, std::sync::Arc::default());
}

fn note(info: &PanicHookInfo<'_>) {
    if let (Some(text), Some(place)) = (text(info.payload()), info.location()) {
        let place = format!("{}:{}", place.file(), place.line());
        PLACES.lock().unwrap_or_else(PoisonError::into_inner).insert(text, place);
    }
}

/// What a panic said, and where.
pub fn reason(panic: &(dyn Any + Send)) -> String {
    let text = text(panic).unwrap_or_default();
    match PLACES.lock().unwrap_or_else(PoisonError::into_inner).get(&text) {
        Some(place) => format!("{text}（{place}）"),
        None => text,
    }
}

fn text(panic: &(dyn Any + Send)) -> Option<String> {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    #[test]
    fn the_place_of_a_panic_is_kept_for_who_catches_it_on_any_thread() {
        let before = take_hook();
        set_hook(Box::new(note));
        let panic = std::thread::spawn(|| panic!("nothing says {}", "this")).join().unwrap_err();
        set_hook(before);
        let reason = reason(panic.as_ref());
        assert!(reason.starts_with("nothing says this（src") && reason.contains("process.rs:"));
        let unknown = catch_unwind(|| std::panic::resume_unwind(Box::new("unseen"))).unwrap_err();
        assert_eq!(super::reason(unknown.as_ref()), "unseen");
    }
}
