//! One sheet: rows and columns with their repetitions.

use super::super::cells::{damage, number};
use super::cell::{self, Stored};
use super::value::repeated;
use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::xml::tokens::{Tag, Token, Xml};
use crate::model::area::ROWS;
use crate::reader::grid::{Cell, Content, Position, Sheet};
use crate::reader::guard::limits::{MAX_COLUMNS, MAX_ROWS};
use crate::reader::guard::{Budget, Notes, SheetLayout};

/// What the opening tag of a sheet says.
pub struct Heading {
    /// Name on its tab.
    pub name: String,
    /// Style, by which a sheet may be hidden.
    pub style: String,
}

impl Heading {
    /// Reads the tag.
    pub fn read(tag: &Tag<'_>) -> Heading {
        let text = |key| cut_name(&tag.attribute(key).unwrap_or_default());
        Heading { name: text("name"), style: text("style-name") }
    }
}

/// One sheet while it is read.
pub struct Table<'t> {
    sheet: Sheet,
    layout: SheetLayout,
    budget: &'t mut Budget,
    notes: &'t mut Notes,
    row: u32,
    column: u32,
    /// Row and column groups that are folded, around the current place.
    folded: u32,
}

impl<'t> Table<'t> {
    /// Begins a sheet.
    pub fn new(name: String, budget: &'t mut Budget, notes: &'t mut Notes) -> Table<'t> {
        let sheet = Sheet { name, ..Sheet::default() };
        Table { sheet, layout: SheetLayout::default(), budget, notes, row: 0, column: 0, folded: 0 }
    }

    /// Reads to the end of the sheet; `None` when it only caches cells of another file.
    ///
    /// # Errors
    /// When the part is damaged or passes a limit.
    pub fn read(mut self, xml: &mut Xml<'_>) -> Result<Option<Sheet>, Error> {
        let outside = xml.depth() - 1;
        let mut foreign = false;
        // For each open group, whether it is folded.
        let mut groups: Vec<bool> = Vec::new();
        loop {
            let row = match xml.token()? {
                Token::Open(tag) => match tag.name() {
                    "table:table-row" => {
                        Some((repeated(&tag, "number-rows-repeated"), is_hidden(&tag)))
                    }
                    "table:table-column" => {
                        let count = repeated(&tag, "number-columns-repeated");
                        if self.folded > 0 || is_hidden(&tag) {
                            self.layout
                                .hide_columns(self.column, self.column.saturating_add(count - 1));
                        }
                        self.column = self.column.saturating_add(count);
                        continue;
                    }
                    "table:table-row-group" | "table:table-column-group" => {
                        let folded = tag.attribute("display").is_some_and(|shown| shown == "false");
                        self.folded += u32::from(folded);
                        groups.push(folded);
                        continue;
                    }
                    "table:table-source" => {
                        foreign = true;
                        continue;
                    }
                    "table:table-columns"
                    | "table:table-header-columns"
                    | "table:table-rows"
                    | "table:table-header-rows" => continue,
                    // Drawings, forms, conditional formats, and all that is to come.
                    _ => None,
                },
                Token::Close(tag) => {
                    if matches!(tag.name(), "table:table-row-group" | "table:table-column-group") {
                        self.folded -= u32::from(groups.pop().unwrap_or(false));
                    }
                    if tag.depth == outside {
                        break;
                    }
                    continue;
                }
                Token::End => break,
                _ => continue,
            };
            match row {
                Some((count, hidden)) => self.row(xml, count, hidden || self.folded > 0)?,
                None => xml.skip()?,
            }
        }
        self.layout.finish(&self.sheet.name, self.notes);
        self.sheet.merges = self.layout.merges;
        self.sheet.hidden_rows = self.layout.hidden_rows;
        self.sheet.hidden_columns = self.layout.hidden_columns;
        Ok((!foreign).then_some(self.sheet))
    }

    /// Reads one row and puts it in its place as often as it is repeated.
    fn row(&mut self, xml: &mut Xml<'_>, count: u32, hidden: bool) -> Result<(), Error> {
        let first = self.row;
        self.row = first.saturating_add(count).min(ROWS);
        if hidden {
            self.layout.hide_rows(first, first.saturating_add(count - 1));
        }
        let mut column = 0_u32;
        let outside = xml.depth() - 1;
        loop {
            let stored = match xml.token()? {
                Token::Open(tag) => match tag.name() {
                    "table:table-cell" | "table:covered-table-cell" => Some(Stored::read(&tag)),
                    _ => None,
                },
                Token::Close(tag) if tag.depth == outside => break,
                Token::End => break,
                _ => continue,
            };
            let Some(mut stored) = stored else {
                xml.skip()?;
                continue;
            };
            let text = cell::text(xml)?;
            self.merge((first, column), count, &stored);
            let (columns, here) = (stored.repeated, column);
            column = column.saturating_add(columns);
            let formula = stored.formula.take();
            let number = |value| number(value, &self.sheet.name, (first, here), self.notes);
            if let Some(content) = stored.content(text, formula.is_some(), number) {
                if let Content::Text(text) = &content {
                    damage(text, &self.sheet.name, (first, here), self.notes);
                }
                let cell = Cell { content, formula };
                self.put((first, here), (count, columns), &cell)?;
            }
        }
        Ok(())
    }

    /// Remembers the merged area that begins at a cell. A repeated row repeats its merges;
    /// one that reaches down cannot be repeated.
    fn merge(&mut self, first: Position, count: u32, stored: &Stored) {
        let count = if stored.rows > 1 { 1 } else { count };
        let end = first.0.saturating_add(count).min(MAX_ROWS);
        if (stored.rows > 1 || stored.columns > 1) && first.1 < MAX_COLUMNS {
            for row in first.0..end {
                let last = row.saturating_add(stored.rows - 1);
                let right = first.1.saturating_add(stored.columns - 1);
                self.layout.merge((row, first.1), (last, right));
            }
        }
    }

    /// Puts a filled cell into every place that it is repeated to.
    fn put(&mut self, first: Position, count: (u32, u32), cell: &Cell) -> Result<(), Error> {
        let end = (first.0.saturating_add(count.0), first.1.saturating_add(count.1));
        let near = (end.0.min(MAX_ROWS), end.1.min(MAX_COLUMNS));
        // Columns outside: a million of such cells must not be tried for ten thousand rows.
        for column in first.1..near.1 {
            for row in first.0..near.0 {
                self.budget.cell()?;
                self.budget.text(cell::size(cell))?;
                self.sheet.cells.insert((row, column), cell.clone());
            }
        }
        if end != near {
            let row = if end.0 > near.0 { first.0.max(MAX_ROWS) } else { first.0 };
            let column = if end.1 > near.1 { first.1.max(MAX_COLUMNS) } else { first.1 };
            self.layout.reaches((row, column));
        }
        Ok(())
    }
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    tag.attribute("visibility").is_some_and(|shown| shown != "visible")
}
