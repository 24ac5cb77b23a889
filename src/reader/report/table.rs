//! The figures of a table, and what of its labels was odd.

use super::figure::{self, Around};
use super::unit::Units;
use crate::diag::{Finding, Message, label, number, say};
use crate::model::{Address, Origins, Place, Table};
use crate::reader::codes::{NB002, NB007};
use crate::reader::grid::{Book, Content, Position, Sheet};
use crate::reader::notes::Notes;
use crate::reader::tables::{FoundTable, Map, Piece};
use std::collections::BTreeMap;

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
    for (index, piece) in found.pieces.iter().enumerate() {
        let mut earlier = found.pieces[..index].iter();
        let copied = earlier.find(|first| piece.is_copy_of(first));
        if copied.is_some_and(|first| say_copy((first, piece), book, found, notes)) {
            continue;
        }
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
    for &(again, first) in piece.rows_again() {
        say_again((again, first), piece, book, notes);
    }
    let columns: Vec<&str> = found.missing_columns(piece).collect();
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

/// A table that is there twice and differs in many figures, as that of another year, is read
/// once, and one finding says so for all of them. False where it differs in few.
fn say_copy(
    (first, copy): (&Piece, &Piece),
    book: &Book,
    found: &FoundTable,
    notes: &mut Notes<'_>,
) -> bool {
    /// So many figures are told of one by one.
    const FEW: usize = 5;
    let figures = |piece: &Piece| -> BTreeMap<(&str, usize), Position> {
        let (located, _) = piece.figures(book);
        located.into_iter().map(|one| ((one.row, one.column), one.slot.at)).collect()
    };
    let content = |piece: &Piece, at: &Position| {
        let cell = book.sheets[piece.sheet].cell(*at);
        cell.map(|cell| &cell.content).filter(|content| !content.is_blank())
    };
    let (own, known) = (figures(copy), figures(first));
    // A blank one contradicts nothing.
    let differs = |(key, at): &(&(&str, usize), &Position)| {
        let other = known.get(key).and_then(|at| content(first, at));
        matches!((other, content(copy, at)), (Some(one), Some(other)) if one != other)
    };
    let count = own.iter().filter(differs).count();
    if count <= FEW {
        return false;
    }
    let (top, last) = copy.lines();
    let (_, right) = copy.figure_columns();
    let cells = book.sheets[copy.sheet].cells.range((top, 0)..=(last, u32::MAX));
    cells.filter(|(at, _)| at.1 <= right).for_each(|(at, _)| notes.mark(copy.sheet, *at));
    let message = say!(
        "{}有两张，{} 处填的数不同，不能确定用哪一张，只读了前一张",
        label(&found.table.title),
        number(count)
    );
    let help = "只留下要报告的一张；往年的、草稿的移到别的工作簿。";
    notes.findings.push(Finding::new(&NB007, message, help).at(extent(book, copy, notes)));
    true
}

/// Says which labels of a table mean nothing in the form, when all tables are known: a label
/// may be one of the table beside. The figures of a strange row or column are part of it.
pub fn say_strange_labels(book: &Book, found: &FoundTable, notes: &mut Notes<'_>) {
    found.pieces.iter().for_each(|piece| of_piece(book, piece, notes));
}

fn of_piece(book: &Book, piece: &Piece, notes: &mut Notes<'_>) {
    let sheet = &book.sheets[piece.sheet];
    let (_, last) = piece.lines();
    let (_, right) = piece.figure_columns();
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
}

/// A row that is there twice: where the two differ, nobody can tell which one is meant.
fn say_again((again, first): (u32, u32), piece: &Piece, book: &Book, notes: &mut Notes<'_>) {
    let sheet = &book.sheets[piece.sheet];
    let (left, right) = piece.figure_columns();
    let figures = |row: u32| -> Vec<(u32, &Content)> {
        let cells = sheet.row(row).filter(|(at, _)| (left..=right).contains(&at.1));
        let cells = cells.filter(|(_, cell)| !cell.content.is_blank());
        cells.map(|(at, cell)| (at.1, &cell.content)).collect()
    };
    sheet
        .row(again)
        .filter(|(at, _)| at.1 <= right)
        .for_each(|(at, _)| notes.mark(piece.sheet, at));
    if figures(again).is_empty() || figures(again) == figures(first) {
        return;
    }
    let message = say!(
        "第 {} 行和第 {} 行是同一项，填的数不同，不能确定用哪一行，只读了第 {} 行",
        number(first + 1),
        number(again + 1),
        number(first + 1)
    );
    let place = notes.place(piece.sheet, (first, left));
    let place = place.joined(&notes.place(piece.sheet, (again, right)));
    let help = "只留下要报告的一行；往年的数移到别的工作表。";
    notes.findings.push(Finding::new(&NB007, message, help).at(place));
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
