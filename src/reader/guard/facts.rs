//! What the guard learns of a sheet on its way through, and what a workbook may still use.

use super::limits::{
    LAST_COLUMN, LAST_ROW, MAX_ALL_TOKENS, MAX_CELLS, MAX_COLUMNS, MAX_MERGES, MAX_NAME, MAX_ROWS,
    MAX_TEXT, MAX_TOKENS,
};
use super::{NoteKind, Notes, too_much};
use crate::error::Error;
use crate::reader::grid::{Area, Position};
use std::collections::{BTreeMap, BTreeSet};

/// Facts of one sheet that calamine does not tell.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Facts {
    /// Merged areas, sorted.
    pub merges: Vec<Area>,
    /// Hidden rows.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_columns: BTreeSet<u32>,
    /// Error values as written, also those that calamine does not know.
    pub errors: BTreeMap<Position, String>,
    /// Cells with a formula, where the washed copy cannot carry it.
    pub formulas: BTreeSet<Position>,
    /// Filled cells out of reach: how many, and the first.
    far: Option<(u64, Position)>,
    more_merges: bool,
}

impl Facts {
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

/// What is left of the cells and the text that one workbook may hold.
#[derive(Debug)]
pub struct Budget {
    cells: u32,
    text: u64,
    tokens: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { cells: MAX_CELLS, text: MAX_TEXT, tokens: MAX_ALL_TOKENS }
    }
}

impl Budget {
    /// Pays for one filled cell.
    ///
    /// # Errors
    /// When there are more than [`MAX_CELLS`].
    pub fn cell(&mut self) -> Result<(), Error> {
        self.cells = self.cells.checked_sub(1).ok_or_else(|| {
            too_much(format_args!("有内容的单元格超过 {} 万个", MAX_CELLS / 10_000))
        })?;
        Ok(())
    }

    /// Pays for the tokens of a formula; tells whether they may be kept.
    pub fn tokens(&mut self, bytes: usize) -> bool {
        let left = self.tokens.checked_sub(bytes).filter(|_| bytes <= MAX_TOKENS);
        self.tokens = left.unwrap_or(self.tokens);
        left.is_some()
    }

    /// Pays for the text that a cell shows or computes.
    ///
    /// # Errors
    /// When there is more than [`MAX_TEXT`].
    pub fn text(&mut self, bytes: usize) -> Result<(), Error> {
        self.text = self
            .text
            .checked_sub(bytes as u64)
            .ok_or_else(|| too_much(format_args!("文字总量超过 {} MB", MAX_TEXT >> 20)))?;
        Ok(())
    }
}

/// A name or an id, cut to a length that no honest one reaches.
pub fn name(text: &str) -> String {
    text[..text.floor_char_boundary(MAX_NAME)].to_owned()
}

/// `L9` to (8, 11); `None` for anything that no spreadsheet writes.
pub fn position(reference: &str) -> Option<Position> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = reference.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        column = column * 26 + (value <= 26).then_some(value)?;
    }
    let row: u32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    ((1..=LAST_ROW).contains(&row) && column <= LAST_COLUMN).then(|| (row - 1, column - 1))
}

/// `B2:D5` or `B2` to its corners, in order even when written in reverse.
pub fn area(reference: &str) -> Option<(Position, Position)> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let (a, b) = (position(first)?, position(last)?);
    Some(((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_outside_of_a_spreadsheet_are_refused() {
        assert_eq!(position("L9"), Some((8, 11)));
        assert_eq!(position("XFD1048576"), Some((1_048_575, 16_383)));
        for forged in
            ["", "9", "L", "L0", "XFE1", "A1048577", "ZZZZZZZZZZ99999999999", "A1B", "表1"]
        {
            assert_eq!(position(forged), None, "{forged}");
        }
    }

    #[test]
    fn reversed_areas_are_put_in_order() {
        assert_eq!(area("C9:A1"), Some(((0, 0), (8, 2))));
        assert_eq!(area("B2"), Some(((1, 1), (1, 1))));
    }

    #[test]
    fn merges_over_whole_rows_are_cut() {
        let mut facts = Facts::default();
        facts.merge((0, 0), (0, 16_383));
        facts.merge((20_000, 0), (20_001, 3));
        facts.merge((4, 4), (4, 4));
        assert_eq!(facts.merges, [Area { first: (0, 0), last: (0, MAX_COLUMNS - 1) }]);
    }

    #[test]
    fn a_workbook_may_have_so_many_cells_and_so_much_text() {
        let mut budget = Budget::default();
        assert!((0..MAX_CELLS).all(|_| budget.cell().is_ok()));
        assert!(budget.cell().is_err_and(|error| error.to_string().contains("30 万个")));
        assert!(budget.text(MAX_TEXT as usize).is_ok() && budget.text(1).is_err());
        assert!(!budget.tokens(MAX_TOKENS + 1));
        assert_eq!(
            (0..).take_while(|_| budget.tokens(MAX_TOKENS)).count(),
            MAX_ALL_TOKENS / MAX_TOKENS
        );
    }
}
