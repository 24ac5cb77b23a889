//! Findings as one JSON document, for programs: every finding with its exact cell. The
//! shape is that of `docs/findings.schema.json`; keys are added, never renamed.

use super::accepted::count;
use super::run::{File, Run};
use super::{Finding, Severity};
use crate::error::Error;
use serde::Serialize;

/// Renders the findings of a run.
///
/// # Errors
/// [`Error::Writer`] when it cannot be serialized, which no finding causes.
pub fn render(run: &Run<'_>) -> Result<String, Error> {
    let document = Document {
        profile: run.profile.map(|profile| profile.name()),
        files: run.files.iter().map(|file| entry(file, run.profile.is_some())).collect(),
    };
    serde_json::to_string_pretty(&document)
        .map(|text| text + "\n")
        .map_err(|error| Error::writer("JSON", error))
}

/// All files of one run.
#[derive(Serialize)]
struct Document<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'r str>,
    files: Vec<FileEntry<'r>>,
}

/// One file with its findings.
#[derive(Serialize)]
struct FileEntry<'r> {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    omitted: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<usize>,
    findings: Vec<FindingEntry<'r>>,
}

/// One finding.
#[derive(Serialize)]
struct FindingEntry<'r> {
    code: &'r str,
    severity: Severity,
    title: &'r str,
    sheet: Option<&'r str>,
    cell: Option<String>,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    spot: Option<&'r str>,
    message: String,
    help: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<AcceptedEntry<'r>>,
}

/// Why a finding is accepted.
#[derive(Serialize)]
struct AcceptedEntry<'r> {
    reason: &'r str,
    by: &'r str,
    date: &'r str,
}

fn entry<'r>(file: &'r File<'r>, has_profile: bool) -> FileEntry<'r> {
    FileEntry {
        file: file.path.display().to_string(),
        error: file.error.as_deref(),
        omitted: has_profile.then_some(file.omitted),
        accepted: Some(count(file.findings)).filter(|count| *count > 0),
        findings: file.findings.iter().map(FindingEntry::from).collect(),
    }
}

impl<'r> From<&'r Finding> for FindingEntry<'r> {
    fn from(finding: &'r Finding) -> FindingEntry<'r> {
        let place = finding.place.as_ref();
        FindingEntry {
            code: finding.code.id,
            severity: finding.severity,
            title: finding.code.title,
            sheet: place.map(|place| place.sheet.as_str()),
            cell: place.map(|place| place.reference()),
            spot: finding.spot.as_ref().map(|spot| spot.whole.as_str()),
            message: finding.message.to_string(),
            help: finding.help.to_string(),
            accepted: finding.accepted.as_ref().map(|reason| AcceptedEntry {
                reason: &reason.why,
                by: &reason.who,
                date: &reason.date,
            }),
        }
    }
}
