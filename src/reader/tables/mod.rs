//! Finds the tables of the form on any sheet, at any place, in one piece or several.
//!
//! For every edition: find the heads of its blocks, then its rows below them, then the
//! cells of the figures. The edition that explains most of what stands there wins, table
//! by table, so that hybrids are read as what they are.

mod align;
mod heads;
mod rows;
mod values;

pub use values::Slot;

use super::grid::{Book, Position};
use super::labels::Labels;
use crate::model::form::{Block, Column, Form, Forms, Row, TableForm};
use crate::text::label::Pattern;
use heads::{HeadForm, Heads};
use rows::{RowForm, Rows};
use std::collections::BTreeSet;

/// A table of the form as found in the book.
pub struct FoundTable {
    /// Its form.
    pub form: &'static Form,
    /// Its table of that form.
    pub table: &'static TableForm,
    /// The pieces it stands in, in book order.
    pub pieces: Vec<Piece>,
    /// Labels of the form that are neither a leaf row nor a leaf column.
    pub words: &'static [Pattern],
}

/// Heads with the rows below them.
pub struct Piece {
    /// Index of the sheet.
    pub sheet: usize,
    /// Columns of the heads, in order.
    pub columns: &'static [Column],
    heads: Heads,
    rows: Rows,
    row_form: &'static [&'static Row],
}

/// One figure of a piece.
pub struct Located {
    /// Row id.
    pub row: &'static str,
    /// Index into the piece's columns.
    pub column: usize,
    /// Its cell.
    pub slot: Slot,
}

impl Piece {
    /// Every figure of the piece with its cell, and cells with figures too many.
    pub fn figures(&self, book: &Book) -> (Vec<Located>, Vec<Position>) {
        let sheet = &book.sheets[self.sheet];
        let mut located = Vec::new();
        let mut surplus = Vec::new();
        for (line, row) in &self.rows.found {
            let (slots, more) = values::slots(sheet, &self.heads, *line);
            surplus.extend(more);
            for (column, slot) in slots.into_iter().enumerate() {
                if let Some(slot) = slot {
                    located.push(Located { row: &self.row_form[*row].id, column, slot });
                }
            }
        }
        (located, surplus)
    }

    /// Labels that fitted loosely, with the official wording.
    pub fn loose(&self) -> impl Iterator<Item = (Position, &'static str)> {
        let heads = self.heads.loose.iter().map(|(at, c)| (*at, self.columns[*c].label.as_str()));
        let rows = self.rows.loose.iter().map(|(at, r)| (*at, self.row_form[*r].label.as_str()));
        heads.chain(rows)
    }

    /// Labels beside the table's rows that mean no row of the form.
    pub fn strange_rows(&self) -> &[Position] {
        &self.rows.strange
    }

    /// Rows that are there once more: the sheet row, and the one that is read.
    pub fn rows_again(&self) -> &[(u32, u32)] {
        &self.rows.again
    }

    /// Labels in the heads that mean no column of the form.
    pub fn strange_heads(&self) -> &[Position] {
        &self.heads.strange
    }

    /// Cells understood as labels.
    pub fn labels(&self) -> impl Iterator<Item = Position> {
        let heads = self.heads.cells.iter().flatten().chain(&self.heads.repeated);
        heads.chain(&self.rows.used).copied()
    }

    /// The cell with the label of a column, by its index.
    pub fn head(&self, column: usize) -> Option<Position> {
        self.heads.cells.get(column).copied().flatten()
    }

    /// First and last sheet row of the piece.
    pub fn lines(&self) -> (u32, u32) {
        let last = self.rows.found.iter().map(|(row, _)| *row).max().unwrap_or(self.heads.bottom);
        (self.heads.top, last)
    }

    /// First and last sheet column of the piece's figures.
    pub fn figure_columns(&self) -> (u32, u32) {
        let ranges = || self.heads.ranges.iter().flatten();
        let first = ranges().map(|range| range.0).min().unwrap_or(0);
        (first, ranges().map(|range| range.1).max().unwrap_or(first))
    }

    /// Whether an earlier piece has all its rows, and figures in the same columns: the table is
    /// there twice, not in pieces.
    pub fn is_copy_of(&self, earlier: &Piece) -> bool {
        let has = |piece: &Piece, id| piece.row_ids().any(|(own, _)| own == id);
        let mut columns = self.heads.ranges.iter().zip(&earlier.heads.ranges);
        std::ptr::eq(self.columns, earlier.columns)
            && self.row_ids().all(|(id, _)| has(earlier, id))
            && columns.any(|(own, other)| own.is_some() && other.is_some())
    }

    /// Row ids found, with their sheet rows.
    pub fn row_ids(&self) -> impl Iterator<Item = (&'static str, u32)> {
        self.rows.found.iter().map(|(line, row)| (self.row_form[*row].id.as_str(), *line))
    }
}

impl FoundTable {
    /// How much of what stands there this edition explains.
    fn worth(&self) -> i64 {
        let sum = |count: &dyn Fn(&Piece) -> usize| -> i64 {
            self.pieces.iter().map(|piece| count(piece) as i64).sum()
        };
        10 * sum(&|piece| piece.rows.found.len())
            + 6 * sum(&|piece| piece.heads.ranges.iter().flatten().count())
            - 6 * sum(&|piece| piece.rows.strange.len() + piece.heads.strange.len())
            - 3 * sum(&|piece| piece.loose().count())
            - 5 * self.missing_rows().len() as i64
    }

    /// Columns of the form that the rows of a piece have neither in it nor in another one.
    pub fn missing_columns(&self, piece: &Piece) -> impl Iterator<Item = &'static str> {
        let is_beside = |other: &&Piece| {
            std::ptr::eq(other.columns, piece.columns)
                && piece.row_ids().all(|(id, _)| other.row_ids().any(|(own, _)| own == id))
        };
        let has = |other: &Piece, column: usize| other.heads.ranges[column].is_some();
        let is_missing = move |column: usize| {
            !has(piece, column)
                && !self.pieces.iter().filter(is_beside).any(|other| has(other, column))
        };
        let columns = piece.columns.iter().enumerate();
        columns.filter(move |(column, _)| is_missing(*column)).map(|(_, one)| one.label.as_str())
    }

    /// Row ids of the form that no piece has.
    pub fn missing_rows(&self) -> Vec<&'static Row> {
        let found: BTreeSet<&str> =
            self.pieces.iter().flat_map(|piece| piece.row_ids().map(|(id, _)| id)).collect();
        self.table.rows().filter(|row| !found.contains(row.id.as_str())).collect()
    }
}

/// Blocks of a table that have the same heads, looked for together.
struct Family {
    columns: &'static [Column],
    /// Index of its heads in [`Targets::heads`].
    heads: usize,
    rows: RowForm,
}

/// One table of one edition, ready to be looked for.
struct Target {
    form: &'static Form,
    table: &'static TableForm,
    families: Vec<Family>,
    words: Vec<Pattern>,
}

/// Every table of every edition.
struct Targets {
    /// The heads looked for; those that editions share stand here once.
    heads: Vec<HeadForm>,
    tables: Vec<Target>,
}

impl Targets {
    fn of(forms: Forms) -> Targets {
        let of_form = |form: &'static Form| form.tables.iter().map(move |table| (form, table));
        let mut heads = Vec::new();
        let target = |(form, table)| {
            let (families, words) = (families(table, &mut heads), words(table));
            Target { form, table, families, words }
        };
        let tables = forms.iter().flat_map(of_form).map(target).collect();
        Targets { heads, tables }
    }
}

/// Labels of the form that are neither a leaf row nor a leaf column: group labels, bands, the
/// corner, the title.
fn words(table: &'static TableForm) -> Vec<Pattern> {
    let words = table.blocks.iter().flat_map(|block| {
        let stub = block.stub.iter().map(|stub| stub.label.as_str());
        let over = block.columns.iter().flat_map(|column| &column.under).map(String::as_str);
        let beside = block.rows.iter().flat_map(|row| &row.under).map(String::as_str);
        block.band.as_deref().into_iter().chain(stub).chain(over).chain(beside)
    });
    let mut words: Vec<&str> = words.chain([table.title.as_str()]).collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().map(|word| Pattern::new(word, &[])).collect()
}

fn families(table: &'static TableForm, heads: &mut Vec<HeadForm>) -> Vec<Family> {
    let mut groups: Vec<(&'static Block, Vec<&'static Row>)> = Vec::new();
    for block in &table.blocks {
        let same = |other: &Block| {
            other.columns.len() == block.columns.len()
                && other.columns.iter().zip(&block.columns).all(|(a, b)| a.label == b.label)
        };
        match groups.iter_mut().find(|(other, _)| same(other)) {
            Some((_, rows)) => rows.extend(&block.rows),
            None => groups.push((block, block.rows.iter().collect())),
        }
    }
    let family = |(block, rows): (&'static Block, _)| {
        let own = HeadForm::new(block);
        let known = heads.iter().position(|other| *other == own);
        let index = known.unwrap_or_else(|| {
            heads.push(own);
            heads.len() - 1
        });
        Family { columns: &block.columns, heads: index, rows: RowForm::new(rows) }
    };
    groups.into_iter().map(family).collect()
}

/// Everything on the sheets of a book that looks like the heads of a table of any edition,
/// and the rows where something begins that ends the table above.
pub struct Map<'b> {
    book: &'b Book,
    targets: &'static Targets,
    labels: Vec<Labels>,
    /// For each target, its heads: sheet, family, heads.
    anchors: Vec<Vec<(usize, usize, Heads)>>,
    /// For each sheet, rows that close off the columns named.
    fences: Vec<Vec<Fence>>,
}

/// A row at which tables above it end, with the columns it closes off.
#[derive(Clone, Copy)]
struct Fence {
    row: u32,
    columns: (u32, u32),
}

impl<'b> Map<'b> {
    /// Looks for the heads of every table of every edition on every sheet.
    pub fn new(book: &'b Book, forms: Forms) -> Map<'b> {
        let targets = forms.derived(Targets::of);
        let labels: Vec<Labels> = book.sheets.iter().map(Labels::new).collect();
        let mut fences: Vec<Vec<Fence>> = book.sheets.iter().map(|_| Vec::new()).collect();
        let mut anchors = Vec::new();
        let sheets = || book.sheets.iter().zip(&labels);
        let find = |form: &HeadForm| -> Vec<Vec<Heads>> {
            sheets().map(|(sheet, labels)| form.find(sheet, labels)).collect()
        };
        let found: Vec<Vec<Vec<Heads>>> = targets.heads.iter().map(find).collect();
        for target in &targets.tables {
            let mut of_target = Vec::new();
            for index in 0..book.sheets.len() {
                for (family, form) in target.families.iter().enumerate() {
                    for heads in &found[form.heads][index] {
                        fences[index].push(Fence { row: heads.top, columns: span(heads) });
                        of_target.push((index, family, heads.clone()));
                    }
                }
            }
            anchors.push(of_target);
        }
        Map { book, targets, labels, anchors, fences }
    }

    /// The folded labels of each sheet.
    pub fn labels(&self, sheet: usize) -> &Labels {
        &self.labels[sheet]
    }

    /// Adds a row over the whole width, such as a section heading.
    pub fn fence(&mut self, sheet: usize, row: u32) {
        self.fences[sheet].push(Fence { row, columns: (0, u32::MAX) });
    }

    /// The first fence below a row that crosses these columns; else one row past the last,
    /// because a table whose figures are all blank has no cells in its last row.
    fn end(&self, sheet: usize, row: u32, columns: (u32, u32)) -> u32 {
        self.fences[sheet]
            .iter()
            .filter(|fence| fence.row > row && meet(fence.columns, columns))
            .map(|fence| fence.row)
            .min()
            .unwrap_or(self.book.sheets[sheet].last_row().map_or(0, |last| last + 2))
    }

    /// All pieces of a table in the book.
    fn pieces(&self, target: usize) -> Vec<Piece> {
        let families = &self.targets.tables[target].families;
        let mut anchors: Vec<&(usize, usize, Heads)> = self.anchors[target].iter().collect();
        // Where two families claim the same rows, the one that names more columns is right,
        // then the one that misses fewer.
        anchors.sort_by_key(|(sheet, _, heads)| {
            let named = heads.ranges.iter().flatten().count();
            (*sheet, heads.top, std::cmp::Reverse(named), heads.ranges.len() - named)
        });
        let mut kept: Vec<&(usize, usize, Heads)> = Vec::new();
        for anchor in anchors {
            if !kept.iter().any(|other| other.0 == anchor.0 && overlap(&other.2, &anchor.2)) {
                kept.push(anchor);
            }
        }
        let mut pieces = Vec::new();
        for (index, family, heads) in &kept {
            let sheet = &self.book.sheets[*index];
            let end = self.end(*index, heads.bottom, span(heads));
            // A table beside this one ends where its own figures end.
            let left = kept
                .iter()
                .filter(|(other, ..)| other == index)
                .map(|(.., other)| other)
                .filter(|other| other.top <= heads.bottom && heads.top <= other.bottom)
                .filter_map(|other| other.ranges.iter().flatten().map(|range| range.1).max())
                .filter(|last| heads.ranges.iter().flatten().all(|range| range.0 > *last))
                .max()
                .map_or(0, |last| last + 1);
            let form = &families[*family];
            let rows = form.rows.find(sheet, &self.labels[*index], heads, left, end);
            pieces.push(Piece {
                sheet: *index,
                columns: form.columns,
                heads: heads.clone(),
                rows,
                row_form: &form.rows.rows,
            });
        }
        pieces.retain(|piece| !piece.rows.found.is_empty());
        pieces
    }

    /// Finds the table with this id on whichever edition fits best; `prefer` decides a draw.
    pub fn find(&self, id: &str, prefer: &Form) -> Option<FoundTable> {
        let mut best: Option<((i64, bool), FoundTable)> = None;
        let targets = self.targets.tables.iter().enumerate();
        for (index, target) in targets.filter(|(_, target)| target.table.id == id) {
            let found = FoundTable {
                form: target.form,
                table: target.table,
                pieces: self.pieces(index),
                words: &target.words,
            };
            let rows: usize = found.pieces.iter().map(|piece| piece.rows.found.len()).sum();
            if rows == 0 {
                continue;
            }
            let rank = (found.worth(), target.form.name == prefer.name);
            if best.as_ref().is_none_or(|(top, _)| rank > *top) {
                best = Some((rank, found));
            }
        }
        best.map(|(_, found)| found)
    }
}

fn overlap(a: &Heads, b: &Heads) -> bool {
    a.top <= b.bottom && b.top <= a.bottom && meet(span(a), span(b))
}

/// First and last column of the heads.
fn span(heads: &Heads) -> (u32, u32) {
    let ranges = || heads.ranges.iter().flatten();
    (ranges().map(|r| r.0).min().unwrap_or(0), ranges().map(|r| r.1).max().unwrap_or(0))
}

fn meet(a: (u32, u32), b: (u32, u32)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}
