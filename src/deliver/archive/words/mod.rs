//! All that the documents of a folder say, read back and compared with what the XML gives:
//! every text in its order, every label, what the files say of themselves, and `metadata.xml`.
//!
//! The XML is read, all is written from it anew, and both are read in the same way. So what
//! is compared is what a reader sees, not bytes: who has packed a file again has changed
//! nothing.

mod difference;
mod docx;
mod leaves;
mod pdf;

use super::{DOCX, Given, METADATA, PDF, XML, metadata, sealed};
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::{Forms, Report};
use crate::payload::read::{Payload, read_payload};
use crate::payload::write::write_issue;
use crate::publication::Publication;
use crate::writers;
use difference::differences;

/// A text with the place where it stands.
type Item = (String, String);

/// The documents of a folder.
pub struct Documents<'f> {
    /// The report for programs.
    pub xml: &'f [u8],
    /// The report for Word.
    pub docx: &'f [u8],
    /// The report as PDF.
    pub pdf: &'f [u8],
    /// What the archive files it under.
    pub metadata: &'f [u8],
}

/// What was found in comparing.
pub struct Compared {
    /// What differs between the documents, one sentence each.
    pub differences: Vec<String>,
    /// Whether the texts of the PDF could be compared.
    pub has_pdf: bool,
}

/// Compares all texts.
///
/// # Errors
/// [`Error::NotAWorkbook`] with one sentence when one of them cannot be read.
pub fn compare(
    documents: &Documents<'_>,
    forms: Forms,
    fonts: &writers::pdf::Fonts,
) -> Result<Compared, Error> {
    let failed = |name: &'static str| {
        move |why: String| Error::NotAWorkbook(format!("读不出 {name} 里的内容：{why}"))
    };
    let Documents { xml, docx, pdf, metadata } = documents;
    let payload = read_payload(xml, forms)?;
    let Payload { report, issue, files } = &payload;
    let mut all = Vec::new();
    if files.is_empty() {
        let due = leaves::of(&write_issue(report, *issue)?).map_err(failed(XML))?;
        all.extend(differences(XML, &leaves::of(xml).map_err(failed(XML))?, &due));
    }
    let described = leaves::of(metadata).map_err(failed(METADATA))?;
    let given = leaves::given(&described);
    let in_pdf = pdf::read(pdf).map_err(failed(PDF))?;
    all.extend(differences(
        METADATA,
        &described,
        &due_metadata(report, &given, in_pdf.pages.len(), documents, &described)?,
    ));
    let publication = sealed(report, None, &given, xml);
    let in_docx = docx::read(docx).map_err(failed(DOCX))?;
    let written = writers::docx::write(&publication, &writers::docx::Options::default())?;
    let due = docx::read(&written).map_err(failed(DOCX))?;
    all.extend(differences(DOCX, &in_docx.texts, &due.texts));
    all.extend(differences(DOCX, &in_docx.about, &in_docx.due_about(due.about)));
    let due = due_pdf(&publication, fonts)?;
    let has_pdf = due.is_some();
    all.extend(in_pdf.differences(due));
    Ok(Compared { differences: all, has_pdf })
}

/// `metadata.xml` as it should be. Which version of the program has written the folder is not
/// ours to say, but it is one.
fn due_metadata(
    report: &Report,
    given: &Given,
    pages: usize,
    documents: &Documents<'_>,
    described: &[Item],
) -> Result<Vec<Item>, Error> {
    let bytes = [(PDF, documents.pdf), (DOCX, documents.docx), (XML, documents.xml)]
        .map(|(name, bytes)| (name, super::format_of(name), bytes.to_vec()));
    let due = metadata::write(report, given, pages, &bytes);
    let mut due = leaves::of(&due).map_err(|why| Error::writer("XML", why))?;
    let is_program = |place: &str| place.ends_with("文档创建程序");
    let is_version = |text: &&String| {
        let version = text.strip_prefix("nianbao ").unwrap_or_default();
        version.split('.').count() == 3 && version.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let known = described.iter().find(|(place, _)| is_program(place)).map(|(_, text)| text);
    if let Some(known) = known.filter(is_version) {
        for (_, text) in due.iter_mut().filter(|(place, _)| is_program(place)) {
            text.clone_from(known);
        }
    }
    Ok(due)
}

/// The PDF as it should be; nothing where our fonts lack a character that the office's own
/// fonts had.
fn due_pdf(
    publication: &Publication,
    fonts: &writers::pdf::Fonts,
) -> Result<Option<pdf::Words>, Error> {
    let standards = writers::pdf::Standards::archive();
    let options = writers::pdf::Options { standards, ..writers::pdf::Options::default() };
    match writers::pdf::write(publication, fonts, &options) {
        Ok(written) => {
            let due = pdf::read(&written.bytes);
            due.map(Some).map_err(|why| Error::writer("PDF", why))
        }
        Err(Error::Writer { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the DOCX says of the XML beside it, so that no character of it can change alone.
pub fn seal(xml: &[u8]) -> (String, String) {
    (docx::SEAL.to_owned(), sha256(xml))
}
