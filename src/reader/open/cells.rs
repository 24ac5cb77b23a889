//! Cells from calamine, completed with what the guard knows of their sheet.

use crate::diag::{cells, say};
use crate::model::area::reference;
use crate::reader::grid::{Cell, Content, Floating, Position, Sheet, number_text};
use crate::reader::guard::{Note, NoteKind, Notes, SanitizedSheet, SheetLayout, looks};
use calamine::{Data, DataType};

/// A sheet that is being filled.
pub struct Filling {
    sheet: Sheet,
    layout: SheetLayout,
}

impl Filling {
    /// An empty sheet with the layout that the guard noted.
    pub fn new(known: SanitizedSheet) -> Filling {
        let mut layout = known.layout;
        let sheet = Sheet {
            name: known.name,
            hidden: known.hidden,
            merges: std::mem::take(&mut layout.merges),
            hidden_rows: std::mem::take(&mut layout.hidden_rows),
            hidden_columns: std::mem::take(&mut layout.hidden_columns),
            floating: std::mem::take(&mut layout.floating),
            formats: std::mem::take(&mut layout.formats),
            ..Sheet::default()
        };
        Filling { sheet, layout }
    }

    /// Puts one cell in its place. An empty result of a formula is one that was never
    /// stored: our own blank workbook has such totals, and nothing in a form computes to "".
    pub fn put(&mut self, at: Position, value: Data, formula: Option<String>, notes: &mut Notes) {
        // WPS keeps pictures in cells behind a formula of its own.
        let is_picture = |text: &str| text.contains("DISPIMG(");
        if formula.as_deref().is_some_and(is_picture)
            || matches!(&value, Data::String(text) if text.starts_with('=') && is_picture(text))
        {
            self.sheet.floating.push((at, Floating::CellPicture));
            return;
        }
        let Some(value) = self.as_seen(at, value, notes) else { return };
        let formula = formula.or_else(|| self.layout.formulas.contains(&at).then(String::new));
        let content = match self.layout.errors.get(&at) {
            Some(error) => Some(Content::Error(error.clone())),
            None => self.content(at, value, notes),
        };
        let Some(content) = content.or_else(|| formula.as_ref().map(|_| Content::Uncalculated))
        else {
            return;
        };
        let cell = Cell { content, formula };
        if let Some(before) = self.sheet.cells.insert(at, cell)
            && before != self.sheet.cells[&at]
        {
            let detail = say!("{} 在文件里存了两次，内容不同，读了后一次", cells(reference(at)));
            notes.push(NoteKind::RepeatedCell, &self.sheet.name, Some(at), detail);
        }
    }

    /// The filled sheet; error cells that calamine passed over are added.
    pub fn finish(mut self) -> Sheet {
        for (at, error) in self.layout.errors {
            let formula = self.layout.formulas.contains(&at).then(String::new);
            let cell = Cell { content: Content::Error(error), formula };
            self.sheet.cells.entry(at).or_insert(cell);
        }
        for at in self.layout.formulas {
            let cell = Cell { content: Content::Uncalculated, formula: Some(String::new()) };
            self.sheet.cells.entry(at).or_insert(cell);
        }
        self.sheet
    }

    /// A value without what is struck out of it; nothing where that is all.
    fn as_seen(&mut self, at: Position, value: Data, notes: &mut Notes) -> Option<Data> {
        let Some(runs) = self.layout.looks.get(&at) else { return Some(value) };
        let text = match &value {
            Data::String(text) => text.clone(),
            Data::Float(number) => number_text(*number),
            other => other.to_string(),
        };
        let (seen, struck) = looks::split(&text, runs);
        if struck.is_empty() {
            // A figure as a whole is no mark.
            return Some(if value.is_string() { Data::String(seen) } else { value });
        }
        notes.push(NoteKind::StruckText, &self.sheet.name, Some(at), Note::struck(&struck));
        if seen.is_empty() {
            self.layout.errors.remove(&at);
            self.layout.formulas.remove(&at);
            return None;
        }
        Some(Data::String(seen))
    }

    fn content(&self, at: Position, value: Data, notes: &mut Notes) -> Option<Content> {
        Some(match value {
            Data::Int(value) => Content::Number(value.to_string()),
            Data::Float(value) => number(value, &self.sheet.name, at, notes),
            Data::String(text) if text.is_empty() => return None,
            Data::String(text) => {
                damage(&text, &self.sheet.name, at, notes);
                Content::Text(text)
            }
            Data::Bool(value) => Content::Bool(value),
            Data::DateTime(date) if date.as_f64().is_finite() => Content::Date(date.as_f64()),
            Data::DateTime(_) => Content::Error("#NUM!".into()),
            Data::DateTimeIso(text) | Data::DurationIso(text) => Content::DateText(text),
            Data::Error(error) => Content::Error(error.to_string()),
            Data::Empty => return None,
        })
    }
}

/// Notes text that was damaged when it was stored.
pub fn damage(text: &str, sheet: &str, at: Position, notes: &mut Notes) {
    if text.contains(['\u{FFFD}', '\0']) {
        let detail = "文字里有存坏的字（编码错误）";
        notes.push(NoteKind::DamagedText, sheet, Some(at), detail);
    }
}

/// A number; noted when it is too long to be stored exactly.
pub fn number(value: f64, sheet: &str, at: Position, notes: &mut Notes) -> Content {
    if !value.is_finite() {
        return Content::Error("#NUM!".into());
    }
    let text = number_text(value);
    // A double keeps 15 decimal digits for certain.
    if value.abs() >= 1e15 {
        let detail = format!("数 {text} 超过 15 位，表格软件只保留前 15 位，末尾可能已经变成 0");
        notes.push(NoteKind::LongNumber, sheet, Some(at), detail);
    }
    Content::Number(text)
}
