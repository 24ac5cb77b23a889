//! Cells and rectangles of cells on a sheet, and their `A1` names.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Row and column, both from 0, absolute in the sheet.
pub type Position = (u32, u32);

/// Rows of a sheet in Excel; a reference beyond them is a forgery.
pub const ROWS: u32 = 1_048_576;
/// Columns of a sheet in Excel.
pub const COLUMNS: u32 = 16_384;

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Top-left.
    pub first: Position,
    /// Bottom-right.
    pub last: Position,
}

impl Area {
    /// `B2:D5` or `B2`; the corners in order even when written in reverse.
    pub fn parse(text: &str) -> Option<Area> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Some(Area::between(position(first)?, position(last)?))
    }

    /// The rectangle with these opposite corners.
    pub fn between(a: Position, b: Position) -> Area {
        let (first, last) = ((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1)));
        Area { first, last }
    }

    /// Whether its corners are in order and on a sheet.
    pub fn is_possible(&self) -> bool {
        self.first.0 <= self.last.0
            && self.first.1 <= self.last.1
            && self.last.0 < ROWS
            && self.last.1 < COLUMNS
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
    leading_position(name).filter(|(_, rest)| rest.is_empty()).map(|(found, _)| found)
}

/// The position that a text begins with, and what follows its name.
pub fn leading_position(text: &str) -> Option<(Position, &str)> {
    let text = text.strip_prefix('$').unwrap_or(text);
    let (letters, rest) = text.split_at(text.find(|c: char| !c.is_ascii_alphabetic())?);
    let rest = rest.strip_prefix('$').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    if !(1..=3).contains(&letters.len()) || digits.len() > 7 {
        return None;
    }
    let value = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + value(letter)) - 1;
    let row = digits.parse::<u32>().ok()?.checked_sub(1)?;
    (row < ROWS && column < COLUMNS).then_some(((row, column), rest))
}

/// `A1` name of a position.
pub fn reference((row, column): Position) -> String {
    let mut letters = [' '; 8];
    let mut first = letters.len();
    let mut rest = column + 1;
    while rest > 0 {
        first -= 1;
        letters[first] = char::from(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    let mut name: String = letters[first..].iter().collect();
    name.push_str(&(row + 1).to_string());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_count_columns_as_spreadsheets_do() {
        assert_eq!(reference((8, 11)), "L9");
        assert_eq!(reference((0, 25)), "Z1");
        assert_eq!(reference((0, 26)), "AA1");
        assert_eq!(reference((1_048_575, 16_383)), "XFD1048576");
    }

    #[test]
    fn names_are_positions_on_a_sheet_or_nothing() {
        assert_eq!(position("L9"), Some((8, 11)));
        assert_eq!(position("$aa$1"), Some((0, 26)));
        assert_eq!(position("XFD1048576"), Some((ROWS - 1, COLUMNS - 1)));
        for wrong in ["", "9", "L", "L0", "XFE1", "A1048577", "ZZZZ1", "A-1", "A1B", "甲1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rectangles_know_their_cells() {
        let area = Area::parse("B2:C3").unwrap();
        assert_eq!(area.cells().collect::<Vec<_>>(), [(1, 1), (1, 2), (2, 1), (2, 2)]);
        assert_eq!(area.size(), 4);
        assert!(area.contains((2, 2)) && !area.contains((3, 2)));
        assert_eq!(Area::parse("C3:B2"), Some(area), "written in reverse");
        assert_eq!(Area::parse("B2").map(|area| area.size()), Some(1));
    }
}
