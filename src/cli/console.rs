//! Standard output and standard error, where a closed pipe is no error.

use crate::error::Error;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// The two streams of the program, or what is to be said on them later.
pub struct Console {
    kept: Option<Mutex<Vec<Piece>>>,
}

/// A text for one of the streams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// For standard output.
    Out(String),
    /// For standard error.
    Err(String),
}

impl Console {
    /// The process's own streams; on Windows the console is switched to UTF-8.
    pub fn new() -> Console {
        #[cfg(windows)]
        use_utf8();
        Console { kept: None }
    }

    /// One that keeps everything in the order said, for the messages of one file among many.
    pub fn keeping() -> Console {
        Console { kept: Some(Mutex::default()) }
    }

    /// What was kept.
    pub fn into_pieces(self) -> Vec<Piece> {
        self.kept
            .map(|kept| kept.into_inner().unwrap_or_else(PoisonError::into_inner))
            .unwrap_or_default()
    }

    /// Says what another has kept.
    pub fn say(&self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Out(text) => self.print(text),
                Piece::Err(text) => self.complain(text),
            }
        }
    }

    fn keep(&self, piece: Piece) {
        if let Some(kept) = &self.kept {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(piece);
        }
    }

    /// Text to standard output. Who closed the pipe has read enough.
    pub fn print(&self, text: &str) {
        if self.kept.is_some() {
            return self.keep(Piece::Out(text.to_owned()));
        }
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Text to standard error.
    pub fn complain(&self, text: &str) {
        if self.kept.is_some() {
            return self.keep(Piece::Err(text.to_owned()));
        }
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
