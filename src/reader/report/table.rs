//! The figures of a table, and what of its labels was odd.

use super::figure::{self, Around};
use super::unit::Units;
use crate::diag::{Finding, Message, label, number, say};
use crate::model::{Address, Origins, Place, Table};
use crate::reader::codes::NB002;
use crate::reader::grid::{Book, Position, Sheet};
use crate::reader::notes::Notes;
use crate::reader::tables::{FoundTable, Map, Piece};

crate::diag::codes! {
    NB003 = Info "标签与官方格式不一致"
        what "行或列的标签缺字、错字，但仍能认出是哪一项。"
        why "数据已按认出的项目读取，输出一律用官方标签；请确认没有认错。"
        fix "把标签改成提示中的官方写法，或从空白表重新复制表头。"
        basis "{notice}所附格式；2019、2020 年度为{notice-2019}。";
    NB006 = Warning "表中缺少官方格式的行或列"
        what "已认出的表里少了某些行或列。"
        why "缺少的行列按空白处理，输出时仍按官方格式印出，只是没有数字。"
        fix "从空白表补上缺少的行列；没有发生的填 0。"
        basis "{notice}所附格式的固定行列。";
}

/// Reads the figures of a table.
pub fn read(
    map: &Map<'_>,
    book: &Book,
    found: &FoundTable,
    notes: &mut Notes<'_>,
    origins: &mut Origins,
) -> Table {
    let mut table = Table::blank(found.form.edition());
    if let Some(place) = found.pieces.first().and_then(|piece| extent(book, piece, notes)) {
        origins.put(Address::Table(found.table.id.clone()), place);
    }
    let units = Units::find(book, found, notes);
    for piece in &found.pieces {
        mark_labels(map, book, found, piece, notes);
        let (figures, surplus) = piece.figures(book);
        for at in surplus {
            notes.mark(piece.sheet, at);
            notes.find(
                &NB002,
                (piece.sheet, at),
                "同一栏里多出一个有内容的单元格，没有读取",
                "一栏只填一个数；请删去多余的，或核对是否填错了列。",
            );
        }
        for located in figures {
            let around = Around { book, found, piece, units: &units };
            figure::read(around, located, &mut table, notes, origins);
        }
    }
    let rows = found.missing_rows();
    if let (Some(first), Some(piece)) = (rows.first(), found.pieces.first()) {
        let names: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        let place = extent(book, piece, notes);
        notes.findings.push(
            Finding::new(
                &NB006,
                say!("表里缺少{}（共 {} 行），按空白处理", listed(&names), number(rows.len())),
                say!(
                    "从空白表补上{}{}；没有发生的填 0。",
                    label(&first.label),
                    if rows.len() > 1 { "等行" } else { "这一行" }
                ),
            )
            .at(place),
        );
    }
    table
}

/// Marks the labels of a piece and says which of them were odd.
fn mark_labels(
    map: &Map<'_>,
    book: &Book,
    found: &FoundTable,
    piece: &Piece,
    notes: &mut Notes<'_>,
) {
    let sheet = &book.sheets[piece.sheet];
    let (top, last) = piece.lines();
    let (_, right) = piece.figure_columns();
    for at in piece.labels() {
        notes.mark(piece.sheet, at);
    }
    // The other words of the printed form: group labels, bands, the corner.
    let above = top.saturating_sub(2);
    for row in above..=last {
        for (at, label) in map.labels(piece.sheet).row(row) {
            if at.1 <= right && found.words.iter().any(|pattern| pattern.fits(label)) {
                notes.mark(piece.sheet, at);
            }
        }
    }
    for (at, official) in piece.loose() {
        let typed = sheet.text(at).unwrap_or_default().to_owned();
        notes.find(
            &NB003,
            (piece.sheet, at),
            say!("标签{}按{}读取", notes.quoted(&typed), label(official)),
            say!("请确认没有认错，并改为官方写法{}。", label(official)),
        );
    }
    // The figures of a strange row or column are part of what its finding says.
    for &at in piece.strange_rows() {
        let beside = sheet.row(at.0).map(|(beside, _)| beside);
        let figures = beside.filter(|beside| beside.1 > at.1 && beside.1 <= right).collect();
        say_strange("行", (piece.sheet, at), figures, sheet, notes);
    }
    for &at in piece.strange_heads() {
        let columns = at.1..=sheet.area(at).last.1;
        let below = sheet.cells.range((at.0 + 1, 0)..=(last, u32::MAX)).map(|(below, _)| *below);
        let figures = below.filter(|below| columns.contains(&below.1)).collect();
        say_strange("列", (piece.sheet, at), figures, sheet, notes);
    }
    let columns: Vec<&str> = piece.missing_columns().collect();
    if !columns.is_empty() {
        let place = extent(book, piece, notes);
        notes.findings.push(
            Finding::new(
                &NB006,
                say!("表头缺少{}，按空白处理", listed(&columns)),
                "从空白表补上缺少的列。",
            )
            .at(place),
        );
    }
}

fn say_strange(
    what: &str,
    (index, at): (usize, Position),
    figures: Vec<Position>,
    sheet: &Sheet,
    notes: &mut Notes<'_>,
) {
    if notes.is_used(index, at) {
        return;
    }
    notes.mark(index, at);
    figures.into_iter().for_each(|figure| notes.mark(index, figure));
    let typed = sheet.text(at).unwrap_or_default().to_owned();
    notes.find(
        &NB002,
        (index, at),
        say!("官方格式里没有{}这一项，这一{}的内容没有读取", notes.quoted(&typed), what),
        "若是自行增加的行列，请删去或写进文字部分；若是标签写错，请改为官方写法。",
    );
}

fn extent(book: &Book, piece: &Piece, notes: &Notes<'_>) -> Option<Place> {
    let (top, last) = piece.lines();
    let (_, right) = piece.figure_columns();
    let left = book.sheets[piece.sheet]
        .cells
        .range((top, 0)..=(last, u32::MAX))
        .map(|(at, _)| at.1)
        .min()?;
    notes.place(piece.sheet, (top, left)).joined(&notes.place(piece.sheet, (last, right)))
}

fn listed(names: &[&str]) -> Message {
    const MOST: usize = 3;
    let mut list = Message::join(names.iter().take(MOST).map(label), "");
    if names.len() > MOST {
        list.push("等");
    }
    list
}
