//! What holds something and was not understood.

use crate::diag::{Finding, number, say, value};
use crate::reader::acceptances::heads;
use crate::reader::codes::NB002;
use crate::reader::grid::{Book, Content, Position};
use crate::reader::narrative::is_ours_to_ignore;
use crate::reader::notes::Notes;

crate::diag::codes! {
    NB001 = Warning "工作表没有读取"
        what "工作簿里有一张不是空白、但与年度报告格式对不上的工作表。"
        why "程序不会悄悄丢掉内容；这张表里的文字和数字都没有进入报告。"
        fix "若内容属于报告，请移到“一、总体情况”等对应的工作表；若是草稿或附件，可以不理会或删掉。"
        basis "本程序的读取约定（填报说明）。";
}

/// Everything that holds something and was not understood.
pub fn report(book: &Book, notes: &mut Notes<'_>) {
    for (index, sheet) in book.sheets.iter().enumerate() {
        if heads(sheet).is_some() {
            continue;
        }
        let unread: Vec<Position> = sheet
            .cells
            .iter()
            .filter(|(at, cell)| !cell.content.is_blank() && !notes.is_used(index, **at))
            .filter(|(_, cell)| cell.formula.is_none() || cell.content != Content::Uncalculated)
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
        for at in unread {
            let shown = match sheet.cell(at).map(|cell| &cell.content) {
                Some(Content::Text(text) | Content::Number(text) | Content::Error(text)) => {
                    text.clone()
                }
                Some(Content::DateText(text)) => text.clone(),
                Some(Content::Date(serial)) => serial.to_string(),
                _ => String::new(),
            };
            notes.find(
                &NB002,
                (index, at),
                say!("{}不在官方格式规定的位置，没有读取", notes.quoted(&shown)),
                "若是数据，请填到对应的行列；若是说明，请在表下写成以“注：”开头的一行。",
            );
        }
    }
}
