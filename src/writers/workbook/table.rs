//! The sheet of a section with a table: the printed form cell by cell.

use super::guide::Guide;
use super::page::{self, Paper};
use super::plan::Plan;
use super::style::{self, Look};
use super::{entry, sums};
use crate::model::form::{Column, Kind};
use crate::model::grid::{Cell, Role};
use crate::model::origin::reference;
use crate::model::{Figure, Section, Table, Value};
use rust_xlsxwriter::{ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// First row of a table without passages; its heading stands in row 0.
pub const TOP: u32 = 1;
/// Numbers with more digits than this lose some in a spreadsheet.
const EXACT_DIGITS: usize = 15;
/// Least height of a row of a table.
const ROW_PT: f64 = 24.0;

/// What a table sheet is filled with.
pub enum Filling<'a> {
    /// Nothing: totals work themselves out.
    Blank,
    /// A report: totals as they are.
    Report {
        /// Its figures.
        table: &'a Table,
        /// Passages, between heading and table.
        above: Vec<&'a str>,
        /// Notes.
        below: Vec<&'a str>,
    },
}

/// First row of a section's table: below its passages, which the reader takes for passages
/// only between heading and table.
pub fn top(section: Option<&Section>) -> u32 {
    let passages = section.map_or(0, |section| section.blocks.len());
    TOP.saturating_add(u32::try_from(passages).unwrap_or(u32::MAX))
}

/// Writes a table with what stands above and below it.
pub fn write(
    sheet: &mut Worksheet,
    guide: &Guide,
    plan: &Plan,
    filling: &Filling,
) -> Result<(), XlsxError> {
    let grid = &plan.grid.table.grid_mm;
    let (paper, whole) = match grid.len() > style::UPRIGHT_COLUMNS {
        true => (Paper::Lengthwise, style::LENGTHWISE_MM),
        false => (Paper::Upright, style::UPRIGHT_MM),
    };
    let scale = whole / grid.iter().sum::<f64>();
    let widths: Vec<f64> = grid.iter().map(|width| width * scale).collect();

    page::set_up(sheet, paper);
    page::widths(sheet, &widths)?;
    sheet.set_formula_result_default("");
    let totals = sums::totals(plan);
    for cell in &plan.grid.cells {
        draw(sheet, plan, cell, filling, &totals)?;
    }
    heights(sheet, plan, &widths)?;
    for test in sums::tests(plan) {
        let format = ConditionalFormatFormula::new()
            .set_rule(test.formula.as_str())
            .set_format(style::alert())
            .set_multi_range(&test.cells);
        sheet.add_conditional_format(plan.body(), 0, plan.end(), plan.width(), &format)?;
    }
    validate(sheet, guide, plan)?;
    above(sheet, plan, filling, whole)?;
    below(sheet, guide, plan, filling, whole)?;
    if plan.is_long() {
        let labels =
            plan.grid.table.blocks.iter().map(|block| block.stub_columns()).max().unwrap_or(0);
        // Long passages kept in view would leave no room for the table.
        if plan.top == TOP {
            sheet.set_freeze_panes(plan.body(), u16::try_from(labels).unwrap_or(0))?;
        }
        sheet.set_repeat_rows(plan.top, plan.body() - 1)?;
    }
    Ok(())
}

fn draw(
    sheet: &mut Worksheet,
    plan: &Plan,
    cell: &Cell,
    filling: &Filling,
    totals: &BTreeMap<(u32, u16), String>,
) -> Result<(), XlsxError> {
    let (row, column) = plan.first(cell);
    let total = totals.get(&(row, column));
    let format = match (cell.role, filling) {
        (Role::Band, _) => Look::Band,
        (Role::Corner | Role::ColumnHead, _) => Look::Head,
        (Role::RowHead, _) => Look::Label,
        (Role::Figure, Filling::Blank) if total.is_some() => Look::Total,
        (Role::Figure, _) if total.is_some() => Look::TypedTotal,
        (Role::Figure, _) => Look::Figure,
    }
    .format();
    if cell.height > 1 || cell.width > 1 {
        let (bottom, right) = plan.last(cell);
        sheet.merge_range(row, column, bottom, right, "", &format)?;
    }
    let entry = match (cell.row.zip(cell.column), filling) {
        (None, _) => Entry::Text(cell.label.to_owned()),
        (Some((row, column)), Filling::Report { table, .. }) => {
            entry_of(table.figure(&row.id, &column.id))
        }
        (Some(_), Filling::Blank) => {
            total.map_or(Entry::Blank, |sum| Entry::Formula(Formula::new(sum)))
        }
    };
    entry.write(sheet, (row, column), &format)
}

/// What is put into a cell for a figure.
pub enum Entry {
    /// Nothing.
    Blank,
    /// A number that the cell gives back digit for digit.
    Number(f64),
    /// Anything else.
    Text(String),
    /// A total that works itself out.
    Formula(Formula),
}

impl Entry {
    /// Puts it into a cell.
    pub fn write(
        self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        format: &Format,
    ) -> Result<(), XlsxError> {
        match self {
            Entry::Blank => sheet.write_blank(row, column, format),
            Entry::Number(number) => sheet.write_number_with_format(row, column, number, format),
            Entry::Text(text) => sheet.write_string_with_format(row, column, text, format),
            Entry::Formula(sum) => sheet.write_formula_with_format(row, column, sum, format),
        }
        .map(drop)
    }
}

/// A number only where the cell gives it back digit for digit; the place where exact
/// figures meet binary ones.
pub fn entry_of(figure: &Figure) -> Entry {
    let text = figure.to_string();
    if text.is_empty() {
        return Entry::Blank;
    }
    let is_number = matches!(figure.value, Value::Whole(_) | Value::Exact(_));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    match text.parse::<f64>() {
        Ok(number) if is_number && digits <= EXACT_DIGITS && number.to_string() == text => {
            Entry::Number(number)
        }
        _ => Entry::Text(text),
    }
}

/// Rows high enough for their wrapped texts; spreadsheets do not do it for merged cells.
fn heights(sheet: &mut Worksheet, plan: &Plan, widths: &[f64]) -> Result<(), XlsxError> {
    let mut rows: BTreeMap<u32, f64> = (plan.top..plan.end()).map(|row| (row, ROW_PT)).collect();
    for cell in plan.grid.cells.iter().filter(|cell| cell.role != Role::Figure) {
        let width: f64 = widths.iter().skip(cell.x).take(cell.width).sum();
        let each = style::height_pt(cell.label, width, style::TABLE_PT) / cell.height as f64;
        for row in plan.first(cell).0..=plan.last(cell).0 {
            rows.entry(row).and_modify(|height| *height = height.max(each));
        }
    }
    for (row, height) in rows {
        sheet.set_row_height(row, height)?;
    }
    Ok(())
}

/// One validation for all figures of neighbouring columns of one kind.
fn validate(sheet: &mut Worksheet, guide: &Guide, plan: &Plan) -> Result<(), XlsxError> {
    let figures = |column: &Column| -> Vec<&Cell> {
        let is_own = |cell: &&Cell| {
            cell.role == Role::Figure && cell.column.is_some_and(|c| std::ptr::eq(c, column))
        };
        plan.grid.cells.iter().filter(is_own).collect()
    };
    for block in &plan.grid.table.blocks {
        for columns in block.columns.chunk_by(|a, b| a.kind == b.kind && a.kind != Kind::Money) {
            let cells: Vec<&Cell> = columns.iter().flat_map(figures).collect();
            let (Some(first), Some(last)) = (cells.first(), cells.last()) else { continue };
            let ((top, left), (bottom, right)) = (plan.first(first), plan.last(last));
            let rule = entry::figure(guide, columns[0].kind, &reference((top, left.into())))?;
            sheet.add_data_validation(top, left, bottom, right, &rule)?;
        }
    }
    Ok(())
}

/// Passages between heading and table, drawn as the notes below it are.
fn above(
    sheet: &mut Worksheet,
    plan: &Plan,
    filling: &Filling,
    width: f64,
) -> Result<(), XlsxError> {
    let Filling::Report { above, .. } = filling else { return Ok(()) };
    let format = Look::Note.format();
    for (row, text) in (TOP..).zip(above) {
        sheet.merge_range(row, 0, row, plan.width() - 1, text, &format)?;
        let height = style::height_pt(text, width, style::TABLE_PT);
        sheet.set_row_height(row, height.max(ROW_PT))?;
    }
    Ok(())
}

/// Notes under the table, one a row in column A, drawn over its whole width.
fn below(
    sheet: &mut Worksheet,
    guide: &Guide,
    plan: &Plan,
    filling: &Filling,
    width: f64,
) -> Result<(), XlsxError> {
    let texts: &[&str] = match filling {
        Filling::Blank => &[],
        Filling::Report { below, .. } => below,
    };
    let texts = if texts.is_empty() { &[""] } else { texts };
    let format = Look::Note.format();
    sheet.set_row_height(plan.end(), 6)?;
    for (row, text) in (plan.end() + 1..).zip(texts) {
        sheet.merge_range(row, 0, row, plan.width() - 1, text, &format)?;
        let height = style::height_pt(text, width, style::TABLE_PT);
        sheet.set_row_height(row, height.max(2.0 * ROW_PT))?;
        sheet.add_data_validation(row, 0, row, 0, &entry::note(guide)?)?;
    }
    Ok(())
}
