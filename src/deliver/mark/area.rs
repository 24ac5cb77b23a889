//! Cells and rectangles by their `A1` names.

use std::ops::RangeInclusive;

/// Row and column, both from 0.
pub type Position = (u32, u32);

/// Excel's last row, from 0.
pub const LAST_ROW: u32 = 1_048_575;
/// Excel's last column, from 0.
pub const LAST_COLUMN: u32 = 16_383;

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Top-left.
    pub first: Position,
    /// Bottom-right.
    pub last: Position,
}

impl Area {
    /// `A1:B2`, or `A1` for a single cell.
    pub fn parse(text: &str) -> Option<Area> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let area = Area { first: position(first)?, last: position(last)? };
        area.is_possible().then_some(area)
    }

    /// Whether its corners are in order and on a sheet.
    pub fn is_possible(&self) -> bool {
        self.first.0 <= self.last.0
            && self.first.1 <= self.last.1
            && self.last.0 <= LAST_ROW
            && self.last.1 <= LAST_COLUMN
    }

    /// Whether a cell lies in it.
    pub fn contains(&self, (row, column): Position) -> bool {
        self.rows().contains(&row) && self.columns().contains(&column)
    }

    /// How many cells it has.
    pub fn size(&self) -> u64 {
        let side = |range: RangeInclusive<u32>| u64::from(range.end() - range.start()) + 1;
        side(self.rows()) * side(self.columns())
    }

    /// Its cells, row by row.
    pub fn cells(self) -> impl Iterator<Item = Position> {
        self.rows().flat_map(move |row| self.columns().map(move |column| (row, column)))
    }

    fn rows(&self) -> RangeInclusive<u32> {
        self.first.0..=self.last.0
    }

    fn columns(&self) -> RangeInclusive<u32> {
        self.first.1..=self.last.1
    }
}

/// The position that `L9` or `$L$9` names.
pub fn position(name: &str) -> Option<Position> {
    let name = name.replace('$', "");
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        column = column * 26 + u32::from(letter.is_ascii_uppercase().then(|| letter - b'A' + 1)?);
    }
    let row: u32 = digits.parse().ok()?;
    let found = (row.checked_sub(1)?, column - 1);
    (found.0 <= LAST_ROW && found.1 <= LAST_COLUMN).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_positions_on_a_sheet_or_nothing() {
        assert_eq!(position("L9"), Some((8, 11)));
        assert_eq!(position("$aa$1"), Some((0, 26)));
        assert_eq!(position("XFD1048576"), Some((LAST_ROW, LAST_COLUMN)));
        for wrong in ["", "9", "L", "L0", "XFE1", "A1048577", "ZZZZ1", "A-1", "甲1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rectangles_know_their_cells() {
        let area = Area::parse("B2:C3").unwrap();
        assert_eq!(area.cells().collect::<Vec<_>>(), [(1, 1), (1, 2), (2, 1), (2, 2)]);
        assert_eq!(area.size(), 4);
        assert!(area.contains((2, 2)) && !area.contains((3, 2)));
        assert_eq!(Area::parse("C3:B2"), None);
    }
}
