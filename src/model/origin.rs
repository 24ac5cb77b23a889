//! Where in the workbook a value came from; kept beside the report, never inside it.

use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// What a value is, independent of where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Address {
    /// A figure: table id, row id, column id.
    Figure(String, String, String),
    /// A key of 基本信息, by field id.
    Field(String),
    /// The heading of section n.
    Heading(u8),
    /// Passage i of section n.
    Passage(u8, usize),
    /// Note i below the table of section n.
    Note(u8, usize),
    /// A whole table: the rectangle it fills.
    Table(String),
}

impl Address {
    /// The address of a figure.
    pub fn figure(table: &str, row: &str, column: &str) -> Address {
        Address::Figure(table.into(), row.into(), column.into())
    }
}

/// One cell or a rectangle of cells on one sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Name of the sheet.
    pub sheet: String,
    /// Top-left cell, (row, column) from 0.
    pub first: (u32, u32),
    /// Bottom-right cell; equal to `first` for a single cell.
    pub last: (u32, u32),
}

impl Place {
    /// A single cell.
    pub fn cell(sheet: &str, row: u32, column: u32) -> Place {
        Place { sheet: sheet.into(), first: (row, column), last: (row, column) }
    }

    /// The smallest rectangle that holds both, if they are on one sheet.
    pub fn joined(&self, other: &Place) -> Option<Place> {
        (self.sheet == other.sheet).then(|| Place {
            sheet: self.sheet.clone(),
            first: (self.first.0.min(other.first.0), self.first.1.min(other.first.1)),
            last: (self.last.0.max(other.last.0), self.last.1.max(other.last.1)),
        })
    }

    /// `L9`, or `F9:K9` for a rectangle.
    pub fn reference(&self) -> String {
        if self.first == self.last {
            reference(self.first)
        } else {
            format!("{}:{}", reference(self.first), reference(self.last))
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ▸ {}", self.sheet, self.reference())
    }
}

/// `A1` name of a (row, column) from 0.
pub fn reference((row, column): (u32, u32)) -> String {
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

/// Where every value of a report stands.
#[derive(Debug, Clone, Default)]
pub struct Origins(BTreeMap<Address, Place>);

impl Origins {
    /// Remembers a place.
    pub fn put(&mut self, address: Address, place: Place) {
        self.0.insert(address, place);
    }

    /// The place of a value; `None` where the report came from elsewhere than a workbook.
    pub fn get(&self, address: &Address) -> Option<&Place> {
        self.0.get(address)
    }

    /// The place of a figure.
    pub fn figure(&self, table: &str, row: &str, column: &str) -> Option<&Place> {
        self.get(&Address::figure(table, row, column))
    }

    /// The place of a key of 基本信息.
    pub fn field(&self, id: &str) -> Option<&Place> {
        self.get(&Address::Field(id.into()))
    }

    /// Every address with its place, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&Address, &Place)> {
        self.0.iter()
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
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
}
