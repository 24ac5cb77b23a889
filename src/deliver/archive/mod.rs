//! The folder that goes to the archive: the report as PDF/A-1b, DOCX and XML, as OFD-A where it
//! is asked for, what it is (`metadata.xml`), and what its bytes are (`SHA256SUMS`).
//!
//! ```text
//! {档号, or year_code, or the workbook's name}/
//!     report.pdf  report.ofd  report.docx  report.xml  metadata.xml  SHA256SUMS
//! ```
//!
//! Same workbook, same bytes. `figures` reads them back for `nianbao verify`.

pub mod figures;
#[cfg(test)]
mod forgeries;
mod metadata;
mod name;
mod ofd;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it saves")]
mod place;
pub mod sums;
#[cfg(test)]
mod tests;
pub mod verify;
mod words;

#[cfg(feature = "cli")]
pub use place::place;

use crate::error::Error;
use crate::model::Report;
use crate::payload::write::{self, Issue};
use crate::publication::{Publication, compose};
use crate::writers::{docx, ofd as ofd_writer, pdf};

/// The report as PDF/A-1b.
pub const PDF: &str = "report.pdf";
/// The report as OFD-A.
pub const OFD: &str = "report.ofd";
/// The report for Word.
pub const DOCX: &str = "report.docx";
/// The report for programs.
pub const XML: &str = "report.xml";
/// What the archive files it under.
pub const METADATA: &str = "metadata.xml";

/// The files of every folder, besides the list of fingerprints.
pub const FILES: [&str; 4] = [PDF, DOCX, XML, METADATA];

/// What only the archive room knows: from the command line or, under these names, from the
/// workbook. Nothing of it is ever made up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// 档号.
    pub archive_number: Option<String>,
    /// 全宗号.
    pub fonds: Option<String>,
    /// 保管期限.
    pub retention: Option<String>,
}

impl Given {
    /// Fills what the command line leaves open from keys of 基本信息 that we otherwise do not
    /// know.
    fn or_from(&self, report: &Report) -> Given {
        let of_workbook = |own: &Option<String>, key: &str| {
            let filled = |text: &str| !text.trim().is_empty();
            let mut unknown = report.metadata.unknown.iter();
            let found = unknown.find(|(name, value)| name.trim() == key && filled(value));
            let found = || found.map(|(_, value)| value.trim().to_owned());
            own.clone().filter(|text| filled(text)).or_else(found)
        };
        Given {
            archive_number: of_workbook(&self.archive_number, "档号"),
            fonds: of_workbook(&self.fonds, "全宗号"),
            retention: of_workbook(&self.retention, "保管期限"),
        }
    }
}

/// What [`Given`] is called among the properties of the DOCX, in its order.
const GIVEN_NAMES: [&str; 3] = ["档号", "全宗号", "保管期限"];
/// What the fingerprint of the workbook is called there.
const SOURCE: &str = "源工作簿SHA-256";

/// The format of a document in words.
fn format_of(name: &str) -> &'static str {
    match name {
        PDF => "PDF/A-1b（GB/T 23286.1-2009）",
        OFD => "OFD-A（GB/T 42133-2022）",
        DOCX => "DOCX（Office Open XML）",
        _ => "XML 1.0（UTF-8）",
    }
}

/// The report as it is printed for the archive: its properties name what the archive room
/// knows, and the fingerprint of the XML, so that neither can be changed in one file alone.
fn sealed(report: &Report, source: Option<&str>, given: &Given, xml: &[u8]) -> Publication {
    let mut publication = compose(report, source);
    let Given { archive_number, fonds, retention } = given;
    let values = [archive_number, fonds, retention].map(|value| value.as_deref());
    let named = GIVEN_NAMES.iter().zip(values).filter_map(|(name, value)| {
        Some(((*name).to_owned(), value?.trim().to_owned())).filter(|(_, value)| !value.is_empty())
    });
    publication.document.properties.extend(named);
    publication.document.properties.push(words::seal(xml));
    publication
}

/// A folder that is not written yet.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Its name, one that every system takes.
    pub name: String,
    /// Its files by name, `SHA256SUMS` last.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

/// Makes the folder of an issue of a report, with an OFD if `has_ofd`. `stem` is the workbook's
/// name, `source_sha256` its fingerprint.
///
/// # Errors
/// Whatever the writers say.
pub fn folder(
    (report, issue): (&Report, Issue),
    stem: &str,
    source_sha256: &str,
    given: &Given,
    fonts: &pdf::Fonts,
    has_ofd: bool,
) -> Result<Folder, Error> {
    let given = given.or_from(report);
    let xml = write::write_issue(report, issue)?;
    let publication = sealed(report, Some(source_sha256), &given, &xml);
    let options = pdf::Options { standards: pdf::Standards::archive(), ..pdf::Options::default() };
    pdf::allowed(&publication, &options)?;
    let laid = pdf::lay_out(&publication, fonts, &options)?;
    let printed = laid.write(&publication)?;
    let mut documents = vec![(PDF, format_of(PDF), printed.bytes)];
    if has_ofd {
        let ofd = ofd_writer::write(&laid, &publication, &ofd_writer::Options::default())?;
        documents.push((OFD, format_of(OFD), ofd));
    }
    let word = docx::write(&publication, &docx::Options::default())?;
    documents.extend([(DOCX, format_of(DOCX), word), (XML, format_of(XML), xml)]);
    let about = metadata::write(report, &given, printed.pages, &documents);
    let mut files: Vec<(&'static str, Vec<u8>)> =
        documents.into_iter().map(|(name, _, bytes)| (name, bytes)).collect();
    files.push((METADATA, about));
    let sums = sums::write(&files);
    files.push((sums::NAME, sums));
    Ok(Folder { name: name::of(report, stem, &given), files })
}
