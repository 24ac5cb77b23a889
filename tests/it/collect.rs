//! `collect`: a folder that grows, against a roster.

use crate::desk::Desk;
use nianbao::model::{Figure, Report};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

/// Bodies of the roster: name, other name, code.
const ROSTER: [[&str; 3]; 6] = [
    ["某县公安局", "", "11610000016000001X"],
    ["某县司法局", "县司法局", ""],
    ["某县民政局", "", ""],
    ["某县水务局", "", ""],
    ["某县林业局", "", ""],
    ["某县医保局", "某县医疗保障局", ""],
];

fn of(agency: &str) -> impl FnOnce(&mut Report) {
    let agency = agency.to_owned();
    move |report| {
        report.metadata.title = None;
        report.metadata.fields.remove("publisherCode");
        report.metadata.agency = Some(agency);
    }
}

/// A folder with nothing but the roster.
fn with_roster() -> Desk {
    let desk = Desk::new();
    let mut roster = Workbook::new();
    let sheet = roster.add_worksheet();
    for (column, head) in (0..).zip(["单位名称", "别名", "统一社会信用代码"]) {
        sheet.write_string(0, column, head).unwrap();
    }
    for (row, unit) in (1..).zip(ROSTER) {
        for (column, text) in (0..).zip(unit) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    desk.put("名单.xlsx", &roster.save_to_buffer().unwrap());
    desk
}

fn desk() -> Desk {
    let desk = with_roster();
    desk.report("收/a.xlsx", |report| {
        of("某县公安分局")(report);
        report.metadata.fields.insert("publisherCode".into(), "11610000016000001x".into());
    });
    desk.report("收/b.xlsx", of("县司法局"));
    desk.report("收/c1.xlsx", of("某县民政局"));
    desk.report("收/c2.xlsx", |report| {
        of("某县民政局")(report);
        let table = report.tables.get_mut("proactive").unwrap();
        table.set("a20-5-license", "decisions", Figure::whole(12345));
    });
    desk.put("收/某县水务局年报.xlsx", b"PK\x03\x04broken");
    desk.report("收/e.xlsx", |report| {
        of("某县医疗保障局")(report);
        report.metadata.year = Some(2019);
    });
    desk.report("收/f.xlsx", of("外县公安局"));
    desk
}

fn collected(desk: &Desk, output: &str) -> String {
    let run = desk.run(&["collect", "收", "--roster", "名单.xlsx", "--year", "2021", "-o", output]);
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn each_body_has_its_line_by_code_name_and_alias() {
    let desk = desk();
    let told = collected(&desk, "台账.json");
    let ledger: Value =
        serde_json::from_slice(&std::fs::read(desk.path("台账.json")).unwrap()).unwrap();
    let states: Vec<&str> = ledger["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["state"].as_str().unwrap())
        .collect();
    assert!(!["missing", "unreadable", "repeated"].contains(&states[0]), "{states:?}");
    assert_eq!(states[0], states[1]);
    assert_eq!(states[2..], ["repeated", "unreadable", "missing", "missing"]);
    let units = &ledger["units"];
    assert!(units[0]["remarks"][0].as_str().unwrap().contains("某县公安分局"));
    assert!(units[5]["remarks"][0].as_str().unwrap().contains("2019 年度"));
    assert_eq!(ledger["notOnRoster"], Value::from(vec!["f.xlsx"]));
    assert!(
        told.contains("应报 6 家") && told.contains("未报（2）：某县林业局、某县医保局"),
        "{told}"
    );
}

#[test]
fn the_next_run_tells_what_is_new_and_what_was_corrected() {
    let desk = desk();
    let told = collected(&desk, "台账.xlsx");
    assert!(!told.contains("与上次"), "{told}");
    let told = collected(&desk, "台账.xlsx");
    assert!(told.contains("没有新的文件"), "{told}");
    desk.report("收/g.xlsx", of("某县林业局"));
    desk.report("收/某县水务局年报.xlsx", of("某县水务局"));
    std::fs::remove_file(desk.path("收/f.xlsx")).unwrap();
    let told = collected(&desk, "台账.xlsx");
    for line in ["新收到 1 个：g.xlsx", "有改动 1 个：某县水务局年报.xlsx", "已不在 1 个：f.xlsx"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
}

#[test]
fn a_sum_names_the_bodies_that_are_missing_from_it() {
    let desk = desk();
    let run = desk.run(&["sum", "收", "--roster", "名单.xlsx", "-o", "合计.xlsx"]);
    assert_eq!(run.status.code(), Some(1));
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(told.contains("名单上没有计入的 3 家：某县水务局、某县林业局、某县医保局"), "{told}");
    assert!(told.contains("不在名单上、已经计入的 1 家：外县公安局（f.xlsx）"), "{told}");
}

#[test]
fn a_check_against_the_reports_below_names_the_same_bodies() {
    let desk = desk();
    desk.report("全县.xlsx", of("某县人民政府"));
    let arguments = ["check", "全县.xlsx", "--children", "收", "--format", "json"];
    let run = desk.run(&[&arguments[..], &["--roster", "名单.xlsx"]].concat());
    let told = String::from_utf8(run.stdout).unwrap();
    for text in
        ["NB811", "“某县水务局”、“某县林业局”、“某县医保局”", "NB812", "外县公安局（f.xlsx）"]
    {
        assert!(told.contains(text), "{text}: {told}");
    }
    let without = String::from_utf8(desk.run(&arguments).stdout).unwrap();
    assert!(!without.contains("NB811"), "{without}");
    let run = desk.run(&["check", "全县.xlsx", "--roster", "名单.xlsx"]);
    assert_eq!(run.status.code(), Some(2), "a roster is for the reports below");
}

#[test]
fn a_file_named_after_a_body_that_calls_itself_otherwise_is_pointed_to() {
    let desk = with_roster();
    desk.report("收/某县民政局.xlsx", of("某县优抚局"));
    desk.run(&["collect", "收", "--roster", "名单.xlsx", "-o", "台账.json"]);
    let told = std::fs::read_to_string(desk.path("台账.json")).unwrap();
    assert!(told.contains("里的机关名称是“某县优抚局”，不在名单上"), "{told}");
}

#[test]
fn a_report_of_two_bodies_is_pointed_to_at_both_and_nobody_is_told_to_mend_the_roster() {
    let desk = with_roster();
    desk.report("收/合并.xlsx", of("某县民政局、某县水务局"));
    desk.run(&["collect", "收", "--roster", "名单.xlsx", "-o", "台账.xlsx"]);
    let bytes = std::fs::read(desk.path("台账.xlsx")).unwrap();
    let part = nianbao::formats::opc::Package::open(&bytes).unwrap();
    let texts = { part }.bytes("xl/sharedStrings.xml", 1 << 24).unwrap().unwrap();
    let texts = String::from_utf8(texts).unwrap();
    let seen = "“合并.xlsx”里的机关名称是“某县民政局、某县水务局”，不在名单上";
    for unit in ["某县民政局", "某县水务局"] {
        let reminder = format!(
            "{unit}：你单位的 2021 年度政府信息公开工作年度报告截至目前尚未收到（{seen}），请核对"
        );
        assert!(texts.contains(&reminder), "{texts}");
    }
    assert!(texts.contains(&format!("{seen}；是同一单位的，请把它写进名单的别名")), "{texts}");
}

#[test]
fn a_folder_without_reports_says_so_and_what_was_there_before() {
    let desk = desk();
    collected(&desk, "台账.xlsx");
    std::fs::remove_dir_all(desk.path("收")).unwrap();
    std::fs::create_dir(desk.path("收")).unwrap();
    let run = desk.run(&["collect", "收", "--roster", "名单.xlsx", "-o", "台账.xlsx"]);
    assert_eq!(run.status.code(), Some(1));
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(told.contains("“收”里没有找到报告"), "{told}");
    assert!(told.contains("上次的文件全都已不在，共 7 个：a.xlsx、"), "{told}");
}

#[test]
fn the_roster_in_use_is_nobodys_report_wherever_a_copy_of_it_lies() {
    let desk = with_roster();
    desk.report("收/a.xlsx", of("某县民政局"));
    desk.report("全县.xlsx", of("某县人民政府"));
    let roster = std::fs::read(desk.path("名单.xlsx")).unwrap();
    desk.put("收/名单 - 副本.xlsx", &roster);
    let check = ["check", "全县.xlsx", "--children", "收", "--roster", "名单.xlsx"];
    for arguments in [
        &["collect", "收", "--roster", "名单.xlsx", "-o", "台账.json"][..],
        &["sum", "收", "--roster", "名单.xlsx", "-o", "合计.xlsx"],
        &["history", "收", "--by", "body", "--roster", "名单.xlsx", "-o", "各单位.xlsx"],
        &check,
    ] {
        let run = desk.run(arguments);
        let told = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
        assert!(!told.contains("副本"), "{arguments:?}: {told}");
    }
    let ledger = std::fs::read_to_string(desk.path("台账.json")).unwrap();
    assert!(!ledger.contains("副本"), "{ledger}");
}

#[test]
fn a_body_under_two_names_is_added_once_and_one_without_a_name_by_that_on_the_roster() {
    let desk = with_roster();
    desk.report("收/1.xlsx", of("某县医保局"));
    desk.report("收/2.xlsx", of("某县医疗保障局"));
    desk.report("收/某县水务局.xlsx", |report| {
        of("")(report);
        report.metadata.agency = None;
    });
    let run = desk.run(&["sum", "收", "--roster", "名单.xlsx", "-o", "合计.xlsx"]);
    let told = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
    assert!(told.contains("汇总 2021 年度 2 家，没有计入 1 家"), "{told}");
    assert!(
        told.contains("没有计入 1.xlsx：“某县医疗保障局”另有一份报告（2.xlsx），数据相同"),
        "{told}"
    );
    assert!(told.contains("某县水务局（某县水务局.xlsx，没有填机关名称）"), "{told}");
}

#[test]
fn the_report_that_was_saved_last_counts_in_the_ledger_and_in_the_sum() {
    let desk = with_roster();
    // Both say the same moment: then the last by name.
    for (name, figure) in [("民政局.xlsx", 70), ("民政局（更正）.xlsx", 32)] {
        desk.report(&format!("收/{name}"), |report| {
            of("某县民政局")(report);
            report.tables.get_mut("requests").unwrap().set("r1", "natural", Figure::whole(figure));
        });
    }
    desk.run(&["collect", "收", "--roster", "名单.xlsx", "-o", "台账.json"]);
    let ledger = std::fs::read_to_string(desk.path("台账.json")).unwrap();
    assert!(ledger.contains("另有“民政局.xlsx”，内容不同"), "{ledger}");
    desk.run(&["sum", "收", "-o", "合计.xlsx"]);
    let bytes = std::fs::read(desk.path("合计.xlsx")).unwrap();
    let sum = nianbao::read("合计.xlsx", bytes, &nianbao::Options::default()).unwrap();
    assert_eq!(sum.report.tables["requests"].figure("r1", "natural").to_string(), "32");
}
