//! What a clerk receives, seen through a reader that is not ours.

use super::{blank, filled, plan::Plan, table::TOP};
use crate::model::form::fields;
use crate::model::{Edition, Figure, Forms, Passage, Report, Table, Value};
use calamine::{Data, Reader, SheetVisible, Xlsx};
use std::io::Cursor;

const EXAMPLE: &str = include_str!("../../../templates/example-2021.toml");

fn example() -> Report {
    toml::from_str(EXAMPLE).unwrap()
}

fn edition(name: &str) -> Edition {
    Forms::shipped().find(name).unwrap()
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn cell(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, row: u32, column: u32) -> Data {
    let range = book.worksheet_range(sheet).unwrap();
    range.get_value((row, column)).cloned().unwrap_or_default()
}

fn text(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, row: u32, column: u32) -> String {
    cell(book, sheet, row, column).to_string()
}

fn exact(number: &str) -> Value {
    Value::Exact(number.parse().unwrap())
}

#[test]
fn the_blank_workbooks_are_the_committed_ones() {
    let committed: [(&str, &[u8]); 2] = [
        ("2021", include_bytes!("../../../templates/official-2021.xlsx")),
        ("2019", include_bytes!("../../../templates/official-2019.xlsx")),
    ];
    for (name, bytes) in committed {
        let same = blank(edition(name)).unwrap() == bytes;
        assert!(same, "{name}: cargo run --example example_workbook");
    }
    assert_eq!(committed.len(), Forms::shipped().iter().count());
}

#[test]
fn the_filled_example_is_the_committed_one() {
    let committed = include_bytes!("../../../templates/example-2021.xlsx");
    let same = filled(&example()).unwrap() == committed;
    assert!(same, "cargo run --example example_workbook");
}

#[test]
fn the_same_report_gives_the_same_bytes_in_another_thread() {
    let first = filled(&example()).unwrap();
    let second = std::thread::spawn(|| filled(&example()).unwrap()).join().unwrap();
    assert!(first == second);
}

#[test]
fn sheets_stand_in_the_order_of_the_contract() {
    let book = open(blank(edition("2021")).unwrap());
    let expected = [
        "填报说明",
        "基本信息",
        "一、总体情况",
        "二、主动公开",
        "三、依申请公开",
        "四、复议诉讼",
        "五、问题及改进",
        "六、其他事项",
        "核对说明",
        "_nianbao",
    ];
    assert_eq!(book.sheet_names(), expected);
    let hidden: Vec<bool> =
        book.sheets_metadata().iter().map(|s| s.visible == SheetVisible::VeryHidden).collect();
    assert_eq!(hidden, [false, false, false, false, false, false, false, false, false, true]);
}

#[test]
fn keys_stand_alone_in_column_a() {
    let mut book = open(blank(edition("2019")).unwrap());
    for (row, field) in (1..).zip(&fields().fields) {
        assert_eq!(text(&mut book, "基本信息", row, 0), field.label);
        assert_eq!(cell(&mut book, "基本信息", row, 1), Data::Empty);
        let starred = text(&mut book, "基本信息", row, 2).starts_with('★');
        assert_eq!(starred, field.required, "{}", field.label);
    }
}

#[test]
fn totals_carry_formulas_whose_result_is_empty() {
    for form in Forms::shipped().iter() {
        let mut book = open(blank(form.edition()).unwrap());
        for (id, expected) in [("proactive", 0), ("requests", 0), ("litigation", 3)] {
            let table = form.table(id).unwrap();
            let sheet = &form.section(table.section).unwrap().sheet;
            let formulas = book.worksheet_formula(sheet).unwrap();
            let found: Vec<_> = formulas.used_cells().collect();
            // In table 3 every row has one, and the row of results one a column.
            let rows = table.rows().count();
            let expected = if id == "requests" { rows + 6 } else { expected };
            assert_eq!(found.len(), expected, "{sheet}");
            let (top, left) = formulas.start().unwrap_or_default();
            for (row, column, _) in found {
                let at = (top + row as u32, left + column as u32);
                assert_eq!(cell(&mut book, sheet, at.0, at.1), Data::String(String::new()));
            }
        }
    }
}

#[test]
fn formulas_follow_the_relations_of_the_form() {
    let mut book = open(blank(edition("2021")).unwrap());
    let formulas = book.worksheet_formula("三、依申请公开").unwrap();
    let formula = |row, column| formulas.get_value((row, column)).unwrap().as_str();
    assert_eq!(formula(4, 9), "IF(COUNT(D5:I5)=0,\"\",SUM(D5:I5))");
    assert_eq!(formula(27, 3), "IF(COUNT(D7:D27)=0,\"\",SUM(D7:D27))");
    assert_eq!(formula(27, 9), "IF(COUNT(D28:I28)=0,\"\",SUM(D28:I28))");
    let formulas = book.worksheet_formula("四、复议诉讼").unwrap();
    let formula = |row, column| formulas.get_value((row, column)).unwrap().as_str();
    assert_eq!(formula(4, 14), "IF(COUNT(K5:N5)=0,\"\",SUM(K5:N5))");
}

#[test]
fn merges_are_those_of_the_printed_form() {
    let mut book = open(blank(edition("2019")).unwrap());
    let mut merges = |sheet: &str| book.merge_cells_by_sheet_name(sheet).unwrap();
    let has = |merges: &[calamine::Dimensions], first, last| {
        merges.iter().any(|merge| (merge.start, merge.end) == (first, last))
    };
    let requests = merges("三、依申请公开");
    assert!(has(&requests, (1, 0), (3, 2)), "the corner over three label columns");
    assert!(has(&requests, (6, 0), (25, 0)), "twenty rows of results");
    assert!(has(&requests, (24, 1), (24, 2)), "（六） alone in 2019");
    let proactive = merges("二、主动公开");
    assert!(has(&proactive, (6, 2), (6, 3)), "the head of 本年增/减 over two columns");
    assert!(has(&proactive, (7, 1), (7, 2)), "but 上一年项目数量 in the data row");
}

#[test]
fn every_figure_of_a_report_stands_in_its_cell() {
    let report = example();
    let mut book = open(filled(&report).unwrap());
    let mut found = 0;
    for (id, table) in &report.tables {
        let form = table.form.form().table(id).unwrap();
        let sheet = &report.edition.form().section(form.section).unwrap().sheet;
        let plan = Plan::new(form, TOP);
        for (row, column) in form.squares() {
            let figure = table.figure(&row.id, &column.id).to_string();
            let (y, x) = plan.figure(&row.id, &column.id).unwrap();
            let shown = text(&mut book, sheet, y, x.into());
            assert_eq!(shown, figure, "{sheet} {} {}", row.id, column.id);
            found += usize::from(!shown.is_empty());
        }
    }
    assert_eq!(found, 10 + 35 + 15);
    for sheet in ["二、主动公开", "三、依申请公开", "四、复议诉讼"] {
        assert_eq!(book.worksheet_formula(sheet).unwrap().used_cells().count(), 0);
    }
}

#[test]
fn figures_are_written_as_they_were_typed() {
    let figures = [
        (Figure::whole(0), Data::Float(0.0)),
        (Figure::whole(-8), Data::Float(-8.0)),
        (Figure { value: exact("587.4072"), ..Figure::BLANK }, Data::Float(587.4072)),
        (Figure { value: exact("20.30"), ..Figure::BLANK }, Data::String("20.30".into())),
        (
            Figure { value: exact("0.1234567890123456"), ..Figure::BLANK },
            Data::String("0.1234567890123456".into()),
        ),
        (Figure::whole(9_007_199_254_740_993), Data::String("9007199254740993".into())),
        (
            Figure {
                value: Value::Whole(22), unit: None, remark: Some("（其中修订16件）".into())
            },
            Data::String("22（其中修订16件）".into()),
        ),
        (
            Figure { value: Value::Whole(251_000), unit: Some("元".into()), remark: None },
            Data::String("251000元".into()),
        ),
        (Figure { value: Value::Kept("-".into()), ..Figure::BLANK }, Data::String("-".into())),
        (Figure { value: Value::Kept("12".into()), ..Figure::BLANK }, Data::String("12".into())),
        (Figure::BLANK, Data::Empty),
    ];
    for (figure, expected) in figures {
        let mut report = example();
        report.tables.get_mut("proactive").unwrap().set("a20-8-fees", "amountWanYuan", figure);
        let mut book = open(filled(&report).unwrap());
        let shown = cell(&mut book, "二、主动公开", 14, 1);
        assert_eq!(shown, expected);
    }
}

#[test]
fn a_wrong_total_is_written_as_it_is() {
    let mut report = example();
    let litigation = report.tables.get_mut("litigation").unwrap();
    litigation.set("cases", "rec-upheld", Figure::whole(10));
    litigation.set("cases", "lit-after-total", Figure::BLANK);
    let mut book = open(filled(&report).unwrap());
    assert_eq!(cell(&mut book, "四、复议诉讼", 4, 4), Data::Float(0.0));
    assert_eq!(cell(&mut book, "四、复议诉讼", 4, 14), Data::Empty);
}

#[test]
fn each_table_of_a_hybrid_report_keeps_its_own_form() {
    let mut report = example();
    let mut requests = Table::blank(edition("2019"));
    requests.set("r3-6", "total", Figure::whole(3));
    report.tables.insert("requests".into(), requests);
    report.tables.remove("litigation");
    let mut book = open(filled(&report).unwrap());
    assert_eq!(text(&mut book, "二、主动公开", 2, 1), "本年制发件数");
    assert_eq!(text(&mut book, "三、依申请公开", 24, 1), "（六）其他处理");
    assert_eq!(cell(&mut book, "三、依申请公开", 24, 9), Data::Float(3.0));
    // A table the report lacks is there to be filled in.
    assert_eq!(text(&mut book, "四、复议诉讼", 1, 0), "行政复议");
    assert_eq!(text(&mut book, "_nianbao", 0, 1), "2021");
}

#[test]
fn known_keys_come_first_and_unknown_ones_are_appended() {
    let mut report = example();
    report.metadata.time_published = Some("15:47".into());
    report.metadata.unknown = vec![("生成系统".into(), "007".into())];
    let mut book = open(filled(&report).unwrap());
    let row = |label: &str| {
        (1..).zip(&fields().fields).find(|(_, field)| field.label == label).unwrap().0
    };
    assert_eq!(cell(&mut book, "基本信息", row("报告年度"), 1), Data::Float(2021.0));
    assert_eq!(text(&mut book, "基本信息", row("公开日期"), 1), "2022-02-08 15:47");
    let code = Data::String("6104300003".into());
    assert_eq!(cell(&mut book, "基本信息", row("网站标识码"), 1), code);
    let last = row("引言") + 1;
    assert_eq!(text(&mut book, "基本信息", last, 0), "生成系统");
    assert_eq!(text(&mut book, "基本信息", last, 1), "007");
}

#[test]
fn narrative_is_one_passage_a_cell() {
    let mut report = example();
    report.sections[0].heading = "工作基本情况".into();
    let mut book = open(filled(&report).unwrap());
    assert_eq!(text(&mut book, "一、总体情况", 0, 0), "一、工作基本情况");
    for (row, passage) in (1..).zip(&report.sections[0].blocks) {
        assert_eq!(text(&mut book, "一、总体情况", row, 0), passage.text());
    }
}

#[test]
fn passages_stand_above_the_table_and_notes_below_it_in_column_a() {
    let mut report = example();
    report.sections[3].notes = vec!["注：含上年结转案件。".into()];
    report.sections[3].blocks = vec![Passage::Paragraph("该部分以表格形式报告。".into())];
    let mut book = open(filled(&report).unwrap());
    assert_eq!(text(&mut book, "四、复议诉讼", 1, 0), "该部分以表格形式报告。");
    assert_eq!(text(&mut book, "四、复议诉讼", 2, 0), "行政复议");
    assert_eq!(cell(&mut book, "四、复议诉讼", 6, 0), Data::Empty);
    assert_eq!(text(&mut book, "四、复议诉讼", 7, 0), "注：含上年结转案件。");
}

#[test]
fn text_comes_back_with_every_character() {
    let mut report = example();
    let odd = "  前后空格 𬭊㛃 <&>\" _x0041_ ";
    report.sections[5].blocks = vec![Passage::Paragraph(odd.into())];
    let mut book = open(filled(&report).unwrap());
    assert_eq!(text(&mut book, "六、其他事项", 1, 0), odd);
}

#[test]
fn a_paragraph_too_long_for_a_cell_is_refused_in_words() {
    let mut report = example();
    report.sections[0].blocks = vec![Passage::Paragraph("长".repeat(32_768))];
    let error = filled(&report).unwrap_err().to_string();
    assert_eq!(error, "生成XLSX失败：有一段文字超过 32767 字，一个单元格放不下，请分成几段");
}
