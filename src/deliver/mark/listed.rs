//! The open warnings and hints of a workbook listed on its sheet 核对说明, so that an office
//! need only write its reasons. Rows that are there stay as they are.

use super::book::Book;
use super::layout::Layout;
use super::sheets::row;
use super::styles::Styles;
use super::{broken, sheets};
use crate::diag::{Acceptance, Finding, Severity};
use crate::error::Error;
use crate::formats::opc::Edit;
use crate::formats::xml::markup::{TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::model::area::reference;
use crate::model::form::fields;
use crate::reader::acceptances::{Heads, heads, name, read, value};
use crate::reader::grid::{Book as Grid, Sheet};
use crate::reader::in_ordinary_characters;
use crate::reader::open::{OpenOptions, open};
use std::collections::BTreeMap;

/// Widths of the columns of a new sheet, in characters.
const WIDTHS: [u32; 7] = [9, 24, 22, 46, 34, 12, 14];

/// A cell: its column from 0 and its text.
type Cells = Vec<(u32, String)>;

/// The workbook with a row for every open warning and hint that has none yet; the same bytes
/// where there is nothing to list.
///
/// # Errors
/// As [`super::mark`].
pub fn list(workbook: &[u8], findings: &[Finding]) -> Result<Vec<u8>, Error> {
    let (mut package, book) = Book::open(workbook)?;
    let grid = open(workbook, &OpenOptions::default())?.book;
    let grid = in_ordinary_characters(&grid).map_or(grid, |(ordinary, _)| ordinary);
    let there = grid.sheets.iter().find_map(|sheet| {
        let heads = heads(sheet)?;
        let part = book.sheets.iter().find(|one| one.name == sheet.name)?.part.clone()?;
        Some((sheet, heads, part))
    });
    let rows = missing(findings, &read(&grid), &grid);
    if rows.is_empty() {
        return Ok(workbook.to_vec());
    }
    let mut styles = Styles::open(&book, &mut package)?;
    match there {
        Some((sheet, heads, part)) => append(&part, sheet, &heads, &rows, &mut package)?,
        None => add(&book, &rows, &mut styles, &mut package)?,
    }
    styles.save(&book, &mut package)?;
    package.finish().map_err(broken)
}

/// What the new rows hold, in the order of the form's columns.
fn missing(findings: &[Finding], rows: &[Acceptance], grid: &Grid) -> Vec<[String; 7]> {
    let is_about_rows = |one: &Finding| {
        let own = |place: &crate::model::Place| {
            grid.sheets.iter().any(|sheet| sheet.name == place.sheet && heads(sheet).is_some())
        };
        one.place.as_ref().is_some_and(own)
    };
    let is_listed = |one: &Finding| {
        let cell = name(one.place.as_ref());
        rows.iter().any(|row| row.names(one.code.id, &cell) && row.speaks_of(&one.message))
    };
    let is_open = |one: &&Finding| {
        one.severity != Severity::Error
            && one.accepted.is_none()
            && !is_about_rows(one)
            && !is_listed(one)
    };
    let row = |one: &Finding| {
        let then = one.place.as_ref().map(|place| value(grid, place)).unwrap_or_default();
        let [why, who, date] = [const { String::new() }; 3];
        let (code, cell) = (one.code.id.to_owned(), name(one.place.as_ref()));
        [code, cell, then, one.message.to_string(), why, who, date]
    };
    findings.iter().filter(is_open).map(row).collect()
}

/// Puts rows below the last of the sheet, each text under its head.
fn append(
    part: &str,
    sheet: &Sheet,
    heads: &Heads,
    rows: &[[String; 7]],
    package: &mut Edit<'_>,
) -> Result<(), Error> {
    let text = package.text(part)?.ok_or_else(|| broken("工作簿不完整"))?;
    let layout = Layout::read(&text)?;
    let mut patch = Patch::new(&text);
    let (mut end, mut last) = (None, sheet.last_row().unwrap_or(0));
    for tag in tags(&text) {
        let tag = tag?;
        if tag.depth == 2 && tag.opens("row") {
            let number = tag.value("r").and_then(|r| r.number::<u32>()?.checked_sub(1));
            last = last.max(number.unwrap_or(0));
        } else if tag.depth == 1 && tag.local() == "sheetData" && tag.kind == TagKind::Close {
            end = Some(tag.span.start);
        } else if tag.depth == 1 && tag.local() == "dimension" {
            tag.set("ref", &format!("A1:{}", corner(last, rows.len(), heads)), &mut patch);
        }
    }
    let mut written = String::new();
    for (number, texts) in (last + 1..).zip(rows) {
        let cells = heads.columns.iter().zip(texts);
        let cells: BTreeMap<u32, &String> =
            cells.filter_map(|(column, text)| Some(((*column)?, text))).collect();
        let cells: Cells = cells.into_iter().map(|(column, text)| (column, text.clone())).collect();
        let format = |column| layout.column_format(column).unwrap_or(0);
        written.push_str(&row(&layout.prefix, number, &cells, format));
    }
    patch.insert(end.ok_or_else(|| broken("“核对说明”表没有单元格"))?, written);
    package.put(part, patch);
    Ok(())
}

/// The last cell of the sheet with the new rows.
fn corner(last: u32, rows: usize, heads: &Heads) -> String {
    let column = heads.columns.iter().copied().flatten().max().unwrap_or(0);
    reference((last.saturating_add(u32::try_from(rows).unwrap_or(0)), column))
}

/// Adds the sheet behind all others.
fn add(
    book: &Book,
    rows: &[[String; 7]],
    styles: &mut Styles,
    package: &mut Edit<'_>,
) -> Result<(), Error> {
    let form = &fields().acceptance;
    let format = styles.wrapped();
    let cells = |texts: &[String; 7]| -> Cells { (0..).zip(texts.iter().cloned()).collect() };
    let mut data = row("", 0, &[(0, form.line.clone())], |_| 0);
    data.push_str(&row("", 1, &cells(&form.columns), |_| format));
    for (number, texts) in (2..).zip(rows) {
        data.push_str(&row("", number, &cells(texts), |_| format));
    }
    let columns: String = (1..)
        .zip(WIDTHS)
        .map(|(n, width)| {
            format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\" style=\"{format}\" customWidth=\"1\"/>")
        })
        .collect();
    let content = format!("<cols>{columns}</cols><sheetData>{data}</sheetData>");
    sheets::add(book, &form.sheet, &content, sheets::End::Back, package)
}
