//! Findings for people: grouped by sheet, counted at the end.

use super::{Finding, Severity};
use std::fmt::Write;

/// The findings of one file as text; empty for none.
pub fn render(file: &str, findings: &[Finding]) -> String {
    let mut text = String::new();
    let mut sheet: Option<Option<&str>> = None;
    for finding in findings {
        let own = finding.place.as_ref().map(|place| place.sheet.as_str());
        if sheet != Some(own) {
            let _ = match own {
                Some(own) => writeln!(text, "{file} ▸ {own}"),
                None => writeln!(text, "{file}"),
            };
            sheet = Some(own);
        }
        let cell = finding.place.as_ref().map(|place| place.reference() + "  ").unwrap_or_default();
        let _ =
            writeln!(text, "  {} {}  {cell}{}", finding.severity, finding.code.id, finding.message);
        if !finding.help.is_empty() {
            let _ = writeln!(text, "      修改：{}", finding.help);
        }
    }
    text
}

/// `2 个错误、1 个警告`, or that there is nothing.
pub fn counts(findings: &[Finding]) -> String {
    let named = [(Severity::Error, "错误"), (Severity::Warning, "警告"), (Severity::Info, "提示")];
    let parts: Vec<String> = named
        .iter()
        .map(|(severity, name)| (findings.iter().filter(|f| f.severity == *severity).count(), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} 个{name}"))
        .collect();
    if parts.is_empty() { "没有发现问题".to_owned() } else { parts.join("、") }
}
