//! 基本信息: keys in one column, values to their right, on any sheet.

use super::acceptances::heads;
use super::grid::{Cell, Content, Position, Sheet};
use super::notes::Notes;
use super::plain::plain;
use crate::diag::{cells, label, number, say, value};
use crate::model::area::reference;
use crate::model::form::{FieldForm, FieldKind, fields};
use crate::model::{Address, Date, Metadata, Origins};
use crate::reader::codes::{NB007, NB009, NB012};
use crate::reader::grid::Book;
use crate::text::clean::trim;
use crate::text::ellipsis::shortened;
use crate::text::label::{Label, Pattern, fold};
use std::sync::LazyLock;

crate::diag::codes! {
    NB004 = Info "基本信息有不认识的项目"
        what "“基本信息”表里有格式以外的项目。"
        why "该项目照样保留在数据里，但不会印在报告上。"
        fix "核对项目名称是否写错；确属本单位自用的，可以不理会。"
        basis "本程序的工作簿约定（填报说明）。";
    NB014 = Error "长代码被存成数字而损坏"
        what "统一社会信用代码等长代码被存成数字，超过 15 位的部分已丢失。"
        why "表格软件只保留 15 位有效数字，末尾几位变成了 0。"
        fix "把单元格格式改为“文本”，重新完整录入。"
        basis "GB 32100-2015：统一社会信用代码为 18 位。";
    NB108 = Error "日期无法识别"
        what "“成文日期”或“公开日期”不是有效的日期。"
        why "日期写入落款、文件属性和门户数据。"
        fix "写成 2022-02-08 或 2022年2月8日。"
        basis "GB/T 7408；GB/T 9704 第 7.3.5 条。";
    NB109 = Error "报告年度无法识别"
        what "“报告年度”不是四位数的年份。"
        why "适用哪一版格式、数据的起止时间都由年度决定。"
        fix "写成四位数字，例如 2021。"
        basis "《政府信息公开条例》第五十条。";
}

/// The most blank rows allowed between two keys.
const GAP: u32 = 3;

/// Longest text that can be a key.
const KEY_CHARACTERS: usize = 24;

/// Every key, ready for comparing.
static PATTERNS: LazyLock<Vec<(Pattern, &'static FieldForm)>> = LazyLock::new(|| {
    fields().fields.iter().map(|f| (Pattern::new(&f.label, &f.aliases), f)).collect()
});

/// Keys found in one column of one sheet.
struct Column {
    sheet: usize,
    column: u32,
    keys: Vec<(u32, &'static FieldForm)>,
    is_form_sheet: bool,
}

/// Reads every key that is found.
pub fn read(book: &Book, notes: &mut Notes<'_>, origins: &mut Origins) -> Metadata {
    let mut metadata = Metadata::default();
    let mut columns: Vec<Column> = book
        .sheets
        .iter()
        .enumerate()
        .flat_map(|(index, sheet)| key_columns(index, sheet))
        .collect();
    columns.sort_by_key(|column| (!column.is_form_sheet, column.sheet, column.column));
    for column in columns {
        read_column(book, &column, notes, origins, &mut metadata);
    }
    metadata
}

/// Columns of a sheet that hold keys: on the sheet of that name any, elsewhere three or more
/// with the year or the body among them.
fn key_columns(index: usize, sheet: &Sheet) -> Vec<Column> {
    if heads(sheet).is_some() {
        return Vec::new();
    }
    let is_form_sheet = fold(&sheet.name).contains(&fold(&fields().sheet));
    let mut columns: Vec<Column> = Vec::new();
    for (&(row, column), cell) in &sheet.cells {
        let Content::Text(text) = &cell.content else { continue };
        if text.chars().count() > KEY_CHARACTERS {
            continue;
        }
        let Some(field) = known(text) else { continue };
        match columns.iter_mut().find(|c| c.column == column) {
            Some(known) => {
                if !known.keys.iter().any(|(_, other)| other.id == field.id) {
                    known.keys.push((row, field));
                }
            }
            None => columns.push(Column {
                sheet: index,
                column,
                keys: vec![(row, field)],
                is_form_sheet,
            }),
        }
    }
    let essential = |column: &Column| column.keys.iter().any(|(_, f)| f.required);
    let has_essential = columns.iter().any(essential);
    columns.retain(|column| match has_essential {
        true => essential(column) && (column.keys.len() >= 3 || is_form_sheet),
        false => is_form_sheet,
    });
    columns
}

/// The field that a key means.
fn known(key: &str) -> Option<&'static FieldForm> {
    let label = Label::new(key.trim_end_matches(['：', ':', ' ', '\u{3000}']));
    PATTERNS.iter().find(|(pattern, _)| pattern.knows(&label)).map(|(_, field)| *field)
}

fn read_column(
    book: &Book,
    column: &Column,
    notes: &mut Notes<'_>,
    origins: &mut Origins,
    metadata: &mut Metadata,
) {
    let sheet = &book.sheets[column.sheet];
    let first = column.keys.iter().map(|(row, _)| *row).min().unwrap_or(0);
    let mut last = column.keys.iter().map(|(row, _)| *row).max().unwrap_or(0);
    if column.is_form_sheet {
        // Keys of the clerk's own may follow the last one we know.
        while let Some(next) =
            (last + 1..=last + GAP).find(|row| sheet.text((*row, column.column)).is_some())
        {
            last = next;
        }
    }
    // The row above the first key names the columns: it has no value of its own.
    let mut heads: [Option<u32>; 3] = [None; 3];
    for (at, _) in first.checked_sub(1).into_iter().flat_map(|row| sheet.row(row)) {
        let is_head = |head: &&String| sheet.text(at).is_some_and(|t| fold(t) == fold(head));
        if let Some(index) = fields().columns.iter().position(|head| is_head(&head)) {
            notes.mark(column.sheet, at);
            let is_right = at.1 > column.column;
            heads[index] = heads[index].or(Some(at.1).filter(|_| is_right));
        }
    }
    let [_, values, explanations] = heads;
    for row in first..=last {
        let at = (row, column.column);
        let Some(key) = sheet.text(at).map(str::to_owned) else { continue };
        let beside_key = sheet.area(at).last.1 + 1;
        let value_at = (row, values.unwrap_or(beside_key).max(beside_key));
        notes.mark(column.sheet, at);
        let field = column.keys.iter().find(|(r, _)| *r == row).map(|(_, field)| *field);
        // The explanations of the form hold nothing of the report; what stands elsewhere in
        // the row is not read, and told of.
        for (beside, _) in sheet.row(row).filter(|(beside, _)| beside.1 > value_at.1) {
            let is_explanation = match explanations {
                Some(column) => beside.1 == column,
                None => field.is_some_and(|field| {
                    sheet.text(beside).is_some_and(|text| fold(text) == fold(&field.note))
                }),
            };
            if is_explanation {
                notes.mark(column.sheet, beside);
            }
        }
        let Some(cell) = sheet.cell(value_at).filter(|cell| !cell.content.is_blank()) else {
            if let Some(field) = field {
                let place = notes.place(column.sheet, value_at);
                origins.expect(Address::Field(field.id.clone()), place);
            }
            continue;
        };
        notes.take(column.sheet, value_at);
        let place = (column.sheet, value_at);
        match (field, known(&key)) {
            (Some(field), _) => {
                if origins.field(&field.id).is_none() {
                    origins
                        .put(Address::Field(field.id.clone()), notes.place(column.sheet, value_at));
                    put(field, cell, book.epoch_1904, place, notes, metadata);
                }
            }
            (None, Some(again)) => {
                let first = column.keys.iter().find(|(_, own)| own.id == again.id);
                let first = first.map(|(row, _)| (*row, value_at.1));
                let other = first.and_then(|first| sheet.cell(first));
                if let Some(first) =
                    first.filter(|_| other.is_some_and(|one| one.content != cell.content))
                {
                    let message = say!(
                        "{}填了两次，{} 和 {} 的内容不同，只读了前一处",
                        label(&again.label),
                        cells(reference(first)),
                        cells(reference(value_at))
                    );
                    notes.find(&NB007, place, message, "核对两处内容，删掉错误的一处。");
                }
            }
            (None, None) => {
                let typed = notes.text(column.sheet, value_at, &plain(cell, book.epoch_1904));
                let key = trim(&key).to_owned();
                notes.find(
                    &NB004,
                    (column.sheet, at),
                    say!(
                        "基本信息里的{}不是官方项目，内容{}照样保留",
                        value(&key),
                        value(shortened(&typed))
                    ),
                    "若是写错了项目名称，请改成官方名称；本单位自用的可以不理会。",
                );
                metadata.unknown.push((key, trim(&typed).to_owned()));
            }
        }
    }
}

/// Puts one value where it belongs.
fn put(
    field: &'static FieldForm,
    cell: &Cell,
    epoch_1904: bool,
    place: (usize, Position),
    notes: &mut Notes<'_>,
    metadata: &mut Metadata,
) {
    match &cell.content {
        Content::Error(code) => {
            notes.find(
                &NB012,
                place,
                say!("{}是错误值 {}", label(&field.label), code),
                "改正公式或直接填写。",
            );
            return;
        }
        Content::Uncalculated => {
            notes.find(
                &NB009,
                place,
                say!("{}的公式没有计算结果", label(&field.label)),
                "用 WPS 或 Excel 打开，按 Ctrl+S 保存，再核对一次；或直接填写。",
            );
            return;
        }
        Content::Number(typed) if field.kind == FieldKind::Code && digits(typed) > 15 => {
            notes.find(
                &NB014,
                place,
                say!(
                    "{}被存成了数字 {}，15 位以后的数字已经丢失",
                    label(&field.label),
                    number(typed)
                ),
                "把单元格格式改为“文本”，重新完整录入。",
            );
        }
        _ => {}
    }
    let raw = plain(cell, epoch_1904);
    let text = notes.text(place.0, place.1, &raw);
    let text = trim(&text);
    if text.is_empty() {
        return;
    }
    match (field.kind, field.id.as_str()) {
        (FieldKind::Year, _) => {
            let year = text.trim_end_matches(['年', '度', ' ']);
            let year: String = unicode_normalization::UnicodeNormalization::nfkc(year).collect();
            match year.parse().ok().filter(|year| (1900..=9999).contains(year)) {
                Some(year) => metadata.year = Some(year),
                None => notes.find(
                    &NB109,
                    place,
                    say!("{}写的是{}，不是四位年份", label(&field.label), value(shortened(text))),
                    "写成四位数字，例如 2021。",
                ),
            }
        }
        (FieldKind::Date, id) => {
            let folded: String = unicode_normalization::UnicodeNormalization::nfkc(text).collect();
            match Date::parse(&folded) {
                Some(date) if id == "datePublished" => {
                    metadata.date_published = Some(date);
                    metadata.time_published = time_of_day(&folded);
                }
                Some(date) => metadata.date_produced = Some(date),
                None => notes.find(
                    &NB108,
                    place,
                    say!("{}写的是{}，认不出是哪一天", label(&field.label), value(shortened(text))),
                    "改填实际的日期，年、月、日都用数字写全，例如 2022-02-08 或 2022年2月8日；日历上没有的日子也不行。",
                ),
            }
        }
        (_, "agency") => metadata.agency = Some(one_line(text)),
        (_, "title") => metadata.title = Some(one_line(text)),
        (_, id) => {
            metadata.fields.insert(id.to_owned(), text.to_owned());
        }
    }
}

/// The `HH:MM` in a text, if it has one.
fn time_of_day(text: &str) -> Option<String> {
    let (before, after) = text.split_once(':')?;
    let hour: u32 = before.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let minute: u32 = after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

fn one_line(text: &str) -> String {
    text.split('\n').map(trim).collect()
}

fn digits(number: &str) -> usize {
    number.chars().filter(char::is_ascii_digit).count()
}
