//! The differences for people.

use super::words::{Piece, PieceKind};
use super::{Diff, FigureChange, TextChange, TextKind};
use rust_decimal::Decimal;
use std::fmt::Write;

/// What stands for a value that is not there.
const BLANK: &str = "（空白）";
/// So much of the text around a difference is shown, in characters.
const AROUND: usize = 12;

/// The differences, kind by kind.
pub fn render(diff: &Diff) -> String {
    let mut text = format!("{} → {}\n", diff.old, diff.new);
    if diff.is_empty() {
        return text + "两份报告的内容相同\n";
    }
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| BLANK.to_owned());
    if !diff.keys.is_empty() {
        text.push_str("基本信息\n");
    }
    for key in &diff.keys {
        let _ = writeln!(text, "  {}：{} → {}", key.name, value(&key.old), value(&key.new));
    }
    let mut table = "";
    for figure in &diff.figures {
        if figure.table != table {
            table = &figure.table;
            let _ = writeln!(text, "{}", figure.table_name);
        }
        let _ = write!(text, "  {}：{} → {}", figure.name, value(&figure.old), value(&figure.new));
        if let Some(difference) = figure.difference {
            let _ = write!(text, "（{}）", signed(difference));
        }
        text.push_str(&cells(figure));
        text.push('\n');
    }
    let mut section = None;
    for change in &diff.text {
        if section != Some(change.section) {
            section = Some(change.section);
            let number = crate::text::numeral::numeral(change.section);
            let mark = if number.is_empty() { "" } else { "、" };
            let _ = writeln!(text, "{number}{mark}{}", change.section_name);
        }
        let _ = writeln!(text, "  {}：{}", whose(change), pieces(&change.pieces));
    }
    let _ = writeln!(
        text,
        "共 {} 处不同：基本信息 {}，数字 {}，文字 {}",
        diff.count(),
        diff.keys.len(),
        diff.figures.len(),
        diff.text.len()
    );
    text
}

/// A difference with its sign.
pub fn signed(difference: Decimal) -> String {
    let sign = if difference.is_sign_positive() { "+" } else { "" };
    format!("{sign}{}", difference.normalize())
}

fn cells(figure: &FigureChange) -> String {
    let mut text = match (&figure.old_cell, &figure.new_cell) {
        (Some(old), Some(new)) if old == new => format!("  {new}"),
        (Some(old), Some(new)) => format!("  旧 {old}，新 {new}"),
        (Some(old), None) => format!("  旧 {old}"),
        (None, Some(new)) => format!("  新 {new}"),
        (None, None) => String::new(),
    };
    if figure.is_of_one_edition {
        text.push_str("  两版格式中只有一版有这一项");
    }
    text
}

fn whose(change: &TextChange) -> String {
    match (change.kind, change.old_paragraph, change.new_paragraph) {
        (TextKind::Changed, Some(0), _) => "标题".to_owned(),
        (TextKind::Changed, Some(old), Some(new)) if old != new => {
            format!("第 {new} 段（原第 {old} 段）")
        }
        (TextKind::Removed, Some(old), _) => format!("删去原第 {old} 段"),
        (TextKind::Added, _, Some(new)) => format!("增加第 {new} 段"),
        (_, _, Some(new)) => format!("第 {new} 段"),
        _ => String::new(),
    }
}

/// The pieces in a row: `…收到申请【12→13】件…`.
pub fn pieces(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut rest = pieces.iter().enumerate().peekable();
    while let Some((at, piece)) = rest.next() {
        match piece.kind {
            PieceKind::Kept => {
                text.push_str(&around(&piece.text, at > 0, at + 1 < pieces.len()));
            }
            PieceKind::Deleted => {
                let next = rest.next_if(|(_, next)| next.kind == PieceKind::Inserted);
                match next {
                    Some((_, next)) => {
                        let _ = write!(text, "【{}→{}】", piece.text, next.text);
                    }
                    None => {
                        let _ = write!(text, "【删：{}】", piece.text);
                    }
                }
            }
            PieceKind::Inserted => {
                let _ = write!(text, "【增：{}】", piece.text);
            }
        }
    }
    text
}

/// A text that both have, shortened to what stands beside a difference.
fn around(text: &str, has_before: bool, has_after: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (head, tail) = (if has_before { AROUND } else { 0 }, if has_after { AROUND } else { 0 });
    if characters.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let first: String = characters[..head].iter().collect();
    let last: String = characters[characters.len() - tail..].iter().collect();
    format!("{first}…{last}")
}
