//! One file as read: the report in it, and where everything stands.

use super::Options;
use crate::diag::{Acceptance, Finding};
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::{Forms, Origins, Report};
use crate::payload::write::Issue;
use crate::publication::{Publication, compose};
use crate::reader;
use crate::reader::document::layout::Layout;
use crate::reader::grid::Book;

/// A report with the file it came from.
#[derive(Debug)]
pub struct Document {
    /// The name of the file, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The report in it.
    pub report: Report,
    /// Where its values stand; empty for a report that came from XML.
    pub origins: Origins,
    /// Names of its sheets, in order; none for XML.
    pub sheets: Vec<String>,
    /// What was odd on the way.
    pub findings: Vec<Finding>,
    /// What the office has accepted.
    pub acceptances: Vec<Acceptance>,
    /// Where things stand in it, if it is a Word file or a page.
    pub layout: Option<Layout>,
    /// Its cells by the names and positions of places, if they were to be kept.
    pub book: Option<Book>,
    /// Which issue it is.
    pub issue: Issue,
    /// The editions it was read with.
    pub forms: Forms,
}

/// Reads a workbook of any kind, or a report in our own XML. What it is, the bytes tell.
///
/// # Errors
/// [`Error::NotAWorkbook`] when the bytes are something else, damaged, locked or unsafe;
/// [`Error::NotTheForm`] when nothing of the form is in it.
pub fn read(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Document, Error> {
    let reader::Read { report, origins, sheets, findings, acceptances, layout, book, issue } =
        reader::read(&bytes, &options.open()).map_err(|error| in_words_for(name, error))?;
    let (name, forms) = (name.to_owned(), options.forms);
    Ok(Document {
        name,
        bytes,
        report,
        origins,
        sheets,
        findings,
        acceptances,
        layout,
        book,
        issue,
        forms,
    })
}

/// A refusal in words that fit what the file is called: the bytes may be too damaged to tell.
fn in_words_for(name: &str, error: Error) -> Error {
    const WORD: [&str; 5] = [".docx", ".docm", ".dotx", ".doc", ".wps"];
    const PAGE: [&str; 4] = [".html", ".htm", ".mht", ".mhtml"];
    let name = name.to_lowercase();
    let is_one_of = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match error {
        Error::NotAWorkbook(text) if is_one_of(&PAGE) && text.contains("认不出") => {
            let text = "认不出这个文件是什么，不像网页；请在浏览器里打开报告，按 Ctrl+S 再存一次";
            Error::NotAWorkbook(text.into())
        }
        error if is_one_of(&WORD) => reader::document::in_words_of_documents(error),
        error => error,
    }
}

/// Lays a report out as headings, paragraphs and tables, for every writer alike.
pub fn publish(document: &Document) -> Publication {
    let source = document.is_workbook().then(|| sha256(&document.bytes));
    compose(&document.report, source.as_deref())
}

impl Document {
    /// Whether it came from a workbook, not from XML.
    pub fn is_workbook(&self) -> bool {
        !self.sheets.is_empty()
    }

    /// The name of its file without ending.
    pub(super) fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(&*self.name, |(stem, _)| stem)
    }
}
