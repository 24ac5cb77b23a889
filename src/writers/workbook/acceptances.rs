//! The sheet 核对说明: where the office gives its reasons for what it lets stand.

use super::page::{self, Paper};
use super::style::{self, Look};
use crate::model::form::fields;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Widths of code, cell, value then, problem, reason, who and date.
const WIDTHS_MM: [f64; 7] = [18.0, 42.0, 40.0, 84.0, 62.0, 20.0, 24.0];
/// Height of the row of heads.
const ROW_PT: f64 = 24.0;

/// Writes what the sheet is for, the heads, and the rows of the workbook that it goes back to.
pub fn write(sheet: &mut Worksheet, rows: &[[&str; 7]]) -> Result<(), XlsxError> {
    let form = &fields().acceptance;
    page::set_up(sheet, Paper::Lengthwise);
    page::widths(sheet, &WIDTHS_MM)?;
    for column in 0..7 {
        sheet.set_column_format(column, &Look::Free.format())?;
    }
    sheet.merge_range(0, 0, 0, 6, &form.line, &Look::Hint.format())?;
    let width = WIDTHS_MM.iter().sum();
    sheet.set_row_height(0, style::height_pt(&form.line, width, style::HINT_PT).max(ROW_PT))?;
    for (column, head) in (0..).zip(&form.columns) {
        sheet.write_string_with_format(1, column, head, &Look::Head.format())?;
    }
    sheet.set_row_height(1, ROW_PT)?;
    for (line, row) in (2..).zip(rows) {
        for (column, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string_with_format(line, column, *text, &Look::Free.format())?;
        }
    }
    sheet.set_freeze_panes(2, 0)?;
    sheet.set_repeat_rows(0, 1)?;
    Ok(())
}
