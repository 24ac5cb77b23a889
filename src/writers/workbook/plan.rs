//! Where every cell of a table stands on its sheet.

use crate::model::form::TableForm;
use crate::model::grid::{Cell, Grid};

/// A table placed on a sheet, its left edge in column A.
pub struct Plan<'a> {
    /// Its rectangles, merged where they are larger than one cell.
    pub grid: Grid<'a>,
    /// Its first row, from 0.
    pub top: u32,
}

impl<'a> Plan<'a> {
    /// Lays a table out from row `top` of a sheet down.
    pub fn new(table: &'a TableForm, top: u32) -> Plan<'a> {
        Plan { grid: Grid::official(table), top }
    }

    /// Top-left cell of a rectangle: row and column from 0.
    pub fn first(&self, cell: &Cell) -> (u32, u16) {
        (self.top + count(cell.y), narrow(cell.x))
    }

    /// Bottom-right cell of a rectangle.
    pub fn last(&self, cell: &Cell) -> (u32, u16) {
        (self.top + count(cell.y + cell.height - 1), narrow(cell.x + cell.width - 1))
    }

    /// The cell of a figure: row and column from 0.
    pub fn figure(&self, row: &str, column: &str) -> Option<(u32, u16)> {
        self.grid.figure(row, column).map(|cell| self.first(cell))
    }

    /// First row below the column heads of the first block.
    pub fn body(&self) -> u32 {
        self.top + count(self.grid.body())
    }

    /// First row below the table.
    pub fn end(&self) -> u32 {
        self.top + count(self.grid.rows())
    }

    /// How many columns the table takes.
    pub fn width(&self) -> u16 {
        narrow(self.grid.columns())
    }

    /// Whether all rows stand under one set of column heads, worth keeping in view.
    pub fn is_long(&self) -> bool {
        self.grid.header_rows > 0 && self.end() - self.body() > 1
    }
}

/// A number of rows as sheets count them.
fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// A number of columns as sheets count them.
fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}
