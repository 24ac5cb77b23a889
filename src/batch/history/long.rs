//! The long table: one line a figure, for analysts. Blank figures are in it, as blanks.

use super::account::{Account, Entry};
use super::note::Note;
use crate::batch::summary::{Cell, separated};
use crate::error::Error;
use crate::model::form::{Column, FigureKind, TableForm, figure_name};
use crate::model::{Figure, Value};
use rust_decimal::Decimal;
use serde::Serialize;

/// The heads of the table and the widths of its columns.
pub const HEADS: [(&str, f64); 11] = [
    ("机关名称", 28.0),
    ("年度", 7.0),
    ("格式版本", 9.0),
    ("表", 12.0),
    ("行", 16.0),
    ("列", 20.0),
    ("数值", 12.0),
    ("单位", 7.0),
    ("文字", 16.0),
    ("名称", 44.0),
    ("文件", 36.0),
];

/// A figure of a report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Square<'a> {
    /// What the body is called.
    pub body: &'a str,
    /// The year.
    pub year: i32,
    /// The edition of the form of the table.
    pub edition: &'a str,
    /// The id of the table.
    pub table: &'a str,
    /// The id of the row.
    pub row: &'a str,
    /// The id of the column.
    pub column: &'a str,
    /// The number, exactly.
    pub value: Option<Decimal>,
    /// Its unit, where the cell or the form says one.
    pub unit: &'a str,
    /// What stands beside the number, or in its place.
    pub text: String,
    /// What row and column are called.
    pub name: String,
    /// The path of the file.
    pub file: &'a str,
}

/// The document; keys are added, never renamed.
#[derive(Serialize)]
struct Document<'a> {
    figures: Vec<Square<'a>>,
    notes: &'a [Note],
}

/// The table as CSV, as Excel reads it.
///
/// # Errors
/// [`Error::Writer`] when it cannot be put together.
pub fn csv(account: &Account) -> Result<Vec<u8>, Error> {
    let heads = HEADS.map(|(head, _)| head);
    separated(&heads, cells(account)).map_err(|error| Error::writer("CSV", error))
}

/// The table and the notes for programs.
///
/// # Errors
/// [`Error::Writer`] when it cannot be put together.
pub fn json(account: &Account) -> Result<Vec<u8>, Error> {
    let document = Document { figures: squares(account), notes: &account.notes };
    let bytes = serde_json::to_vec_pretty(&document);
    let mut bytes = bytes.map_err(|error| Error::writer("JSON", error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The table as cells, in the order of the heads.
pub fn cells(account: &Account) -> Vec<Vec<Cell>> {
    let cells = |square: Square<'_>| {
        vec![
            Cell::from(square.body),
            Cell::Exact(square.year.into()),
            square.edition.into(),
            square.table.into(),
            square.row.into(),
            square.column.into(),
            square.value.map_or("".into(), Cell::Exact),
            square.unit.into(),
            Cell::Text(square.text),
            Cell::Text(square.name),
            square.file.into(),
        ]
    };
    squares(account).into_iter().map(cells).collect()
}

fn squares(account: &Account) -> Vec<Square<'_>> {
    account
        .entries
        .iter()
        .flat_map(|entry| of_entry(entry, &account.bodies[entry.body].name))
        .collect()
}

/// Table by table in the order of the form.
fn of_entry<'a>(entry: &'a Entry, body: &'a str) -> Vec<Square<'a>> {
    let report = entry.report();
    let mut tables: Vec<_> = report.tables.iter().collect();
    let order = |id: &str| report.edition.form().tables.iter().position(|table| table.id == id);
    tables.sort_by_key(|(id, _)| order(id).unwrap_or(usize::MAX));
    let mut squares = Vec::new();
    for (id, table) in tables {
        let Some(form) = table.form.form().table(id) else { continue };
        for (row, column) in form.squares() {
            let figure = table.figure(&row.id, &column.id);
            squares.push(Square {
                body,
                year: entry.year,
                edition: table.form.name(),
                table: id,
                row: &row.id,
                column: &column.id,
                value: figure.number(),
                unit: unit(figure, column, form),
                text: text(figure),
                name: figure_name(row, column),
                file: entry.file(),
            });
        }
    }
    squares
}

/// The unit that stands in the cell, else that of the form.
fn unit<'a>(figure: &'a Figure, column: &Column, form: &'a TableForm) -> &'a str {
    let of_form = match column.kind {
        FigureKind::Count | FigureKind::Signed => form.unit.as_deref().unwrap_or_default(),
        FigureKind::WanYuan => "万元",
        FigureKind::Money => "",
    };
    figure.unit.as_deref().unwrap_or(of_form)
}

fn text(figure: &Figure) -> String {
    let kept = match &figure.value {
        Value::Kept(text) => text.as_str(),
        _ => "",
    };
    format!("{kept}{}", figure.remark.as_deref().unwrap_or_default())
}
