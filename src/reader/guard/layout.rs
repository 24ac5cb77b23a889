//! Merged areas, hidden rows and columns and odd cells that the guard meets in a sheet.

use super::limits::{MAX_COLUMNS, MAX_MERGES, MAX_ROWS};
use super::looks::Runs;
use super::{NoteKind, Notes};
use crate::reader::grid::{Area, Floating, Position};
use std::collections::{BTreeMap, BTreeSet};

/// What calamine does not tell of a sheet.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct SheetLayout {
    /// Merged areas, sorted.
    pub merges: Vec<Area>,
    /// Hidden rows.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_columns: BTreeSet<u32>,
    /// Error values as written, also those that calamine does not know.
    pub errors: BTreeMap<Position, String>,
    /// What floats above the cells.
    pub floating: Vec<(Position, Floating)>,
    /// Codes of number formats, where they show another unit than is stored.
    pub formats: BTreeMap<Position, String>,
    /// Fonts of a cell, where one is struck out or raised.
    pub looks: BTreeMap<Position, Runs>,
    /// Cells with a formula, where the sanitized copy cannot carry it.
    pub formulas: BTreeSet<Position>,
    /// Filled cells out of reach: how many, and the first.
    far: Option<(u64, Position)>,
    more_merges: bool,
}

impl SheetLayout {
    /// Whether a cell is near enough to be read; a filled cell that is not is remembered.
    pub fn reaches(&mut self, at: Position) -> bool {
        if at.0 < MAX_ROWS && at.1 < MAX_COLUMNS {
            return true;
        }
        let (count, first) = self.far.get_or_insert((0, at));
        *count += 1;
        *first = (*first).min(at);
        false
    }

    /// Remembers a merged area, cut to what is read. Areas of one cell merge nothing.
    pub fn merge(&mut self, first: Position, last: Position) {
        let last = (last.0.min(MAX_ROWS - 1), last.1.min(MAX_COLUMNS - 1));
        if first.0 > last.0 || first.1 > last.1 || first == last {
            return;
        }
        if self.merges.len() < MAX_MERGES {
            self.merges.push(Area { first, last });
        } else {
            self.more_merges = true;
        }
    }

    /// Hides rows, both ends included.
    pub fn hide_rows(&mut self, first: u32, last: u32) {
        self.hidden_rows.extend(first..=last.min(MAX_ROWS - 1));
    }

    /// Hides columns, both ends included.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        self.hidden_columns.extend(first..=last.min(MAX_COLUMNS - 1));
    }

    /// Puts the merges in order and says what was left out.
    pub fn finish(&mut self, sheet: &str, notes: &mut Notes) {
        self.merges.sort_by_key(|area| (area.first, area.last));
        self.merges.dedup();
        if let Some((count, first)) = self.far {
            let detail = format!(
                "第 {MAX_ROWS} 行或第 {MAX_COLUMNS} 列以外还有 {count} 个单元格有内容，没有读取"
            );
            notes.push(NoteKind::FarCells, sheet, Some(first), detail);
        }
        if self.more_merges {
            let detail = format!("合并单元格超过 {MAX_MERGES} 处，多出的没有读取");
            notes.push(NoteKind::ManyMerges, sheet, None, detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_over_whole_rows_are_cut() {
        let mut layout = SheetLayout::default();
        layout.merge((0, 0), (0, 16_383));
        layout.merge((20_000, 0), (20_001, 3));
        layout.merge((4, 4), (4, 4));
        assert_eq!(layout.merges, [Area { first: (0, 0), last: (0, MAX_COLUMNS - 1) }]);
    }
}
