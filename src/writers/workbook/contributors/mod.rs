//! The sheet 数据来源 of a total: every report that was added in a row, every figure in a
//! column, the sums below, and the files that were not added.
//!
//! A head is one cell with everything in it (place, name and id of the figure): heads that
//! stood in rows of their own would look like a table of the form.

#[cfg(test)]
mod tests;

use super::guide::Guide;
use super::page::{self, Paper};
use super::plan::Plan;
use super::style::{self, Look};
use super::table::{self, Entry, entry_of};
use crate::model::form::{Form, Kind, TableForm};
use crate::model::origin::reference;
use crate::model::{Figure, Value};
use crate::sum::{Amount, Child, Sum, Tally, in_column_unit, remarks, unit_of};
use crate::text::numeral::numeral;
use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

/// Row of the heads; the reports follow.
const HEAD: u32 = 2;
/// Widths of the columns before the figures.
const WIDTHS_MM: [f64; 6] = [20.0, 45.0, 45.0, 20.0, 24.0, 60.0];
/// Width of a column of figures.
const FIGURE_MM: f64 = 30.0;
/// Percent of its size that the sheet is printed in: it is never one page wide.
const PRINT_SCALE: u16 = 60;

/// One column of figures.
struct Column<'a> {
    index: u16,
    table: &'a TableForm,
    tally: &'a Tally,
    unit: &'static str,
}

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    guide: &Guide,
    form: &Form,
    sum: &Sum<'_>,
) -> Result<(), XlsxError> {
    page::set_up(sheet, Paper::Lengthwise);
    page::widths(sheet, &WIDTHS_MM)?;
    sheet.set_print_scale(PRINT_SCALE);
    let columns = columns(sum);
    let words = &guide.sources;
    let count = sum.taken.len();
    let year = sum.report.metadata.year.map(|year| format!("{year} 年度")).unwrap_or_default();
    let title = words.title.replace("{year}", &year).replace("{count}", &count.to_string());
    sheet.write_string_with_format(0, 0, title, &Look::Heading.format())?;
    sheet.set_row_height(0, 32)?;
    sheet.write_string(1, 0, &words.text)?;
    for (index, head) in (0..).zip(&words.heads) {
        sheet.write_string_with_format(HEAD, index, head, &Look::Head.format())?;
    }
    for column in &columns {
        sheet.set_column_width_pixels(column.index, style::pixels(FIGURE_MM))?;
        let text = head(form, sum, column);
        sheet.write_string_with_format(HEAD, column.index, text, &Look::Head.format())?;
    }
    let longest = columns
        .iter()
        .map(|column| head(form, sum, column))
        .map(|text| style::height_pt(&text, FIGURE_MM, style::TABLE_PT));
    sheet.set_row_height(HEAD, longest.fold(0.0, f64::max))?;
    for (index, child) in sum.taken.iter().enumerate() {
        write_child(sheet, sum, &columns, index, child)?;
    }
    let last = HEAD + count_of(count);
    write_sums(sheet, &words.sum, &columns, last)?;
    write_left_out(sheet, &words.left_out, sum, last + 3)?;
    sheet.set_freeze_panes(HEAD + 1, 3)?;
    sheet.set_repeat_rows(HEAD, HEAD)?.set_repeat_columns(0, 2)?;
    Ok(())
}

fn columns<'a>(sum: &'a Sum<'_>) -> Vec<Column<'a>> {
    let first = u16::try_from(WIDTHS_MM.len()).unwrap_or(0);
    let squares =
        sum.tables.iter().flat_map(|(table, tallies)| tallies.iter().map(|t| (*table, t)));
    let column = |(index, (table, tally)): (u16, (&'static TableForm, &'a Tally))| Column {
        index,
        table,
        tally,
        unit: unit_of(tally, &table.id, &sum.taken),
    };
    (first..).zip(squares).map(column).collect()
}

/// Where the figure stands in the total, what it is called, and its id.
fn head(form: &Form, sum: &Sum<'_>, column: &Column<'_>) -> String {
    let (row, figure) = (column.tally.row, column.tally.column);
    let sheet = form.section(column.table.section).map_or("", |section| &section.sheet);
    let cell = Plan::new(column.table, table::top(sum.report.section(column.table.section)))
        .figure(&row.id, &figure.id);
    let cell = cell.map_or_else(String::new, |(row, column)| reference((row, column.into())));
    let labels: Vec<&str> =
        row.path().chain(figure.path()).filter(|text| !text.is_empty()).collect();
    let mut labels = labels.join("·");
    if figure.kind == Kind::Money {
        labels.push_str(&format!("（单位：{}）", column.unit));
    }
    format!("{sheet} ▸ {cell}\n{labels}\n{}/{}/{}", column.table.id, row.id, figure.id)
}

fn write_child(
    sheet: &mut Worksheet,
    sum: &Sum<'_>,
    columns: &[Column<'_>],
    index: usize,
    child: &Child,
) -> Result<(), XlsxError> {
    let row = HEAD + 1 + count_of(index);
    let label = Look::Label.format();
    let metadata = &child.report.metadata;
    let forms: Vec<&'static TableForm> = sum.tables.iter().map(|(table, _)| *table).collect();
    let remarks = remarks(child, &forms, sum.report.metadata.year);
    let remarks: Vec<&str> = remarks.iter().map(|remark| remark.text.as_str()).collect();
    let year = metadata.year.map(|year| year.to_string()).unwrap_or_default();
    let texts = [
        (index + 1).to_string(),
        child.file.clone(),
        metadata.agency.clone().unwrap_or_default(),
        year,
        editions(child),
        remarks.join("\n"),
    ];
    let heights = texts.iter().zip(WIDTHS_MM).map(|(t, w)| style::height_pt(t, w, style::TABLE_PT));
    sheet.set_row_height(row, heights.fold(0.0, f64::max))?;
    for (column, text) in (0..).zip(texts) {
        sheet.write_string_with_format(row, column, text, &label)?;
    }
    let format = Look::Figure.format().set_locked();
    for column in columns {
        let figure = match column.tally.share(index).map(|share| &share.amount) {
            Some(Amount::Number(number)) => {
                in_column_unit(*number, column.tally.column.kind, column.unit)
            }
            Some(Amount::Words(text)) => {
                Figure { value: Value::Kept(text.clone()), ..Figure::BLANK }
            }
            Some(Amount::Blank) | None => Figure::BLANK,
        };
        let entry = entry_of(&Figure { unit: None, ..figure });
        entry.write(sheet, (row, column.index), &format)?;
    }
    Ok(())
}

/// The edition of a report's tables: one name, or one for each table where they differ.
fn editions(child: &Child) -> String {
    let tables = &child.report.tables;
    let own = &child.report.edition;
    if tables.values().all(|table| table.form == *own) {
        return own.to_string();
    }
    let named = own.form().sections.iter().filter_map(|section| {
        let table = tables.get(section.table.as_ref()?)?;
        Some(format!("表{} {}", numeral(section.number), table.form))
    });
    named.collect::<Vec<_>>().join("\n")
}

/// The sums as formulas over the rows above, each with its exact result.
fn write_sums(
    sheet: &mut Worksheet,
    label: &str,
    columns: &[Column<'_>],
    last: u32,
) -> Result<(), XlsxError> {
    let row = last + 1;
    let format = Look::Total.format();
    sheet.set_row_height(row, style::height_pt(label, FIGURE_MM, style::TABLE_PT))?;
    for column in 0..count_narrow(WIDTHS_MM.len()) {
        sheet.write_blank(row, column, &format)?;
    }
    sheet.write_string_with_format(row, 1, label, &format)?;
    for column in columns {
        let Some(total) = column.tally.sum() else {
            sheet.write_blank(row, column.index, &format)?;
            continue;
        };
        let figure = in_column_unit(total, column.tally.column.kind, column.unit);
        let figure = Figure { unit: None, ..figure };
        let x = u32::from(column.index);
        let (first, end) = (reference((HEAD + 1, x)), reference((last, x)));
        let entry = match entry_of(&figure) {
            Entry::Text(text) => Entry::Text(text),
            _ => {
                let formula = Formula::new(format!("=SUM({first}:{end})"));
                Entry::Formula(formula.set_result(figure.to_string()))
            }
        };
        entry.write(sheet, (row, column.index), &format)?;
    }
    Ok(())
}

fn write_left_out(
    sheet: &mut Worksheet,
    label: &str,
    sum: &Sum<'_>,
    top: u32,
) -> Result<(), XlsxError> {
    for (row, one) in (top..).zip(&sum.left_out) {
        for (column, text) in [(0, label), (1, one.file.as_str()), (2, one.reason.as_str())] {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}

fn count_of(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

fn count_narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}
