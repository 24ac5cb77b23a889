//! Bytes of any spreadsheet format to a [`Book`]; any other bytes to a sentence that says
//! what they are and what to do.
//!
//! What a file is, its content tells and never its name. The guard sanitizes what
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
pub use findings::{CODES, NB026, findings};

use super::grid::Book;
use super::guard::{damaged, panics};
use crate::error::Error;
use crate::model::Forms;
use serde::{Deserialize, Serialize};
pub use sniff::{FileKind, sniff};

/// Runs a reading that may end the process: `.xls` and `.xlsb`, whose parser asks for as
/// much memory as the file says.
pub trait Isolate: Sync {
    /// Opens a workbook where a failure harms nobody, as [`open`] would.
    ///
    /// # Errors
    /// As [`open`], and when the reading was ended from outside.
    fn open(&self, bytes: &[u8]) -> Result<Opened, Error>;
}

/// How to open.
#[derive(Clone, Copy, Default)]
pub struct OpenOptions<'o> {
    /// How to run what may abort. Without it everything is read on the spot, after the same
    /// checks.
    pub isolate: Option<&'o dyn Isolate>,
    /// The editions that a report may be on.
    pub forms: Forms,
    /// Keys that are given from outside, by the id of their field; they win over what stands
    /// in the file.
    pub sets: &'o [(String, String)],
    /// Whether the cells stay with what was read, for whoever draws them.
    pub keeps_cells: bool,
}

/// An opened workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Its sheets and cells.
    pub book: Book,
    /// What was left out or is doubtful.
    pub notes: Vec<Note>,
}

/// Opens a workbook.
///
/// # Errors
/// [`Error::NotAWorkbook`] when the bytes are something else, locked, damaged or unsafe.
pub fn open(bytes: &[u8], options: &OpenOptions<'_>) -> Result<Opened, Error> {
    let opened = panics::catch(|| match (sniff(bytes)?, options.isolate) {
        (FileKind::Xlsb(_) | FileKind::Xls(_), Some(isolate)) => isolate.open(bytes),
        (FileKind::Xlsx(package), _) => xlsx::read(package),
        (FileKind::Xlsb(package), None) => xlsb::read(package),
        (FileKind::Ods(package), _) => ods::read(package),
        (FileKind::Xls(stream), None) => legacy::read(stream),
        // Documents are no books; they are read elsewhere.
        (FileKind::Docx(_), _) => Err(refuse::is("Word 文档（.docx）")),
        (FileKind::Page, _) => Err(refuse::is("网页")),
    });
    opened.unwrap_or_else(|| Err(damaged("内容前后矛盾，读不下去")))
}
