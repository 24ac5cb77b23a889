//! All that the documents of a folder say, read back and compared with what the XML gives:
//! every text in its order, every label, what the files say of themselves, and `metadata.xml`.
//!
//! The XML is read, all is written from it anew, and both are read in the same way. So what
//! is compared is what a reader sees, not bytes: who has packed a file again has changed
//! nothing.

mod difference;
mod docx;
mod drawn;
mod leaves;
mod ofd;
mod order;
mod pdf;

use super::{DOCX, Given, METADATA, OFD, PDF, XML, metadata, sealed};
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::{Forms, Report};
use crate::payload::read::{Payload, read_payload};
use crate::payload::write::write_issue;
use crate::publication::Publication;
use crate::writers;
use difference::differences;
use order::texts;

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
    /// The report as OFD, where there is one.
    pub ofd: Option<&'f [u8]>,
    /// What the archive files it under.
    pub metadata: &'f [u8],
}

/// What was found in comparing.
pub struct Compared {
    /// What differs between the documents, one sentence each.
    pub differences: Vec<String>,
    /// Why it could not be compared how pages look, where that is so.
    pub unchecked: Option<&'static str>,
}

/// The fonts are others: those of the office, which are not at hand.
const OTHER_FONTS: &str = "不是用这里的字体排的；归档时用了 --font-dir 的，核对时也写上";
/// What looks the same in one version may look otherwise in another.
const OTHER_VERSION: &str = "是另一版本的程序生成的";

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
    let Documents { xml, docx, pdf, ofd, metadata } = documents;
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
    let in_docx = docx::read(docx).map_err(failed(DOCX))?;
    // The fingerprint of the workbook stands in the folder only.
    let publication = sealed(report, in_docx.source(), &given, xml);
    let written = writers::docx::write(&publication, &writers::docx::Options::default())?;
    let mut due = docx::read(&written).map_err(failed(DOCX))?;
    due.about = in_docx.due_about(due.about);
    all.extend(differences(DOCX, &in_docx.texts, &due.texts));
    all.extend(differences(DOCX, &in_docx.about, &due.about));
    let in_ofd = ofd.map(ofd::read).transpose().map_err(failed(OFD))?;
    let due_of_pages = due_pages(&publication, fonts, in_ofd.is_some())?;
    let unchecked = match &due_of_pages {
        _ if !is_of_this_version(&described) => Some(OTHER_VERSION),
        Some((due_pdf, _)) if in_pdf.has_fonts_of(due_pdf) => None,
        _ => Some(OTHER_FONTS),
    };
    let (due_pdf, due_ofd) = due_of_pages.unzip();
    let due_ofd = due_ofd.flatten();
    if let (None, Some(due_pdf)) = (unchecked, &due_pdf) {
        all.extend(in_pdf.differences(due_pdf));
        let ofds = in_ofd.as_ref().zip(due_ofd.as_ref());
        all.extend(ofds.into_iter().flat_map(|(found, due)| found.differences(due)));
        // The same words may look otherwise.
        if all.is_empty() {
            all = in_docx.unlike(&due);
            all.extend(in_pdf.unlike(due_pdf));
            all.extend(ofds.into_iter().flat_map(|(found, due)| found.unlike(due)));
        }
    } else {
        all.extend(in_pdf.differences_of_texts(due_pdf.as_ref(), &texts(&publication, true)));
        all.extend(in_ofd.iter().flat_map(|found| {
            let texts = texts(&publication, false);
            found.differences_of_texts(due_ofd.as_ref(), &texts, &in_pdf.pages)
        }));
    }
    Ok(Compared { differences: all, unchecked })
}

/// Whether this version of the program has written the folder.
fn is_of_this_version(described: &[Item]) -> bool {
    let own = concat!("nianbao ", env!("CARGO_PKG_VERSION"));
    described.iter().any(|(place, text)| is_program(place) && text == own)
}

/// Where `metadata.xml` names the program.
fn is_program(place: &str) -> bool {
    place.ends_with("文档创建程序")
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
    let ofd = documents.ofd.map(|ofd| (OFD, ofd));
    let others = [(DOCX, documents.docx), (XML, documents.xml)];
    let bytes: Vec<_> = [(PDF, documents.pdf)]
        .into_iter()
        .chain(ofd)
        .chain(others)
        .map(|(name, bytes)| (name, super::format_of(name), bytes.to_vec()))
        .collect();
    let due = metadata::write(report, given, pages, &bytes);
    let mut due = leaves::of(&due).map_err(|why| Error::writer("XML", why))?;
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

/// PDF and OFD as they should be; nothing where our fonts lack a character that the office's
/// own fonts had.
fn due_pages(
    publication: &Publication,
    fonts: &writers::pdf::Fonts,
    has_ofd: bool,
) -> Result<Option<(pdf::Words, Option<ofd::Words>)>, Error> {
    let standards = writers::pdf::Standards::archive();
    let options = writers::pdf::Options { standards, ..writers::pdf::Options::default() };
    let written = || {
        writers::pdf::allowed(publication, &options)?;
        let laid = writers::pdf::lay_out(publication, fonts, &options)?;
        let ofd = writers::ofd::Options::default();
        let ofd = has_ofd.then(|| writers::ofd::write(&laid, publication, &ofd)).transpose()?;
        Ok((laid.write(publication)?.bytes, ofd))
    };
    let (pdf, ofd) = match written() {
        Ok(written) => written,
        Err(Error::Writer { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let pdf = pdf::read(&pdf).map_err(|why| Error::writer("PDF", why))?;
    let ofd = ofd.as_deref().map(ofd::read).transpose();
    Ok(Some((pdf, ofd.map_err(|why| Error::writer("OFD", why))?)))
}

/// What the DOCX says of the XML beside it, so that no character of it can change alone.
pub fn seal(xml: &[u8]) -> (String, String) {
    (docx::SEAL.to_owned(), sha256(xml))
}
