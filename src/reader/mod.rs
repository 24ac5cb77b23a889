//! Workbook bytes to a [`Report`], with the origin of every value and what was odd on the way.
//!
//! `open` (guarded) turns bytes into a [`grid::Book`]; the rest finds headings, tables and
//! keys by their labels. The reader never judges a figure: that is for [`crate::rules`].

pub mod acceptances;
mod characters;
pub(crate) mod codes;
pub mod document;
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
mod sets;
pub mod tables;
pub mod value;

pub(crate) use characters::in_ordinary_characters;
pub use guard::limits::MAX_FILE;
pub(crate) use notes::NB016;
pub use open::OpenOptions;
pub use report::from_book;

use crate::diag::{Acceptance, Codes, Finding};
use crate::error::Error;
use crate::model::{Forms, Origins, Report};
use crate::payload::read::{self as payload, Payload};
use crate::payload::write::Issue;
use document::layout::Layout;
use grid::Book;
use guard::{damaged, panics};
use open::{FileKind, sniff};

/// The codes of this room, file by file.
pub const CODES: &[Codes] = &[
    characters::CODES,
    codes::CODES,
    document::flattened::CODES,
    document::identity::CODES,
    document::notes::CODES,
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
    /// Where things stand in a document; none for a workbook.
    pub layout: Option<Layout>,
    /// Its cells by the names and positions of places, if they were to be kept.
    pub book: Option<Book>,
    /// Which issue it is: XML says so, a workbook is the first.
    pub issue: Issue,
}

/// Reads a workbook, a Word file, a web page, or a report in our own XML.
///
/// # Errors
/// [`Error::NotAWorkbook`] when the bytes are something else, damaged, locked or unsafe;
/// [`Error::NotTheForm`] when nothing of the form is in it.
pub fn read(bytes: &[u8], options: &OpenOptions<'_>) -> Result<Read, Error> {
    if payload::is_ours(bytes) {
        let Payload { mut report, issue, .. } = payload::read_payload(bytes, options.forms)?;
        let mut findings = report::missing_tables(&report);
        findings.extend(sets::put(options.sets, &mut report, options.forms));
        let (origins, sheets, acceptances, layout, book) = Default::default();
        return Ok(Read { report, origins, sheets, findings, acceptances, layout, book, issue });
    }
    if let Some(read) = read_document(bytes, options)? {
        return Ok(read);
    }
    let mut opened = open::open(bytes, options)?;
    opened.book.sheets.retain(|sheet| !results::is_ours(sheet));
    sets::put_before(options.sets, &mut opened.book);
    let found = open::findings(&opened.notes);
    let mut read =
        from_book(&opened.book, options.forms).map_err(|error| with_notes(error, &found))?;
    read.findings.extend(found);
    sets::forget(options.sets, &mut read);
    read.book = options.keeps_cells.then_some(opened.book);
    Ok(read)
}

/// Whether a Word file or a page holds a report.
///
/// # Errors
/// [`Error::NotAWorkbook`] when it is damaged, locked, unsafe or something else.
pub fn holds_report(bytes: &[u8], forms: Forms) -> Result<bool, Error> {
    let holds = panics::catch(|| match sniff(bytes)? {
        FileKind::Docx(package) => document::docx_holds_report(package, forms),
        FileKind::Page => document::page_holds_report(bytes, forms),
        _ => Ok(false),
    });
    holds.unwrap_or_else(|| Err(damaged("内容前后矛盾，读不下去")))
}

/// Reads a Word file or a page; none where it is something else.
fn read_document(bytes: &[u8], options: &OpenOptions<'_>) -> Result<Option<Read>, Error> {
    let read = panics::catch(|| match sniff(bytes)? {
        FileKind::Docx(package) => document::read_docx(package, options).map(Some),
        FileKind::Page => document::read_page(bytes, options).map(Some),
        _ => Ok(None),
    });
    read.unwrap_or_else(|| Err(damaged("内容前后矛盾，读不下去")))
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
