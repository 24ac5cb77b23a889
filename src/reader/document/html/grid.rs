//! Where the cells of a table stand, by the rules of HTML for spans.

use crate::model::area::Area;
use crate::reader::document::flow::Cell;
use std::collections::BTreeMap;

/// HTML itself takes no wider span; no report has a wider table.
const MAX_COLUMNS: u32 = 1_000;
const MAX_ROWS: u32 = 65_534;

/// The grid of a table as it fills, row by row.
#[derive(Debug, Default)]
pub struct Grid {
    row: Option<u32>,
    column: u32,
    /// For each column that a cell from above fills: the first row that is free again.
    taken: BTreeMap<u32, u32>,
}

impl Grid {
    /// Begins the next row.
    pub fn row(&mut self) {
        self.row = Some(self.row.map_or(0, |row| row + 1));
        self.column = 0;
    }

    /// The place of the next cell; `0` rows reach to the end.
    pub fn place(&mut self, rows: Option<u32>, columns: Option<u32>) -> Area {
        let row = self.row.unwrap_or_default();
        while self.taken.get(&self.column).is_some_and(|free| *free > row) {
            self.column += 1;
        }
        let first = self.column.min(MAX_COLUMNS);
        let span = columns.filter(|span| *span > 0).unwrap_or(1).min(MAX_COLUMNS);
        let last = (first + span - 1).min(MAX_COLUMNS);
        let down = match rows {
            Some(0) => MAX_ROWS,
            rows => rows.unwrap_or(1).min(MAX_ROWS),
        };
        if down > 1 {
            for column in first..=last {
                self.taken.insert(column, row.saturating_add(down));
            }
        }
        self.column = last + 1;
        Area { first: (row, first), last: (row.saturating_add(down - 1), last) }
    }

    /// Cuts what reaches below the last row.
    pub fn close(&self, cells: &mut [Cell]) {
        let last = self.row.unwrap_or_default();
        for cell in cells {
            cell.area.last.0 = cell.area.last.0.min(last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_clear_of_those_that_reach_down() {
        let mut grid = Grid::default();
        grid.row();
        assert_eq!(grid.place(Some(2), None).last, (1, 0));
        assert_eq!(grid.place(None, Some(2)).last, (0, 2));
        grid.row();
        assert_eq!(grid.place(None, None).first, (1, 1));
        assert_eq!(grid.place(Some(0), None).first, (1, 2));
        grid.row();
        assert_eq!(grid.place(None, None).first, (2, 0));
        assert_eq!(grid.place(None, None).first, (2, 1));
        assert_eq!(grid.place(None, None).first, (2, 3));
    }
}
