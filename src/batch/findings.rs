//! What was found in one workbook, for whoever was not at the screen: as a file beside its
//! outputs, or kept for the end of the run.

use super::job::Done;
use crate::diag::{Finding, Severity, Style, text, worst};
use crate::error::Error;
use crate::pipeline::Checked;
use std::path::{Path, PathBuf};

/// A workbook with its findings.
#[derive(Debug)]
pub struct FileFindings {
    /// Its path as given.
    pub path: PathBuf,
    /// What was found, sorted.
    pub findings: Vec<Finding>,
    /// How many findings the profile has switched off.
    pub omitted: usize,
    /// Why it could not be read or written at all.
    pub error: Option<String>,
}

impl FileFindings {
    /// What became of a workbook.
    pub fn of(path: &Path, result: Result<Done, Error>) -> FileFindings {
        match result {
            Ok(done) => FileFindings::checked(path, done.checked),
            Err(error) => FileFindings::failed(path, error.to_string()),
        }
    }

    /// One that was checked.
    pub fn checked(path: &Path, Checked { findings, omitted }: Checked) -> FileFindings {
        FileFindings { path: path.to_owned(), findings, omitted, error: None }
    }

    /// One that could not be dealt with.
    pub fn failed(path: &Path, error: String) -> FileFindings {
        let path = path.to_owned();
        FileFindings { path, findings: Vec::new(), omitted: 0, error: Some(error) }
    }
}

/// The ending of such a file.
pub const ENDING: &str = "findings.txt";

/// The text, as any editor on Windows shows it; nothing for a workbook without warnings.
pub fn text(workbook: &Path, result: &Result<Done, Error>) -> Option<String> {
    let name = workbook.file_name().unwrap_or_default().to_string_lossy();
    let text = match result {
        Ok(done) => {
            let findings = &done.checked.findings;
            if worst(findings).is_none_or(|worst| worst == Severity::Info) {
                return None;
            }
            let end = match done.files.is_empty() {
                true => "，没有生成文件（以前生成的没有改动）",
                false => "",
            };
            format!(
                "{}\n{name}：{}{end}\n",
                text::render(&name, findings, &Style::PLAIN),
                done.tally
            )
        }
        Err(error) => format!("{name}：{error}\n"),
    };
    Some(format!("\u{feff}{}", text.replace('\n', "\r\n")))
}
