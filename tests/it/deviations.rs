//! Every way in which real workbooks were seen to differ from the form, one by one: what is
//! read, and what is said about it.

use nianbao::diag::Severity;
use nianbao::model::{Figure, Forms, Report, Value};
use nianbao::reader::grid::{Area, Book, Cell, Content, Position, Sheet};
use nianbao::reader::{OpenOptions, Read, from_book, open};
use nianbao::rules;
use nianbao::writers::workbook::filled;

const TWO: &str = "二、主动公开";
const THREE: &str = "三、依申请公开";
const FOUR: &str = "四、复议诉讼";

/// The example's workbook as grids, to be changed.
struct Desk {
    report: Report,
    book: Book,
}

impl Desk {
    fn new() -> Desk {
        let text = include_str!("../../templates/example-2021.toml");
        Desk::of(toml::from_str(text).unwrap())
    }

    fn of(report: Report) -> Desk {
        let bytes = filled(&report).unwrap();
        let book = open::open(&bytes, &OpenOptions::default()).unwrap().book;
        Desk { report, book }
    }

    /// The example on the 2019 form, with some figures of its own.
    fn old() -> Desk {
        let mut report: Report =
            toml::from_str(include_str!("../../templates/example-2021.toml")).unwrap();
        report.edition = Forms::shipped().find("2019").unwrap();
        report.metadata.year = Some(2019);
        for table in report.tables.values_mut() {
            table.form = report.edition;
            table.rows.retain(|row, _| row == "cases");
        }
        let proactive = report.tables.get_mut("proactive").unwrap();
        for (row, column, number) in [
            ("a20-1-rules", "produced", 1),
            ("a20-1-rules", "disclosed", 2),
            ("a20-1-normative", "totalDisclosed", 30),
            ("a20-5-license", "lastYear", 4),
            ("a20-5-license", "change", -8),
            ("a20-5-license", "decisions", 500),
            ("a20-8-fees", "lastYear", 6),
            ("a20-8-fees", "change", 2),
            ("a20-9-procurement", "projects", 7),
        ] {
            proactive.set(row, column, Figure::whole(number));
        }
        let requests = report.tables.get_mut("requests").unwrap();
        requests.set("r1", "natural", Figure::whole(3));
        requests.set("r3-6", "natural", Figure::whole(3));
        Desk::of(report)
    }

    fn sheet(&mut self, name: &str) -> &mut Sheet {
        self.book.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap()
    }

    fn set(&mut self, sheet: &str, cell: &str, content: Content) {
        self.sheet(sheet).cells.insert(at(cell), Cell { content, formula: None });
    }

    fn text(&mut self, sheet: &str, cell: &str, text: &str) {
        self.set(sheet, cell, Content::Text(text.into()));
    }

    fn formula(&mut self, sheet: &str, cell: &str, formula: &str, content: Content) {
        let cell_of = Cell { content, formula: Some(formula.into()) };
        self.sheet(sheet).cells.insert(at(cell), cell_of);
    }

    fn format(&mut self, sheet: &str, cell: &str, code: &str) {
        self.sheet(sheet).formats.insert(at(cell), code.into());
    }

    fn unmerge(&mut self, sheet: &str) {
        self.sheet(sheet).merges.clear();
    }

    fn read(&self) -> Read {
        from_book(&self.book, Forms::shipped()).unwrap()
    }

    /// The figures are those of the report, whatever was done to the labels.
    fn reads_the_same(&self) -> Read {
        let read = self.read();
        for (id, table) in &self.report.tables {
            assert_eq!(read.report.tables[id].rows, table.rows, "{id}");
        }
        read
    }
}

fn at(cell: &str) -> Position {
    let split = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    let column =
        cell[..split].bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
    (cell[split..].parse::<u32>().unwrap() - 1, column - 1)
}

/// Code, sheet and cell of every finding.
fn said(read: &Read) -> Vec<(&str, String)> {
    let name = |f: &nianbao::diag::Finding| {
        f.place.as_ref().map(|p| format!("{}!{}", p.sheet, p.reference())).unwrap_or_default()
    };
    read.findings.iter().map(|f| (f.code.id, name(f))).collect()
}

fn figure(read: &Read, table: &str, row: &str, column: &str) -> Figure {
    read.report.tables[table].figure(row, column).clone()
}

#[test]
fn labels_broken_over_lines_or_one_character_a_line_are_read_without_a_word() {
    let mut desk = Desk::new();
    desk.text(THREE, "E4", "商业\n企业");
    desk.text(FOUR, "A3", "结\n果\n维\n持");
    desk.text(THREE, "A7", "三 、本 年 度办 理 结果");
    desk.text(THREE, "B9", "(三) 不予公开");
    desk.text(TWO, "A2", "第二十条第(一)项");
    assert_eq!(said(&desk.reads_the_same()), []);
}

#[test]
fn a_unit_that_is_written_somewhere_decides() {
    let amount = |desk: &Desk| {
        let read = desk.read();
        let said: Vec<String> = read
            .findings
            .iter()
            .filter(|finding| finding.code.id == "NB018")
            .map(|finding| format!("{} {}", finding.severity, finding.message))
            .collect();
        (figure(&read, "proactive", "a20-8-fees", "amountWanYuan").to_string(), said.join("\n"))
    };
    let with = |change: &dyn Fn(&mut Desk)| {
        let mut desk = Desk::new();
        desk.set(TWO, "B15", Content::Number("727012578".into()));
        change(&mut desk);
        amount(&desk)
    };
    let converted = "72701.2578";
    for (head, said) in [
        ("本年收费金额（单位：元）", "“元”"),
        ("本年收费金额(元)", "“元”"),
        ("收费金额（单位：千元）", "“千元”"),
    ] {
        let (figure, finding) = with(&|desk| desk.text(TWO, "B14", head));
        let due = if said == "“千元”" { "72701257.8" } else { converted };
        assert_eq!(figure, due, "{head}");
        assert!(finding.starts_with("提示") && finding.contains(said), "{finding}");
        assert!(finding.contains(due), "{finding}");
    }
    for format in ["0\"元\"", "0!.0,\"万\"", "#,##0.00\\元", "0!.0,"] {
        let (figure, finding) = with(&|desk| desk.format(TWO, "B15", format));
        assert_eq!(figure, converted, "{format}: {finding}");
        assert!(finding.starts_with("提示"), "{finding}");
    }
    // The head says 万元, the line below the table 元: nobody can tell.
    let (figure, finding) = with(&|desk| desk.text(TWO, "A16", "单位：元"));
    assert_eq!(figure, "727012578");
    assert!(finding.starts_with("错误") && finding.contains("A16"), "{finding}");
    let line_alone = |desk: &mut Desk| {
        desk.text(TWO, "B14", "本年收费金额");
        desk.text(TWO, "A16", "（金额单位：元）");
    };
    assert_eq!(with(&line_alone).0, converted);
    for quiet in ["单位：万元", "单位：件", "单位：淳化县司法局"] {
        assert_eq!(with(&|desk| desk.text(TWO, "A16", quiet)).1, "", "{quiet}");
    }
    // A cell that names its own unit asks neither head nor line.
    let own = |desk: &mut Desk| {
        desk.text(TWO, "A16", "单位：元");
        desk.text(TWO, "B15", "12.5万元");
    };
    assert_eq!(with(&own), ("12.5".to_owned(), String::new()));
    let (figure, finding) = with(&|desk| desk.text(TWO, "B15", "7.27亿元"));
    assert_eq!(figure, "72700");
    assert!(finding.contains("7.27亿元") && finding.contains("72700"), "{finding}");
}

#[test]
fn counts_in_hundreds_become_counts() {
    let mut desk = Desk::new();
    desk.text(TWO, "B8", "1.2万件");
    desk.text(TWO, "B11", "15百件");
    desk.text(TWO, "B12", "3元");
    let read = desk.read();
    let count = |row| figure(&read, "proactive", row, "decisions").to_string();
    assert_eq!(count("a20-5-license"), "12000");
    assert_eq!(count("a20-6-penalty"), "1500");
    assert_eq!(count("a20-6-coercion"), "3元");
    let said: Vec<(&str, Severity)> =
        read.findings.iter().map(|f| (f.code.id, f.severity)).filter(|f| f.0 == "NB018").collect();
    let hint = ("NB018", Severity::Info);
    assert_eq!(said, [hint, hint, ("NB018", Severity::Error)]);
}

#[test]
fn marks_behind_a_number_are_no_digits() {
    for (typed, printed) in [
        ("5①", "5①"),
        ("477²", "477²"),
        ("12件③", "12③"),
        ("8*", "8*"),
        ("9注1", "9注1"),
        ("7[2]", "7[2]"),
    ] {
        let mut desk = Desk::new();
        desk.text(TWO, "B11", typed);
        let read = desk.read();
        let figure = figure(&read, "proactive", "a20-6-penalty", "decisions");
        assert_eq!(figure.to_string(), printed);
        assert!(figure.remark.is_some(), "{typed}");
        assert!(read.findings.iter().any(|finding| finding.code.id == "NB025"), "{typed}");
    }
}

#[test]
fn a_merge_undone_by_filling_says_the_same_thing_once() {
    let mut desk = Desk::new();
    desk.unmerge(TWO);
    for column in ["C", "D"] {
        desk.text(TWO, &format!("{column}7"), "本年处理决定数量");
        desk.set(TWO, &format!("{column}8"), Content::Number("7903".into()));
    }
    desk.set(TWO, "B8", Content::Number("7903".into()));
    let read = desk.read();
    assert_eq!(figure(&read, "proactive", "a20-5-license", "decisions"), Figure::whole(7903));
    assert!(read.findings.iter().all(|finding| finding.code.id != "NB002"), "{:?}", said(&read));
}

#[test]
fn a_ledger_below_a_table_is_one_finding_and_a_note_stays_a_note() {
    let mut desk = Desk::new();
    desk.text(THREE, "A31", "注：数据截至2021年12月31日。");
    desk.text(THREE, "A33", "依申请公开办理明细");
    for (column, head) in [("A", "序号"), ("B", "申请人"), ("C", "收到日期")] {
        desk.text(THREE, &format!("{column}34"), head);
    }
    for row in 35..60 {
        desk.set(THREE, &format!("A{row}"), Content::Number((row - 34).to_string()));
        desk.text(THREE, &format!("B{row}"), "张三");
        desk.text(THREE, &format!("C{row}"), "2021年3月4日");
    }
    desk.text(THREE, "A62", "填表人：李四");
    let read = desk.reads_the_same();
    assert_eq!(said(&read), [("NB029", format!("{THREE}!A33:C62"))]);
    assert_eq!(read.report.sections[2].notes, ["注：数据截至2021年12月31日。"]);
}

#[test]
fn a_column_of_words_behind_the_labels_hides_no_row() {
    let mut desk = Desk::new();
    desk.unmerge(THREE);
    for row in 5..30 {
        let text = desk.book.sheets.iter().find(|sheet| sheet.name == THREE).unwrap();
        let label = (0..3).rev().find_map(|x| text.text((row - 1, x)).map(str::to_owned));
        desk.text(THREE, &format!("B{row}"), &label.unwrap());
        desk.text(THREE, &format!("C{row}"), "件");
    }
    let read = desk.reads_the_same();
    assert_eq!(said(&read), [("NB002", format!("{THREE}!C5:C29"))]);
}

#[test]
fn words_that_a_formula_puts_together_are_missed_and_named() {
    let mut desk = Desk::new();
    desk.formula("一、总体情况", "A3", "\"全年收到\"&B1&\"件。\"", Content::Uncalculated);
    desk.formula("一、总体情况", "A9", "CONCATENATE(B1,B2)", Content::Uncalculated);
    desk.formula(THREE, "M5", "IF(D5=1,\"\",\"不符\"&D5)", Content::Uncalculated);
    let read = desk.read();
    let cell = |at: &str| ("NB002", format!("一、总体情况!{at}"));
    assert_eq!(said(&read), [cell("A3"), cell("A9")]);
    assert!(read.findings[0].message.to_string().contains("没有计算结果"));
}

#[test]
fn a_sub_heading_in_the_words_of_its_section_is_printed() {
    for text in ["（一）存在的主要问题", "存在的主要问题", "1.存在的主要问题"]
    {
        let mut desk = Desk::new();
        desk.text("五、问题及改进", "A2", text);
        let read = desk.read();
        let section = &read.report.sections[4];
        assert_eq!(section.blocks[0].text(), text);
        assert_eq!(section.heading, "存在的主要问题及改进情况");
    }
}

#[test]
fn a_unit_line_is_no_text_and_the_name_of_an_organisation_is() {
    let mut desk = Desk::new();
    desk.text("六、其他事项", "A9", "（计量单位：件、万元）");
    desk.text("六、其他事项", "A10", "单位：司法局");
    let blocks = &desk.read().report.sections[5].blocks;
    let texts: Vec<&str> = blocks.iter().map(|block| block.text()).collect();
    assert!(texts.contains(&"单位：司法局"), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("计量单位")), "{texts:?}");
}

#[test]
fn heads_that_lost_their_second_line_are_told_apart_by_order() {
    let mut desk = Desk::new();
    for cell in ["B3", "F4", "G4", "K4", "L4"] {
        desk.text(FOUR, cell, "结果");
    }
    for cell in ["C3", "H4", "M4"] {
        desk.text(FOUR, cell, "其他");
    }
    for cell in ["D3", "I4", "N4"] {
        desk.text(FOUR, cell, "尚未");
    }
    desk.set(FOUR, "G5", Content::Number("3".into()));
    desk.set(FOUR, "K5", Content::Number("4".into()));
    let read = desk.read();
    assert_eq!(figure(&read, "litigation", "cases", "lit-direct-corrected"), Figure::whole(3));
    assert_eq!(figure(&read, "litigation", "cases", "lit-after-upheld"), Figure::whole(4));
    let mut old = Desk::old();
    old.text(TWO, "B3", "本年新");
    old.text(TWO, "C3", "本年新");
    old.reads_the_same();
}

#[test]
fn damaged_labels_are_read_and_named_with_the_official_wording() {
    let mut desk = Desk::new();
    desk.text(THREE, "C10", "2.其他法律行政止公开");
    desk.text(TWO, "A15", "行政事业型收费");
    desk.text(THREE, "C17", "1.本机关不掌握政府信息");
    let read = desk.reads_the_same();
    assert_eq!(said(&read), [("NB003", format!("{THREE}!C17"))], "known damage needs no word");
    assert!(read.findings[0].message.to_string().contains("1.本机关不掌握相关政府信息"));
}

#[test]
fn known_other_wordings_are_read_without_a_word() {
    let mut desk = Desk::new();
    desk.text(TWO, "A5", "规范性文件");
    desk.text(TWO, "D3", "现行有效件");
    desk.text(THREE, "J3", "合计");
    desk.text(THREE, "A2", "(本列)数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和");
    assert_eq!(said(&desk.reads_the_same()), []);
    let mut old = Desk::old();
    old.text(TWO, "B7", "上一年项目数量(指2018年事项数)");
    old.text(TWO, "C7", "本年增/");
    old.reads_the_same();
}

#[test]
fn the_cell_over_all_applicants_may_be_missing_and_the_total_head_may_slip_down() {
    let mut desk = Desk::new();
    desk.sheet(THREE).cells.remove(&at("D2"));
    desk.sheet(THREE).cells.remove(&at("J3"));
    desk.sheet(THREE).merges.retain(|area| !area.contains(at("J3")));
    desk.text(THREE, "J4", "总计");
    assert_eq!(said(&desk.reads_the_same()), []);
}

#[test]
fn a_row_of_the_clerks_own_is_named_and_moves_nothing() {
    let mut desk = Desk::new();
    let sheet = desk.sheet(TWO);
    // A new row 6 below 行政规范性文件.
    let down = |(row, column): Position| if row >= 5 { (row + 1, column) } else { (row, column) };
    sheet.cells =
        std::mem::take(&mut sheet.cells).into_iter().map(|(at, c)| (down(at), c)).collect();
    for area in &mut sheet.merges {
        *area = Area { first: down(area.first), last: down(area.last) };
    }
    desk.text(TWO, "A6", "其他主动公开文件");
    desk.set(TWO, "B6", Content::Number("9".into()));
    let read = desk.reads_the_same();
    assert_eq!(said(&read), [("NB002", format!("{TWO}!A6"))]);
}

#[test]
fn hybrid_forms_are_read_table_by_table() {
    let mut report = Desk::new().report;
    let old = Desk::old().report;
    report.tables.insert("requests".into(), old.tables["requests"].clone());
    let read = Desk::of(report).reads_the_same();
    assert_eq!(read.report.tables["proactive"].form.name(), "2021");
    assert_eq!(read.report.tables["requests"].form.name(), "2019");
}

#[test]
fn zeros_dashes_and_blanks_stay_what_they_are() {
    let mut desk = Desk::new();
    desk.text(TWO, "B12", "-");
    desk.text(THREE, "D8", " ");
    desk.text(THREE, "E8", "０");
    let read = desk.read();
    let coercion = figure(&read, "proactive", "a20-6-coercion", "decisions");
    assert_eq!(coercion.value, Value::Kept("-".into()));
    assert_eq!(figure(&read, "requests", "r3-2", "natural"), Figure::BLANK);
    assert_eq!(figure(&read, "requests", "r3-2", "commercial"), Figure::whole(0));
    assert_eq!(
        figure(&read, "requests", "r3-2", "research"),
        Figure::BLANK,
        "a zero is not spread"
    );
}

#[test]
fn a_prompt_left_in_a_note_below_and_page_numbers_are_told_apart() {
    let mut desk = Desk::new();
    desk.text(TWO, "A17", "该部分以表格形式报告。表格如下：");
    desk.text(FOUR, "A7", "注：行政复议、行政诉讼数量含上年结转。");
    desk.text(THREE, "L12", "— 5 —");
    let read = desk.reads_the_same();
    assert_eq!(said(&read), [("NB021", format!("{TWO}!A17"))]);
    let section = read.report.section(4).unwrap();
    assert_eq!(section.notes, ["注：行政复议、行政诉讼数量含上年结转。"]);
}

#[test]
fn a_figure_in_the_wrong_cell_of_a_merge_is_read_and_named() {
    let mut desk = Desk::new();
    let cell = desk.sheet(TWO).cells.remove(&at("B8")).unwrap();
    desk.sheet(TWO).cells.insert(at("C8"), cell);
    let read = desk.reads_the_same();
    assert_eq!(said(&read), [("NB017", format!("{TWO}!C8"))]);
}

#[test]
fn what_nobody_sees_counts_and_is_named() {
    let mut desk = Desk::new();
    desk.sheet(THREE).hidden_rows.insert(4);
    let read = desk.reads_the_same();
    assert_eq!(said(&read), [("NB008", format!("{THREE}!D5:J5"))]);
    let mut desk = Desk::new();
    desk.sheet(FOUR).hidden = true;
    assert!(said(&desk.reads_the_same()).iter().any(|(code, _)| *code == "NB008"));
}

#[test]
fn formulas_are_computed_anew_and_stale_or_missing_results_named() {
    let mut desk = Desk::new();
    desk.formula(THREE, "J5", "SUM(D5:I5)", Content::Uncalculated);
    desk.formula(THREE, "J8", "SUM(D8:I8)", Content::Number("0".into()));
    desk.set(THREE, "D8", Content::Number("2".into()));
    desk.formula(THREE, "J9", "VLOOKUP(1,A:B,2)", Content::Uncalculated);
    let read = desk.read();
    assert_eq!(figure(&read, "requests", "r1", "total"), Figure::whole(7));
    assert_eq!(figure(&read, "requests", "r3-2", "total"), Figure::whole(2));
    assert_eq!(figure(&read, "requests", "r3-3-1", "total"), Figure::BLANK);
    assert_eq!(
        said(&read),
        [
            ("NB009", format!("{THREE}!J5")),
            ("NB010", format!("{THREE}!J8")),
            ("NB011", format!("{THREE}!J9")),
        ]
    );
}

#[test]
fn errors_dates_and_wrong_units_are_named_at_their_cell() {
    let mut desk = Desk::new();
    desk.set(THREE, "D5", Content::Error("#REF!".into()));
    desk.set(THREE, "E5", Content::Error("#SPILL!".into()));
    desk.set(THREE, "F5", Content::Date(44600.0));
    desk.text(TWO, "B15", "5874072元");
    let mut read = desk.read();
    assert_eq!(said(&read), [("NB018", format!("{TWO}!B15"))]);
    read.findings = rules::check(&read.report, &read.origins, &read.sheets, Forms::shipped());
    read.findings.retain(|finding| finding.severity == Severity::Error);
    assert_eq!(
        said(&read),
        [
            ("NB012", format!("{THREE}!D5")),
            ("NB012", format!("{THREE}!E5")),
            ("NB013", format!("{THREE}!F5")),
        ]
    );
    let mut old = Desk::old();
    old.set(TWO, "D19", Content::Number("8040".into()));
    assert_eq!(said(&old.read()), [("NB019", format!("{TWO}!D19"))]);
}

#[test]
fn a_code_that_became_a_number_is_called_damaged() {
    let mut desk = Desk::new();
    desk.set("基本信息", "B6", Content::Number("113708260043292690".into()));
    assert_eq!(said(&desk.read()), [("NB014", "基本信息!B6".to_owned())]);
}

#[test]
fn control_and_private_characters_are_named_with_their_cell() {
    let mut desk = Desk::new();
    desk.text("六、其他事项", "A2", "\u{FEFF}2021年\u{B}未收取信息处理费\u{E123}。");
    let read = desk.read();
    assert_eq!(
        said(&read),
        [("NB015", "六、其他事项!A2".to_owned()), ("NB016", "六、其他事项!A2".to_owned())]
    );
    let lines: Vec<&str> =
        read.report.section(6).unwrap().blocks.iter().map(|b| b.text()).collect();
    assert_eq!(lines[..2], ["2021年", "未收取信息处理费\u{E123}。"]);
}

#[test]
fn a_sheet_that_is_no_part_of_the_form_is_named_and_left() {
    let mut desk = Desk::new();
    let mut draft = Sheet { name: "Sheet1".into(), ..Sheet::default() };
    let cell = |text: &str| Cell { content: Content::Text(text.into()), formula: None };
    draft.cells.insert((2, 2), cell("去年的数"));
    draft.cells.insert((5, 3), cell("草稿"));
    desk.book.sheets.push(draft);
    assert_eq!(said(&desk.reads_the_same()), [("NB001", "Sheet1!C3:D6".to_owned())]);
}

#[test]
fn other_wordings_of_headings_are_kept_as_they_are() {
    let mut desk = Desk::new();
    desk.text("五、问题及改进", "A1", "五、存在问题及改进情况");
    desk.text(FOUR, "A1", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况");
    desk.text("一、总体情况", "A1", "一、 工作基本情况");
    let read = desk.reads_the_same();
    assert_eq!(said(&read), []);
    let heading = |n| read.report.section(n).unwrap().heading.clone();
    assert_eq!(heading(1), "工作基本情况");
    assert_eq!(heading(4), "因政府信息公开工作被申请行政复议、提起行政诉讼情况");
    assert_eq!(heading(5), "存在问题及改进情况");
}

#[test]
fn a_key_of_the_clerks_own_is_kept_and_named() {
    let mut desk = Desk::new();
    desk.text("基本信息", "A24", "审核人");
    desk.text("基本信息", "B24", "张三");
    let read = desk.reads_the_same();
    assert_eq!(said(&read), [("NB004", "基本信息!A24".to_owned())]);
    assert_eq!(read.report.metadata.unknown, [("审核人".to_owned(), "张三".to_owned())]);
}

#[test]
fn the_same_row_twice_with_another_figure_is_an_error() {
    let mut desk = Desk::new();
    let mut copy = desk.sheet(THREE).clone();
    copy.name = "三（续）".into();
    copy.cells.insert(at("D5"), Cell { content: Content::Number("8".into()), formula: None });
    desk.book.sheets.push(copy);
    let read = desk.read();
    assert_eq!(said(&read), [("NB007", "三（续）!D5".to_owned())]);
}

#[test]
fn a_table_of_another_year_below_is_one_finding() {
    let mut desk = Desk::new();
    let mut copy = desk.sheet(THREE).clone();
    copy.name = "上年".into();
    for cell in copy.cells.values_mut() {
        if let Content::Number(number) = &mut cell.content {
            number.push('9');
            cell.formula = None;
        }
    }
    desk.book.sheets.push(copy);
    let found = desk.reads_the_same();
    let said: Vec<&str> = said(&found).into_iter().map(|(code, _)| code).collect();
    assert_eq!(said, ["NB007"], "{:#?}", found.findings);
}

#[test]
fn two_rows_of_figures_under_one_head_are_an_error() {
    let mut desk = Desk::new();
    let row = desk.sheet(FOUR).last_row().unwrap();
    let below: Vec<(Position, Cell)> =
        desk.sheet(FOUR).row(row).map(|(at, _)| ((at.0 + 1, at.1), number("3"))).collect();
    desk.sheet(FOUR).cells.extend(below);
    let read = desk.reads_the_same();
    assert_eq!(
        said(&read).iter().filter(|(code, _)| *code == "NB007").count(),
        1,
        "{:?}",
        said(&read)
    );
    let mut desk = Desk::new();
    desk.text(TWO, "A12", "行政处罚");
    let read = desk.read();
    let found: Vec<&str> = said(&read).into_iter().map(|(code, _)| code).collect();
    assert!(found.contains(&"NB007") && !found.contains(&"NB002"), "{found:?}");
}

fn number(text: &str) -> Cell {
    Cell { content: Content::Number(text.into()), formula: None }
}

#[test]
fn the_label_of_its_group_decides_what_a_column_is() {
    let mut desk = Desk::new();
    let (direct, after) = ("F3", "K3");
    let at_label =
        |desk: &mut Desk, cell: &str| desk.sheet(FOUR).text(at(cell)).unwrap().to_owned();
    let (first, second) = (at_label(&mut desk, direct), at_label(&mut desk, after));
    desk.text(FOUR, direct, &second);
    desk.text(FOUR, after, &first);
    desk.set(FOUR, "F5", Content::Number("8".into()));
    desk.set(FOUR, "K5", Content::Number("5".into()));
    let read = desk.read();
    let upheld = |id| figure(&read, "litigation", "cases", id);
    assert_eq!(upheld("lit-direct-upheld"), Figure::whole(5));
    assert_eq!(upheld("lit-after-upheld"), Figure::whole(8));
}

#[test]
fn units_in_titles_notes_row_labels_and_brackets_are_seen() {
    let amount = |change: &dyn Fn(&mut Desk)| {
        let mut desk = Desk::new();
        desk.set(TWO, "B15", Content::Number("727012578".into()));
        change(&mut desk);
        let read = desk.read();
        let severity = read.findings.iter().find(|f| f.code.id == "NB018").map(|f| f.severity);
        let figure = figure(&read, "proactive", "a20-8-fees", "amountWanYuan");
        (figure.to_string(), severity)
    };
    let converted = ("72701.2578".to_owned(), Some(Severity::Info));
    assert_eq!(amount(&|desk| desk.text(TWO, "B15", "727012578（元）")), converted);
    assert_eq!(amount(&|desk| desk.text(TWO, "B15", "727012578（单位：元）")), converted);
    let doubtful = ("727012578".to_owned(), Some(Severity::Error));
    for (cell, text) in [
        ("A15", "行政事业性收费（元）"),
        ("A13", "第二十条第（八）项　单位：元"),
        ("A16", "注：行政事业性收费金额单位为元。"),
    ] {
        assert_eq!(amount(&|desk| desk.text(TWO, cell, text)), doubtful, "{text}");
    }
    assert_eq!(amount(&|desk| desk.text(TWO, "B14", "本年收费金额（人民币元）")), converted);
}

#[test]
fn a_formula_that_may_show_nothing_is_no_error() {
    let mut desk = Desk::new();
    desk.formula(TWO, "B11", "IF(台账!B2=\"\",\"\",台账!B2)", Content::Uncalculated);
    let read = desk.read();
    let said: Vec<Severity> =
        read.findings.iter().filter(|f| f.code.id == "NB011").map(|f| f.severity).collect();
    assert_eq!(said, [Severity::Info]);
    assert!(figure(&read, "proactive", "a20-6-penalty", "decisions").is_blank());
}

#[test]
fn a_key_given_twice_with_another_value_is_an_error() {
    let mut desk = Desk::new();
    desk.text("基本信息", "A24", "报告年度");
    desk.text("基本信息", "B24", "2020");
    assert_eq!(said(&desk.reads_the_same()), [("NB007", "基本信息!B24".to_owned())]);
}

#[test]
fn a_blank_copy_of_a_table_contradicts_nothing() {
    for is_first_blank in [false, true] {
        let mut desk = Desk::new();
        let mut blank = desk.sheet(THREE).clone();
        blank.name = "空白表".into();
        blank.cells.retain(|_, cell| matches!(cell.content, Content::Text(_)));
        let at = if is_first_blank { 0 } else { desk.book.sheets.len() };
        desk.book.sheets.insert(at, blank);
        let read = desk.reads_the_same();
        assert!(said(&read).iter().all(|(code, _)| *code != "NB007"), "{:?}", said(&read));
    }
}
