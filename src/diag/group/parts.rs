//! A message cut into what must be equal and what may differ between equal mistakes.

use crate::model::Forms;
use crate::model::form::fields;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece<'f> {
    /// Must be equal.
    Fixed(&'f str),
    /// `“…”` that names a row, a column, a key or the formula of the cell itself.
    Name(&'f str),
    /// A number outside quotation marks.
    Number(&'f str),
}

/// A text cut at its names and numbers.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (length, special) = match c {
            '“' => quoted(&text[at..]),
            _ if c.is_ascii_alphanumeric() || c == '-' => token(&text[at..]),
            _ => (c.len_utf8(), None),
        };
        if let Some(piece) = special {
            if start < at {
                pieces.push(Piece::Fixed(&text[start..at]));
            }
            pieces.push(piece);
            start = at + length;
        }
        at += length;
    }
    if start < text.len() {
        pieces.push(Piece::Fixed(&text[start..]));
    }
    pieces
}

/// `“…”` at the beginning, quotations in it included: its length, and what it is.
fn quoted(text: &str) -> (usize, Option<Piece<'_>>) {
    let mut depth = 0_usize;
    for (index, c) in text.char_indices() {
        match c {
            '“' => depth += 1,
            '”' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            let inside = &text['“'.len_utf8()..index];
            let piece = is_name(inside).then_some(Piece::Name(inside));
            return (index + c.len_utf8(), piece);
        }
    }
    (text.len(), None)
}

/// Letters and digits at the beginning. A cell reference or a word is nothing special.
fn token(text: &str) -> (usize, Option<Piece<'_>>) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | ':' | '-' | '/');
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let word = text[..length].trim_end_matches(['.', ',', ':', '-', '/']);
    let length = word.len().max(1);
    let digits = word.strip_prefix('-').unwrap_or(word);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    (length, is_number.then_some(Piece::Number(&text[..length])))
}

/// Whether the form knows a text as the name of something, or it is the cell's own formula.
fn is_name(text: &str) -> bool {
    text.starts_with('=') || !text.is_empty() && text.split('·').all(|part| LABELS.contains(part))
}

/// Every label of every edition, whole and without its remark in brackets.
static LABELS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let blocks =
        || Forms::shipped().iter().flat_map(|form| &form.tables).flat_map(|table| &table.blocks);
    let rows = blocks().flat_map(|block| &block.rows);
    let rows = rows.flat_map(|row| row.under.iter().chain([&row.label]));
    let columns = blocks().flat_map(|block| &block.columns);
    let columns = columns.flat_map(|column| column.under.iter().chain([&column.label]));
    let keys = fields().fields.iter().map(|field| &field.label);
    let whole =
        rows.chain(columns).chain(keys).map(String::as_str).filter(|label| !label.is_empty());
    whole.flat_map(|label| [label, bare(label)]).collect()
});

/// A label without a remark at its end.
fn bare(label: &str) -> &str {
    match label.rfind('（') {
        Some(index) if index > 0 && label.ends_with('）') => &label[..index],
        _ => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_without_loss() {
        for text in [
            "“危及“三安全一稳定””等 3 项",
            "没有关上“的",
            "NB201、F9:K9 是 1,234.50 和 -3",
            "-",
            "2022-02-08",
            "”反了“",
            "",
            "末尾 5",
            "😀“x”—12—",
            "1.5.",
            "WPS/Excel",
        ] {
            let whole: String = pieces(text)
                .iter()
                .map(|piece| match piece {
                    Piece::Fixed(text) | Piece::Number(text) => (*text).to_owned(),
                    Piece::Name(name) => format!("“{name}”"),
                })
                .collect();
            assert_eq!(whole, text);
        }
        assert_eq!(pieces("多 1,234.5。")[1], Piece::Number("1,234.5"));
    }
}
