//! A table as a full grid of rectangles: what every writer draws.

pub use crate::model::grid::Role;

use crate::model::Address;
use serde::Serialize;

/// A table without holes: every square of the grid belongs to exactly one [`Cell`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// `proactive`, `requests` or `litigation`.
    pub id: String,
    /// What the table is, for readers that cannot see it.
    pub title: String,
    /// One sentence on its shape, for readers that cannot see it.
    pub summary: String,
    /// Width of each grid column in millimetres; the sum is at most the type area.
    pub columns: Vec<f64>,
    /// Size of the text in points.
    pub font_pt: f64,
    /// How many rows from the top are repeated on every page.
    pub header_rows: usize,
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
}

/// One row: the cells that start in it, left to right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// True when a page break between this row and the next would part a group from its label.
    pub keep_with_next: bool,
    /// Cells whose top-left corner lies in this row.
    pub cells: Vec<Cell>,
}

/// A rectangle of the grid with its text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// Grid column of the left edge, from 0.
    pub x: usize,
    /// Columns covered, at least 1.
    pub width: usize,
    /// Rows covered, at least 1.
    pub height: usize,
    /// What the cell is for.
    pub role: Role,
    /// Printed text; empty for a blank figure.
    pub text: String,
    /// The figure it prints; `None` for a label.
    #[serde(skip)]
    pub address: Option<Address>,
}

/// A cell as a writer meets it going row by row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slot<'a> {
    /// A cell starts here.
    Start(&'a Cell),
    /// A cell that started in a row above goes on; it starts at this column.
    Continue(&'a Cell),
}

impl Table {
    /// Row `y` from left to right, each cell once: those that start in it and those that
    /// come down from above.
    pub fn slots(&self, y: usize) -> Vec<Slot<'_>> {
        let mut found: Vec<(usize, Slot<'_>)> = Vec::new();
        for (top, row) in self.rows.iter().enumerate().take(y + 1) {
            for cell in &row.cells {
                if top == y {
                    found.push((cell.x, Slot::Start(cell)));
                } else if top + cell.height > y {
                    found.push((cell.x, Slot::Continue(cell)));
                }
            }
        }
        found.sort_by_key(|(x, _)| *x);
        found.into_iter().map(|(_, slot)| slot).collect()
    }
}

impl Slot<'_> {
    /// The cell it is part of.
    pub fn cell(&self) -> &Cell {
        match self {
            Slot::Start(cell) | Slot::Continue(cell) => cell,
        }
    }
}
