//! A table of a form as rectangles: every band, head, label and figure once. The printed page
//! and the sheet of a workbook draw the same ones.

use super::form::{Block, Column, Row, TableForm};
use serde::Serialize;

/// A table without holes: every square of its grid belongs to exactly one [`Cell`].
#[derive(Debug)]
pub struct Grid<'a> {
    /// The form it follows.
    pub table: &'a TableForm,
    /// Its rectangles, block by block: band, heads, labels, figures.
    pub cells: Vec<Cell<'a>>,
    /// By row: whether a page break below it would part a group from its label.
    pub keep_with_next: Vec<bool>,
    /// How many rows from the top are repeated on every page.
    pub header_rows: usize,
}

/// A rectangle of the grid.
#[derive(Debug)]
pub struct Cell<'a> {
    /// Grid row of the upper edge, from 0.
    pub y: usize,
    /// Grid column of the left edge, from 0.
    pub x: usize,
    /// Rows covered, at least 1.
    pub height: usize,
    /// Columns covered, at least 1.
    pub width: usize,
    /// What it is for.
    pub role: Role,
    /// Its text; empty for a figure.
    pub label: &'a str,
    /// The row it is a figure of, or names.
    pub row: Option<&'a Row>,
    /// The column it is a figure of, or names.
    pub column: Option<&'a Column>,
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

impl<'a> Grid<'a> {
    /// A table as it is printed: figures as wide as their heads.
    pub fn printed(table: &'a TableForm) -> Grid<'a> {
        Grid::new(table, |_| None)
    }

    /// A table as the official form draws it, where figures may be merged otherwise than
    /// their heads.
    pub fn official(table: &'a TableForm) -> Grid<'a> {
        Grid::new(table, |block| block.data_spans.as_deref())
    }

    fn new(table: &'a TableForm, spans: impl Fn(&Block) -> Option<&[usize]>) -> Grid<'a> {
        let mut grid = Grid { table, cells: Vec::new(), keep_with_next: vec![], header_rows: 0 };
        for block in &table.blocks {
            grid.heads(block);
            grid.labels(block);
            grid.figures(block, spans(block));
        }
        let last = grid.rows() - 1;
        match table.blocks.len() {
            1 => grid.header_rows = grid.body(),
            // A table of small blocks is short and belongs on one page.
            _ => grid.keep_with_next[..last].fill(true),
        }
        grid
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.keep_with_next.len()
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.table.grid_mm.len()
    }

    /// First row below the column heads of the first block.
    pub fn body(&self) -> usize {
        let figure = self.cells.iter().find(|cell| cell.role == Role::Figure);
        figure.map_or(self.rows(), |figure| figure.y)
    }

    /// The cells that start in row `y`, left to right.
    pub fn row(&self, y: usize) -> Vec<&Cell<'a>> {
        let mut cells: Vec<_> = self.cells.iter().filter(|cell| cell.y == y).collect();
        cells.sort_by_key(|cell| cell.x);
        cells
    }

    /// The cell of a figure.
    pub fn figure(&self, row: &str, column: &str) -> Option<&Cell<'a>> {
        let is_it = |cell: &&Cell| {
            cell.role == Role::Figure
                && cell.row.is_some_and(|r| r.id == row)
                && cell.column.is_some_and(|c| c.id == column)
        };
        self.cells.iter().find(is_it)
    }

    /// Band, corner and column heads: labels above each other, the lowest reaching down to
    /// the figures.
    fn heads(&mut self, block: &'a Block) {
        if let Some(band) = &block.band {
            let cell = Cell::new(Role::Band, (self.rows(), 0), (1, self.columns()));
            self.cells.push(Cell { label: band, ..cell });
            self.keep_with_next.push(true);
        }
        let (top, height) = (self.rows(), block.head_rows());
        if let Some(stub) = &block.stub {
            let cell = Cell::new(Role::Corner, (top, 0), (height, stub.columns));
            self.cells.push(Cell { label: &stub.label, ..cell });
        }
        let paths: Vec<Vec<&str>> = block.columns.iter().map(|c| c.path().collect()).collect();
        for Run { depth, first, items, is_own } in runs(&paths) {
            let width = |columns: &[Column]| columns.iter().map(|c| c.span).sum::<usize>();
            let x = block.stub_columns() + width(&block.columns[..first]);
            let size = (
                if is_own { height - depth } else { 1 },
                width(&block.columns[first..first + items]),
            );
            let cell = Cell::new(Role::ColumnHead, (top + depth, x), size);
            let column = is_own.then(|| &block.columns[first]);
            self.cells.push(Cell { label: paths[first][depth], column, ..cell });
        }
        self.keep_with_next.extend(std::iter::repeat_n(true, height));
    }

    /// Row labels beside each other, the innermost reaching to the figures.
    fn labels(&mut self, block: &'a Block) {
        let stub = block.stub_columns();
        let paths: Vec<Vec<&str>> =
            block.rows.iter().map(|row| row.path().take(stub).collect()).collect();
        for Run { depth, first, items, is_own } in runs(&paths) {
            let width = if is_own { stub - depth } else { 1 };
            let cell = Cell::new(Role::RowHead, (self.rows() + first, depth), (items, width));
            let row = is_own.then(|| &block.rows[first]);
            self.cells.push(Cell { label: paths[first][depth], row, ..cell });
        }
    }

    fn figures(&mut self, block: &'a Block, spans: Option<&[usize]>) {
        for (index, row) in block.rows.iter().enumerate() {
            let mut x = block.stub_columns();
            for (index, column) in block.columns.iter().enumerate() {
                let own = spans.and_then(|spans| spans.get(index));
                let width = own.copied().unwrap_or(column.span);
                let cell = Cell::new(Role::Figure, (self.rows(), x), (1, width));
                self.cells.push(Cell { row: Some(row), column: Some(column), ..cell });
                x += width;
            }
            // The innermost group of several rows stays with its label; the outermost may part.
            let next = block.rows.get(index + 1);
            let is_group = row.under.len() > 1 && next.is_some_and(|next| next.under == row.under);
            self.keep_with_next.push(is_group);
        }
    }
}

impl<'a> Cell<'a> {
    fn new(role: Role, (y, x): (usize, usize), (height, width): (usize, usize)) -> Cell<'a> {
        Cell { y, x, height, width, role, label: "", row: None, column: None }
    }
}

/// Neighbours that share a label at one depth of their paths.
struct Run {
    depth: usize,
    first: usize,
    items: usize,
    /// True for an item's own label, which nothing stands under.
    is_own: bool,
}

/// Every label of nested heads once: groups over all their members, own labels alone.
fn runs(paths: &[Vec<&str>]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let deepest = paths.iter().map(Vec::len).max().unwrap_or(0);
    for depth in 0..deepest {
        let mut first = 0;
        while first < paths.len() {
            let group = paths[first].get(..=depth);
            let is_own = paths[first].len() == depth + 1;
            let shares = |path: &&Vec<&str>| {
                !is_own && path.len() > depth + 1 && path.get(..=depth) == group
            };
            let items = 1 + paths[first + 1..].iter().take_while(shares).count();
            if group.is_some() {
                found.push(Run { depth, first, items, is_own });
            }
            first += items;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Forms;

    /// How often each square of a grid is covered.
    fn covered(grid: &Grid) -> Vec<usize> {
        let mut covered = vec![0; grid.columns() * grid.rows()];
        for cell in &grid.cells {
            for y in cell.y..cell.y + cell.height {
                for x in cell.x..cell.x + cell.width {
                    covered[y * grid.columns() + x] += 1;
                }
            }
        }
        covered
    }

    #[test]
    fn every_table_of_every_edition_covers_its_grid_without_holes() {
        for edition in Forms::shipped().iter() {
            for table in &edition.tables {
                for grid in [Grid::printed(table), Grid::official(table)] {
                    let is_whole = covered(&grid).iter().all(|times| *times == 1);
                    assert!(is_whole, "{} {}", edition.name, table.id);
                }
            }
        }
    }

    #[test]
    fn every_figure_has_a_cell_and_every_row_and_column_a_label() {
        for edition in Forms::shipped().iter() {
            for table in &edition.tables {
                let grid = Grid::printed(table);
                for (row, column) in table.squares() {
                    assert!(grid.figure(&row.id, &column.id).is_some(), "{} {}", row.id, column.id);
                    let named = |cell: &&Cell| {
                        cell.role == Role::ColumnHead
                            && cell.column.is_some_and(|c| c.id == column.id)
                    };
                    assert!(grid.cells.iter().any(|cell| named(&cell)), "{}", column.id);
                }
            }
        }
    }

    #[test]
    fn tables_have_the_shapes_of_the_notices() {
        let shape = |edition: usize, id: &str| {
            let table = Forms::shipped().iter().nth(edition).unwrap().table(id).unwrap();
            let grid = Grid::printed(table);
            (grid.rows(), grid.columns(), grid.header_rows)
        };
        assert_eq!(shape(0, "requests"), (28, 10, 3));
        assert_eq!(shape(1, "requests"), (26, 10, 3));
        assert_eq!(shape(0, "proactive"), (14, 4, 0));
        assert_eq!(shape(1, "proactive"), (18, 5, 0));
        assert_eq!(shape(0, "litigation"), (4, 15, 3));
    }
}
