//! One figure: the cell it stands in, its formula, and what was odd about either.

use crate::model::form::Kind;
use crate::model::origin::reference;
use crate::model::{Address, Figure, Origins, Place, Table, Value};
use crate::reader::codes::{NB007, NB009, NB010, NB011, NB012, NB013, NB017, NB018, NB019, NB020};
use crate::reader::formula::{self, Computed};
use crate::reader::grid::{Book, Cell, Content, Position};
use crate::reader::notes::Notes;
use crate::reader::tables::{Found, Located, Piece};
use crate::reader::value::{self, Oddity};
use rust_decimal::Decimal;

/// Figures beyond this many digits have been rounded by the spreadsheet.
const EXACT_DIGITS: usize = 15;

/// Reads one cell into the table.
pub fn read(
    book: &Book,
    found: &Found,
    piece: &Piece,
    located: Located,
    table: &mut Table,
    notes: &mut Notes<'_>,
    origins: &mut Origins,
) {
    // Blocks that share their heads may differ in ids: the row decides.
    let Some(column) =
        found.table.block_of(located.row).and_then(|block| block.columns.get(located.column))
    else {
        return;
    };
    let (row, at) = (located.row, located.slot.at);
    let place = notes.place(piece.sheet, at);
    let address = Address::Figure(found.table.id.clone(), row.into(), column.id.clone());
    if !located.slot.filled {
        if origins.get(&address).is_none() {
            origins.put(address, place);
        }
        return;
    }
    notes.take(piece.sheet, at);
    let sheet = &book.sheets[piece.sheet];
    let Some(cell) = sheet.cell(at) else { return };
    let spot = (piece.sheet, at);
    if let Some(home) = located.slot.expected {
        notes.find(
            &NB017,
            spot,
            format!("数据写在合并区域的非首格里，已照常读取（首格是 {}）", reference(home)),
            "取消合并后把数据移到首格，再重新合并。",
        );
    }
    let (mut figure, oddity) = value::figure(&cell.content, column.kind, book.epoch_1904);
    if let Some(formula) = &cell.formula {
        figure = recomputed(figure, formula, cell, formula::compute(sheet, at), spot, notes);
    }
    if let Value::Kept(text) = &figure.value {
        let text = notes.text(piece.sheet, at, text);
        figure.value = Value::Kept(text.split('\n').map(crate::text::clean::trim).collect());
    }
    if let Some(remark) = figure.remark.take() {
        let remark = notes.text(piece.sheet, at, &remark);
        figure.remark = Some(remark.split('\n').map(crate::text::clean::trim).collect());
    }
    if let Some(oddity) = oddity {
        say_odd(oddity, &figure, spot, notes);
    }
    if column.kind == Kind::Money
        && figure.unit.is_none()
        && figure.number().is_some_and(|n| !n.is_zero())
    {
        notes.find(
            &NB019,
            spot,
            format!("“{}”填的是 {figure}，没有写明单位", column.label),
            "在数字后写上“元”或“万元”。",
        );
    }
    let is_stored_number = matches!(&cell.content, Content::Number(text)
        if text.chars().filter(char::is_ascii_digit).count() > EXACT_DIGITS && figure.number().is_some_and(|n| n.scale() == 0));
    if is_stored_number {
        notes.find(
            &NB020,
            spot,
            format!("数字 {figure} 超过 {EXACT_DIGITS} 位，末尾几位可能已经丢失"),
            "核对该数字；确需长数字时改为文本格式录入。",
        );
    }
    let known = table.figure(row, &column.id).clone();
    if !known.is_blank() {
        if known != figure {
            let elsewhere = origins.get(&address).map(Place::to_string).unwrap_or_default();
            notes.find(
                &NB007,
                spot,
                format!("同一项数据在 {elsewhere} 填的是 {known}，这里填的是 {figure}"),
                "核对两处数据，删掉错误的一处。",
            );
        }
        return;
    }
    origins.put(address, place);
    table.set(row, &column.id, figure);
}

/// The figure of a formula cell: computed anew where that is possible.
fn recomputed(
    stored: Figure,
    formula: &str,
    cell: &Cell,
    computed: Option<Computed>,
    spot: (usize, Position),
    notes: &mut Notes<'_>,
) -> Figure {
    const ADVICE: &str = "请用 WPS/Excel 打开并保存一次，再转换。";
    let as_figure = |number: Decimal| {
        let number = number.normalize();
        let value = match i64::try_from(number) {
            Ok(whole) if number.scale() == 0 => Value::Whole(whole),
            _ => Value::Exact(number),
        };
        Figure { value, ..Figure::BLANK }
    };
    match (&cell.content, computed) {
        (Content::Uncalculated, Some(Computed::Blank)) => Figure::BLANK,
        (Content::Uncalculated, Some(Computed::Number(number))) => {
            let figure = as_figure(number);
            notes.find(
                &NB009,
                spot,
                format!("公式“={formula}”没有计算结果，已按本表数据算出 {figure} 采用"),
                ADVICE,
            );
            figure
        }
        (Content::Uncalculated, None) => {
            notes.find(
                &NB011,
                spot,
                format!("公式“={formula}”没有计算结果，也无法代为计算"),
                ADVICE,
            );
            stored
        }
        (Content::Number(_) | Content::Text(_), Some(Computed::Number(number)))
            if stored.number().is_some_and(|n| n != number) =>
        {
            let figure = as_figure(number);
            notes.find(
                &NB010,
                spot,
                format!("公式“={formula}”保存的结果是 {stored}，按本表数据应为 {figure}，已采用 {figure}"),
                ADVICE,
            );
            figure
        }
        _ => stored,
    }
}

fn say_odd(oddity: Oddity, figure: &Figure, spot: (usize, Position), notes: &mut Notes<'_>) {
    match oddity {
        Oddity::Date => notes.find(
            &NB013,
            spot,
            format!("应填数字的单元格是日期格式，显示为 {figure}"),
            "把单元格格式改为“常规”，重新填写数字。",
        ),
        Oddity::Error(code) => {
            notes.find(&NB012, spot, format!("单元格是错误值 {code}"), "修正公式或直接填写数字。");
        }
        Oddity::Unit(unit) => notes.find(
            &NB018,
            spot,
            format!("填的是 {figure}，单位“{unit}”与表头规定的单位不一致"),
            "按表头单位换算后只填数字。",
        ),
    }
}
