//! Workbook bytes to a [`Report`], with the origin of every value and what was odd on the way.
//!
//! `open` (guarded) turns bytes into a [`grid::Book`]; the rest finds headings, tables and
//! keys by their labels. The reader never judges a figure: that is for [`crate::rules`].

pub mod acceptances;
mod characters;
pub(crate) mod codes;
pub mod fields;
pub mod formula;
pub mod grid;
pub(crate) mod guard;
pub mod labels;
pub mod narrative;
mod notes;
mod number_format;
pub mod open;
mod plain;
mod report;
pub mod results;
pub mod tables;
pub mod value;

pub(crate) use characters::in_ordinary_characters;
pub use guard::limits::MAX_FILE;
pub(crate) use notes::NB016;
pub use open::OpenOptions;
pub use report::from_book;

use crate::diag::{Acceptance, Codes, Finding};
use crate::error::Error;
use crate::model::{Origins, Report};
use crate::payload::read::{self as payload, Payload};
use crate::payload::write::Issue;

/// The codes of this room, file by file.
pub const CODES: &[Codes] = &[
    characters::CODES,
    codes::CODES,
    fields::CODES,
    narrative::CODES,
    notes::CODES,
    open::CODES,
    report::below::CODES,
    report::figure::CODES,
    report::skipped::CODES,
    report::table::CODES,
    report::unit::CODES,
    report::unread::CODES,
    report::CODES,
];

/// What reading a workbook gives.
#[derive(Debug)]
pub struct Read {
    /// The report.
    pub report: Report,
    /// Where each value stands.
    pub origins: Origins,
    /// Names of the sheets, in order.
    pub sheets: Vec<String>,
    /// What was odd.
    pub findings: Vec<Finding>,
    /// What the office has accepted.
    pub acceptances: Vec<Acceptance>,
    /// Which issue it is: XML says so, a workbook is the first.
    pub issue: Issue,
}

/// Reads a workbook, or a report in our own XML.
///
/// # Errors
/// [`Error::NotAWorkbook`] when the bytes are something else, damaged, locked or unsafe;
/// [`Error::NotTheForm`] when nothing of the form is in it.
pub fn read(bytes: &[u8], options: &OpenOptions<'_>) -> Result<Read, Error> {
    if payload::is_ours(bytes) {
        let Payload { report, issue, .. } = payload::read_payload(bytes, options.forms)?;
        let findings = report::missing_tables(&report);
        let (origins, sheets, acceptances) = Default::default();
        return Ok(Read { report, origins, sheets, findings, acceptances, issue });
    }
    let mut opened = open::open(bytes, options)?;
    opened.book.sheets.retain(|sheet| !results::is_ours(sheet));
    let found = open::findings(&opened.notes);
    let mut read =
        from_book(&opened.book, options.forms).map_err(|error| with_notes(error, &found))?;
    read.findings.extend(found);
    Ok(read)
}

/// A refusal that also says what was left out of the file: the form may have been there.
fn with_notes(error: Error, found: &[Finding]) -> Error {
    const MOST: usize = 3;
    let Error::NotTheForm(sentence) = error else { return error };
    let mut notes: String = found
        .iter()
        .take(MOST)
        .map(|finding| match &finding.place {
            Some(place) => format!("；另外，{place}：{}", finding.message),
            None => format!("；另外，{}", finding.message),
        })
        .collect();
    if found.len() > MOST {
        notes.push_str(&format!("；等共 {} 处", found.len()));
    }
    Error::NotTheForm(sentence + &notes)
}
