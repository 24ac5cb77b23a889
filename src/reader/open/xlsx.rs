//! .xlsx, .xlsm and their templates: calamine on the sanitized copy, cell by cell, so that
//! positions stay absolute and nothing is ever laid out as a full rectangle.

use super::Opened;
use super::cells::Filling;
use crate::error::Error;
use crate::formats::opc::Package;
use crate::reader::grid::Book;
use crate::reader::guard::{self, damaged};
use calamine::{Reader, Xlsx};
use std::io::Cursor;

/// Reads a package that holds a workbook in XML.
///
/// # Errors
/// As the guard says.
pub fn read(mut package: Package<'_>) -> Result<Opened, Error> {
    let sanitized = guard::xlsx::sanitize(&mut package)?;
    drop(package);
    let mut notes = sanitized.notes;
    let mut book = Book { sheets: Vec::new(), epoch_1904: sanitized.epoch_1904 };
    let mut workbook = Xlsx::new(Cursor::new(sanitized.bytes)).map_err(not_read)?;
    for (number, known) in sanitized.sheets.into_iter().enumerate() {
        let mut filling = Filling::new(known);
        let mut cells = workbook.worksheet_cells_reader(&number.to_string()).map_err(not_read)?;
        while let Some(cell) = cells.next_cell_with_formula().map_err(not_read)? {
            filling.put(cell.pos, cell.value.into(), cell.formula, &mut notes);
        }
        book.sheets.push(filling.finish());
    }
    Ok(Opened { book, notes: notes.into_vec() })
}

/// calamine stumbled over what the guard let pass.
fn not_read(cause: calamine::XlsxError) -> Error {
    damaged(format_args!("工作表读不出来（{cause}）"))
}
