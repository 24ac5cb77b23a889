//! Rows of a table that have fewer cells than its head: their figures may have slid to the left.

use super::flow::{Block, Cell, Content, Note, NoteKind};
use super::landmark::{is_of_form, is_row};
use crate::model::Forms;
use crate::text::clean::trim;
use std::collections::BTreeMap;

/// No table of a form is larger, in cells and in rows that a cell reaches down.
const CELLS: usize = 5_000;
const ROWS: u32 = 200;
/// Where more rows are short, the table is only set in another manner.
const FEW: usize = 3;

/// Notes on the short rows of the tables of a form.
pub fn short(blocks: &[Block], forms: Forms) -> Vec<Note> {
    let tables = blocks.iter().filter_map(|block| match &block.content {
        Content::Table(cells) if cells.len() <= CELLS && is_of_form(cells, forms) => Some(cells),
        _ => None,
    });
    let few = |notes: &Vec<Note>| notes.len() <= FEW;
    tables.map(|cells| of_table(cells, forms)).filter(few).flatten().collect()
}

fn of_table(cells: &[Cell], forms: Forms) -> Vec<Note> {
    let mut widths: BTreeMap<u32, u32> = BTreeMap::new();
    for area in cells.iter().map(|cell| cell.area) {
        for row in area.first.0..=area.last.0.min(area.first.0 + ROWS) {
            *widths.entry(row).or_default() += area.last.1 - area.first.1 + 1;
        }
    }
    let widest = widths.values().copied().max().unwrap_or_default();
    let mut notes = Vec::new();
    for row in widths.into_iter().filter(|(_, width)| *width < widest).map(|(row, _)| row) {
        let own = cells.iter().filter(|cell| cell.area.first.0 == row);
        // A note below the table has one cell, and a head no label of a row.
        if own.clone().count() < 2 {
            continue;
        }
        let label = own.rev().find(|cell| is_row(&cell.text(), forms));
        if let Some((label, source)) = label.and_then(|cell| Some((cell.text(), cell.source()?))) {
            let text = trim(&label).to_owned();
            notes.push(Note { kind: NoteKind::ShortRow, source, text });
        }
    }
    notes
}
