//! Any report, written as a workbook and read back, is the same report — through every
//! layout and every spelling of a figure that clerks use.

use nianbao::model::form::FigureKind;
use nianbao::model::{Date, Figure, Forms, Metadata, Passage, Report, Section, Table, Value};
use nianbao::reader::grid::{Area, Book, Cell, Content, Position, Sheet};
use nianbao::reader::{OpenOptions, from_book, open};
use nianbao::writers::workbook::filled;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

// ───────── reports at random ─────────

fn count() -> impl Strategy<Value = Figure> {
    prop_oneof![
        3 => Just(Figure::BLANK),
        4 => (0i64..200).prop_map(Figure::whole),
        1 => (0i64..99_999_999).prop_map(Figure::whole),
        1 => (1i64..99, 1i64..9).prop_map(|(number, part)| Figure {
            value: Value::Whole(number),
            remark: Some(format!("（其中修订{part}件）")),
            ..Figure::BLANK
        }),
        1 => select(vec!["-", "—", "/", "无"])
            .prop_map(|text| Figure { value: Value::Kept(text.into()), ..Figure::BLANK }),
    ]
}

fn amount() -> impl Strategy<Value = Figure> {
    (0i64..10_000_000_000, 0u32..5).prop_map(|(digits, places)| {
        let number = Decimal::new(digits, places);
        let value = if places == 0 { Value::Whole(digits) } else { Value::Exact(number) };
        Figure { value, ..Figure::BLANK }
    })
}

fn figure(kind: FigureKind) -> BoxedStrategy<Figure> {
    match kind {
        FigureKind::Count => count().boxed(),
        FigureKind::Signed => (-500i64..500).prop_map(Figure::whole).boxed(),
        FigureKind::WanYuan => prop_oneof![Just(Figure::BLANK), amount()].boxed(),
        FigureKind::Money => (amount(), select(vec!["元", "万元"]))
            .prop_map(|(figure, unit)| Figure { unit: Some(unit.into()), ..figure })
            .boxed(),
    }
}

fn table(edition: usize, id: &'static str) -> impl Strategy<Value = Table> {
    let form = Forms::shipped().iter().nth(edition).unwrap();
    let squares: Vec<(String, String, FigureKind)> = form
        .table(id)
        .unwrap()
        .squares()
        .map(|(row, column)| (row.id.clone(), column.id.clone(), column.kind))
        .collect();
    let figures: Vec<_> = squares.iter().map(|(_, _, kind)| figure(*kind)).collect();
    figures.prop_map(move |figures| {
        let mut table = Table::blank(form.edition());
        for ((row, column, _), figure) in squares.iter().zip(figures) {
            table.set(row, column, figure);
        }
        table
    })
}

fn passage() -> impl Strategy<Value = Passage> {
    let words = select(vec![
        "全年收到申请3件，其中自然人2件。",
        "印发《某县政务公开工作要点》，“应公开尽公开”。",
        "网站标识码为6104300003，点击量1,234,567次。",
        "人名中的𠮷、㛃、䶮等字照常显示；A&B<C>。",
        "一是加强培训；二是严格审查。",
    ]);
    prop_oneof![
        3 => words.prop_map(|text| Passage::Paragraph(text.into())),
        1 => select(vec!["（一）主动公开", "（二）依申请公开情况", "（十一）监督保障"])
            .prop_map(|text| Passage::Heading { level: 2, text: text.into() }),
        1 => select(vec!["1.目录建设", "2.平台建设"])
            .prop_map(|text| Passage::Heading { level: 3, text: text.into() }),
    ]
}

fn report() -> impl Strategy<Value = Report> {
    (0usize..2, 0usize..2).prop_flat_map(|(second, third)| {
        let narrative = || prop::collection::vec(passage(), 1..6);
        (
            (table(second, "proactive"), table(third, "requests"), table(third, "litigation")),
            (narrative(), narrative(), narrative()),
            (2019i32..2030, 1u8..13, 1u8..28),
        )
            .prop_map(
                |((proactive, requests, litigation), (one, five, six), (year, month, day))| {
                    let edition = requests.form;
                    let mut texts = BTreeMap::from([(1, one), (5, five), (6, six)]);
                    let sections = edition
                        .form()
                        .sections
                        .iter()
                        .map(|section| Section {
                            number: section.number,
                            heading: section.heading.clone(),
                            blocks: texts.remove(&section.number).unwrap_or_default(),
                            table: section.table.clone(),
                            notes: Vec::new(),
                        })
                        .collect();
                    let metadata = Metadata {
                        year: Some(year),
                        agency: Some("某某县人民政府".into()),
                        date_published: Date::new(year + 1, month, day),
                        fields: BTreeMap::from([
                            ("publisherCode".to_owned(), "11341702486344515H".to_owned()),
                            ("siteIdCode".to_owned(), "6104300003".to_owned()),
                        ]),
                        ..Metadata::default()
                    };
                    let tables = BTreeMap::from([
                        ("proactive".to_owned(), proactive),
                        ("requests".to_owned(), requests),
                        ("litigation".to_owned(), litigation),
                    ]);
                    Report { edition, metadata, sections, tables }
                },
            )
    })
}

// ───────── what happens to workbooks ─────────

fn book(report: &Report) -> Book {
    open::open(&filled(report).unwrap(), &OpenOptions::default()).unwrap().book
}

fn is_table(sheet: &Sheet) -> bool {
    ["二、", "三、", "四、"].iter().any(|start| sheet.name.starts_with(start))
}

/// Moves everything on a sheet.
fn shift(sheet: &mut Sheet, (down, right): (u32, u32)) {
    let moved = |(row, column): Position| (row + down, column + right);
    sheet.cells =
        std::mem::take(&mut sheet.cells).into_iter().map(|(at, cell)| (moved(at), cell)).collect();
    for area in &mut sheet.merges {
        *area = Area { first: moved(area.first), last: moved(area.last) };
    }
}

/// All report sheets below each other on one.
fn stack(book: &mut Book, gap: u32) {
    let mut one = Sheet { name: "年报".into(), ..Sheet::default() };
    let mut top = 0;
    for mut sheet in std::mem::take(&mut book.sheets) {
        if sheet.hidden || ["填报说明", "核对说明"].contains(&&*sheet.name) {
            continue;
        }
        shift(&mut sheet, (top, 0));
        top = sheet.last_row().unwrap_or(top) + 1 + gap;
        one.cells.extend(sheet.cells);
        one.merges.extend(sheet.merges);
    }
    book.sheets.push(one);
}

/// Labels as people damage them without meaning to.
fn disturb_labels(sheet: &mut Sheet, how: usize) {
    for cell in sheet.cells.values_mut() {
        let Content::Text(text) = &mut cell.content else { continue };
        // Figures typed as text are no labels, and paragraphs are none either.
        let is_label = text.chars().filter(|c| c.is_alphabetic()).count() > 1;
        if !is_label || text.chars().count() > 60 || text.contains("其中") || text.ends_with('元')
        {
            continue;
        }
        *text = match how {
            1 => text.chars().flat_map(|c| [c, ' ']).collect(),
            2 => text.chars().flat_map(|c| [c, '\n']).collect(),
            3 => text.replace('（', "(").replace('）', ")").replace(['“', '”'], "\""),
            4 => format!("\u{3000}{text}\u{A0}"),
            _ => text.clone(),
        };
    }
}

/// Figures as people type them.
fn respell(sheet: &mut Sheet, how: usize) {
    let has_amounts = sheet.name.starts_with("二、");
    for cell in sheet.cells.values_mut() {
        let Content::Number(number) = &cell.content else { continue };
        let text = match how {
            1 => number.clone(),
            2 => format!("  {number}\u{3000}"),
            3 => number.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect(),
            4 => format!("{number}件"),
            5 => thousands(number),
            6 => format!("\u{FEFF}{number}"),
            _ => continue,
        };
        cell.content = Content::Text(if has_amounts && how == 4 { number.clone() } else { text });
    }
}

fn thousands(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, places) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
    let mut text = String::new();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(c);
    }
    format!("{sign}{text}{}", places.map(|places| format!(".{places}")).unwrap_or_default())
}

/// Cuts table three in two: the rows from `at` go to a new sheet under the same heads.
fn cut(book: &mut Book, at: u32) {
    let Some(index) = book.sheets.iter().position(|sheet| sheet.name.starts_with("三、")) else {
        return;
    };
    let sheet = &mut book.sheets[index];
    let heads = 1..4u32;
    let mut next = Sheet { name: "三（续）".into(), ..Sheet::default() };
    let tail: Vec<Position> = sheet.cells.keys().copied().filter(|(row, _)| *row >= at).collect();
    for (row, column) in tail {
        if let Some(cell) = sheet.cells.remove(&(row, column)) {
            next.cells.insert((row - at + 4, column), cell);
        }
    }
    for (&(row, column), cell) in sheet.cells.iter().filter(|((row, _), _)| heads.contains(row)) {
        next.cells.insert((row, column), cell.clone());
    }
    for area in &sheet.merges {
        if heads.contains(&area.first.0) {
            next.merges.push(*area);
        } else if area.first.0 >= at {
            let up = |(row, column): Position| (row - at + 4, column);
            next.merges.push(Area { first: up(area.first), last: up(area.last) });
        }
    }
    sheet.merges.retain(|area| area.last.0 < at);
    book.sheets.insert(index + 1, next);
}

/// Title and unit rows above a table, a note below.
fn dress(sheet: &mut Sheet) {
    let heading = sheet.cells.remove(&(0, 0));
    shift(sheet, (2, 0));
    let text = |text: &str| Cell { content: Content::Text(text.into()), formula: None };
    if let Some(heading) = heading {
        sheet.cells.insert((0, 0), heading);
    }
    sheet.cells.insert((2, 3), text("单位：件"));
    let below = sheet.last_row().unwrap_or(0) + 2;
    sheet.cells.insert((below, 0), text("注：数据统计截至12月31日。"));
}

fn same_tables(read: &Report, expected: &Report) -> Result<(), TestCaseError> {
    for (id, table) in &expected.tables {
        let found = &read.tables[id];
        for (row, column) in table.form.form().table(id).unwrap().squares() {
            let (a, b) = (table.figure(&row.id, &column.id), found.figure(&row.id, &column.id));
            prop_assert_eq!(a, b, "{} {} {}", id, row.id, column.id);
        }
        // Both editions have the same table four; an empty table has no edition to show.
        if id != "litigation" {
            prop_assert_eq!(&table.form, &found.form, "{}", id);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_report_survives_the_official_workbook(report in report()) {
        let read = from_book(&book(&report), Forms::shipped()).unwrap();
        same_tables(&read.report, &report)?;
        prop_assert_eq!(&read.report.metadata, &report.metadata);
        for (a, b) in read.report.sections.iter().zip(&report.sections) {
            prop_assert_eq!(&a.blocks, &b.blocks);
            prop_assert_eq!(&a.heading, &b.heading);
        }
        let strange: Vec<_> = read.findings.iter().filter(|f| !matches!(f.code.id, "NB019")).collect();
        prop_assert!(strange.is_empty(), "{:?}", strange);
    }

    #[test]
    fn a_report_survives_moved_unmerged_and_disturbed_tables(
        report in report(),
        by in (0u32..7, 0u32..4),
        unmerge: bool,
        labels in 0usize..5,
        spelling in 0usize..7,
    ) {
        let mut book = book(&report);
        for sheet in book.sheets.iter_mut().filter(|sheet| is_table(sheet)) {
            disturb_labels(sheet, labels);
            respell(sheet, spelling);
            shift(sheet, by);
            if unmerge {
                sheet.merges.clear();
            }
        }
        same_tables(&from_book(&book, Forms::shipped()).unwrap().report, &report)?;
    }

    #[test]
    fn a_report_survives_on_one_single_sheet(report in report(), gap in 0u32..3, labels in 0usize..2) {
        let mut book = book(&report);
        book.sheets.iter_mut().filter(|s| is_table(s)).for_each(|s| disturb_labels(s, labels));
        stack(&mut book, gap);
        let read = from_book(&book, Forms::shipped()).unwrap();
        same_tables(&read.report, &report)?;
        for (a, b) in read.report.sections.iter().zip(&report.sections) {
            prop_assert_eq!(&a.blocks, &b.blocks);
        }
        prop_assert_eq!(read.report.metadata.year, report.metadata.year);
    }

    #[test]
    fn a_report_survives_a_table_cut_in_two_with_titles_units_and_notes(report in report(), at in 6u32..26) {
        let mut book = book(&report);
        cut(&mut book, at);
        book.sheets.iter_mut().filter(|sheet| is_table(sheet)).for_each(dress);
        same_tables(&from_book(&book, Forms::shipped()).unwrap().report, &report)?;
    }
}
