//! The sheet 核对说明: findings that the office has looked into and lets stand, one a row.
//!
//! It is no part of the report: no other file of the reader looks at its cells.

use super::grid::{Book, Content, Position, Sheet};
use super::plain::plain;
use crate::diag::{Acceptance, Reason};
use crate::formats::digest::sha256;
use crate::model::Place;
use crate::model::area::Area;
use crate::model::form::{AcceptanceForm, fields};
use crate::text::clean::trim;
use crate::text::label::fold;

/// The heads stand in one of the first rows.
const HEAD_ROWS: u32 = 10;
/// A longer value is told by its beginning and its digest.
const VALUE_CHARACTERS: usize = 120;
/// How much of it is shown then.
const SHOWN_CHARACTERS: usize = 60;

/// The heads of such a sheet: their row, and the column of each where it has one.
pub struct Heads {
    /// Their row.
    pub row: u32,
    /// Code, cell, value then, problem, reason, who, date.
    pub columns: [Option<u32>; 7],
}

/// The heads of a sheet of accepted findings; nothing where it is another sheet.
pub fn heads(sheet: &Sheet) -> Option<Heads> {
    let form = form();
    if !fold(&sheet.name).contains(&fold(&form.sheet)) {
        return None;
    }
    let head = |row: u32| {
        let find = |name: &String| {
            let is_it =
                |at: &Position| sheet.text(*at).is_some_and(|text| fold(text) == fold(name));
            sheet.row(row).map(|(at, _)| at).find(is_it).map(|(_, column)| column)
        };
        let columns = form.columns.each_ref().map(find);
        // Without code, cell and reason nothing can be accepted.
        let needed = [0, 1, 4].iter().all(|column: &usize| columns[*column].is_some());
        needed.then_some(Heads { row, columns })
    };
    (0..HEAD_ROWS).find_map(head)
}

/// Every row of every such sheet that names a code, a cell or a reason.
pub fn read(book: &Book) -> Vec<Acceptance> {
    let sheets = book.sheets.iter().filter_map(|sheet| Some((sheet, heads(sheet)?)));
    sheets.flat_map(|(sheet, heads)| rows(book, sheet, &heads)).collect()
}

fn rows(book: &Book, sheet: &Sheet, heads: &Heads) -> Vec<Acceptance> {
    let mut rows: Vec<u32> = sheet.cells.keys().map(|(row, _)| *row).collect();
    rows.dedup();
    let row = |row: u32| {
        let text = |column: usize| {
            let cell = heads.columns[column].and_then(|column| sheet.cell((row, column)));
            cell.map_or_else(String::new, |cell| trim(&plain(cell, book.epoch_1904)).to_owned())
        };
        let place = |column: usize| {
            Place::cell(&sheet.name, row, heads.columns[column].unwrap_or_default())
        };
        let cell = text(1);
        let is_empty = text(0).is_empty() && cell.is_empty() && text(4).is_empty();
        (!is_empty).then(|| Acceptance {
            at: place(0),
            reason_at: place(4),
            value_at: place(2),
            code: text(0),
            then: text(2),
            now: named(book, &cell).map_or_else(String::new, |place| value(book, &place)),
            said: text(3),
            reason: Reason { why: text(4), who: text(5), date: text(6) },
            cell,
        })
    };
    rows.into_iter().filter(|row| *row > heads.row).filter_map(row).collect()
}

/// What a row calls the place of a finding.
pub fn name(place: Option<&Place>) -> String {
    place.map_or_else(|| form().whole.clone(), Place::to_string)
}

/// The place that a row names.
fn named(book: &Book, cell: &str) -> Option<Place> {
    let at = cell.rfind(['▸', '!', '！', '>', '›'])?;
    let (sheet, cells) = (&cell[..at], cell[at..].trim_start_matches(['▸', '!', '！', '>', '›']));
    let sheet = fold(sheet.trim_matches('\''));
    let sheet = book.sheets.iter().find(|one| fold(&one.name) == sheet)?;
    let Area { first, last } = Area::parse(&trim(cells).replace('$', ""))?;
    Some(Place { sheet: sheet.name.clone(), first, last })
}

/// What stands at a place, in words that a cell can keep.
pub fn value(book: &Book, place: &Place) -> String {
    let Some(sheet) = book.sheets.iter().find(|sheet| sheet.name == place.sheet) else {
        return form().blank.clone();
    };
    let area = Area { first: place.first, last: place.last };
    let inside = sheet.cells.range(area.first..=area.last).filter(|(at, _)| area.contains(**at));
    let shown = |content: &Content, text: String| match content {
        Content::Uncalculated => None,
        _ => Some(trim(&text).to_owned()).filter(|text| !text.is_empty()),
    };
    let texts = inside.filter_map(|(_, cell)| shown(&cell.content, plain(cell, book.epoch_1904)));
    let text = texts.collect::<Vec<_>>().join("、");
    let length = text.chars().count();
    if length == 0 {
        form().blank.clone()
    } else if length <= VALUE_CHARACTERS {
        text
    } else {
        let start: String = text.chars().take(SHOWN_CHARACTERS).collect();
        let number = sha256(text.split_whitespace().collect::<String>().as_bytes());
        format!("{start}……（共 {length} 字，内容编号 {}）", &number[..8])
    }
}

fn form() -> &'static AcceptanceForm {
    &fields().acceptance
}
