//! Word files and web pages to a report.
//!
//! Each format becomes a [`flow::Flow`] of lines and tables; from there on nobody knows which
//! it was. The report is found in it (`region`), its keys are taken from title, signature
//! and page head ([`identity`]), and the rest goes as a book of cells ([`book`]) through the
//! same steps as any workbook. [`layout`] leads back from cells to places people can find.

mod advice;
mod around;
pub mod book;
pub mod budget;
mod contents;
pub mod docx;
mod elsewhere;
mod facts;
pub mod flattened;
pub mod flow;
pub mod head;
pub mod html;
pub mod identity;
mod landmark;
pub mod layout;
mod lines;
mod name;
pub mod notes;
mod own_tables;
mod region;
mod rows;
mod signature;
mod title;

use super::Read;
use super::open::OpenOptions;
use super::report::from_book;
use crate::error::Error;
use crate::formats::opc::Package;
use crate::model::Forms;
use flow::{Block, Content, Flow};
use std::collections::BTreeSet;

/// So many headings of sections without a table are a report too.
const HEADINGS: usize = 2;
/// So many where nothing else says that they are one.
const MOST_HEADINGS: usize = 4;

/// Reads a Word file.
///
/// # Errors
/// [`Error::NotAWorkbook`] when it is damaged, unsafe or holds too much;
/// [`Error::NotTheForm`] when no report is in it.
pub fn read_docx(package: Package<'_>, options: &OpenOptions<'_>) -> Result<Read, Error> {
    docx::read(package).and_then(|flow| read(flow, options)).map_err(in_words_of_documents)
}

/// Reads a page of the web, or one that a browser saved.
///
/// # Errors
/// As [`read_docx`].
pub fn read_page(bytes: &[u8], options: &OpenOptions<'_>) -> Result<Read, Error> {
    html::read(bytes).and_then(|flow| read(flow, options)).map_err(in_words_of_documents)
}

/// Whether a Word file holds a report.
///
/// # Errors
/// [`Error::NotAWorkbook`] as [`read_docx`].
pub fn docx_holds_report(package: Package<'_>, forms: Forms) -> Result<bool, Error> {
    let flow = docx::read(package)?;
    Ok(is_report(&flow.blocks, speaks_of_report(&flow), forms))
}

/// Whether a page holds a report.
///
/// # Errors
/// [`Error::NotAWorkbook`] as [`read_page`].
pub fn page_holds_report(bytes: &[u8], forms: Forms) -> Result<bool, Error> {
    let flow = html::read(bytes)?;
    Ok(is_report(&flow.blocks, speaks_of_report(&flow), forms))
}

/// Whether a document speaks of the yearly report of some year: other reports and guides have
/// some of its headings, too.
fn speaks_of_report(flow: &Flow) -> bool {
    let lines = flow.blocks.iter().flat_map(|block| match &block.content {
        Content::Line(line) => vec![line],
        Content::Table(cells) => cells.iter().flat_map(flow::Cell::lines).collect(),
    });
    let facts = flow.facts.iter().map(|(_, value)| value.as_str());
    lines.map(|line| line.text.as_str()).chain(facts).any(|text| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        text.contains("信息公开")
            && (text.contains("年度报告") || text.contains("年报"))
            && name::year(&text).is_some()
    })
}

/// Whether blocks hold a table of a form, or headings of its sections: most of them, or a few
/// where the document speaks of the report.
fn is_report(blocks: &[Block], is_spoken_of: bool, forms: Forms) -> bool {
    let is_table = |block: &Block| match &block.content {
        Content::Table(cells) => landmark::is_of_form(cells, forms),
        Content::Line(_) => false,
    };
    let headings: BTreeSet<u8> =
        blocks.iter().flat_map(|block| landmark::sections(block, forms)).collect();
    let enough = if is_spoken_of { HEADINGS } else { MOST_HEADINGS };
    headings.len() >= enough || blocks.iter().any(is_table)
}

/// Reads a report from what stands in a document.
fn read(flow: Flow, options: &OpenOptions<'_>) -> Result<Read, Error> {
    let (forms, is_page) = (options.forms, flow.is_page);
    let facts = flow.facts.clone();
    let mut noted = flow.notes.clone();
    let flow = Flow { blocks: lines::settled(flow.blocks, is_page, forms), ..flow };
    let elsewhere = elsewhere::nothing(&flow);
    let is_spoken_of = speaks_of_report(&flow);
    let region::Region { above, mut body } = region::find(flow, forms);
    let lost = flattened::take(&mut body, forms);
    if lost.is_empty() && !is_report(&body, is_spoken_of, forms) {
        return Err(elsewhere);
    }
    title::take_out_of_table(&mut body, forms);
    if elsewhere::reports(&body, forms) > 1 {
        let what = if is_page { "这个网页" } else { "这份 Word 文档" };
        return Err(Error::NotTheForm(format!(
            "{what}里不止一份年度报告，分不清用哪一份；请只留下要用的一份，另存后再试"
        )));
    }
    // What is hidden around the report on a page is none of its text.
    let sources = || body.iter().flat_map(Block::sources);
    if let (true, Some(first), Some(last)) = (is_page, sources().min(), sources().max()) {
        noted.retain(|note| (first..=last).contains(&note.source));
    }
    noted.extend(rows::short(&body, forms));
    let identity = identity::find(above, &mut body, &facts, is_page, options.sets, forms);
    noted.extend(own_tables::as_text(&mut body, forms));
    let notes = notes::findings(&noted);
    let (book, mut layout) = book::build(&body, &identity, is_page);
    let mut read = from_book(&book, forms)?;
    for (finding, source) in notes.into_iter().chain(lost) {
        let place = layout.cell_of(source);
        read.findings.push(finding.at(place));
    }
    layout.apply(&mut read);
    read.book = options.keeps_cells.then(|| layout.book(book));
    read.findings.extend(identity.findings);
    drop_default_preamble(&mut read);
    read.layout = Some(layout);
    Ok(read)
}

/// A preamble that is the default one for this report was made of its keys, and is none of its
/// own.
fn drop_default_preamble(read: &mut Read) {
    const ID: &str = "preamble";
    let Some(own) = read.report.metadata.fields.remove(ID) else { return };
    let edition = read.report.edition.form();
    let usual = crate::publication::preamble(&read.report, edition).join("\n");
    if usual != own {
        read.report.metadata.fields.insert(ID.into(), own);
    }
}

/// The sentences of the guard speak of workbooks.
pub fn in_words_of_documents(error: Error) -> Error {
    let put = |text: String| {
        if text.contains("Word") {
            return text;
        }
        text.replace("WPS 或 Excel", "WPS 或 Word")
            .replace("“Excel 工作簿（*.xlsx）”", "“Word 文档（*.docx）”")
            .replace("工作簿", "文档")
    };
    match error {
        Error::NotAWorkbook(text) => Error::NotAWorkbook(put(text)),
        other => other,
    }
}
