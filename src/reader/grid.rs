//! A workbook as sparse grids of cells: the last place that knows spreadsheets, and all
//! that the rest of the reader knows of them. Serde in and out, because a parser that
//! cannot be trusted runs in a child process and sends its grids over a pipe.

pub use crate::model::area::{Area, Position};

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A whole workbook.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// Sheets in their order, hidden ones included.
    pub sheets: Vec<Sheet>,
    /// True for the 1904 date system.
    #[serde(default)]
    pub epoch_1904: bool,
}

/// One sheet: only cells that hold something.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Name on its tab.
    pub name: String,
    /// True for hidden and very hidden sheets.
    #[serde(default)]
    pub hidden: bool,
    /// Cells by position.
    #[serde(with = "as_pairs")]
    pub cells: BTreeMap<Position, Cell>,
    /// Merged rectangles; empty where the format does not tell.
    #[serde(default)]
    pub merges: Vec<Area>,
    /// Rows that are hidden.
    #[serde(default)]
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that are hidden.
    #[serde(default)]
    pub hidden_columns: BTreeSet<u32>,
    /// What floats above the cells, or stands in one as a picture, by the cell it begins at.
    #[serde(default)]
    pub floating: Vec<(Position, Floating)>,
    /// Codes of the number formats that show a number in another unit than it is stored in.
    #[serde(default, with = "as_pairs")]
    pub formats: BTreeMap<Position, String>,
    /// Levels of the headings that a document says are ones, from 1.
    #[serde(default, with = "as_pairs")]
    pub levels: BTreeMap<Position, u8>,
}

/// Something that is no content of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Floating {
    /// A text box or a shape, with its words.
    TextBox(String),
    /// A picture.
    Picture,
    /// A picture that is the content of its cell (`DISPIMG`).
    CellPicture,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it shows.
    pub content: Content,
    /// Its formula without `=`, if it has one; empty when the format hides the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// A formula whose result was never stored.
    Uncalculated,
    /// Text as stored, control characters and all.
    Text(String),
    /// A number: the shortest decimal text that gives the stored value.
    Number(String),
    /// A number shown as a date or time: its serial.
    Date(f64),
    /// A date stored as ISO 8601 text.
    DateText(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error such as `#REF!`.
    Error(String),
}

impl Sheet {
    /// The merged rectangle a position lies in; the position itself where nothing is merged.
    pub fn area(&self, at: Position) -> Area {
        self.merges
            .iter()
            .copied()
            .find(|area| area.contains(at))
            .unwrap_or(Area { first: at, last: at })
    }

    /// The cell at a position, if it holds something.
    pub fn cell(&self, at: Position) -> Option<&Cell> {
        self.cells.get(&at)
    }

    /// The text at exactly this position.
    pub fn text(&self, at: Position) -> Option<&str> {
        match &self.cells.get(&at)?.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The last row that holds something.
    pub fn last_row(&self) -> Option<u32> {
        self.cells.keys().next_back().map(|(row, _)| *row)
    }

    /// Cells of one row, left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (Position, &Cell)> {
        self.cells.range((row, 0)..=(row, u32::MAX)).map(|(at, cell)| (*at, cell))
    }

    /// Whether its row or column is hidden.
    pub fn is_hidden(&self, (row, column): Position) -> bool {
        self.hidden || self.hidden_rows.contains(&row) || self.hidden_columns.contains(&column)
    }
}

impl Content {
    /// Whether nothing can be seen: blank text.
    pub fn is_blank(&self) -> bool {
        matches!(self, Content::Text(text) if crate::text::label::is_invisible(text))
    }
}

/// The shortest decimal text of a stored number: `587.4072`, `7`, `0.1`; never `1e21`.
pub fn number_text(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        format!("{}", value as i64)
    } else {
        format!("{value}")
    }
}

/// JSON has no maps keyed by pairs.
mod as_pairs {
    use super::Position;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    pub fn serialize<S: Serializer, T: Serialize>(
        cells: &BTreeMap<Position, T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        cells.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Position, T>, D::Error> {
        Ok(Vec::<(Position, T)>::deserialize(deserializer)?.into_iter().collect())
    }
}
