//! Ctrl-C, and what else asks the program to end: what is in hand is finished first. Asked
//! twice, it ends at once; whole files are left in any case.

use crate::error::Error;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
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

/// From now on the first request sets [`asked`] and the second ends the program.
///
/// # Errors
/// [`Error::Usage`] when the system does not let us.
pub fn listen() -> Result<(), Error> {
    let failed = |error: std::io::Error| Error::Usage(format!("无法接收中断信号：{error}"));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first request finds the flag down.
        flag::register_conditional_shutdown(signal, 2, Arc::clone(&ASKED)).map_err(failed)?;
        flag::register(signal, Arc::clone(&ASKED)).map_err(failed)?;
    }
    Ok(())
}
