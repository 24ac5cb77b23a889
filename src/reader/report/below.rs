//! What stands below a table without being a note of it: ledgers, lists, signature lines. They
//! are the office's own and no part of the report.

use crate::diag::{Finding, number, say, value};
use crate::model::Place;
use crate::model::form::fields;
use crate::reader::grid::{Book, Content, Position, Sheet};
use crate::reader::notes::Notes;
use crate::text::ellipsis::shortened;

crate::diag::codes! {
    NB029 = Warning "表下的明细、签字没有进入报告"
        what "表格下面有明细表、名单或者签字栏。"
        why "报告里，表格下面只有表注；明细和签字是本单位留存的，印出去会多出许多页，还可能带出个人信息。"
        fix "属于报告的说明，写成以“注：”开头的一行；明细、签字放到另外的工作表。"
        basis "{notice}所附格式。";
}

/// So many short lines on end are a list.
const LIST: usize = 8;
/// No line of a list is longer, in characters.
const LIST_CHARACTERS: usize = 16;

/// A row below a table: its filled cells.
struct Row {
    cells: Vec<Position>,
    is_own: bool,
}

/// Sets apart what is no note, from each table down to the next table or heading. `tables` are
/// the sheets with the first and last rows of their tables, `ends` rows where something else
/// begins.
pub fn set_apart(
    book: &Book,
    tables: &[(u8, usize, (u32, u32))],
    ends: &[(usize, u32)],
    notes: &mut Notes<'_>,
) {
    for (_, index, (_, last)) in tables {
        let sheet = &book.sheets[*index];
        let tops = tables.iter().map(|(_, sheet, (top, _))| (*sheet, *top));
        let starts =
            tops.chain(ends.iter().copied()).filter(|(sheet, row)| sheet == index && row > last);
        let end = starts.map(|(_, row)| row).min().unwrap_or(u32::MAX);
        let mut rows = rows(sheet, *index, last + 1..end, notes);
        mark_lists(sheet, &mut rows);
        let own: Vec<Position> = rows
            .iter()
            .filter(|row| row.is_own)
            .flat_map(|row| row.cells.iter().copied())
            .collect();
        let (Some(first), Some(end)) = (own.first(), own.last()) else { continue };
        let left = own.iter().map(|at| at.1).min().unwrap_or_default();
        let right = own.iter().map(|at| at.1).max().unwrap_or_default();
        let place =
            Place { sheet: sheet.name.clone(), first: (first.0, left), last: (end.0, right) };
        let message = say!(
            "表格下面有 {} 行不是表注（例如{}），没有进入报告",
            number(rows.iter().filter(|row| row.is_own).count()),
            value(shortened(&text(sheet, *first)))
        );
        let help = "属于报告的说明，请写成以“注：”开头的一行；明细、签字请放到另外的工作表（那张表会提示没有读取，可以不理会）。";
        notes.findings.push(Finding::new(&NB029, message, help).at(place));
        own.into_iter().for_each(|at| notes.mark(*index, at));
    }
}

fn rows(sheet: &Sheet, index: usize, range: std::ops::Range<u32>, notes: &Notes<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (&at, cell) in sheet.cells.range((range.start, 0)..(range.end, 0)) {
        if cell.content.is_blank() || notes.is_used(index, at) {
            continue;
        }
        match rows.last_mut() {
            Some(row) if row.cells[0].0 == at.0 => row.cells.push(at),
            _ => rows.push(Row { cells: vec![at], is_own: false }),
        }
    }
    for row in &mut rows {
        let first = text(sheet, row.cells[0]);
        let is_note = is_note(&first);
        let is_words = matches!(
            sheet.cell(row.cells[0]).map(|cell| &cell.content),
            Some(Content::Text(_) | Content::Uncalculated)
        );
        let is_signed =
            fields().signature_words.iter().any(|word| first.starts_with(word.as_str()))
                && !first.contains(['。', '，']);
        row.is_own = !is_note && (row.cells.len() > 1 || !is_words || is_signed);
    }
    rows
}

/// A title belongs to the ledger below it; many short lines on end are a list of names.
fn mark_lists(sheet: &Sheet, rows: &mut [Row]) {
    let is_short = |row: &Row| {
        let text = text(sheet, row.cells[0]);
        text.chars().count() <= LIST_CHARACTERS
            && !text.contains(['。', '，', '；', '：'])
            && !is_note(&text)
    };
    for index in (0..rows.len().saturating_sub(1)).rev() {
        rows[index].is_own |= rows[index + 1].is_own
            && rows[index + 1].cells[0].0 == rows[index].cells[0].0 + 1
            && is_short(&rows[index]);
    }
    let mut start = 0;
    while start < rows.len() {
        let length = rows[start..].iter().take_while(|row| is_short(row)).count();
        if length >= LIST {
            rows[start..start + length].iter_mut().for_each(|row| row.is_own = true);
        }
        start += length.max(1);
    }
}

fn is_note(text: &str) -> bool {
    fields().note_words.iter().any(|word| text.starts_with(word.as_str()))
}

fn text(sheet: &Sheet, at: Position) -> String {
    match sheet.cell(at).map(|cell| &cell.content) {
        Some(Content::Text(text) | Content::Number(text)) => {
            text.trim().trim_start_matches(['（', '(', '〔']).to_owned()
        }
        _ => String::new(),
    }
}
