//! Where every cell of a table stands on its sheet, worked out from the form alone.

use crate::model::form::{Block, Column, Row, TableForm};

/// A table laid out on a sheet.
pub struct Plan<'a> {
    /// The form it follows.
    pub table: &'a TableForm,
    /// All its rectangles, heads before figures, block by block.
    pub squares: Vec<Square<'a>>,
    /// Its first row.
    pub top: u32,
    /// First row below the column heads of the first block.
    pub body: u32,
    /// First row below the table.
    pub end: u32,
}

/// A rectangle of the sheet, merged when it is larger than one cell.
pub struct Square<'a> {
    /// Its top row, from 0.
    pub row: u32,
    /// Its left column, from 0.
    pub column: u16,
    /// Rows it takes.
    pub height: u32,
    /// Columns it takes.
    pub width: u16,
    /// What it holds.
    pub role: Role<'a>,
}

/// What a [`Square`] holds.
#[derive(Clone, Copy)]
pub enum Role<'a> {
    /// A row over the whole width that opens a block.
    Band(&'a str),
    /// A column head, or the corner above the row labels.
    Head(&'a str),
    /// A row label.
    Label(&'a str),
    /// A figure: its row and column of the form.
    Figure(&'a Row, &'a Column),
}

impl<'a> Plan<'a> {
    /// Lays a table out from row `top` of a sheet down.
    pub fn new(table: &'a TableForm, top: u32) -> Plan<'a> {
        let mut plan = Plan { table, squares: Vec::new(), top, body: top, end: top };
        for (index, block) in table.blocks.iter().enumerate() {
            plan.heads(block);
            if index == 0 {
                plan.body = plan.end;
            }
            plan.labels(block);
            plan.figures(block);
            plan.end += count(block.rows.len());
        }
        plan
    }

    /// The cell of a figure.
    pub fn figure(&self, row: &str, column: &str) -> Option<(u32, u16)> {
        self.squares.iter().find_map(|square| match square.role {
            Role::Figure(r, c) if r.id == row && c.id == column => {
                Some((square.row, square.column))
            }
            _ => None,
        })
    }

    /// How many columns the table takes.
    pub fn width(&self) -> u16 {
        narrow(self.table.grid_mm.len())
    }

    /// Whether all rows stand under one set of column heads, worth keeping in view.
    pub fn is_long(&self) -> bool {
        self.table.blocks.len() == 1 && self.end - self.body > 1
    }

    fn put(&mut self, (row, column): (u32, u16), (height, width): (usize, usize), role: Role<'a>) {
        let (height, width) = (count(height), narrow(width));
        self.squares.push(Square { row, column, height, width, role });
    }

    /// Band, corner and column heads; `end` moves below them.
    fn heads(&mut self, block: &'a Block) {
        if let Some(band) = &block.band {
            self.put((self.end, 0), (1, self.table.grid_mm.len()), Role::Band(band));
            self.end += 1;
        }
        let rows = block.head_rows();
        if let Some(stub) = &block.stub {
            self.put((self.end, 0), (rows, stub.columns), Role::Head(&stub.label));
        }
        let paths: Vec<Vec<&str>> = block.columns.iter().map(|c| c.path().collect()).collect();
        let spans: Vec<usize> = block.columns.iter().map(|column| column.span).collect();
        for Run { depth, first, items, last } in runs(&paths) {
            let x = block.stub_columns() + spans[..first].iter().sum::<usize>();
            let width = spans[first..first + items].iter().sum();
            let height = if last { rows - depth } else { 1 };
            let role = Role::Head(paths[first][depth]);
            self.put((self.end + count(depth), narrow(x)), (height, width), role);
        }
        self.end += count(rows);
    }

    fn labels(&mut self, block: &'a Block) {
        if block.stub_columns() == 0 {
            return;
        }
        let paths: Vec<Vec<&str>> = block.rows.iter().map(|row| row.path().collect()).collect();
        for Run { depth, first, items, last } in runs(&paths) {
            let width = if last { block.stub_columns().saturating_sub(depth) } else { 1 };
            let role = Role::Label(paths[first][depth]);
            self.put((self.end + count(first), narrow(depth)), (items, width), role);
        }
    }

    fn figures(&mut self, block: &'a Block) {
        for (y, row) in block.rows.iter().enumerate() {
            let mut x = block.stub_columns();
            for (index, column) in block.columns.iter().enumerate() {
                let own = block.data_spans.as_ref().and_then(|spans| spans.get(index));
                let width = own.copied().unwrap_or(column.span);
                let role = Role::Figure(row, column);
                self.put((self.end + count(y), narrow(x)), (1, width), role);
                x += width;
            }
        }
    }
}

/// Neighbours that share a label at one depth of their paths.
struct Run {
    depth: usize,
    first: usize,
    items: usize,
    /// True for an item's own label, which nothing stands under.
    last: bool,
}

/// Every label of nested heads once: groups over all their members, own labels alone.
fn runs(paths: &[Vec<&str>]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let deepest = paths.iter().map(Vec::len).max().unwrap_or(0);
    for depth in 0..deepest {
        let mut first = 0;
        while first < paths.len() {
            let group = paths[first].get(..=depth);
            let last = paths[first].len() == depth + 1;
            let shares =
                |path: &&Vec<&str>| !last && path.len() > depth + 1 && path.get(..=depth) == group;
            let items = 1 + paths[first + 1..].iter().take_while(shares).count();
            if group.is_some() {
                found.push(Run { depth, first, items, last });
            }
            first += items;
        }
    }
    found
}

/// A number of rows as sheets count them.
fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// A number of columns as sheets count them.
fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}
