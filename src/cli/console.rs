//! Standard output and standard error, where a closed pipe is no error.

use crate::error::Error;
use std::io::Write;

/// The two streams of the program.
pub struct Console {
    _private: (),
}

impl Console {
    /// The process's own streams; on Windows the console is switched to UTF-8.
    pub fn new() -> Console {
        #[cfg(windows)]
        use_utf8();
        Console { _private: () }
    }

    /// Text to standard output. Who closed the pipe has read enough.
    pub fn print(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Text to standard error.
    pub fn complain(&self, text: &str) {
        let mut out = std::io::stderr().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// One error as one line.
    pub fn error(&self, error: &Error) {
        self.complain(&format!("无法完成：{error}\n"));
    }
}

/// The Windows console shows UTF-8 only when told so.
#[cfg(windows)]
fn use_utf8() {
    const UTF_8: u32 = 65001;
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn SetConsoleOutputCP(code_page: u32) -> i32;
    }
    // SAFETY: a plain call without pointers; a failure leaves the console as it was.
    unsafe {
        SetConsoleOutputCP(UTF_8);
    }
}
