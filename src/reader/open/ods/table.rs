//! One sheet: rows and columns with their repetitions.

use super::super::cells::{damage, number};
use super::cell::{self, Stored, Words};
use super::styles::Styles;
use super::value::repeated;
use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::xml::tokens::{Tag, Token, Xml};
use crate::model::area::ROWS;
use crate::reader::grid::{Cell, Content, Position, Sheet};
use crate::reader::guard::limits::{MAX_COLUMNS, MAX_ROWS};
use crate::reader::guard::looks::Look;
use crate::reader::guard::{Budget, Note, NoteKind, Notes, SheetLayout};

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
    styles: &'t Styles,
    /// Styles of cells that name none: up to which column, and their name.
    defaults: Vec<(u32, String)>,
}

impl<'t> Table<'t> {
    /// Begins a sheet.
    pub fn new(
        name: String,
        styles: &'t Styles,
        budget: &'t mut Budget,
        notes: &'t mut Notes,
    ) -> Table<'t> {
        let (sheet, layout) = (Sheet { name, ..Sheet::default() }, SheetLayout::default());
        let (row, column, folded, defaults) = Default::default();
        Table { sheet, layout, budget, notes, row, column, folded, styles, defaults }
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
                        let style = tag.attribute("default-cell-style-name");
                        let style = style.map(|name| cut_name(&name));
                        Some((repeated(&tag, "number-rows-repeated"), is_hidden(&tag), style))
                    }
                    "table:table-column" => {
                        let count = repeated(&tag, "number-columns-repeated");
                        if self.folded > 0 || is_hidden(&tag) {
                            self.layout
                                .hide_columns(self.column, self.column.saturating_add(count - 1));
                        }
                        self.column = self.column.saturating_add(count);
                        let style = tag.attribute("default-cell-style-name").unwrap_or_default();
                        if self.defaults.len() < MAX_COLUMNS as usize {
                            self.defaults.push((self.column, cut_name(&style)));
                        }
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
                Some((count, hidden, style)) => {
                    self.row(xml, count, hidden || self.folded > 0, style)?;
                }
                None => xml.skip()?,
            }
        }
        self.layout.finish(&self.sheet.name, self.notes);
        self.sheet.merges = self.layout.merges;
        self.sheet.hidden_rows = self.layout.hidden_rows;
        self.sheet.hidden_columns = self.layout.hidden_columns;
        Ok((!foreign).then_some(self.sheet))
    }

    /// The style of the cells of a column that name none.
    fn default(&self, column: u32) -> &str {
        let own = self.defaults.partition_point(|(end, _)| *end <= column);
        self.defaults.get(own).map_or("", |(_, name)| name)
    }

    /// Reads one row and puts it in its place as often as it is repeated.
    fn row(
        &mut self,
        xml: &mut Xml<'_>,
        count: u32,
        hidden: bool,
        default: Option<String>,
    ) -> Result<(), Error> {
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
            let name = stored.style.as_ref().or(default.as_ref());
            let name = name.map_or_else(|| self.default(column), String::as_str);
            let style = self.styles.get("table-cell", name).cloned().unwrap_or_default();
            let look = style.over(Look::default());
            let Words { text, struck } = cell::text(xml, self.styles, look)?;
            self.merge((first, column), count, &stored);
            let (columns, here) = (stored.repeated, column);
            column = column.saturating_add(columns);
            let struck = if look.struck { stored.empty(&text, struck) } else { struck };
            if !struck.is_empty() {
                let (kind, sheet) = (NoteKind::StruckText, &self.sheet.name);
                self.notes.push(kind, sheet, Some((first, here)), Note::struck(&struck));
            }
            let formula = stored.formula.take();
            let number = |value| number(value, &self.sheet.name, (first, here), self.notes);
            if let Some(content) = stored.content(text, formula.is_some(), number) {
                if let Content::Text(text) = &content {
                    damage(text, &self.sheet.name, (first, here), self.notes);
                }
                let cell = Cell { content, formula };
                let format = self.styles.code(&style);
                self.put((first, here), (count, columns), &cell, format)?;
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
    fn put(
        &mut self,
        first: Position,
        count: (u32, u32),
        cell: &Cell,
        format: Option<&str>,
    ) -> Result<(), Error> {
        let end = (first.0.saturating_add(count.0), first.1.saturating_add(count.1));
        let near = (end.0.min(MAX_ROWS), end.1.min(MAX_COLUMNS));
        // Columns outside: a million of such cells must not be tried for ten thousand rows.
        for column in first.1..near.1 {
            for row in first.0..near.0 {
                self.budget.cell()?;
                self.budget.text(cell::size(cell))?;
                self.sheet.cells.insert((row, column), cell.clone());
                self.sheet.formats.extend(format.map(|code| ((row, column), code.to_owned())));
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
