//! One sheet of an .xls: its value records, copied one by one, and its layout.

use super::super::looks::{Look, Run};
use super::super::{Budget, Note, NoteKind, Notes, SheetLayout};
use super::globals::{BOF, EOF, Globals};
use super::records::{Records, put, u16_at, u32_at};
use crate::error::Error;
use crate::reader::grid::Position;

const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_OR_ERROR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const RK: u16 = 0x027E;
const LABEL_SST: u16 = 0x00FD;
const FORMULA: u16 = 0x0006;

/// A sheet that was walked through.
#[derive(Debug, Default)]
pub struct Walked {
    /// A worksheet, as opposed to a chart or a macro sheet.
    pub is_grid: bool,
    /// Its value records.
    pub records: Vec<u8>,
    /// What was learnt of it.
    pub layout: SheetLayout,
    /// Cells of the smallest rectangles around its values and its formulas.
    pub area: u64,
    /// Text that is not ASCII, where its code page matters.
    pub foreign_text: Vec<u8>,
}

/// Walks through one sheet.
pub struct Walker<'w, 's> {
    globals: &'w Globals<'s>,
    unit_formats: &'w [Option<String>],
    budget: &'w mut Budget,
    name: &'w str,
    notes: &'w mut Notes,
    formulas: bool,
    walked: Walked,
    /// Corners of the rectangle around all cells.
    corners: Option<(Position, Position)>,
    /// A formula whose text follows in a record of its own.
    awaits_text: bool,
}

impl<'w, 's> Walker<'w, 's> {
    /// Ready to walk.
    pub fn new(
        (globals, unit_formats): (&'w Globals<'s>, &'w [Option<String>]),
        budget: &'w mut Budget,
        name: &'w str,
        notes: &'w mut Notes,
        formulas: bool,
    ) -> Self {
        let walked = Walked::default();
        Walker {
            globals,
            unit_formats,
            budget,
            name,
            notes,
            formulas,
            walked,
            corners: None,
            awaits_text: false,
        }
    }

    /// Walks to the end of the sheet; `None` when no sheet begins here.
    ///
    /// # Errors
    /// When the stream is cut off or a limit is passed.
    pub fn walk(mut self, stream: &[u8]) -> Result<Option<Walked>, Error> {
        let mut records = Records::new(stream);
        match records.read()? {
            Some((BOF, data)) => self.walked.is_grid = u16_at(data, 2) == Some(0x0010),
            _ => return Ok(None),
        }
        // Charts embedded in a sheet bring cells of their own.
        let mut depth = 1;
        while let Some((kind, data)) = records.read()? {
            match kind {
                BOF => depth += 1,
                EOF => depth -= 1,
                _ if depth == 1 => self.record(kind, data)?,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        if let Some((first, last)) = self.corners {
            let cells = u64::from(last.0 - first.0 + 1) * u64::from(last.1 - first.1 + 1);
            self.walked.area =
                if self.walked.layout.formulas.is_empty() { cells } else { cells * 2 };
        }
        Ok(Some(self.walked))
    }

    /// Copies a record or learns from it. Records too short for what they are hold nothing.
    fn record(&mut self, kind: u16, data: &[u8]) -> Result<(), Error> {
        let at = u16_at(data, 0).map(u32::from).zip(u16_at(data, 2).map(u32::from));
        match (kind, at) {
            (NUMBER, Some(at)) if data.len() >= 14 => self.copy(at, NUMBER, &data[..14])?,
            (RK, Some(at)) if data.len() >= 10 => self.copy(at, RK, &data[..10])?,
            (0x00BD, Some(at)) => self.many_numbers(at, data)?,
            (LABEL | 0x00D6, Some(at)) if data.len() >= 8 => {
                if !self.globals.biff8 && !data[8..].is_ascii() {
                    self.walked.foreign_text.extend(&data[8..]);
                }
                self.budget.text(data.len() * 2)?;
                self.copy(at, LABEL, data)?;
            }
            (LABEL_SST, Some(at)) if data.len() >= 10 => self.shared_text(at, data)?,
            (BOOL_OR_ERROR, Some(at)) if data.len() >= 8 => match data[7] {
                0 => self.copy(at, BOOL_OR_ERROR, &data[..8])?,
                _ => self.error(at, data[6])?,
            },
            (FORMULA, Some(at)) if data.len() >= 20 => self.formula(at, data)?,
            (STRING, _) if self.awaits_text => {
                self.awaits_text = false;
                if !self.globals.biff8 && data.len() > 2 && !data[2..].is_ascii() {
                    self.walked.foreign_text.extend(&data[2..]);
                }
                self.budget.text(data.len() * 2)?;
                put(&mut self.walked.records, STRING, data);
            }
            (0x00E5, _) => {
                for corner in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    let field = |at| u16_at(corner, at).map_or(0, u32::from);
                    self.walked.layout.merge((field(0), field(4)), (field(2), field(6)));
                }
            }
            (0x0208, Some((row, _))) => {
                let hidden = u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0);
                if hidden || u16_at(data, 6) == Some(0) {
                    self.walked.layout.hide_rows(row, row);
                }
            }
            (0x007D, Some((first, last))) => {
                let hidden = u16_at(data, 8).is_some_and(|flags| flags & 1 != 0);
                if hidden || u16_at(data, 4) == Some(0) {
                    self.walked.layout.hide_columns(first, last);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Copies a value record if its cell is near enough.
    fn copy(&mut self, at: Position, kind: u16, data: &[u8]) -> Result<(), Error> {
        if self.reach(at)? {
            self.note_format(at, data);
            put(&mut self.walked.records, kind, data);
        }
        Ok(())
    }

    /// Notes the number format and the font of a cell; all records of cells name them after
    /// their place.
    fn note_format(&mut self, at: Position, data: &[u8]) {
        let Some(style) = u16_at(data, 4) else { return };
        if let Some(Some(format)) = self.unit_formats.get(usize::from(style)) {
            self.walked.layout.formats.insert(at, format.clone());
        }
        if self.globals.is_struck(style) {
            let look = Look { struck: true, raised: false };
            self.walked.layout.looks.insert(at, vec![Run { start: 0, look }]);
        }
    }

    /// Pays for a cell; tells whether it is near enough to be read.
    fn reach(&mut self, at: Position) -> Result<bool, Error> {
        if !self.walked.layout.reaches(at) {
            return Ok(false);
        }
        self.budget.cell()?;
        let (first, last) = self.corners.get_or_insert((at, at));
        *first = (first.0.min(at.0), first.1.min(at.1));
        *last = (last.0.max(at.0), last.1.max(at.1));
        Ok(true)
    }

    /// A run of numbers in one row becomes single records, each with its own cell.
    fn many_numbers(&mut self, (row, column): Position, data: &[u8]) -> Result<(), Error> {
        let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
        for (column, cell) in (column..=0xFFFF).zip(cells) {
            let place = [(row as u16).to_le_bytes(), (column as u16).to_le_bytes()].concat();
            self.copy((row, column), RK, &[&place, cell].concat())?;
        }
        Ok(())
    }

    fn shared_text(&mut self, at: Position, data: &[u8]) -> Result<(), Error> {
        let number = u32_at(data, 6).unwrap_or(u32::MAX);
        match self.globals.strings.lengths.get(number as usize) {
            Some(length) => {
                self.budget.text(*length as usize)?;
                self.copy(at, LABEL_SST, &data[..10])?;
                if let Some(runs) = self.globals.strings.looks.get(&(number as usize)) {
                    self.walked.layout.looks.entry(at).or_default().extend(runs);
                }
                Ok(())
            }
            None => {
                let detail = Note::lost_text(number);
                self.notes.push(NoteKind::LostText, self.name, Some(at), detail);
                Ok(())
            }
        }
    }

    fn error(&mut self, at: Position, code: u8) -> Result<(), Error> {
        if self.reach(at)? {
            self.walked.layout.errors.insert(at, error_name(code));
        }
        Ok(())
    }

    /// A formula: its stored result, and its tokens if they are wanted and short.
    fn formula(&mut self, at: Position, data: &[u8]) -> Result<(), Error> {
        self.awaits_text = false;
        let mut head = [0; 20];
        head.copy_from_slice(&data[..20]);
        let near = match head[6..14] {
            [2, _, code, .., 0xFF, 0xFF] => {
                head[6] = 3;
                self.error(at, code)?;
                self.walked.layout.errors.contains_key(&at)
            }
            [0, .., 0xFF, 0xFF] => {
                self.awaits_text = self.reach(at)?;
                self.awaits_text
            }
            [1, .., 0xFF, 0xFF] => self.reach(at)?,
            [.., 0xFF, 0xFF] => {
                head[6] = 3;
                self.reach(at)?
            }
            _ => self.reach(at)?,
        };
        if !near {
            return Ok(());
        }
        self.walked.layout.formulas.insert(at);
        self.note_format(at, data);
        let length = u16_at(data, 20).map_or(0, usize::from);
        let tokens =
            data.get(20..22 + length).filter(|_| self.formulas && self.budget.tokens(length));
        put(&mut self.walked.records, FORMULA, &[&head, tokens.unwrap_or(&[0, 0])].concat());
        Ok(())
    }
}

/// An error as a spreadsheet shows it.
pub fn error_name(code: u8) -> String {
    match code {
        0x00 => "#NULL!".into(),
        0x07 => "#DIV/0!".into(),
        0x0F => "#VALUE!".into(),
        0x17 => "#REF!".into(),
        0x1D => "#NAME?".into(),
        0x24 => "#NUM!".into(),
        0x2A => "#N/A".into(),
        0x2B => "#GETTING_DATA".into(),
        0x2C => "#SPILL!".into(),
        0x2D => "#CONNECT!".into(),
        0x2E => "#BLOCKED!".into(),
        0x2F => "#UNKNOWN!".into(),
        0x30 => "#FIELD!".into(),
        0x31 => "#CALC!".into(),
        code => format!("#ERR{code}!"),
    }
}
