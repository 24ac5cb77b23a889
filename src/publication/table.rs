//! A table as a full grid of rectangles: what every writer draws.

use serde::Serialize;

/// A table without holes: every grid square belongs to exactly one [`Cell`].
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
}

/// What a cell is for: decides alignment and the tags of accessible formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A band over the whole width that opens a block (第二十条第（一）项).
    Band,
    /// The cell in the corner above the row labels.
    Corner,
    /// Heads one or more columns.
    ColumnHead,
    /// Labels one or more rows.
    RowHead,
    /// A figure of the report.
    Figure,
}

/// One square of the grid as a writer meets it going row by row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Square<'a> {
    /// A cell starts here.
    Start(&'a Cell),
    /// A cell that started in a row above goes on; it starts at this column.
    Continue(&'a Cell),
}

impl Table {
    /// Row `y` from left to right, each cell once: those that start in it and those that
    /// come down from above.
    pub fn squares(&self, y: usize) -> Vec<Square<'_>> {
        let mut found: Vec<(usize, Square<'_>)> = Vec::new();
        for (top, row) in self.rows.iter().enumerate().take(y + 1) {
            for cell in &row.cells {
                if top == y {
                    found.push((cell.x, Square::Start(cell)));
                } else if top + cell.height > y {
                    found.push((cell.x, Square::Continue(cell)));
                }
            }
        }
        found.sort_by_key(|(x, _)| *x);
        found.into_iter().map(|(_, square)| square).collect()
    }

    /// True when the cells cover every square of the grid exactly once.
    pub fn is_whole(&self) -> bool {
        let wide = self.columns.len();
        let mut covered = vec![0u8; wide * self.rows.len()];
        for (y, row) in self.rows.iter().enumerate() {
            for cell in &row.cells {
                for dy in 0..cell.height {
                    for dx in 0..cell.width {
                        let (x, y) = (cell.x + dx, y + dy);
                        match covered.get_mut(y * wide + x) {
                            Some(square) if x < wide => *square += 1,
                            _ => return false,
                        }
                    }
                }
            }
        }
        covered.iter().all(|times| *times == 1)
    }
}

impl Square<'_> {
    /// The cell this square belongs to.
    pub fn cell(&self) -> &Cell {
        match self {
            Square::Start(cell) | Square::Continue(cell) => cell,
        }
    }
}
