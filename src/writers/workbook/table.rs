//! The sheet of a section with a table: the printed form cell by cell.

use super::guide::Guide;
use super::page::{self, Paper};
use super::plan::{Plan, Role, Square};
use super::style::{self, Look};
use super::{entry, sums};
use crate::model::area::reference;
use crate::model::form::{Column, Kind};
use crate::model::{Figure, Section, Table, Value};
use rust_xlsxwriter::{ConditionalFormatFormula, Formula, Worksheet, XlsxError};
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
    let grid = &plan.table.grid_mm;
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
    for square in &plan.squares {
        draw(sheet, square, filling, &totals)?;
    }
    heights(sheet, plan, &widths)?;
    for test in sums::tests(plan) {
        let format = ConditionalFormatFormula::new()
            .set_rule(test.formula.as_str())
            .set_format(style::alert())
            .set_multi_range(&test.cells);
        sheet.add_conditional_format(plan.body, 0, plan.end, plan.width(), &format)?;
    }
    validate(sheet, guide, plan)?;
    above(sheet, plan, filling, whole)?;
    below(sheet, guide, plan, filling, whole)?;
    if plan.is_long() {
        let labels = plan.table.blocks.iter().map(|block| block.stub_columns()).max().unwrap_or(0);
        // Long passages kept in view would leave no room for the table.
        if plan.top == TOP {
            sheet.set_freeze_panes(plan.body, u16::try_from(labels).unwrap_or(0))?;
        }
        sheet.set_repeat_rows(plan.top, plan.body - 1)?;
    }
    Ok(())
}

fn draw(
    sheet: &mut Worksheet,
    square: &Square,
    filling: &Filling,
    totals: &BTreeMap<(u32, u16), String>,
) -> Result<(), XlsxError> {
    let at = (square.row, square.column);
    let look = match (square.role, filling) {
        (Role::Band(_), _) => Look::Band,
        (Role::Head(_), _) => Look::Head,
        (Role::Label(_), _) => Look::Label,
        (Role::Figure(..), Filling::Blank) if totals.contains_key(&at) => Look::Total,
        (Role::Figure(..), _) if totals.contains_key(&at) => Look::TypedTotal,
        (Role::Figure(..), _) => Look::Figure,
    };
    let format = look.format();
    if square.height > 1 || square.width > 1 {
        let (bottom, right) = (at.0 + square.height - 1, at.1 + square.width - 1);
        sheet.merge_range(at.0, at.1, bottom, right, "", &format)?;
    }
    match (square.role, filling) {
        (Role::Band(text) | Role::Head(text) | Role::Label(text), _) => {
            sheet.write_string_with_format(at.0, at.1, text, &format)?;
        }
        (Role::Figure(row, column), Filling::Report { table, .. }) => {
            match entry_of(table.figure(&row.id, &column.id)) {
                Entry::Blank => sheet.write_blank(at.0, at.1, &format)?,
                Entry::Number(number) => {
                    sheet.write_number_with_format(at.0, at.1, number, &format)?
                }
                Entry::Text(text) => sheet.write_string_with_format(at.0, at.1, text, &format)?,
            };
        }
        (Role::Figure(..), Filling::Blank) => match totals.get(&at) {
            Some(total) => {
                let formula = Formula::new(total);
                sheet.write_formula_with_format(at.0, at.1, formula, &format)?;
            }
            None => {
                sheet.write_blank(at.0, at.1, &format)?;
            }
        },
    }
    Ok(())
}

/// What is put into a cell for a figure.
pub enum Entry {
    /// Nothing.
    Blank,
    /// A number that the cell gives back digit for digit.
    Number(f64),
    /// Anything else.
    Text(String),
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
    let mut rows: BTreeMap<u32, f64> = (plan.top..plan.end).map(|row| (row, ROW_PT)).collect();
    let texts = plan.squares.iter().filter_map(|square| match square.role {
        Role::Band(text) | Role::Head(text) | Role::Label(text) => Some((square, text)),
        Role::Figure(..) => None,
    });
    for (square, text) in texts {
        let (left, right) = (usize::from(square.column), usize::from(square.column + square.width));
        let width: f64 = widths.get(left..right).unwrap_or_default().iter().sum();
        let each = style::height_pt(text, width, style::TABLE_PT) / f64::from(square.height);
        for row in square.row..square.row + square.height {
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
    let figures = |column: &Column| -> Vec<&Square> {
        let is_own = |c: &Column| std::ptr::eq(c, column);
        let own = |square: &&Square| matches!(square.role, Role::Figure(_, c) if is_own(c));
        plan.squares.iter().filter(own).collect()
    };
    for block in &plan.table.blocks {
        for columns in block.columns.chunk_by(|a, b| a.kind == b.kind && a.kind != Kind::Money) {
            let squares: Vec<&Square> = columns.iter().flat_map(figures).collect();
            let (Some(first), Some(last)) = (squares.first(), squares.last()) else { continue };
            let (bottom, right) = (last.row + last.height - 1, last.column + last.width - 1);
            let cell = reference((first.row, u32::from(first.column)));
            let rule = entry::figure(guide, columns[0].kind, &cell)?;
            sheet.add_data_validation(first.row, first.column, bottom, right, &rule)?;
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
    sheet.set_row_height(plan.end, 6)?;
    for (row, text) in (plan.end + 1..).zip(texts) {
        sheet.merge_range(row, 0, row, plan.width() - 1, text, &format)?;
        let height = style::height_pt(text, width, style::TABLE_PT);
        sheet.set_row_height(row, height.max(2.0 * ROW_PT))?;
        sheet.add_data_validation(row, 0, row, 0, &entry::note(guide)?)?;
    }
    Ok(())
}
