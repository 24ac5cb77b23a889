//! The report for portals: `r:report` in `urn:x-nianbao:xxgk-report:1`.
//!
//! Schema: [`crate::payload::xsd`]. What the workbook leaves blank is left out,
//! never invented. Everything the report holds is in it, so that [`crate::payload::read`]
//! gives the same report back.

mod metadata;
mod section;

use crate::error::Error;
use crate::formats::xml::printer::Printer;
use crate::model::Report;

pub use metadata::value;

/// Namespace of the payload; its last part is the major version.
pub const NAMESPACE: &str = "urn:x-nianbao:xxgk-report:1";
/// Minor version of the schema.
pub const SCHEMA_VERSION: &str = "1.0";
/// Namespace of `xsi:nil`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// No report is longer; a longer one would be refused by whoever reads with a limit, and so
/// it is by our own reader.
pub const MOST_BYTES: usize = 16 << 20;

/// Which issue of a report it is: the same report may be published again, corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issue {
    /// 1 for the first publication.
    pub revision: u32,
    /// Whether it replaces an earlier one.
    pub status: Status,
}

/// `@status` of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// As first published.
    Published,
    /// Replaces an earlier revision.
    Corrected,
}

impl Issue {
    /// The first publication.
    pub const FIRST: Issue = Issue { revision: 1, status: Status::Published };
}

impl Status {
    /// As written.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Published => "published",
            Status::Corrected => "corrected",
        }
    }
}

/// What one published file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRole {
    /// PDF/A.
    Archival,
    /// Word.
    Editable,
    /// OFD.
    FixedLayout,
    /// The page.
    Web,
}

impl FileRole {
    /// As written.
    pub fn as_str(self) -> &'static str {
        match self {
            FileRole::Archival => "archival",
            FileRole::Editable => "editable",
            FileRole::FixedLayout => "fixed-layout",
            FileRole::Web => "web",
        }
    }
}

/// One published file of a report, as `r:files` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// Its address.
    pub href: String,
    /// Its media type.
    pub media_type: String,
    /// What it is for.
    pub role: FileRole,
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256 in 64 lower-case hex digits.
    pub sha256: String,
}

/// Writes the report as first published, as a document of its own.
///
/// # Errors
/// [`Error::Writer`] if it is longer than [`MOST_BYTES`].
pub fn write(report: &Report) -> Result<Vec<u8>, Error> {
    write_issue(report, Issue::FIRST)
}

/// Writes one issue of the report as a document of its own.
///
/// # Errors
/// [`Error::Writer`] if it is longer than [`MOST_BYTES`].
pub fn write_issue(report: &Report, issue: Issue) -> Result<Vec<u8>, Error> {
    let mut out = Printer::document();
    element(&mut out, report, issue, &[]);
    let bytes = out.finish();
    if bytes.len() > MOST_BYTES {
        let reason = format!("内容超过 {} MB，请删减文字", MOST_BYTES >> 20);
        return Err(Error::writer("XML", reason));
    }
    Ok(bytes)
}

/// Writes `r:report` into a document. It declares its own prefixes, so that it can be cut out.
pub fn element(out: &mut Printer, report: &Report, issue: Issue, files: &[PublishedFile]) {
    let year = report.metadata.year.map(|year| format!("{year:04}"));
    let revision = issue.revision.to_string();
    let mut attributes = vec![
        ("xmlns:r", NAMESPACE),
        ("xmlns:xsi", XSI),
        ("xml:lang", "zh-CN"),
        ("schemaVersion", SCHEMA_VERSION),
        ("format", report.edition.form().format_code.as_str()),
    ];
    attributes.extend(year.as_deref().map(|year| ("year", year)));
    attributes.extend([("revision", revision.as_str()), ("status", issue.status.as_str())]);
    out.open("r:report", &attributes);
    metadata::write(out, report);
    for section in &report.sections {
        section::write(out, report, section);
    }
    if !files.is_empty() {
        write_files(out, files);
    }
    out.close("r:report");
}

fn write_files(out: &mut Printer, files: &[PublishedFile]) {
    out.open("r:files", &[]);
    for file in files {
        out.empty(
            "r:file",
            &[
                ("href", &file.href),
                ("mediaType", &file.media_type),
                ("role", file.role.as_str()),
                ("length", &file.length.to_string()),
                ("sha256", &file.sha256),
            ],
        );
    }
    out.close("r:files");
}
