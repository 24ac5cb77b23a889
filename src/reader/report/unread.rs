//! What holds something and was not understood.

use crate::diag::{Finding, number, say, value};
use crate::model::area::Area;
use crate::model::{Date, Place};
use crate::reader::acceptances::heads;
use crate::reader::codes::NB002;
use crate::reader::grid::{Book, Content, Floating, Position, Sheet};
use crate::reader::narrative::is_ours_to_ignore;
use crate::reader::notes::Notes;
use std::collections::BTreeSet;

crate::diag::codes! {
    NB001 = Warning "工作表没有读取"
        what "工作簿里有一张不是空白、但与年度报告格式对不上的工作表。"
        why "程序不会悄悄丢掉内容；这张表里的文字和数字都没有进入报告。"
        fix "若内容属于报告，请移到“一、总体情况”等对应的工作表；若是草稿或附件，可以不理会或删掉。"
        basis "本程序的读取约定（填报说明）。";
    NB027 = Warning "图片、文本框里的内容没有读取"
        what "工作表里有文本框、图形里的文字，或者单元格里是一张图片。"
        why "程序只读单元格；文本框和图片里的内容没有进入报告。"
        fix "把其中的文字、数字填进对应的单元格。"
        basis "本程序的读取约定：不悄悄丢失内容。";
}

/// From so many cells on, neighbours are told of together.
const MANY: usize = 3;

/// Everything that holds something and was not understood.
pub fn report(book: &Book, notes: &mut Notes<'_>) {
    for (index, sheet) in book.sheets.iter().enumerate() {
        if heads(sheet).is_some() {
            continue;
        }
        if !is_ours_to_ignore(&sheet.name) {
            floating(index, sheet, notes);
        }
        let unread: BTreeSet<Position> = sheet
            .cells
            .iter()
            .filter(|(at, cell)| !cell.content.is_blank() && !notes.is_used(index, **at))
            .filter(|(_, cell)| cell.content != Content::Uncalculated || is_lost(&cell.formula))
            .map(|(at, _)| *at)
            .collect();
        let Some(first) = unread.first() else { continue };
        let nothing_used = sheet.cells.keys().all(|at| !notes.is_used(index, *at));
        if nothing_used && !is_ours_to_ignore(&sheet.name) {
            let last = unread.last().unwrap_or(first);
            let place = notes.place(index, *first).joined(&notes.place(index, *last));
            notes.findings.push(
                Finding::new(
                    &NB001,
                    say!(
                        "工作表{}没有读取（有 {} 个非空单元格）",
                        value(&sheet.name),
                        number(unread.len())
                    ),
                    "内容若属于报告，请移到对应的工作表；草稿和附件可以不理会。",
                )
                .at(place),
            );
            continue;
        }
        for cells in neighbours(unread) {
            tell(index, sheet, &cells, book.epoch_1904, notes);
        }
    }
}

/// Whether a formula without result has something to say that is lost. One that begins with IF
/// is a total that waits for figures, or a check that has nothing to say.
fn is_lost(formula: &Option<String>) -> bool {
    formula.as_deref().is_some_and(|formula| !formula.is_empty() && !formula.starts_with("IF"))
}

/// Text boxes and pictures.
fn floating(index: usize, sheet: &Sheet, notes: &mut Notes<'_>) {
    // A seal or a logo beside what was read is no loss; a picture instead of it is.
    let is_empty = sheet.cells.keys().all(|at| !notes.is_used(index, *at) || at.0 == 0);
    for (at, what) in &sheet.floating {
        let message = match what {
            Floating::TextBox(text) => say!("文本框里的文字没有读取：{}", value(text)),
            Floating::CellPicture => "这一格是图片，图片里的内容读不出来".into(),
            Floating::Picture if is_empty => "这里是图片，图片里的内容读不出来".into(),
            Floating::Picture => continue,
        };
        let help = "把其中的文字、数字填进对应的单元格；不属于报告的可以删去。";
        notes.find(&NB027, (index, *at), message, help);
    }
}

/// Cells that touch each other, or have one cell between them, together.
fn neighbours(mut cells: BTreeSet<Position>) -> Vec<Vec<Position>> {
    const REACH: u32 = 2;
    let mut groups = Vec::new();
    while let Some(first) = cells.pop_first() {
        let (mut group, mut open) = (vec![first], vec![first]);
        while let Some((row, column)) = open.pop() {
            let columns = column.saturating_sub(REACH)..=column + REACH;
            for row in row.saturating_sub(REACH)..=row + REACH {
                let near = cells.range((row, *columns.start())..=(row, *columns.end()));
                let near: Vec<Position> = near.copied().collect();
                for at in near {
                    cells.remove(&at);
                    group.push(at);
                    open.push(at);
                }
            }
        }
        group.sort_unstable();
        groups.push(group);
    }
    groups
}

fn tell(index: usize, sheet: &Sheet, cells: &[Position], epoch_1904: bool, notes: &mut Notes<'_>) {
    const HELP: &str = "是数据的，请填到对应的行列；是说明的，请在表下写成以“注：”开头的一行；是正文的，请写进 A 列，一段一格；不要的请删去。";
    const CALCULATE: &str =
        "用 WPS 或 Excel 打开，按 Ctrl+S 保存，再核对一次；还不行的，把公式改成文字。";
    if cells.len() < MANY {
        for &at in cells {
            let shown = shown(sheet, at, epoch_1904);
            let (message, help) = match sheet.cell(at).map(|cell| &cell.content) {
                Some(Content::Uncalculated) => {
                    (say!("公式{}没有计算结果，它的文字没有读取", value(&shown)), CALCULATE)
                }
                _ => (say!("{}不在官方格式规定的位置，没有读取", notes.quoted(&shown)), HELP),
            };
            notes.find(&NB002, (index, at), message, help);
        }
        return;
    }
    let all = cells.iter().fold(Area::between(cells[0], cells[0]), |all, at| {
        let (first, last) = (all.first, all.last);
        Area {
            first: (first.0.min(at.0), first.1.min(at.1)),
            last: (last.0.max(at.0), last.1.max(at.1)),
        }
    });
    let message = say!(
        "{} 个单元格不在官方格式规定的位置，没有读取（例如{}）",
        number(cells.len()),
        notes.quoted(&shown(sheet, cells[0], epoch_1904))
    );
    let place = Place { sheet: sheet.name.clone(), first: all.first, last: all.last };
    notes.findings.push(Finding::new(&NB002, message, HELP).at(place));
}

/// What a cell shows.
fn shown(sheet: &Sheet, at: Position, epoch_1904: bool) -> String {
    let Some(cell) = sheet.cell(at) else { return String::new() };
    match &cell.content {
        Content::Text(text) | Content::Number(text) | Content::Error(text) => text.clone(),
        Content::DateText(text) => text.clone(),
        Content::Date(serial) => Date::from_serial(serial.trunc() as i64, epoch_1904)
            .map_or_else(|| serial.to_string(), |date| date.to_string()),
        Content::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Content::Uncalculated => format!("={}", cell.formula.as_deref().unwrap_or_default()),
    }
}
