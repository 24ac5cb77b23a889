//! What was found in one workbook as a file beside its outputs, for whoever was not at the
//! screen.

use super::one::Done;
use crate::diag::{Severity, Style, text, worst};
use crate::error::Error;
use std::path::Path;

/// The ending of such a file.
pub const ENDING: &str = "findings.txt";

/// The text, as any editor on Windows shows it; nothing for a workbook without warnings.
pub fn text(workbook: &Path, result: &Result<Done, Error>) -> Option<String> {
    let name = workbook.file_name().unwrap_or_default().to_string_lossy();
    let text = match result {
        Ok(done) => {
            let findings = &done.loaded.findings;
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
