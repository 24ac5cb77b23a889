//! Puts a report together from the grids of a book.

use super::formula::{self, Computed};
use super::grid::{Book, Content, Position};
use super::narrative::{self, is_ours_to_ignore};
use super::notes::Notes;
use super::tables::{Found, Located, Map, Piece};
use super::value::{self, Oddity};
use super::{Read, fields};
use crate::diag::codes::reading::{
    NB001, NB002, NB003, NB005, NB006, NB007, NB009, NB010, NB011, NB012, NB013, NB017, NB018,
    NB019, NB020,
};
use crate::diag::{Finding, sort};
use crate::error::Error;
use crate::model::form::{Kind, form_for_year};
use crate::model::origin::reference;
use crate::model::{Address, Figure, Form, Origins, Place, Report, Table, Value};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Figures beyond this many digits have been rounded by the spreadsheet.
const EXACT_DIGITS: usize = 15;

/// Reads a report from the grids of a workbook.
///
/// # Errors
/// [`Error::NotTheForm`] when no table, no section and no key of the form is there.
pub fn from_book(book: &Book) -> Result<Read, Error> {
    if book.sheets.iter().all(|sheet| sheet.cells.values().all(|cell| cell.content.is_blank())) {
        return Err(Error::NotTheForm(
            "工作簿是空的，没有任何内容；请填好官方工作簿后再转换（空白表用 nianbao template 取得）".into(),
        ));
    }
    let mut notes = Notes::new(book);
    let mut origins = Origins::default();
    let mut metadata = fields::read(book, &mut notes, &mut origins);
    let mut map = Map::new(book);
    let headings = narrative::headings(&map, book);
    for heading in &headings {
        map.fence(heading.at.0, heading.at.1.0);
    }
    let official = form_for_year(metadata.year.unwrap_or(i32::MAX));
    let mut tables = BTreeMap::new();
    let mut extents = Vec::new();
    let mut editions: Vec<&'static Form> = Vec::new();
    let mut missing = Vec::new();
    for table in &official.tables {
        match map.find(&table.id, official) {
            Some(found) => {
                for piece in &found.pieces {
                    extents.push((found.table.section, piece.sheet, piece.lines()));
                }
                editions.push(found.form);
                tables.insert(table.id.clone(), fill(&map, book, &found, &mut notes, &mut origins));
            }
            None => missing.push(table),
        }
    }
    let form = edition_of(&editions, official);
    let sections =
        narrative::read(book, form, &headings, &extents, &mut metadata, &mut notes, &mut origins);
    let has_keys = !origins_are_empty(&origins);
    if tables.is_empty() && !has_keys && headings.is_empty() {
        return Err(Error::NotTheForm(
            "工作簿里找不到年度报告的任何一张表或标题；请确认选对了文件，空白表可用 nianbao template 取得"
                .into(),
        ));
    }
    for table in missing {
        notes.findings.push(Finding::new(
            &NB005,
            format!(
                "找不到第{}部分的表“{}”",
                "一二三四五六".chars().nth(usize::from(table.section) - 1).unwrap_or(' '),
                table.title
            ),
            "用 nianbao template 取得空白表，把这张表填好。",
        ));
    }
    notes.report_hidden();
    report_unread(book, &mut notes);
    let sheets: Vec<String> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let mut findings = notes.findings;
    sort(&mut findings, &sheets);
    let report = Report { edition: form.edition.clone(), metadata, sections, tables };
    Ok(Read { report, origins, sheets, findings })
}

fn origins_are_empty(origins: &Origins) -> bool {
    origins.iter().next().is_none()
}

/// The edition a report follows as a whole: that of most of its tables whose editions differ.
fn edition_of(tables: &[&'static Form], official: &'static Form) -> &'static Form {
    let count = |form: &Form| tables.iter().filter(|other| other.edition == form.edition).count();
    tables
        .iter()
        .copied()
        .chain([official])
        .max_by_key(|form| (count(form), form.edition == official.edition))
        .unwrap_or(official)
}

/// Reads the figures of a table.
fn fill(
    map: &Map<'_>,
    book: &Book,
    found: &Found,
    notes: &mut Notes<'_>,
    origins: &mut Origins,
) -> Table {
    let mut table = Table::blank(found.form.edition.clone());
    if let Some(place) = found.pieces.first().and_then(|piece| extent(book, piece, notes)) {
        origins.put(Address::Table(found.table.id.clone()), place);
    }
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
            place_figure(book, found, piece, located, &mut table, notes, origins);
        }
    }
    let rows = found.missing_rows();
    if let (Some(first), Some(piece)) = (rows.first(), found.pieces.first()) {
        let names: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        let place = extent(book, piece, notes);
        notes.findings.push(
            Finding::new(
                &NB006,
                format!("表里缺少{}（共 {} 行），按空白处理", quoted(&names), rows.len()),
                format!("从空白表补上“{}”等行；没有发生的填 0。", first.label),
            )
            .at(place),
        );
    }
    table
}

/// Marks the labels of a piece and says which of them were odd.
fn mark_labels(map: &Map<'_>, book: &Book, found: &Found, piece: &Piece, notes: &mut Notes<'_>) {
    let sheet = &book.sheets[piece.sheet];
    let (top, last) = piece.lines();
    let (_, right) = piece.figure_columns();
    for at in piece.labels() {
        notes.mark(piece.sheet, at);
    }
    // The other words of the printed form: group labels, bands, the corner.
    let known = form_words(found);
    let above = top.saturating_sub(2);
    for row in above..=last {
        for (at, label) in map.labels(piece.sheet).row(row) {
            if at.1 <= right && known.iter().any(|pattern| pattern.fit(label).is_some()) {
                notes.mark(piece.sheet, at);
            }
        }
    }
    for (at, official) in piece.loose() {
        let typed = sheet.text(at).unwrap_or_default().to_owned();
        notes.find(
            &NB003,
            (piece.sheet, at),
            format!("标签“{}”按“{official}”读取", fields::short(&typed)),
            format!("请确认没有认错，并改为官方写法“{official}”。"),
        );
    }
    for at in piece.strange().collect::<Vec<_>>() {
        if notes.is_used(piece.sheet, at) {
            continue;
        }
        notes.mark(piece.sheet, at);
        let typed = sheet.text(at).unwrap_or_default().to_owned();
        notes.find(
            &NB002,
            (piece.sheet, at),
            format!("官方格式里没有“{}”这一项，该行或该列的内容没有读取", fields::short(&typed)),
            "若是自行增加的行列，请删去或写进文字部分；若是标签写错，请改为官方写法。",
        );
        // Its figures are part of what this finding says.
        for (beside, _) in
            sheet.row(at.0).filter(|(beside, _)| beside.1 > at.1 && beside.1 <= right)
        {
            notes.mark(piece.sheet, beside);
        }
    }
    let columns: Vec<&str> = piece.missing_columns().collect();
    if !columns.is_empty() {
        let place = extent(book, piece, notes);
        notes.findings.push(
            Finding::new(
                &NB006,
                format!("表头缺少{}，按空白处理", quoted(&columns)),
                "从空白表补上缺少的列。",
            )
            .at(place),
        );
    }
}

/// Labels of the form that are neither a leaf row nor a leaf column.
fn form_words(found: &Found) -> Vec<super::label::Pattern> {
    let blocks = found.table.blocks.iter();
    let words = blocks.flat_map(|block| {
        let stub = block.stub.iter().map(|stub| stub.label.as_str());
        let over = block.columns.iter().flat_map(|column| &column.under).map(String::as_str);
        let beside = block.rows.iter().flat_map(|row| &row.under).map(String::as_str);
        block.band.as_deref().into_iter().chain(stub).chain(over).chain(beside)
    });
    let mut words: Vec<&str> = words.chain([found.table.title.as_str()]).collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().map(|word| super::label::Pattern::new(word, &[])).collect()
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

/// Reads one cell into the table.
fn place_figure(
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
        figure.value = Value::Kept(text.split('\n').map(super::text::trim).collect());
    }
    if let Some(remark) = figure.remark.take() {
        let remark = notes.text(piece.sheet, at, &remark);
        figure.remark = Some(remark.split('\n').map(super::text::trim).collect());
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
    cell: &super::grid::Cell,
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

/// Everything that holds something and was not understood.
fn report_unread(book: &Book, notes: &mut Notes<'_>) {
    for (index, sheet) in book.sheets.iter().enumerate() {
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
                    format!("工作表“{}”没有读取（有 {} 个非空单元格）", sheet.name, unread.len()),
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
                format!("“{}”不在官方格式规定的位置，没有读取", fields::short(&shown)),
                "若是数据，请填到对应的行列；若是说明，请在表下写成以“注：”开头的一行。",
            );
        }
    }
}

fn quoted(names: &[&str]) -> String {
    const MOST: usize = 3;
    let mut text: String = names.iter().take(MOST).map(|name| format!("“{name}”")).collect();
    if names.len() > MOST {
        text.push('等');
    }
    text
}
