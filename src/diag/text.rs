//! Findings as text: by sheet, equal mistakes grouped, accepted ones folded below, all
//! counted at the end.

use super::accepted::{Folded, count, fold, split};
use super::group::{Entry, group};
use super::style::{Ink, Style};
use super::wrap::wrap;
use super::{Finding, Profile, Severity};
use std::borrow::Cow;

/// Spaces before what belongs to a finding.
const INDENT: usize = 6;

/// The findings of one file as text; empty for none.
pub fn render(file: &str, findings: &[Finding], style: &Style) -> String {
    let (open, accepted) = split(findings);
    let entries = group(&open);
    let mut sheets: Vec<Option<&str>> = Vec::new();
    for entry in &entries {
        if !sheets.contains(&entry.sheet) {
            sheets.push(entry.sheet);
        }
    }
    let mut text = String::new();
    for sheet in sheets {
        let heading = match sheet {
            Some(sheet) => format!("{file} ▸ {sheet}"),
            None => file.to_owned(),
        };
        text.push_str(&style.paint(&printable(&heading), Ink::Heading));
        text.push('\n');
        for entry in entries.iter().filter(|entry| entry.sheet == sheet) {
            text.push_str(&render_entry(entry, style));
        }
    }
    if !accepted.is_empty() {
        let heading = format!("{file} ▸ 已说明（{} 处）", accepted.len());
        text.push_str(&style.paint(&printable(&heading), Ink::Heading));
        text.push('\n');
        for folded in fold(&accepted) {
            text.push_str(&render_folded(&folded, style));
        }
    }
    text
}

/// `  已说明 NB106  三、依申请公开 D9:E9（2 处）  理由：……（张三，2024-01-05）`
fn render_folded(folded: &Folded<'_>, style: &Style) -> String {
    let Folded { code, reason, count, places } = folded;
    let count = if *count > 1 { format!("（{count} 处）") } else { String::new() };
    let place = format!("{places}{count}");
    let place = if place.is_empty() { code.title.to_owned() } else { place };
    let line = format!("  已说明 {}  {place}  理由：{}{}", code.id, reason.why, reason.signature());
    wrap(&printable(&line), style.width, INDENT) + "\n"
}

fn render_entry(entry: &Entry<'_>, style: &Style) -> String {
    let mut place = entry.references.clone();
    if entry.count > 1 {
        place = format!("{place}（{} 处）", entry.count);
    }
    let place = if place.is_empty() { place } else { place + "  " };
    let head = format!("{} {}", entry.severity, entry.code);
    let message = printable(&entry.message);
    let line = wrap(&format!("  {head}  {place}{message}"), style.width, INDENT);
    let painted = style.paint(&head, ink(entry.severity));
    // The head is far shorter than any line, so that it stands whole in the first.
    let mut text = line.replacen(&head, &painted, 1);
    text.push('\n');
    if !entry.help.is_empty() {
        const LABEL: &str = "修改：";
        let line = format!("{}{LABEL}{}", " ".repeat(INDENT), printable(&entry.help));
        let line = wrap(&line, style.width, INDENT + 6);
        text.push_str(&line.replacen(LABEL, &style.paint(LABEL, Ink::Help), 1));
        text.push('\n');
    }
    text
}

fn ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Error,
        Severity::Warning => Ink::Warning,
        Severity::Info => Ink::Info,
    }
}

/// `2 个错误、1 个警告、3 处已说明`, or that there is nothing.
pub fn counts<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> String {
    let mut counted = [(Severity::Error, 0), (Severity::Warning, 0), (Severity::Info, 0)];
    let findings: Vec<&Finding> = findings.into_iter().collect();
    for finding in findings.iter().filter(|finding| finding.accepted.is_none()) {
        for (severity, count) in &mut counted {
            *count += usize::from(finding.severity == *severity);
        }
    }
    let mut parts: Vec<String> = counted
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{count} 个{severity}"))
        .collect();
    let accepted = count(findings);
    if accepted > 0 {
        parts.push(format!("{accepted} 处已说明"));
    }
    if parts.is_empty() { "没有发现问题".to_owned() } else { parts.join("、") }
}

/// The counts, and how many findings the profile has removed.
pub fn tally(findings: &[Finding], profile: Option<&Profile>, omitted: usize) -> String {
    match profile.and_then(|profile| profile.omission(omitted)) {
        Some(omission) => format!("{}；{omission}", counts(findings)),
        None => counts(findings),
    }
}

/// Replaces control characters and marks of writing direction, so that no workbook or file
/// name can send commands to the terminal.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_turn = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_break =
        |c: char| c.is_whitespace() && (c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
    if !text.contains(|c: char| c.is_control() || is_turn(c) || is_break(c)) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| match c {
        _ if is_break(c) => ' ',
        _ if c.is_control() || is_turn(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    });
    Cow::Owned(shown.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::samples::{NB106, NB107, NB201};
    use crate::diag::{label, say, value};
    use crate::model::Place;

    fn findings() -> Vec<Finding> {
        let dash = |column| {
            let name = label("（一）予以公开·其他");
            let message = say!("{}填的是{}，按未提供处理", name, value("-"));
            Finding::new(&NB106, message, "没有发生的请填 0。").at(Place::cell(
                "三、依申请公开",
                8,
                column,
            ))
        };
        let total = "“一、本年新收政府信息公开申请数量”行：总计 9，D5:I5 之和 7，多 2";
        let help = "核对 D5:I5；分项无误时，把 J5 改为 7。";
        vec![
            Finding::new(&NB107, "基本信息的“公开日期”没有填", "在“基本信息”表里填写“公开日期”。"),
            Finding::new(&NB201, total, help).at(Place::cell("三、依申请公开", 4, 9)),
            dash(3),
            dash(4),
        ]
    }

    #[test]
    fn a_sheet_is_named_once_and_equal_mistakes_are_one() {
        let text = render("甲.xlsx", &findings(), &Style::PLAIN);
        assert_eq!(
            text,
            "甲.xlsx
  错误 NB107  基本信息的“公开日期”没有填
      修改：在“基本信息”表里填写“公开日期”。
甲.xlsx ▸ 三、依申请公开
  错误 NB201  J5  “一、本年新收政府信息公开申请数量”行：总计 9，D5:I5 之和 7，多 2
      修改：核对 D5:I5；分项无误时，把 J5 改为 7。
  提示 NB106  D9:E9（2 处）  “（一）予以公开·其他”填的是“-”，按未提供处理
      修改：没有发生的请填 0。
"
        );
        assert_eq!(render("甲.xlsx", &[], &Style::PLAIN), "");
        assert_eq!(counts(&findings()), "2 个错误、2 个提示");
    }

    #[test]
    fn a_narrow_terminal_gets_colours_and_hanging_lines() {
        let style = Style { colour: true, width: Some(48) };
        let text = render("甲.xlsx", &findings(), &style);
        assert!(text.contains("\u{1b}[1;31m错误 NB201\u{1b}[0m  J5"), "{text}");
        assert!(text.contains("D5:I5 之和"), "{text}");
        let plain = render("甲.xlsx", &findings(), &Style { colour: false, width: Some(48) });
        assert!(
            plain.lines().any(|line| line.starts_with("      ") && !line.contains("修改")),
            "{plain}"
        );
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&plain), bare(&render("甲.xlsx", &findings(), &Style::PLAIN)));
    }

    #[test]
    fn nothing_in_a_workbook_commands_the_terminal() {
        let finding = Finding::new(&NB107, "甲\u{1b}[2J乙\r\n丙\u{202e}丁", "");
        let text = render("a\u{7}.xlsx", &[finding], &Style::PLAIN);
        assert!(!text.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']), "{text:?}");
        assert_eq!(text.lines().count(), 2, "{text:?}");
    }
}
