//! Columns that somebody added: no figure of the form may change its place for them.

use super::from_book;
use crate::model::form::TableForm;
use crate::model::grid::{Grid, Role};
use crate::model::{Figure, Form, Forms};
use crate::reader::Read;
use crate::reader::grid::{Area, Book, Cell, Content, Position, Sheet};

/// What becomes of merged areas when a column is put into them.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Merges {
    /// They grow, as in a spreadsheet program.
    Grow,
    /// They are lost, as in many exports.
    Lost,
}

const TOP: u32 = 1;
const ADDED: i64 = 900_000;

fn cell(content: Content) -> Cell {
    Cell { content, formula: None }
}

fn text(text: &str) -> Cell {
    cell(Content::Text(text.to_owned()))
}

/// The sheet of a table as the official form draws it, each figure with a number of its own;
/// blank where `is_blank` says so of a grid column.
fn drawn(form: &Form, table: &TableForm, is_blank: impl Fn(usize) -> bool) -> Sheet {
    let section = form.section(table.section).unwrap();
    let mut sheet = Sheet { name: section.sheet.clone(), ..Sheet::default() };
    sheet.cells.insert((0, 0), text(&section.heading));
    for (number, cell_) in Grid::official(table).cells.iter().enumerate() {
        let first = (TOP + cell_.y as u32, cell_.x as u32);
        let last = (first.0 + cell_.height as u32 - 1, first.1 + cell_.width as u32 - 1);
        if first != last {
            sheet.merges.push(Area { first, last });
        }
        match cell_.role {
            Role::Figure if is_blank(cell_.x) => {}
            Role::Figure => {
                let number = (number + 1).to_string();
                sheet.cells.insert(first, cell(Content::Number(number)));
            }
            _ => drop(sheet.cells.insert(first, text(cell_.label))),
        }
    }
    sheet
}

/// The same sheet with a column put in before column `x`, filled beside every figure.
fn with_column(sheet: &Sheet, table: &TableForm, x: u32, head: bool, merges: Merges) -> Sheet {
    let moved = |(row, column): Position| (row, column + u32::from(column >= x));
    let mut wide = Sheet { name: sheet.name.clone(), ..Sheet::default() };
    wide.cells = sheet.cells.iter().map(|(at, cell)| (moved(*at), cell.clone())).collect();
    if merges == Merges::Grow {
        let grown = |area: &Area| Area { first: moved(area.first), last: moved(area.last) };
        wide.merges = sheet.merges.iter().map(grown).collect();
    }
    let grid = Grid::official(table);
    for y in 0..grid.rows() {
        let at = (TOP + y as u32, x);
        let is_free = wide.area(at).first == at && !wide.cells.contains_key(&at);
        let has_figures = grid.row(y).iter().any(|cell| cell.role == Role::Figure);
        let is_last_head = grid.row(y).iter().any(|cell| cell.role == Role::ColumnHead)
            && (y + 1 == grid.rows() || grid.row(y + 1).iter().any(|c| c.role == Role::Figure));
        if is_free && has_figures {
            let number = (ADDED + i64::from(at.0)).to_string();
            wide.cells.insert(at, cell(Content::Number(number)));
        } else if is_free && is_last_head && head {
            wide.cells.insert(at, text("撤回申请"));
        }
    }
    wide
}

fn read(sheet: Sheet) -> Read {
    let book = Book { sheets: vec![sheet], epoch_1904: false };
    from_book(&book, Forms::shipped()).unwrap()
}

#[test]
fn a_column_put_in_anywhere_moves_no_figure() {
    let mut wrong = Vec::new();
    for form in Forms::shipped().iter() {
        for table in &form.tables {
            let wide = table.grid_mm.len();
            for x in 0..=wide {
                for (head, merges, blank) in [
                    (true, Merges::Grow, false),
                    (false, Merges::Grow, false),
                    (true, Merges::Grow, true),
                    (false, Merges::Grow, true),
                    (true, Merges::Lost, false),
                    (false, Merges::Lost, false),
                    (true, Merges::Lost, true),
                    (false, Merges::Lost, true),
                ] {
                    let is_blank = |column: usize| blank && (column + 1 == x || column == x);
                    let sheet = drawn(form, table, is_blank);
                    let plain = match merges {
                        Merges::Grow => sheet.clone(),
                        Merges::Lost => Sheet { merges: Vec::new(), ..sheet.clone() },
                    };
                    let expected = read(plain);
                    let found = read(with_column(&sheet, table, x as u32, head, merges));
                    let is_due = |row: &str, column: &str| {
                        let figure = |read: &Read| {
                            let table = read.report.tables.get(&table.id)?;
                            Some(table.figure(row, column).clone())
                        };
                        let (due, got) = (figure(&expected), figure(&found));
                        // What nobody can tell is left out and named, at its own cell.
                        let grid = Grid::official(table);
                        let cell = grid.figure(row, column).unwrap();
                        let at = (TOP + cell.y as u32, (cell.x + usize::from(cell.x >= x)) as u32);
                        let is_refused = || {
                            found.findings.iter().any(|finding| {
                                let place = finding.place.as_ref();
                                let is_there = place.is_some_and(|place| {
                                    Area { first: place.first, last: place.last }.contains(at)
                                });
                                matches!(finding.code.id, "NB007" | "NB002") && is_there
                            })
                        };
                        due == got || (got == Some(Figure::BLANK) && is_refused())
                    };
                    if !table.squares().all(|(row, column)| is_due(&row.id, &column.id)) {
                        let form = &form.name;
                        wrong.push(format!("{form} {} {x} {head} {merges:?} {blank}", table.id));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// 基本信息 with a column put in before column `x`, filled beside every key.
fn keys_with_column(x: u32) -> Sheet {
    let rows = [
        ["项目", "内容", "填写说明"],
        ["报告年度", "2023", "四位数字"],
        ["机关名称", "青石县人民政府", "规范全称"],
        ["公开日期", "2024-02-20", "网站上公开的日期"],
        ["索引号", "014314799/2024-00002", "门户给的索引号"],
    ];
    let mut sheet = Sheet { name: "基本信息".into(), ..Sheet::default() };
    for (row, cells) in (0..).zip(rows) {
        for (column, content) in (0..).zip(cells) {
            sheet.cells.insert((row, column + u32::from(column >= x)), text(content));
        }
        if row > 0 {
            sheet.cells.insert((row, x), text("已核"));
        }
    }
    sheet
}

#[test]
fn a_column_put_into_the_keys_moves_no_value_and_is_named() {
    for x in 0..=3 {
        let book = Book { sheets: vec![keys_with_column(x)], ..Book::default() };
        let read = from_book(&book, Forms::shipped()).unwrap();
        let metadata = &read.report.metadata;
        assert_eq!(metadata.year, Some(2023), "{x}");
        assert_eq!(metadata.agency.as_deref(), Some("青石县人民政府"), "{x}");
        assert_eq!(metadata.field("indexNumber"), Some("014314799/2024-00002"), "{x}");
        let is_named = |row: u32| {
            read.findings.iter().filter(|one| one.code.id == "NB002").any(|one| {
                let place = one.place.as_ref().unwrap();
                (place.first.0..=place.last.0).contains(&row)
                    && (place.first.1..=place.last.1).contains(&x)
            })
        };
        assert!((1..5).all(is_named), "{x}: {:?}", read.findings);
    }
}
