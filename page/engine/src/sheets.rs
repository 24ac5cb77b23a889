//! The cells of a workbook or of a document as the page draws them around a finding.

use nianbao::Document;
use nianbao::reader::grid::{Book, Cell, Content, Sheet};
use serde_json::{Value, json};

/// More than this is no form, and a browser would take long to draw it.
const MOST_ROWS: u32 = 400;
const MOST_COLUMNS: u32 = 60;

/// The sheets that can be seen, with their cells.
pub fn sheets(document: &Document) -> Value {
    let Some(book) = &document.book else { return json!([]) };
    let columns = |name: &str| match &document.layout {
        None => "letters",
        Some(layout) if layout.is_table(name) => "numbers",
        Some(_) => "none",
    };
    let seen = book.sheets.iter().filter(|sheet| !sheet.hidden);
    seen.map(|one| sheet(one, columns(&one.name), book.epoch_1904)).collect()
}

/// What its columns are called is as places say it.
fn sheet(sheet: &Sheet, columns: &str, epoch_1904: bool) -> Value {
    let shown = |(row, column): (u32, u32)| row < MOST_ROWS && column < MOST_COLUMNS;
    let cells: Vec<Value> = sheet
        .cells
        .iter()
        .filter(|(at, _)| shown(**at))
        .map(|((row, column), cell)| json!([row, column, text(cell, epoch_1904)]))
        .collect();
    let merges: Vec<_> = sheet
        .merges
        .iter()
        .filter(|area| shown(area.first))
        .map(|area| json!([area.first.0, area.first.1, area.last.0, area.last.1]))
        .collect();
    let hidden = |lines: &std::collections::BTreeSet<u32>| json!(lines);
    json!({
        "name": sheet.name,
        "columns": columns,
        "cells": cells,
        "merges": merges,
        "hiddenRows": hidden(&sheet.hidden_rows),
        "hiddenColumns": hidden(&sheet.hidden_columns),
        "isCut": sheet.cells.keys().any(|at| !shown(*at)),
    })
}

/// As a spreadsheet shows it, or nearly.
fn text(cell: &Cell, epoch_1904: bool) -> String {
    match &cell.content {
        Content::Uncalculated => String::new(),
        Content::Text(text) | Content::Number(text) | Content::DateText(text) => text.clone(),
        Content::Error(text) => text.clone(),
        Content::Bool(true) => "TRUE".to_owned(),
        Content::Bool(false) => "FALSE".to_owned(),
        Content::Date(serial) => {
            nianbao::model::Date::from_serial(serial.trunc() as i64, epoch_1904)
                .map_or_else(|| serial.to_string(), |date| date.to_string())
        }
    }
}
