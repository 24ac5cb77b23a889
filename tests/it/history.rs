//! `history`: years of one body and bodies of one year beside each other.

use crate::desk::{Desk, printed, said};
use nianbao::formats::opc::Package;
use nianbao::model::{Date, Figure, Forms, Metadata, Report, Table, Value};
use nianbao::writers::workbook::filled;
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;

/// What a made-up district reported, by hand: year, new requests, carried in, granted, partly,
/// otherwise, handled, carried over. 2023 says 6 carried in, where 2022 carried 4 over.
const REQUESTS: [[i64; 8]; 7] = [
    [2019, 100, 0, 60, 20, 5, 95, 5],
    [2020, 120, 5, 80, 20, 7, 118, 7],
    [2021, 150, 7, 90, 30, 9, 150, 7],
    [2022, 90, 7, 50, 20, 3, 93, 4],
    [2023, 200, 6, 120, 40, 12, 196, 10],
    [2024, 180, 10, 100, 50, 6, 185, 5],
    [2025, 160, 5, 99, 41, 4, 160, 5],
];

fn report(agency: &str, figures: [i64; 8]) -> Report {
    let [year, received, carried_in, granted, partly, otherwise, handled, carried_over] = figures;
    let name = if year < 2021 { "2019" } else { "2021" };
    let edition = Forms::shipped().find(name).unwrap();
    let tables =
        ["proactive", "requests", "litigation"].map(|id| (id.into(), Table::blank(edition)));
    let mut tables: BTreeMap<String, Table> = tables.into();
    let mut set = |table: &str, row: &str, column: &str, number: i64| {
        tables.get_mut(table).unwrap().set(row, column, Figure::whole(number));
    };
    let other = if name == "2019" { "r3-6" } else { "r3-6-3" };
    let rows = [
        ("r1", received),
        ("r2", carried_in),
        ("r3-1", granted),
        ("r3-2", partly),
        ("r3-4-1", handled - granted - partly - otherwise),
        (other, otherwise),
        ("r3-7", handled),
        ("r4", carried_over),
    ];
    for (row, number) in rows {
        set("requests", row, "natural", number);
        set("requests", row, "total", number);
    }
    for (column, number) in
        [("rec-upheld", 3), ("rec-corrected", 1), ("rec-pending", 2), ("rec-total", 6)]
    {
        set("litigation", "cases", column, number);
    }
    for column in ["lit-direct-total", "lit-after-total"] {
        set("litigation", "cases", column, 0);
    }
    let documents = match name {
        "2019" => [("produced", 12), ("disclosed", 10), ("totalDisclosed", 300)],
        _ => [("made", 8), ("repealed", 3), ("inForce", 200 + 5 * (year - 2021))],
    };
    for (column, number) in documents {
        set("proactive", "a20-1-normative", column, number);
    }
    let metadata = Metadata {
        year: Some(i32::try_from(year).unwrap()),
        date_published: Date::new(i32::try_from(year).unwrap() + 1, 1, 20),
        agency: Some(agency.into()),
        fields: BTreeMap::from([("publisherCode".into(), "11350128003677803U".into())]),
        ..Metadata::default()
    };
    Report { edition, metadata, sections: Vec::new(), tables }
}

/// Seven years across both editions.
fn seven() -> Desk {
    let desk = Desk::new();
    for figures in REQUESTS {
        let report = report("平潭综合实验区管理委员会", figures);
        desk.put(&format!("报/{}.xlsx", figures[0]), &filled(&report).unwrap());
    }
    desk
}

/// The long table: what each year says at a square.
fn long(desk: &Desk, files: &[&str]) -> Vec<BTreeMap<String, String>> {
    let run = desk.run(&[&["history", "--format", "csv"], files].concat());
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    let text = printed(&run);
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let heads: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    lines
        .map(|line| heads.iter().cloned().zip(line.split(',').map(str::to_owned)).collect())
        .collect()
}

/// A part of a workbook as text.
fn part(desk: &Desk, file: &str, name: &str) -> String {
    let bytes = std::fs::read(desk.path(file)).unwrap();
    let part = Package::open(&bytes).unwrap().bytes(name, 1 << 24).unwrap();
    String::from_utf8(part.unwrap_or_default()).unwrap()
}

/// Everything between two words, wherever they stand.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[test]
fn the_long_table_of_seven_years_is_what_was_filled_in_by_hand() {
    let desk = seven();
    let lines = long(&desk, &["报"]);
    let value = |year: i64, row: &str, column: &str| {
        let is_it = |line: &&BTreeMap<String, String>| {
            line["年度"] == year.to_string() && line["行"] == row && line["列"] == column
        };
        let found: Vec<_> = lines.iter().filter(is_it).collect();
        assert_eq!(found.len(), 1, "{year} {row} {column}");
        assert_eq!(found[0]["机关名称"], "平潭综合实验区管理委员会");
        assert_eq!(found[0]["格式版本"], if year < 2021 { "2019" } else { "2021" });
        (found[0]["数值"].clone(), found[0]["单位"].clone())
    };
    for figures in REQUESTS {
        let rows = [("r1", 1), ("r2", 2), ("r3-1", 3), ("r3-2", 4), ("r3-7", 6), ("r4", 7)];
        for (row, at) in rows {
            let expected = (figures[at].to_string(), "件".to_owned());
            assert_eq!(value(figures[0], row, "total"), expected, "{} {row}", figures[0]);
        }
    }
    assert_eq!(value(2019, "r3-6", "total").0, "5");
    assert_eq!(value(2025, "r3-6-3", "total").0, "4");
    assert_eq!(value(2025, "a20-8-fees", "amountWanYuan"), (String::new(), "万元".into()));
    let squares = |edition: &str| -> usize {
        let form = Forms::shipped().find(edition).unwrap().form();
        form.tables.iter().map(|table| table.squares().count()).sum()
    };
    assert_eq!(lines.len(), 2 * squares("2019") + 5 * squares("2021"), "nothing is left out");
}

#[test]
fn the_charts_show_the_rows_of_the_table_under_chinese_names() {
    let desk = seven();
    let run = desk.run(&["history", "报", "-o", "历年.xlsx"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    let mut series = BTreeMap::new();
    for at in 1..=8 {
        let chart = part(&desk, "历年.xlsx", &format!("xl/charts/chart{at}.xml"));
        assert!(
            chart.contains("<c:dispBlanksAs val=\"gap\"/>") && chart.contains("<a:t>年度</a:t>")
        );
        for one in between(&chart, "<c:ser>", "</c:ser>") {
            let name = between(one, "<c:v>", "</c:v>")[0].to_owned();
            let values = between(one, "<c:val>", "</c:val>")[0];
            assert!(one.contains("<c:f>历年!$E$2:$K$2</c:f>"), "{one}");
            let found: Vec<&str> = between(values, "<c:v>", "</c:v>");
            series.insert(name, found.into_iter().map(str::to_owned).collect::<Vec<_>>());
        }
    }
    let column = |at: usize| REQUESTS.map(|figures| figures[at].to_string()).to_vec();
    for (name, at) in [
        ("本年新收", 1),
        ("上年结转", 2),
        ("予以公开", 3),
        ("部分公开", 4),
        ("其他处理", 5),
        ("结转下年度", 7),
    ] {
        assert_eq!(series[name], column(at), "{name}");
    }
    assert!(!series.contains_key("办理总计"), "a part of the table only");
    let rate = |figures: [i64; 8]| figures[3] as f64 / figures[6] as f64;
    for (shown, figures) in series["予以公开率"].iter().zip(REQUESTS) {
        assert!((shown.parse::<f64>().unwrap() - rate(figures)).abs() < 1e-9, "{shown}");
    }
    assert_eq!(series["复议纠错率"], ["0.25"; 7]);
    assert!(!series.contains_key("诉讼纠错率"), "a share of nothing is blank");
    // What one edition has is no line with what the other has.
    assert_eq!(series["对外公开总数（2019 年版）"], ["300", "300"]);
    assert_eq!(series["现行有效（2021 年版）"], ["200", "205", "210", "215", "220"]);
}

#[test]
fn what_does_not_follow_is_named_on_the_screen_and_on_a_sheet() {
    let desk = seven();
    let run = desk.run(&["history", "报", "-o", "历年.xlsx"]);
    assert!(said(&run).contains("NB501") && said(&run).contains("填 6"), "{}", said(&run));
    assert!(printed(&run).contains("与上年不衔接：2 处"), "{}", printed(&run));
    let texts = part(&desk, "历年.xlsx", "xl/sharedStrings.xml");
    for text in ["NB501", "2 处不符", "各版可比", "只有 2021 年版", "没有数据、没有画图"]
    {
        assert!(texts.contains(text) == (text != "没有数据、没有画图"), "{text}");
    }
}

#[test]
fn a_missing_year_is_a_gap_and_is_named() {
    let desk = seven();
    std::fs::remove_file(desk.path("报/2022.xlsx")).unwrap();
    let run = desk.run(&["history", "报", "-o", "历年.xlsx"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    assert!(printed(&run).contains("没有 2022 年度的报告"), "{}", printed(&run));
    let chart = part(&desk, "历年.xlsx", "xl/charts/chart1.xml");
    let values = between(&chart, "<c:val>", "</c:val>")[0];
    assert!(values.contains("$E$4:$K$4") && !values.contains("<c:pt idx=\"3\">"), "{values}");
    assert!(!said(&run).contains("NB501"), "2023 stands after a gap: {}", said(&run));
}

#[test]
fn of_two_reports_of_one_year_the_later_counts_and_both_are_named() {
    let desk = seven();
    let mut corrected = REQUESTS[3];
    corrected[1] = 91;
    // Both say the same moment: then the last by name.
    let corrected = filled(&report("平潭综合实验区管理委员会", corrected)).unwrap();
    desk.put("报/2022（更正）.xlsx", &corrected);
    let run = desk.run(&["history", "报", "-o", "历年.xlsx"]);
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    let told = printed(&run);
    assert!(told.contains("7 份报告") && told.contains("一年有两份（1）"), "{told}");
    assert!(told.contains("“报/2022.xlsx”：与“报/2022（更正）.xlsx”都是 2022 年度"), "{told}");
    let chart = part(&desk, "历年.xlsx", "xl/charts/chart1.xml");
    let values = between(between(&chart, "<c:val>", "</c:val>")[0], "<c:v>", "</c:v>");
    assert_eq!(values[3], "91");
}

#[test]
fn a_copy_of_a_report_is_named_and_does_no_harm() {
    let desk = seven();
    let bytes = std::fs::read(desk.path("报/2022.xlsx")).unwrap();
    desk.put("报/2022 - 副本.xlsx", &bytes);
    for by in [&["--by", "body", "--year", "2022"][..], &[]] {
        let run = desk.run(&[&["history", "报", "-o", "历年.xlsx"], by].concat());
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        assert!(printed(&run).contains("内容相同，只计一份"), "{}", printed(&run));
    }
    let run =
        desk.run(&["history", "报/2021.xlsx", "报/2022.xlsx", "报/2022.xlsx", "-o", "b.xlsx"]);
    assert!(
        !printed(&run).contains("副本"),
        "a file that is named twice is one: {}",
        printed(&run)
    );
}

#[test]
fn a_renamed_body_is_one_by_its_code_or_by_the_roster_and_two_otherwise() {
    let desk = seven();
    let mut renamed = report("平潭县人民政府", REQUESTS[0]);
    desk.put("报/2019.xlsx", &filled(&renamed).unwrap());
    let run = desk.run(&["history", "报", "-o", "历年.xlsx"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    assert!(printed(&run).contains("2019 年度是“平潭县人民政府”"), "{}", printed(&run));
    renamed.metadata.fields.clear();
    desk.put("报/2019.xlsx", &filled(&renamed).unwrap());
    let run = desk.run(&["history", "报", "-o", "历年.xlsx"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(said(&run).contains("2 个机关") && said(&run).contains("--roster"), "{}", said(&run));
    let mut roster = Workbook::new();
    let sheet = roster.add_worksheet();
    let cells = ["单位名称", "别名", "平潭综合实验区管理委员会", "平潭县人民政府"];
    for (at, text) in (0..).zip(cells) {
        sheet.write_string(at / 2, (at % 2) as u16, text).unwrap();
    }
    desk.put("名单.xlsx", &roster.save_to_buffer().unwrap());
    let run = desk.run(&["history", "报", "--roster", "名单.xlsx", "-o", "历年.xlsx"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
}

#[test]
fn sixty_bodies_of_one_year_have_a_bar_each_and_other_years_are_named() {
    let desk = Desk::new();
    for at in 0..60_i64 {
        let figures = [2024, 10 + at, 0, at, 3, 2, 10 + at, 0];
        let mut report = report(&format!("某县第{at}局"), figures);
        report.metadata.fields.clear();
        desk.put(&format!("报/{at:02}.xlsx"), &filled(&report).unwrap());
    }
    let mut other = report("某县第0局", REQUESTS[3]);
    other.metadata.fields.clear();
    desk.put("报/旧.xlsx", &filled(&other).unwrap());
    let run = desk.run(&["history", "报", "--by", "body", "-o", "各单位.xlsx"]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    assert!(printed(&run).contains("是 2022 年度的报告，排列的是 2024 年度"), "{}", printed(&run));
    let chart = part(&desk, "各单位.xlsx", "xl/charts/chart1.xml");
    assert!(chart.contains("<c:barDir val=\"bar\"/>") && chart.contains("各单位!$A$4:$A$63"));
    let values = between(&chart, "<c:val>", "</c:val>")[0];
    assert_eq!(between(values, "<c:v>", "</c:v>").len(), 60);
}

#[test]
fn words_in_place_of_a_number_and_files_that_cannot_be_read_are_named() {
    let desk = seven();
    let mut odd = report("平潭综合实验区管理委员会", REQUESTS[6]);
    let words = Figure { value: Value::Kept("见附件".into()), ..Figure::BLANK };
    odd.tables.get_mut("requests").unwrap().set("r1", "total", words);
    desk.put("报/2025.xlsx", &filled(&odd).unwrap());
    desk.put("报/坏.xlsx", b"PK\x03\x04broken");
    let run = desk.run(&["history", "报", "-o", "历年.xlsx"]);
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    let told = printed(&run);
    assert!(told.contains("填的是“见附件”，没有计入") && told.contains("坏.xlsx"), "{told}");
}

#[test]
fn cells_with_words_and_rates_that_cannot_be_worked_out_are_named_with_their_cells() {
    let desk = seven();
    let mut odd = report("平潭综合实验区管理委员会", REQUESTS[6]);
    let words = |text: &str| Figure { value: Value::Kept(text.into()), ..Figure::BLANK };
    let mut set = |table: &str, row: &str, column: &str, figure: Figure| {
        odd.tables.get_mut(table).unwrap().set(row, column, figure);
    };
    set("proactive", "a20-1-normative", "inForce", words("无"));
    let remark = Some("（含延续）".to_owned());
    set("proactive", "a20-5-license", "decisions", Figure { remark, ..Figure::whole(1000) });
    set("litigation", "cases", "rec-corrected", Figure::BLANK);
    for column in ["upheld", "corrected", "other", "pending"] {
        for kind in ["lit-direct", "lit-after"] {
            set("litigation", "cases", &format!("{kind}-{column}"), Figure::whole(0));
        }
    }
    desk.put("报/2025.xlsx", &filled(&odd).unwrap());
    desk.run(&["history", "报", "-o", "历年.xlsx"]);
    let bytes = std::fs::read(desk.path("历年.xlsx")).unwrap();
    let notes = sheet(&bytes, "缺口和断点");
    let of = |kind: &str| -> Vec<[String; 2]> {
        let own = notes.iter().filter(|row| row[0] == kind && row[2] == "2025");
        own.map(|row| [row[4].clone(), row[5].clone()]).collect()
    };
    let pairs = |pairs: &[[&str; 2]]| -> Vec<[String; 2]> {
        pairs.iter().map(|pair| pair.map(str::to_owned)).collect()
    };
    assert_eq!(
        of("填的不是数字"),
        pairs(&[["二、主动公开 ▸ D5", "“行政规范性文件·现行有效件数”填的是“无”，没有计入"]])
    );
    assert_eq!(
        of("数字旁有文字"),
        pairs(&[[
            "二、主动公开 ▸ B8",
            "“行政许可·本年处理决定数量”填的是“1000（含延续）”，按 1000 计入"
        ]])
    );
    let rates = of("比率没有算全");
    assert!(rates[0][1].contains("复议纠错率") && rates[0][1].contains("结果纠正"), "{rates:?}");
    assert!(rates[0][0].starts_with("四、复议诉讼 ▸ B5"), "{rates:?}");
    assert_eq!(rates[1][1], "诉讼纠错率：分母是 0");
    assert!(of("没有填写").iter().all(|one| !one[1].contains("现行有效")));
}

/// The rows of a sheet, eight texts each.
fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(bytes)).unwrap();
    let rows = book.worksheet_range(name).unwrap();
    rows.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn the_same_reports_give_the_same_bytes_from_workbooks_and_from_our_xml() {
    let desk = seven();
    let run = |output: &str| {
        let run = desk.run(&["history", "报", "-o", output]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        std::fs::read(desk.path(output)).unwrap()
    };
    assert!(run("甲.xlsx") == run("乙.xlsx"));
    let from_workbooks = long(&desk, &["报"]);
    desk.run(&["convert", "报", "--to", "xml", "--allow-errors", "-o", "数据"]);
    let from_xml = long(&desk, &["数据"]);
    let figures = |lines: &[BTreeMap<String, String>]| -> Vec<(String, String, String)> {
        let of = |line: &BTreeMap<String, String>| {
            (line["年度"].clone(), line["名称"].clone(), line["数值"].clone())
        };
        lines.iter().map(of).collect()
    };
    assert_eq!(figures(&from_workbooks), figures(&from_xml));
}

#[test]
fn what_cannot_be_meant_is_refused_in_one_chinese_sentence() {
    let desk = seven();
    for (arguments, part) in [
        (&["--format", "parquet"][..], "不写 parquet"),
        (&["-o", "历年.parquet"], "不写 parquet"),
        (&["-o", "历年.csv", "--format", "json"], "不符"),
        (&["--format", "xlsx"], "-o"),
        (&["-o", "历年.xlsx", "--year", "2024"], "--by body"),
        (&["-o", "历年.txt"], ".xlsx"),
    ] {
        let run = desk.run(&[&["history", "报"], arguments].concat());
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert!(said(&run).contains(part), "{arguments:?}: {}", said(&run));
        assert_eq!(said(&run).lines().count(), 1, "{}", said(&run));
    }
    let run = desk.run(&["history", "报/2024.xlsx", "-o", "历年.xlsx"]);
    assert!(said(&run).contains("至少要两个年度"), "{}", said(&run));
    let run = desk.run(&["history", "报/2024.xlsx", "没有.xlsx", "-o", "历年.xlsx"]);
    assert_eq!(run.status.code(), Some(2));
}
