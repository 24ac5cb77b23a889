//! Bytes of any spreadsheet format to a [`Book`]; any other bytes to a sentence that says
//! what they are and what to do.
//!
//! What a file is, its content tells and never its name. The guard washes what
//! calamine will see; `.xls` and `.xlsb`, whose parser keeps whole sheets in memory, are read
//! in a child process when there is a program to start. `.ods` is read here without calamine,
//! which knows neither its merged areas nor its hidden rows and unrolls every repetition.

mod cells;
mod findings;
mod legacy;
mod ods;
mod refuse;
mod sniff;
#[cfg(test)]
mod tests;
mod xlsb;
mod xlsx;

pub use super::guard::{Note, NoteKind};
pub use findings::findings;

use super::child;
use super::grid::Book;
use super::guard::limits::MAX_FILE;
use super::guard::{damaged, quiet};
use crate::error::Error;
use serde::{Deserialize, Serialize};
use sniff::Kind;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How to open.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// Our own program, to be started as `PROGRAM __read-grid` for formats whose parser is
    /// not trusted. Without it they are read in this process, after the same checks.
    pub child: Option<PathBuf>,
}

/// An opened workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Its sheets and cells.
    pub book: Book,
    /// What was left out or is doubtful.
    pub notes: Vec<Note>,
}

/// Reads a file for [`open`]: all of it, but no more than it takes to see that it is too big.
///
/// # Errors
/// As the system says.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a workbook.
///
/// # Errors
/// [`Error::NotAWorkbook`] when the bytes are something else, locked, damaged or unsafe.
pub fn open(bytes: &[u8], options: &OpenOptions) -> Result<Opened, Error> {
    let opened = quiet::catch(|| match (sniff::sniff(bytes)?, &options.child) {
        (Kind::Xlsb(_) | Kind::Xls(_), Some(program)) => child::read(program, bytes),
        (Kind::Xlsx(package), _) => xlsx::read(package),
        (Kind::Xlsb(package), None) => xlsb::read(package),
        (Kind::Ods(package), _) => ods::read(package),
        (Kind::Xls(stream), None) => legacy::read(stream),
    });
    opened.unwrap_or_else(|| Err(damaged("内容前后矛盾，读不下去")))
}
