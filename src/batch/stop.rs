//! Ctrl-C and termination signals: workbooks in progress are finished first. A second Ctrl-C
//! ends the program at once; files are whole in any case.

use crate::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// What is said to whoever has asked.
pub const SENTENCE: &str = "收到中断，做完手上的就停；再按一次立即停止\n";

/// Set once somebody has asked. Until [`listen`] nobody can.
pub fn asked() -> &'static AtomicBool {
    &ASKED
}

/// Whether somebody has asked.
pub fn is_asked() -> bool {
    asked().load(Ordering::Relaxed)
}

/// From now on a request sets [`asked`], and Ctrl-C after it ends the program.
///
/// # Errors
/// [`Error::Usage`] when the system does not let us.
pub fn listen() -> Result<(), Error> {
    hear().map_err(|error| Error::Usage(format!("无法接收中断信号：{error}")))
}

#[cfg(unix)]
fn hear() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag;
    // Before the flag itself: the first request finds it down. Only keys are pressed twice on
    // purpose; `timeout` and a terminal that closes ask twice at once.
    flag::register_conditional_shutdown(SIGINT, 2, Arc::clone(&ASKED))?;
    for signal in [SIGINT, SIGTERM] {
        flag::register(signal, Arc::clone(&ASKED))?;
    }
    if !is_ignored(SIGHUP) {
        flag::register(SIGHUP, Arc::clone(&ASKED))?;
    }
    Ok(())
}

/// Windows has no signals but a handler of the console's, which the C runtime's `signal` hides
/// badly. It hears Ctrl-C, Ctrl-Break and the window that closes.
#[cfg(windows)]
fn hear() -> Result<(), ctrlc::Error> {
    let heard = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(2);
        }
    });
    match heard {
        // A second run in this process: the first has seen to it.
        Err(ctrlc::Error::MultipleHandlers) => Ok(()),
        other => other,
    }
}

/// Other systems have neither.
#[cfg(not(any(unix, windows)))]
fn hear() -> std::io::Result<()> {
    Ok(())
}

/// Whether whoever started us wants a signal to have no effect: `nohup` does.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let mut action = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: without a new action the call only fills in the present one, a plain structure
    // that all zeroes are valid for.
    unsafe {
        libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_IGN
    }
}
