//! .xlsb: calamine on the sanitized copy, once for the values and once for the formulas.

use super::Opened;
use super::cells::Filling;
use crate::error::Error;
use crate::formats::opc::Package;
use crate::reader::grid::{Book, Position};
use crate::reader::guard::{self, damaged, panics};
use calamine::{Reader, Xlsb, XlsbError};
use std::collections::HashMap;
use std::io::Cursor;

/// Reads a package that holds a workbook in binary parts.
///
/// # Errors
/// As the guard says.
pub fn read(mut package: Package<'_>) -> Result<Opened, Error> {
    let sanitized = guard::xlsb::sanitize(&mut package, true)?;
    drop(package);
    let mut notes = sanitized.notes;
    let mut book = Book { sheets: Vec::new(), epoch_1904: sanitized.epoch_1904 };
    let mut workbook = Xlsb::new(Cursor::new(sanitized.bytes)).map_err(not_read)?;
    for (number, known) in sanitized.sheets.into_iter().enumerate() {
        let name = number.to_string();
        // A reference to another sheet makes calamine panic; its formula is then unknown.
        let mut formulas = panics::catch(|| formulas(&mut workbook, &name)).unwrap_or_default();
        let mut filling = Filling::new(known);
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(not_read)?;
        while let Some(cell) = cells.next_cell().map_err(not_read)? {
            let (at, value) = (cell.get_position(), cell.get_value().clone());
            filling.put(at, value.into(), formulas.remove(&at), &mut notes);
        }
        book.sheets.push(filling.finish());
    }
    Ok(Opened { book, notes: notes.into_vec() })
}

/// The formulas of a sheet, as far as they can be read.
fn formulas(workbook: &mut Xlsb<Cursor<Vec<u8>>>, name: &str) -> HashMap<Position, String> {
    let mut found = HashMap::new();
    if let Ok(mut cells) = workbook.worksheet_cells_reader(name) {
        while let Ok(Some(cell)) = cells.next_formula() {
            if !cell.get_value().is_empty() {
                found.insert(cell.get_position(), cell.get_value().clone());
            }
        }
    }
    found
}

/// calamine stumbled over what the guard let pass.
fn not_read(cause: XlsbError) -> Error {
    damaged(format_args!("工作表读不出来（{cause}）"))
}
