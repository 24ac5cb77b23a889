//! Word files and web pages to a report.
//!
//! Each format becomes a [`flow::Flow`] of lines and tables; from there on nobody knows which
//! it was. The report is found in it ([`region`]), its keys are taken from title, signature
//! and page head ([`identity`]), and the rest goes as a book of cells ([`book`]) through the
//! same steps as any workbook. [`layout`] leads back from cells to places people can find.

pub mod book;
pub mod budget;
pub mod docx;
pub mod flattened;
pub mod flow;
pub mod head;
pub mod html;
pub mod identity;
mod landmark;
pub mod layout;
mod name;
pub mod notes;
mod region;

use super::Read;
use super::open::OpenOptions;
use super::report::from_book;
use crate::error::Error;
use crate::formats::opc::Package;
use crate::model::Forms;
use crate::text::clean::trim;
use flow::{Block, Content, Flow, Line};
use std::collections::BTreeSet;

/// So many headings of sections without a table are a report too.
const HEADINGS: usize = 2;

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
pub fn docx_holds_report(package: Package<'_>, forms: Forms) -> bool {
    docx::read(package).is_ok_and(|flow| is_report(&flow.blocks, forms))
}

/// Whether a page holds a report.
pub fn page_holds_report(bytes: &[u8], forms: Forms) -> bool {
    html::read(bytes).is_ok_and(|flow| is_report(&flow.blocks, forms))
}

/// Whether blocks hold a table of a form, or headings of its sections.
fn is_report(blocks: &[Block], forms: Forms) -> bool {
    let is_table = |block: &Block| match &block.content {
        Content::Table(cells) => landmark::is_of_form(cells, forms),
        Content::Line(_) => false,
    };
    let headings: BTreeSet<u8> =
        blocks.iter().flat_map(|block| landmark::sections(block, forms)).collect();
    headings.len() >= HEADINGS || blocks.iter().any(is_table)
}

/// Reads a report from what stands in a document.
fn read(flow: Flow, options: &OpenOptions<'_>) -> Result<Read, Error> {
    let (forms, is_page) = (options.forms, flow.is_page);
    let facts = flow.facts.clone();
    let notes = notes::findings(&flow.notes);
    let flow = Flow { blocks: flow.blocks.into_iter().flat_map(in_lines).collect(), ..flow };
    let region::Region { above, mut body } = region::find(flow, forms);
    let lost = flattened::take(&mut body, forms);
    if lost.is_empty() && !is_report(&body, forms) {
        let what = if is_page { "这个网页" } else { "这份 Word 文档" };
        return Err(Error::NotTheForm(format!(
            "{what}里找不到年度报告的任何一张表或标题；请确认选对了文件"
        )));
    }
    let identity = identity::find(above, &mut body, &facts, is_page, options.sets, forms);
    let (book, mut layout) = book::build(&body, &identity, is_page);
    let mut read = from_book(&book, forms)?;
    for (finding, source) in notes.into_iter().chain(lost) {
        let place = layout.cell_of(source);
        read.findings.push(finding.at(place));
    }
    layout.apply(&mut read);
    read.findings.extend(identity.findings);
    drop_default_preamble(&mut read);
    read.layout = Some(layout);
    Ok(read)
}

/// A paragraph with line breaks as paragraphs, unless it is a title or a name set in lines.
fn in_lines(block: Block) -> Vec<Block> {
    let Content::Line(line) = &block.content else { return vec![block] };
    let whole: String = line.text.split('\n').map(trim).collect();
    if !line.text.contains('\n') || name::is_title(&whole) || name::is_body(&whole) {
        return vec![block];
    }
    let texts = line.text.split('\n').map(trim).filter(|text| !text.is_empty());
    let lines = texts.map(|text| Line { text: text.to_owned(), ..line.clone() });
    lines.map(|line| Block { within: block.within, content: Content::Line(line) }).collect()
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
fn in_words_of_documents(error: Error) -> Error {
    let put = |text: String| {
        text.replace("WPS 或 Excel", "WPS 或 Word")
            .replace("“Excel 工作簿（*.xlsx）”", "“Word 文档（*.docx）”")
            .replace("工作簿", "文档")
    };
    match error {
        Error::NotAWorkbook(text) => Error::NotAWorkbook(put(text)),
        other => other,
    }
}
