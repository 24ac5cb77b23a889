//! A table of the form: its blocks, columns and rows, with their labels.

use super::{Relation, Succession};
use serde::Deserialize;

/// A table of the form: blocks of rows and columns below each other on one grid.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableForm {
    /// Stable English id.
    pub id: String,
    /// What the rules know it by, where its id does not say it.
    pub(super) role: Option<String>,
    /// Section it belongs to.
    pub section: u8,
    /// What it is, in words.
    pub title: String,
    /// Widths of the printed grid columns in millimetres.
    pub grid_mm: Vec<f64>,
    /// Size of its printed text in points.
    pub font_pt: f64,
    /// Unit of its counts.
    pub unit: Option<String>,
    /// Its blocks, top to bottom.
    #[serde(rename = "block")]
    pub blocks: Vec<Block>,
    /// What must add up.
    #[serde(rename = "relation", default)]
    pub relations: Vec<Relation>,
    /// What must follow from last year's report.
    #[serde(rename = "succession", default)]
    pub successions: Vec<Succession>,
}

/// Rows that share one set of column heads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Its name in this file.
    pub id: String,
    /// Text of the row over the whole width that opens it.
    pub band: Option<String>,
    /// The columns that hold row labels; none in a table without row labels.
    pub stub: Option<Stub>,
    /// Columns of figures, left to right.
    pub columns: Vec<Column>,
    /// Rows of figures, top to bottom.
    pub rows: Vec<Row>,
    /// Grid columns of each figure in data rows, where the official form merges them
    /// otherwise than their heads. Only the blank workbook draws it so.
    pub data_spans: Option<Vec<usize>>,
}

/// The label columns of a block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stub {
    /// Text in the corner above the row labels.
    pub label: String,
    /// Grid columns it takes.
    pub columns: usize,
}

/// A column of figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Stable English id.
    pub id: String,
    /// What the rules know it by, where its id does not say it.
    pub(super) role: Option<String>,
    /// Official label.
    pub label: String,
    /// Labels above it, from the top.
    #[serde(default)]
    pub under: Vec<String>,
    /// What its figures are.
    pub kind: FigureKind,
    /// Grid columns it takes.
    #[serde(default = "one")]
    pub span: usize,
    /// Other wordings in use, damaged ones included.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A row of figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Stable English id.
    pub id: String,
    /// What the rules know it by, where its id does not say it.
    pub(super) role: Option<String>,
    /// Official label; empty in a table without row labels.
    pub label: String,
    /// Labels to its left, from the outermost.
    #[serde(default)]
    pub under: Vec<String>,
    /// Other wordings in use, damaged ones included.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What the figures of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureKind {
    /// A whole number, zero or more.
    Count,
    /// A whole number with its sign: a change.
    Signed,
    /// An exact amount in 万元.
    WanYuan,
    /// An exact amount whose unit stands in the cell.
    Money,
}

fn one() -> usize {
    1
}

impl TableForm {
    /// What the rules know it by.
    pub fn role(&self) -> &str {
        self.role.as_deref().unwrap_or(&self.id)
    }

    /// The rows that the rules know by this name.
    pub fn rows_of(&self, role: &str) -> impl Iterator<Item = &Row> {
        self.rows().filter(move |row| row.role() == role)
    }

    /// Every row of every block.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.blocks.iter().flat_map(|block| &block.rows)
    }

    /// Every column of every block; ids repeat where blocks share a meaning.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.blocks.iter().flat_map(|block| &block.columns)
    }

    /// The block that holds a row.
    pub fn block_of(&self, row: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.rows.iter().any(|r| r.id == row))
    }

    /// A row by id.
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.rows().find(|row| row.id == id)
    }

    /// The column a figure stands in.
    pub fn column(&self, row: &str, id: &str) -> Option<&Column> {
        self.block_of(row)?.columns.iter().find(|column| column.id == id)
    }

    /// Every (row, column) that takes a figure, in printed order.
    pub fn squares(&self) -> impl Iterator<Item = (&Row, &Column)> {
        self.blocks.iter().flat_map(|block| {
            block.rows.iter().flat_map(|row| block.columns.iter().map(move |column| (row, column)))
        })
    }
}

impl Block {
    /// The column that the rules know by this name.
    pub fn column_of(&self, role: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.role() == role)
    }

    /// How many rows its column heads take.
    pub fn head_rows(&self) -> usize {
        self.columns.iter().map(|column| column.under.len() + 1).max().unwrap_or(0)
    }

    /// Grid columns taken by row labels.
    pub fn stub_columns(&self) -> usize {
        self.stub.as_ref().map_or(0, |stub| stub.columns)
    }
}

impl Column {
    /// What the rules know it by.
    pub fn role(&self) -> &str {
        self.role.as_deref().unwrap_or(&self.id)
    }

    /// All labels from the top, its own last.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.under.iter().chain(std::iter::once(&self.label)).map(String::as_str)
    }
}

impl Row {
    /// What the rules know it by.
    pub fn role(&self) -> &str {
        self.role.as_deref().unwrap_or(&self.id)
    }

    /// All labels from the outermost, its own last.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.under.iter().chain(std::iter::once(&self.label)).map(String::as_str)
    }
}

/// A figure's name for messages: row and column; in a table without row labels the group
/// above the column.
pub fn figure_name(row: &Row, column: &Column) -> String {
    match column.under.last().filter(|_| row.label.is_empty()) {
        Some(group) => format!("{group}·{}", column.label),
        None => format!("{}·{}", row.label, column.label),
    }
}
