//! Typst's messages for people who know no Typst: which file, line and column, the line
//! itself, what Typst says about it and what it suggests.

use super::world::ReportWorld;
use crate::error::Error;
use typst::diag::{Severity, SourceDiagnostic};
use typst::{World, WorldExt};

/// No more messages than this: one mistake often brings many.
const MOST: usize = 5;
/// No more of a line than this, in characters.
const LINE: usize = 60;

/// What stops our own template: nesting and sizes that only extreme text reaches.
const TOO_LONG: &str = "排版超出了限度，多半是某一处文字特别长，中间又没有可以换行的地方";

/// Why no pages could be made. With the user's own template it is the template's fault, and
/// Typst's words tell where. With ours it is something in the report that cannot be set, and
/// what Typst says of our own file helps nobody.
pub fn failure(world: &ReportWorld<'_>, errors: &[SourceDiagnostic], own: bool) -> Error {
    if !own {
        return Error::writer("PDF", TOO_LONG);
    }
    let sentences: Vec<String> =
        errors.iter().take(MOST).map(|error| sentence(world, error)).collect();
    let rest = match errors.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("；另有 {more} 处"),
    };
    Error::Usage(format!("页面模板有误：{}{rest}", sentences.join("；")))
}

/// Warnings of Typst, each once.
pub fn warnings(world: &ReportWorld<'_>, warnings: &[SourceDiagnostic]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for warning in warnings.iter().filter(|one| one.severity == Severity::Warning) {
        let one = sentence(world, warning);
        if !told.contains(&one) {
            told.push(one);
        }
    }
    told
}

/// `report.typ 第 3 行第 7 列“#foo”：unknown variable: foo（提示：…）`.
fn sentence(world: &ReportWorld<'_>, diagnostic: &SourceDiagnostic) -> String {
    let place = place(world, diagnostic).map(|place| format!("{place}：")).unwrap_or_default();
    let hints: String =
        diagnostic.hints.iter().map(|hint| format!("（提示：{}）", hint.v)).collect();
    format!("{place}{}{hints}", diagnostic.message)
}

fn place(world: &ReportWorld<'_>, diagnostic: &SourceDiagnostic) -> Option<String> {
    let id = diagnostic.span.id()?;
    let range = world.range(diagnostic.span)?;
    let file = id.get().vpath().get_without_slash().to_owned();
    let source = world.source(id).ok()?;
    let lines = source.lines();
    let (line, column) = lines.byte_to_line_column(range.start)?;
    let text = lines.text().get(lines.line_to_range(line)?)?.trim();
    let shown: String = text.chars().take(LINE).collect();
    let more = if text.chars().count() > LINE { "…" } else { "" };
    Some(format!("{file} 第 {} 行第 {} 列“{shown}{more}”", line + 1, column + 1))
}
