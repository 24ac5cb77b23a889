//! Where in the workbook a value came from; kept beside the report, never inside it.

use super::area::reference;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
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

    /// Whether the two have a cell in common.
    pub fn meets(&self, other: &Place) -> bool {
        self.sheet == other.sheet
            && self.first.0 <= other.last.0
            && other.first.0 <= self.last.0
            && self.first.1 <= other.last.1
            && other.first.1 <= self.last.1
    }

    /// The number of its cells.
    pub fn size(&self) -> u64 {
        let side = |first: u32, last: u32| u64::from(last - first) + 1;
        side(self.first.0, self.last.0) * side(self.first.1, self.last.1)
    }

    /// `第 9 行第 12 列`, or `第 9 段` where it is no table.
    pub fn words(&self, is_table: bool) -> String {
        let range = |first: u32, last: u32| match first == last {
            true => format!("{}", first + 1),
            false => format!("{} 至 {}", first + 1, last + 1),
        };
        let rows = range(self.first.0, self.last.0);
        match is_table {
            true => format!("第 {rows} 行第 {} 列", range(self.first.1, self.last.1)),
            false => format!("第 {rows} 段"),
        }
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

/// Where every value of a report stands.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    places: BTreeMap<Address, Place>,
    /// Where a value that was left out belongs.
    due: BTreeMap<Address, Place>,
    /// Figures that a formula gives.
    formulas: BTreeSet<Address>,
    /// Figures that nobody can tell before they, or a cell they lean on, are put right.
    waiting: BTreeSet<Address>,
    /// Whether they are places of a document, which has no sheet of keys to fill in.
    pub is_document: bool,
}

impl Origins {
    /// Remembers a place.
    pub fn put(&mut self, address: Address, place: Place) {
        self.places.insert(address, place);
    }

    /// The place of a value; `None` where the report came from elsewhere than a workbook.
    pub fn get(&self, address: &Address) -> Option<&Place> {
        self.places.get(address)
    }

    /// The place of a figure.
    pub fn figure(&self, table: &str, row: &str, column: &str) -> Option<&Place> {
        self.get(&Address::figure(table, row, column))
    }

    /// The place of a key of 基本信息.
    pub fn field(&self, id: &str) -> Option<&Place> {
        self.get(&Address::Field(id.into()))
    }

    /// Remembers where a value that was left out belongs.
    pub fn expect(&mut self, address: Address, place: Place) {
        self.due.entry(address).or_insert(place);
    }

    /// Where a value that was left out belongs.
    pub fn due(&self, address: &Address) -> Option<&Place> {
        self.due.get(address)
    }

    /// Remembers that a formula gives this figure.
    pub fn calculate(&mut self, address: Address) {
        self.formulas.insert(address);
    }

    /// Whether a formula gives this figure: nobody may type over it.
    pub fn is_formula(&self, table: &str, row: &str, column: &str) -> bool {
        self.formulas.contains(&Address::figure(table, row, column))
    }

    /// Remembers that a figure waits for another cell, or for itself, to be put right.
    pub fn wait(&mut self, address: Address) {
        self.waiting.insert(address);
    }

    /// Whether a figure waits for another cell, or for itself, to be put right.
    pub fn waits(&self, table: &str, row: &str, column: &str) -> bool {
        self.waiting.contains(&Address::figure(table, row, column))
    }

    /// Forgets every place on a sheet.
    pub fn forget(&mut self, sheet: &str) {
        self.places.retain(|_, place| place.sheet != sheet);
        self.due.retain(|_, place| place.sheet != sheet);
    }

    /// Moves every place.
    pub fn move_all(&mut self, moved: impl Fn(&Place) -> Place) {
        for place in self.places.values_mut().chain(self.due.values_mut()) {
            *place = moved(place);
        }
    }

    /// Every address with its place, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&Address, &Place)> {
        self.places.iter()
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
