//! The open warnings and hints of a workbook listed on its sheet 核对说明, so that an office
//! need only write its reasons. Rows that are there stay as they are.

use super::book::Book;
use super::layout::Layout;
use super::styles::Styles;
use super::{NAMESPACES, broken};
use crate::diag::{Acceptance, Finding, Severity};
use crate::error::Error;
use crate::formats::opc::Edit;
use crate::formats::opc::relationships::TYPES;
use crate::formats::xml::markup::{TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::formats::xml::printer::{escape_attribute, escape_text};
use crate::model::area::reference;
use crate::model::form::fields;
use crate::reader::acceptances::{Heads, heads, name, read, value};
use crate::reader::grid::{Book as Grid, Sheet};
use crate::reader::in_ordinary_characters;
use crate::reader::open::{OpenOptions, open};
use crate::text::clean::clean;
use std::collections::BTreeMap;

const SHEET_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
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
    for (row, texts) in (last + 1..).zip(rows) {
        let cells = heads.columns.iter().zip(texts);
        let cells: BTreeMap<u32, &String> =
            cells.filter_map(|(column, text)| Some(((*column)?, text))).collect();
        let cells: Cells = cells.into_iter().map(|(column, text)| (column, text.clone())).collect();
        let format = |column| layout.column_format(column).unwrap_or(0);
        written.push_str(&row_of(&layout.prefix, row, &cells, format));
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
    let mut data = row_of("", 0, &[(0, form.line.clone())], |_| 0);
    data.push_str(&row_of("", 1, &cells(&form.columns), |_| format));
    for (row, texts) in (2..).zip(rows) {
        data.push_str(&row_of("", row, &cells(texts), |_| format));
    }
    let columns: String = (1..)
        .zip(WIDTHS)
        .map(|(n, width)| {
            format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\" style=\"{format}\" customWidth=\"1\"/>")
        })
        .collect();
    let part = package.unused("xl/worksheets/sheet", ".xml");
    let namespace = NAMESPACES[usize::from(book.strict)];
    package.write(
        &part,
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{namespace}\"><cols>{columns}</cols><sheetData>{data}</sheetData></worksheet>"
        ),
    );
    package.declare(&part, SHEET_TYPE)?;
    let id = package.relate(&book.part, "worksheet", &part, book.strict)?;
    name_sheet(book, &form.sheet, &id, package)
}

/// Puts the new sheet on the workbook's list.
fn name_sheet(book: &Book, name: &str, id: &str, package: &mut Edit<'_>) -> Result<(), Error> {
    let text = package.text(&book.part)?.ok_or_else(|| broken("工作簿不完整"))?;
    let mut patch = Patch::new(&text);
    // A sheet of that name that is none of ours stays what it is.
    let is_taken = |name: &str| book.sheets.iter().any(|sheet| sheet.name == name);
    let names = std::iter::once(name.to_owned()).chain((2..).map(|n: u32| format!("{name}{n}")));
    let name = names.into_iter().find(|name| !is_taken(name)).unwrap_or_default();
    let mut number = 0;
    for tag in tags(&text) {
        let tag = tag?;
        if tag.depth == 2 && tag.opens("sheet") {
            number = number.max(tag.value("sheetId").and_then(|id| id.number()).unwrap_or(0));
        } else if tag.depth == 1 && tag.local() == "sheets" && tag.kind == TagKind::Close {
            let relations = TYPES[usize::from(book.strict)];
            patch.insert(
                tag.span.start,
                format!(
                    "<{}sheet xmlns:r=\"{relations}\" name=\"{}\" sheetId=\"{}\" r:id=\"{id}\"/>",
                    tag.prefix(),
                    escape_attribute(&name),
                    number + 1
                ),
            );
        }
    }
    package.put(&book.part, patch);
    Ok(())
}

fn row_of(
    prefix: &str,
    row: u32,
    cells: &[(u32, String)],
    format: impl Fn(u32) -> usize,
) -> String {
    let cell = |(column, text): &(u32, String)| {
        let (at, format) = (reference((row, *column)), format(*column));
        let words = escape_text(&clean(text).text);
        match words.is_empty() {
            true => format!("<{prefix}c r=\"{at}\" s=\"{format}\"/>"),
            false => format!(
                "<{prefix}c r=\"{at}\" s=\"{format}\" t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{words}</{prefix}t></{prefix}is></{prefix}c>"
            ),
        }
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1)
}
