//! .xls and the older .et: calamine on the sanitized record stream. calamine reads all of it at
//! once and lays every sheet out as a rectangle, which is why it runs in a child process.

use super::Opened;
use super::cells::Filling;
use crate::error::Error;
use crate::reader::grid::{Book, Position};
use crate::reader::guard::xls::{self, SanitizedStream};
use crate::reader::guard::{damaged, panics};
use calamine::{CellType, Range, Reader, Xls, XlsError, XlsOptions};
use std::collections::HashMap;
use std::io::Cursor;

/// Reads a record stream.
///
/// # Errors
/// As the guard says.
pub fn read(stream: Vec<u8>) -> Result<Opened, Error> {
    // Odd tokens of a single formula stop calamine for the whole workbook; the formulas are
    // worth less than the values beside them.
    let sanitized = xls::sanitize(&stream, true)?;
    if let Some(Ok(opened)) = panics::catch(|| fill(sanitized)) {
        return Ok(opened);
    }
    let sanitized = xls::sanitize(&stream, false)?;
    drop(stream);
    fill(sanitized)
}

fn fill(SanitizedStream { sanitized, code_page }: SanitizedStream) -> Result<Opened, Error> {
    let mut options = XlsOptions::default();
    // calamine would believe a wrong page even where all text is UTF-16.
    options.force_codepage = Some(code_page);
    let mut notes = sanitized.notes;
    let mut book = Book { sheets: Vec::new(), epoch_1904: sanitized.epoch_1904 };
    let mut workbook =
        Xls::new_with_options(Cursor::new(sanitized.bytes), options).map_err(not_read)?;
    for (number, known) in sanitized.sheets.into_iter().enumerate() {
        let name = number.to_string();
        let mut formulas = formulas(&workbook.worksheet_formula(&name).map_err(not_read)?);
        let range = workbook.worksheet_range(&name).map_err(not_read)?;
        let mut filling = Filling::new(known);
        for (at, value) in placed(&range) {
            filling.put(at, value.clone(), formulas.remove(&at), &mut notes);
        }
        book.sheets.push(filling.finish());
    }
    Ok(Opened { book, notes: notes.into_vec() })
}

/// The formulas of a sheet, as far as calamine understands them: it mistakes references to
/// other sheets and writes an excuse where it knows nothing.
fn formulas(range: &Range<String>) -> HashMap<Position, String> {
    placed(range)
        .filter(|(_, text)| !text.contains('!') && !text.starts_with("Unrecognised"))
        .map(|(at, text)| (at, text.clone()))
        .collect()
}

/// Filled cells with their absolute places.
fn placed<T: CellType>(range: &Range<T>) -> impl Iterator<Item = (Position, &T)> {
    let (row, column) = range.start().unwrap_or_default();
    range.used_cells().map(move |(r, c, value)| ((row + r as u32, column + c as u32), value))
}

/// calamine stumbled over what the guard let pass.
fn not_read(cause: XlsError) -> Error {
    damaged(format_args!("工作表读不出来（{cause}）"))
}
