//! One sheet of an .xlsb: its value records, copied one by one, and its layout.

use super::super::looks::{Look, Run};
use super::super::xls::error_name;
use super::super::{Budget, Note, NoteKind, Notes, SheetLayout, strange};
use super::records::{Records, put, u32_at, wide_bytes};
use super::tables::{Strings, Styles};
use crate::error::Error;
use crate::model::area::{COLUMNS, ROWS};
use crate::reader::grid::Position;

const NUMBER_SHORT: u16 = 0x02;
const BOOL: u16 = 0x04;
const NUMBER: u16 = 0x05;
const TEXT: u16 = 0x06;
const SHARED_TEXT: u16 = 0x07;

/// One sheet on its way.
pub struct Sanitizer<'w> {
    strings: &'w Strings,
    styles: &'w Styles,
    budget: &'w mut Budget,
    sheet: &'w str,
    notes: &'w mut Notes,
    formulas: bool,
    layout: SheetLayout,
    out: Vec<u8>,
    filled: bool,
    row: u32,
    /// Row last written to the copy.
    written: Option<u32>,
    column: u32,
}

impl<'w> Sanitizer<'w> {
    /// Begins a sheet.
    pub fn new(
        (strings, styles): (&'w Strings, &'w Styles),
        budget: &'w mut Budget,
        sheet: &'w str,
        notes: &'w mut Notes,
        formulas: bool,
    ) -> Self {
        let (layout, out) = (SheetLayout::default(), Vec::new());
        let (filled, row, written, column) = (false, 0, None, 0);
        Sanitizer {
            strings,
            styles,
            budget,
            sheet,
            notes,
            formulas,
            layout,
            out,
            filled,
            row,
            written,
            column,
        }
    }

    /// Copies the sheet; gives the copy, its layout, and whether any cell is filled.
    ///
    /// # Errors
    /// When the part is damaged or passes a limit.
    pub fn run(mut self, mut records: Records<'_>) -> Result<(Vec<u8>, SheetLayout, bool), Error> {
        put(&mut self.out, 0x0094, &[0; 16]);
        put(&mut self.out, 0x0091, &[]);
        while let Some((kind, data)) = records.read()? {
            self.record(kind, data)?;
        }
        put(&mut self.out, 0x0092, &[]);
        Ok((self.out, self.layout, self.filled))
    }

    fn record(&mut self, kind: u16, data: &[u8]) -> Result<(), Error> {
        let field = |at| u32_at(data, at);
        match kind {
            0x0000 => {
                self.row = field(0).filter(|row| *row < ROWS).ok_or_else(no_such_cell)?;
                self.column = 0;
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    self.layout.hide_rows(self.row, self.row);
                }
            }
            0x0001..=0x000B | 0x003E => {
                self.column = field(0).ok_or_else(no_such_cell)?;
                self.cell(kind, data)?;
            }
            // Short cells stand to the right of the one before and say only their format.
            0x000C..=0x0012 => {
                let long = [&self.column.to_le_bytes(), data].concat();
                let kind =
                    [0x01, 0x02, 0x03, BOOL, NUMBER, TEXT, SHARED_TEXT][usize::from(kind - 0x0C)];
                self.cell(kind, &long)?;
            }
            0x003C => {
                let hidden = data.get(16).is_some_and(|flags| flags & 1 != 0);
                if let (Some(first), Some(last)) = (field(0), field(4))
                    && (hidden || field(8) == Some(0))
                {
                    self.layout.hide_columns(first, last);
                }
            }
            0x00B0 => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (field(0), field(4), field(8), field(12))
                {
                    self.layout.merge((top, left), (bottom, right));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Copies one cell if it is whole, filled and near enough.
    fn cell(&mut self, kind: u16, data: &[u8]) -> Result<(), Error> {
        let at = (self.row, self.column);
        if at.1 >= COLUMNS {
            return Err(no_such_cell());
        }
        self.column += 1;
        // The value, as plain cell and as result of a formula, is stored alike.
        let value = match kind {
            NUMBER_SHORT | SHARED_TEXT => data.get(..12),
            NUMBER | 0x09 => data.get(..16),
            BOOL | 0x0A => data.get(..9),
            0x03 | 0x0B => data.get(..9),
            TEXT | 0x08 => wide_bytes(data, 8).map(|text| &data[..8 + text.len()]),
            0x3E => wide_bytes(data, 9).map(|text| &data[..9 + text.len()]),
            _ => None,
        };
        let Some(value) = value else { return Ok(()) };
        self.filled = true;
        if !self.layout.reaches(at) {
            return Ok(());
        }
        self.budget.cell()?;
        let style = u32_at(value, 4).map_or(0, |style| style & 0xFF_FFFF);
        if let Some(Some(format)) = self.styles.units.get(style as usize) {
            self.layout.formats.insert(at, format.clone());
        }
        if self.styles.struck.get(style as usize) == Some(&true) {
            let look = Look { struck: true, raised: false };
            self.layout.looks.insert(at, vec![Run { start: 0, look }]);
        }
        let is_formula = (0x08..=0x0B).contains(&kind);
        if is_formula {
            self.layout.formulas.insert(at);
        }
        match kind {
            0x03 | 0x0B => {
                self.layout.errors.insert(at, error_name(value[8]));
            }
            SHARED_TEXT => {
                let number = u32_at(value, 8).unwrap_or(u32::MAX);
                match self.strings.lengths.get(number as usize) {
                    Some(length) => {
                        self.budget.text(*length as usize)?;
                        self.put(at, SHARED_TEXT, value);
                        if let Some(runs) = self.strings.looks.get(&(number as usize)) {
                            self.layout.looks.entry(at).or_default().extend(runs);
                        }
                    }
                    None => {
                        let detail = Note::lost_text(number);
                        self.notes.push(NoteKind::LostText, self.sheet, Some(at), detail);
                    }
                }
            }
            0x3E => {
                self.budget.text(value.len() * 3 / 2)?;
                self.put(at, TEXT, &[&value[..8], &value[9..]].concat());
            }
            _ => {
                self.budget.text(value.len() * 3 / 2)?;
                // Tokens follow two bytes of flags: a count, and that many bytes.
                let tokens = data.get(value.len()..).filter(|_| is_formula && self.formulas);
                let tokens = tokens.filter(|rest| {
                    let length = u32_at(rest, 2).map_or(usize::MAX, |n| n as usize);
                    length <= rest.len().saturating_sub(6) && self.budget.tokens(length)
                });
                match (is_formula, tokens) {
                    (true, Some(tokens)) => self.put(at, kind, &[value, tokens].concat()),
                    (true, None) => self.put(at, kind, &[value, &[0; 10]].concat()),
                    _ => self.put(at, kind, value),
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, at: Position, kind: u16, data: &[u8]) {
        if self.written != Some(at.0) {
            self.written = Some(at.0);
            put(&mut self.out, 0x0000, &at.0.to_le_bytes());
        }
        put(&mut self.out, kind, data);
    }
}

fn no_such_cell() -> Error {
    strange("有不存在的单元格编号")
}
