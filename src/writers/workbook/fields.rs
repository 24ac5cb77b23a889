//! The sheet 基本信息: one key a row.

use super::entry;
use super::guide::Guide;
use super::page::{self, Paper};
use super::style::{self, Look};
use crate::model::form::{FieldForm, FieldKind, fields};
use crate::model::{Form, Metadata};
use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

/// Widths of key, value and note.
const WIDTHS_MM: [f64; 3] = [38.0, 97.0, 70.0];
/// Least height of a row.
const ROW_PT: f64 = 24.0;
/// Fields of this id take a whole paragraph.
const LONG: &str = "preamble";
/// Height of the row of a long field while it is empty.
const LONG_PT: f64 = 90.0;

/// Writes the keys with what is known of their values, then the keys of the workbook that
/// no form knows.
pub fn write(
    sheet: &mut Worksheet,
    guide: &Guide,
    form: &Form,
    metadata: &Metadata,
) -> Result<(), XlsxError> {
    page::set_up(sheet, Paper::Upright);
    page::widths(sheet, &WIDTHS_MM)?;
    for column in 0..3 {
        sheet.set_column_format(column, &Look::Free.format())?;
    }
    let head = Look::Head.format();
    for (column, text) in (0..).zip(&fields().columns) {
        sheet.write_string_with_format(0, column, text, &head)?;
    }
    sheet.set_row_height(0, ROW_PT)?;
    let mut row = 1;
    for field in &fields().fields {
        write_field(sheet, guide, row, field, metadata.typed(&field.id).as_deref())?;
        if let Some(rule) = entry::field(guide, form, field)? {
            sheet.add_data_validation(row, 1, row, 1, &rule)?;
        }
        row += 1;
    }
    for (key, text) in &metadata.unknown {
        sheet.write_string_with_format(row, 0, key, &Look::Value.format())?;
        sheet.write_string_with_format(row, 1, text, &Look::Code.format())?;
        sheet.write_blank(row, 2, &Look::Hint.format())?;
        set_height(sheet, row, key, text, "")?;
        row += 1;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn write_field(
    sheet: &mut Worksheet,
    guide: &Guide,
    row: u32,
    field: &FieldForm,
    value: Option<&str>,
) -> Result<(), XlsxError> {
    let key = if field.required { Look::Required } else { Look::Label };
    sheet.write_string_with_format(row, 0, &field.label, &key.format())?;
    let format = match field.kind {
        FieldKind::Text | FieldKind::Choice | FieldKind::Year => Look::Value,
        FieldKind::Code => Look::Code,
        FieldKind::Date => Look::Date,
    }
    .format()
    .set_align(FormatAlign::Left);
    let number = value.filter(|_| field.kind == FieldKind::Year).and_then(|text| text.parse().ok());
    match (value, number) {
        (_, Some::<i32>(number)) => sheet.write_number_with_format(row, 1, number, &format)?,
        (Some(text), None) => sheet.write_string_with_format(row, 1, text, &format)?,
        (None, None) => sheet.write_blank(row, 1, &format)?,
    };
    let mark = if field.required { guide.required.as_str() } else { "" };
    let note = format!("{mark}{}", field.note);
    sheet.write_string_with_format(row, 2, &note, &Look::Hint.format())?;
    set_height(sheet, row, &field.label, value.unwrap_or_default(), &note)?;
    if field.id == LONG && value.is_none() {
        sheet.set_row_height(row, LONG_PT)?;
    }
    Ok(())
}

fn set_height(
    sheet: &mut Worksheet,
    row: u32,
    key: &str,
    value: &str,
    note: &str,
) -> Result<(), XlsxError> {
    let height = [(key, style::TABLE_PT), (value, style::TABLE_PT), (note, style::HINT_PT)]
        .into_iter()
        .zip(WIDTHS_MM)
        .map(|((text, size), width)| style::height_pt(text, width, size))
        .fold(ROW_PT, f64::max);
    sheet.set_row_height(row, height)?;
    Ok(())
}
