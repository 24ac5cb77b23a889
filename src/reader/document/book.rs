//! A document as a book of cells, which the rest of the reader takes like any workbook: one
//! sheet with the keys, one with everything else, paragraphs in its first column.

use super::flow::{Block, Content};
use super::identity::Identity;
use super::layout::{Layout, Row, TEXT};
use crate::model::form::{field_label, fields};
use crate::reader::grid::{self, Area, Book, Sheet};
use crate::reader::guard::limits::MAX_MERGES;
use crate::text::clean::trim;

/// Puts a document into cells, with the way back.
pub fn build(blocks: &[Block], identity: &Identity, is_page: bool) -> (Book, Layout) {
    let mut layout = Layout::new(identity.entries.clone(), is_page);
    let pairs = identity.entries.iter().map(|entry| (field_label(&entry.id), entry.value.as_str()));
    let keys = keys(&fields().sheet, pairs);
    let mut sheet = Sheet { name: TEXT.into(), ..Sheet::default() };
    let mut tables = 0;
    let mut row = 0;
    for block in blocks {
        match &block.content {
            Content::Line(line) => {
                for text in line.text.split('\n').map(trim).filter(|text| !text.is_empty()) {
                    sheet.cells.insert((row, 0), cell(text));
                    if let Some(level) = line.level {
                        sheet.levels.insert((row, 0), level);
                    }
                    layout.sources.insert((row, 0), line.source);
                    layout.rows.push(Row::Prose(text.to_owned()));
                    row += 1;
                }
            }
            Content::Table(cells) => {
                let last = cells.iter().map(|cell| cell.area.last.0).max();
                for one in cells {
                    let Area { first, last } = one.area;
                    let area =
                        Area { first: (row + first.0, first.1), last: (row + last.0, last.1) };
                    let text = one.text();
                    if !trim(&text).is_empty() {
                        sheet.cells.insert(area.first, cell(&text));
                    }
                    layout.sources.extend(one.source().map(|source| (area.first, source)));
                    if area.first != area.last && sheet.merges.len() < MAX_MERGES {
                        sheet.merges.push(area);
                    }
                }
                let rows = last.map_or(0, |last| last + 1);
                layout.rows.extend((0..rows).map(|own| Row::Table(tables, own)));
                tables += 1;
                row += rows;
            }
        }
    }
    (Book { sheets: vec![keys, sheet], ..Book::default() }, layout)
}

/// A sheet of keys with their values.
pub fn keys<'k>(name: &str, pairs: impl IntoIterator<Item = (&'k str, &'k str)>) -> Sheet {
    debug_assert!(name.contains(&fields().sheet));
    let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
    for (row, (key, value)) in (0..).zip(pairs) {
        sheet.cells.insert((row, 0), cell(key));
        sheet.cells.insert((row, 1), cell(value));
    }
    sheet
}

fn cell(text: &str) -> grid::Cell {
    grid::Cell { content: grid::Content::Text(text.to_owned()), formula: None }
}
