//! Findings as one JSON document, for programs.

use super::Finding;
use serde::Serialize;

/// All files of one run.
#[derive(Debug, Serialize)]
pub struct Document<'f> {
    /// In the order given.
    pub files: Vec<File<'f>>,
}

/// One file with its findings.
#[derive(Debug, Serialize)]
pub struct File<'f> {
    /// Path as given.
    pub file: String,
    /// Why it could not be read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Sorted findings.
    pub findings: Vec<Entry<'f>>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct Entry<'f> {
    code: &'f str,
    severity: super::Severity,
    title: &'f str,
    sheet: Option<&'f str>,
    cell: Option<String>,
    message: &'f str,
    help: &'f str,
}

impl<'f> From<&'f Finding> for Entry<'f> {
    fn from(finding: &'f Finding) -> Entry<'f> {
        let place = finding.place.as_ref();
        Entry {
            code: finding.code.id,
            severity: finding.severity,
            title: finding.code.title,
            sheet: place.map(|place| place.sheet.as_str()),
            cell: place.map(|place| place.reference()),
            message: &finding.message,
            help: &finding.help,
        }
    }
}

/// One file's entry.
pub fn file<'f>(path: String, findings: &'f [Finding], error: Option<String>) -> File<'f> {
    File { file: path, error, findings: findings.iter().map(Entry::from).collect() }
}
