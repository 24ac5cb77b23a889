//! The workbook: the table with its charts, the long table, what to know of it, the reports.

use super::account::{Account, Entry, UNCOMPARED};
use super::chart::{Cells, HEIGHT, WIDTH, chart, drawn, size};
use super::grid::{By, Grid, Line};
use super::long::{self, HEADS};
use super::note::Note;
use crate::batch::summary::{Cell, fill, in_cell};
use crate::diag::Finding;
use crate::error::Error;
use crate::formats::opc::archive::same_everywhere;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// Paper: A4.
const A4: u8 = 9;
/// Height of a row in pixels, where nobody has set another.
const ROW: u32 = 20;
/// Room between charts in pixels.
const GAP: u32 = 12;
/// The length of a page of A4 between its margins in pixels, and its width.
const PAGE: (u32, u32) = (980, 660);
/// Smaller than this nobody reads a page.
const LEAST_SCALE: u32 = 50;
/// Larger, charts would run over the edge where a program has columns of other widths.
const MOST_SCALE: u32 = 62;
/// The height of a line in points.
const LINE: f64 = 15.0;
/// The width of half a Chinese character in digits, with room for lines that break early.
const CHARACTER: f64 = 1.1;
/// Columns before the values of a table of years.
const STUB: u16 = 4;

/// Formats of the table.
struct Formats {
    title: Format,
    head: Format,
    text: Format,
    number: Format,
    rate: Format,
    blank: Format,
    remark: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell =
            Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let centred = cell.clone().set_align(FormatAlign::Center);
        Formats {
            title: Format::new().set_bold().set_font_size(14),
            head: centred.clone().set_bold().set_text_wrap().set_background_color("#DDE6F2"),
            text: cell.clone(),
            number: cell.clone().set_num_format("#,##0"),
            rate: cell.clone().set_num_format("0.0%"),
            blank: centred.set_background_color("#F2F2F2"),
            remark: Format::new().set_font_color("#595959"),
        }
    }
}

/// The bytes of the workbook.
///
/// # Errors
/// [`Error::Writer`] when it cannot be put together.
pub fn workbook(account: &Account, grid: &Grid<'_>) -> Result<Vec<u8>, Error> {
    make(account, grid).map_err(|error| Error::writer("历年表", error))
}

fn make(account: &Account, grid: &Grid<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The clock must not show.
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    match grid.by {
        By::Year => years(book.add_worksheet(), grid)?,
        By::Body => {
            bodies(book.add_worksheet(), grid)?;
            pictures(book.add_worksheet(), grid)?;
        }
    }
    let heads = [
        ("情况", 14.0),
        ("机关名称", 24.0),
        ("年度", 6.0),
        ("代码", 8.0),
        ("位置", 22.0),
        ("内容", 56.0),
        ("怎样处理", 36.0),
        ("文件", 24.0),
    ];
    let mut notes: Vec<&Note> = account.notes.iter().chain(&grid.notes).collect();
    notes.sort_by_key(|note| note.kind);
    let notes: Vec<Vec<Cell>> = notes.into_iter().map(note).collect();
    wrapped(book.add_worksheet(), "缺口和断点", &heads, &notes)?;
    let heads = [("类别", 20.0), ("指标", 26.0), ("单位", 7.0), ("口径", 16.0), ("怎样算", 80.0)];
    let how = |line: &Line| {
        let own = line.indicator;
        [&line.group.title, &line.name, &own.unit, &line.scope, &own.how]
            .map(|t: &String| Cell::from(t.as_str()))
            .to_vec()
    };
    let lines: Vec<Vec<Cell>> = grid.lines.iter().map(how).collect();
    wrapped(book.add_worksheet(), "怎样算", &heads, &lines)?;
    let heads = [
        ("机关名称", 28.0),
        ("统一社会信用代码", 22.0),
        ("年度", 7.0),
        ("格式版本", 9.0),
        ("错误", 7.0),
        ("文件", 60.0),
    ];
    let report = |entry: &Entry| {
        let body = &account.bodies[entry.body];
        let agency = entry.report().metadata.agency.as_deref().unwrap_or(&body.name);
        let code = body.code.as_deref().unwrap_or_default();
        let edition = entry.report().edition.name();
        vec![
            agency.into(),
            code.into(),
            Cell::Exact(entry.year.into()),
            edition.into(),
            entry.reading.errors.into(),
            entry.file().into(),
        ]
    };
    let reports: Vec<Vec<Cell>> = account.entries.iter().map(report).collect();
    wrapped(book.add_worksheet(), "报告", &heads, &reports)?;
    listed(book.add_worksheet(), "长表", &HEADS, &long::cells(account))?;
    book.save_to_buffer().map(same_everywhere)
}

/// A sheet of lines as the ledger has them, ready for the printer.
fn listed(
    sheet: &mut Worksheet,
    name: &str,
    heads: &[(&str, f64)],
    lines: &[Vec<Cell>],
) -> Result<(), XlsxError> {
    fill(sheet, name, heads, lines)?;
    paper(sheet).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// The same with sentences on as many lines as they need: a cell must not run into the next.
fn wrapped(
    sheet: &mut Worksheet,
    name: &str,
    heads: &[(&str, f64)],
    lines: &[Vec<Cell>],
) -> Result<(), XlsxError> {
    listed(sheet, name, heads, lines)?;
    let wrap = Format::new().set_text_wrap();
    let wrap = wrap.set_align(FormatAlign::Top).set_align(FormatAlign::Left);
    for (column, _) in (0..).zip(heads) {
        sheet.set_column_format(column, &wrap)?;
    }
    // Not every program works the heights out when it opens a file.
    for (row, cells) in (1..).zip(lines) {
        let lines = cells.iter().zip(heads).map(|(cell, (_, width))| match cell {
            Cell::Text(text) => (text.width() as f64 * CHARACTER / (width - 1.0)).ceil(),
            Cell::Number(_) | Cell::Exact(_) => 1.0,
        });
        let lines = lines.fold(1.0, f64::max);
        sheet.set_row_height(row, lines * LINE)?;
    }
    Ok(())
}

/// How a sheet is printed.
fn paper(sheet: &mut Worksheet) -> &mut Worksheet {
    sheet.set_landscape().set_paper_size(A4).set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_footer("&C第 &P 页，共 &N 页")
}

fn note(note: &Note) -> Vec<Cell> {
    let year = note.year.map_or("".into(), |year| Cell::Exact(year.into()));
    let text = |text: &str| Cell::from(text);
    vec![
        text(note.kind.words()),
        text(&note.body),
        year,
        text(note.code),
        text(&note.place),
        text(&note.message),
        text(&note.help),
        text(&note.file),
    ]
}

/// The years of a body: a line for each indicator, the charts to the right.
fn years(sheet: &mut Worksheet, grid: &Grid<'_>) -> Result<(), XlsxError> {
    const NAME: &str = "历年";
    const HEAD: u32 = 1;
    let formats = Formats::new();
    sheet.set_name(NAME)?;
    sheet.set_freeze_panes(HEAD + 1, 2)?;
    let charts = u32::try_from(grid.groups().len()).unwrap_or_default().div_ceil(2);
    high(sheet, HEAD + 1 + charts * (HEIGHT + GAP).div_ceil(ROW))?;
    sheet.write_string_with_format(0, 0, &grid.title, &formats.title)?;
    sheet.set_row_height_pixels(0, ROW + 8)?;
    for (column, (head, width)) in
        (0..).zip([("类别", 19.0), ("指标", 25.0), ("单位", 5.5), ("口径", 14.0)])
    {
        sheet.write_string_with_format(HEAD, column, head, &formats.head)?;
        sheet.set_column_width(column, width)?;
    }
    for (column, point) in (STUB..).zip(&grid.points) {
        sheet.write_string_with_format(HEAD, column, &point.label, &formats.head)?;
        sheet.set_column_width(column, 9.5)?;
        let edition = point.entry.map_or("没有报告", |entry| entry.report().edition.name());
        sheet.write_string_with_format(HEAD + 1, column, edition, &formats.blank)?;
    }
    let first = HEAD + 2;
    stub(sheet, HEAD + 1, ["", "格式版本", "", ""], &formats)?;
    for (row, line) in (first..).zip(&grid.lines) {
        let unit = line.indicator.unit.as_str();
        stub(sheet, row, [&line.group.title, &line.name, unit, &line.scope], &formats)?;
        for ((column, value), point) in (STUB..).zip(&line.values).zip(&grid.points) {
            match point.entry {
                Some(_) => put(sheet, (row, column), line, value, &formats)?,
                None => _ = sheet.write_blank(row, column, &formats.blank)?,
            }
        }
    }
    let after = first + u32::try_from(grid.lines.len()).unwrap_or_default();
    stub(sheet, after, ["", "与上年衔接", "", ""], &formats)?;
    for (column, point) in (STUB..).zip(&grid.points) {
        sheet.write_string_with_format(after, column, follows(point.entry), &formats.blank)?;
    }
    let last = STUB + u16::try_from(grid.points.len()).unwrap_or_default() - 1;
    let cells = Cells {
        sheet: NAME,
        labels: [(HEAD, STUB), (HEAD, last)],
        name: &|at| (first + u32::try_from(at).unwrap_or_default(), 1),
        values: &|at| {
            let row = first + u32::try_from(at).unwrap_or_default();
            [(row, STUB), (row, last)]
        },
    };
    let mut place = 0;
    for lines in grid.groups() {
        let Some(chart) = chart(grid, &lines, &cells) else { continue };
        let (x, y) = (place % 2 * (WIDTH + GAP), place / 2 * (HEIGHT + GAP));
        sheet.insert_chart_with_offset(HEAD, last + 2, &chart, x, y)?;
        place += 1;
    }
    remarks(sheet, after + 2, grid, &formats)?;
    paper(sheet).set_print_fit_to_pages(1, 1);
    Ok(())
}

/// Rows of a known height: where a program thinks otherwise of the usual one, charts would
/// shrink with them.
fn high(sheet: &mut Worksheet, rows: u32) -> Result<(), XlsxError> {
    for row in 0..rows {
        sheet.set_row_height_pixels(row, ROW)?;
    }
    Ok(())
}

fn stub(
    sheet: &mut Worksheet,
    row: u32,
    texts: [&str; STUB as usize],
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip(texts) {
        sheet.write_string_with_format(row, column, text, &formats.text)?;
    }
    Ok(())
}

/// A value with its format; a gap keeps its frame.
fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    line: &Line,
    value: &Option<Decimal>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let format = if line.indicator.is_rate() { &formats.rate } else { &formats.number };
    // A share has no end of places: a cell takes what it holds.
    let value =
        value.map(|value| if line.indicator.is_rate() { value.round_dp(12) } else { value });
    match value.as_ref().and_then(in_cell) {
        Some(number) => sheet.write_number_with_format(row, column, number, format)?,
        None => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

/// Whether a report follows from the one before, in words.
fn follows(entry: Option<&Entry>) -> String {
    let Some(breaks) = entry.and_then(|entry| entry.breaks.as_ref()) else { return "—".into() };
    let is_break = |one: &&Finding| one.code.id != UNCOMPARED;
    match breaks.iter().filter(is_break).count() {
        0 if breaks.is_empty() => "衔接".into(),
        0 => "没有比全".into(),
        count => format!("{count} 处不符"),
    }
}

/// What a reader of the table has to know, below it.
fn remarks(
    sheet: &mut Worksheet,
    row: u32,
    grid: &Grid<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let empty = |lines: &Range<usize>| drawn(grid, lines).is_empty();
    let empty: Vec<String> = grid
        .groups()
        .iter()
        .filter(|lines| empty(lines))
        .map(|lines| grid.lines[lines.start].group.title.clone())
        .collect();
    let mut texts = vec![
        "空格是没有数据：没有报告、没有填写，或者比率的分母是 0，不当作 0。".to_owned(),
        "口径“各版可比”的连成一条线；“只有某年版”的，另一版没有这一项，不能相比。".to_owned(),
        "各指标的算法见“怎样算”，缺的年度和与上年不衔接的地方见“缺口和断点”。".to_owned(),
    ];
    if !empty.is_empty() {
        texts.push(format!("没有数据、没有画图的：{}。", empty.join("、")));
    }
    for (row, text) in (row..).zip(texts) {
        sheet.write_string_with_format(row, 0, text, &formats.remark)?;
    }
    Ok(())
}

/// Many bodies: a line for each, a column for each indicator.
fn bodies(sheet: &mut Worksheet, grid: &Grid<'_>) -> Result<(), XlsxError> {
    let formats = Formats::new();
    sheet.set_name(BODIES)?;
    sheet.set_freeze_panes(FIRST_BODY, 1)?;
    sheet.write_string_with_format(0, 0, &grid.title, &formats.title)?;
    sheet.set_row_height_pixels(0, ROW + 8)?;
    sheet.set_row_height_pixels(1, 2 * ROW)?;
    sheet.set_row_height_pixels(FIRST_BODY - 1, 3 * ROW)?;
    sheet.set_column_width(0, 30)?.set_column_width(1, 9)?;
    for column in [0, 1] {
        sheet.write_blank(1, column, &formats.head)?;
    }
    sheet.write_string_with_format(FIRST_BODY - 1, 0, "机关名称", &formats.head)?;
    sheet.write_string_with_format(FIRST_BODY - 1, 1, "格式版本", &formats.head)?;
    for lines in grid.groups() {
        let title = &grid.lines[lines.start].group.title;
        let (first, last) = (column_of(lines.start), column_of(lines.end - 1));
        match first == last {
            true => _ = sheet.write_string_with_format(1, first, title, &formats.head)?,
            false => _ = sheet.merge_range(1, first, 1, last, title, &formats.head)?,
        }
    }
    for (at, line) in grid.lines.iter().enumerate() {
        let column = column_of(at);
        sheet.set_column_width(column, 11)?;
        sheet.write_string_with_format(FIRST_BODY - 1, column, &line.name, &formats.head)?;
        for (row, value) in (FIRST_BODY..).zip(&line.values) {
            put(sheet, (row, column), line, value, &formats)?;
        }
    }
    for (row, point) in (FIRST_BODY..).zip(&grid.points) {
        sheet.write_string_with_format(row, 0, &point.label, &formats.text)?;
        let edition = point.entry.map_or("", |entry| entry.report().edition.name());
        sheet.write_string_with_format(row, 1, edition, &formats.blank)?;
    }
    let after = FIRST_BODY + u32::try_from(grid.points.len()).unwrap_or_default();
    if let (Some(last), Some(line)) = (after.checked_sub(1), grid.lines.len().checked_sub(1)) {
        sheet.autofilter(FIRST_BODY - 1, 0, last, column_of(line))?;
    }
    remarks(sheet, after + 1, grid, &formats)?;
    paper(sheet).set_print_fit_to_pages(1, 0).set_repeat_rows(0, FIRST_BODY - 1)?;
    Ok(())
}

/// The sheet of bodies, its first line of a body, and the column of an indicator.
const BODIES: &str = "各单位";
const FIRST_BODY: u32 = 3;

fn column_of(line: usize) -> u16 {
    u16::try_from(line).unwrap_or_default() + 2
}

/// The charts of many bodies, a page for each.
fn pictures(sheet: &mut Worksheet, grid: &Grid<'_>) -> Result<(), XlsxError> {
    sheet.set_name("图")?;
    let last = FIRST_BODY + u32::try_from(grid.points.len()).unwrap_or_default() - 1;
    let cells = Cells {
        sheet: BODIES,
        labels: [(FIRST_BODY, 0), (last, 0)],
        name: &|at| (FIRST_BODY - 1, column_of(at)),
        values: &|at| [(FIRST_BODY, column_of(at)), (last, column_of(at))],
    };
    let (mut row, mut breaks, mut highest) = (0, Vec::new(), 0);
    for lines in grid.groups() {
        let Some(chart) = chart(grid, &lines, &cells) else { continue };
        if row > 0 {
            breaks.push(row);
        }
        sheet.insert_chart(row, 0, &chart)?;
        let height = size(grid, &lines).1;
        row += height.div_ceil(ROW) + 1;
        highest = highest.max(height);
    }
    high(sheet, row)?;
    let is_tall = highest > PAGE.1;
    let length = if is_tall { PAGE.0 } else { PAGE.1 };
    let scale = (length * 100 / highest.max(1)).clamp(LEAST_SCALE, MOST_SCALE);
    paper(sheet).set_print_scale(u16::try_from(scale).unwrap_or(100));
    if is_tall {
        sheet.set_portrait();
    }
    sheet.set_page_breaks(&breaks)?;
    Ok(())
}
