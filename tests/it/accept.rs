//! 核对说明 from end to end: listed by `check --mark`, filled in, read back from every format,
//! shown folded, named when it no longer fits.

use crate::desk::{Desk, printed, said};
use nianbao::formats::opc::Edit;
use nianbao::model::{Figure, Report, Value};
use serde_json::Value as Json;
use std::fs;
use std::process::Output;

/// A report with hints and warnings and no error, nine in all.
fn doubtful(report: &mut Report) {
    let table = report.tables.get_mut("requests").unwrap();
    for column in ["commercial", "research", "welfare", "legal"] {
        let dash = Figure { value: Value::Kept("-".into()), ..Figure::BLANK };
        table.set("r3-2", column, dash);
    }
    table.set("r1", "total", Figure::BLANK);
}

/// The marked copy of a workbook with open questions.
fn marked() -> Desk {
    let desk = Desk::new();
    desk.report("甲.xlsx", doubtful);
    desk.run(&["check", "甲.xlsx", "--mark", "甲注.xlsx"]);
    desk
}

/// The part of the sheet 核对说明 of an official workbook.
const SHEET: &str = "xl/worksheets/sheet9.xml";

/// A change to the sheet 核对说明 of a workbook.
fn change(desk: &Desk, name: &str, change: impl Fn(String) -> String) {
    let bytes = fs::read(desk.path(name)).unwrap();
    let mut package = Edit::open(&bytes).unwrap();
    let text = package.text(SHEET).unwrap().unwrap();
    package.write(SHEET, change(text));
    fs::write(desk.path(name), package.finish().unwrap()).unwrap();
}

/// Writes a reason, a name and a date into every row that has none.
fn explained(sheet: String) -> String {
    let mut sheet = sheet;
    for (column, text) in [("E", "上级要求"), ("F", "张三"), ("G", "2022-01-05")] {
        for row in 3..=11 {
            let style = format!("<c r=\"{column}{row}\" s=\"");
            let Some(at) = sheet.find(&style) else { continue };
            let end = at + sheet[at..].find("/>").unwrap();
            sheet.replace_range(
                end..end + 2,
                &format!(" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            );
        }
    }
    sheet
}

fn json(output: &Output) -> Json {
    serde_json::from_str(&printed(output)).unwrap()
}

fn codes(findings: &Json) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn the_marked_copy_lists_what_is_open_and_asks_for_reasons() {
    let desk = marked();
    let output = desk.run(&["check", "甲注.xlsx"]);
    let text = printed(&output);
    assert!(text.contains("NB033  E3:E11（9 处）"), "{text}");
    assert!(!text.contains("NB001") && !text.contains("NB002"), "{text}");
    let count = |name: &str| {
        let bytes = fs::read(desk.path(name)).unwrap();
        Edit::open(&bytes).unwrap().text(SHEET).unwrap().unwrap().matches("NB106").count()
    };
    assert_eq!(count("甲注.xlsx"), 4);
    // Marked once more, nothing is listed twice.
    desk.run(&["check", "甲注.xlsx", "--mark", "甲再注.xlsx"]);
    assert_eq!(count("甲再注.xlsx"), 4);
}

#[test]
fn an_accepted_finding_is_folded_and_no_longer_counts() {
    let desk = marked();
    assert_eq!(desk.run(&["check", "甲注.xlsx", "--strict"]).status.code(), Some(1));
    change(&desk, "甲注.xlsx", explained);
    let output = desk.run(&["check", "甲注.xlsx", "--strict"]);
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("甲注.xlsx ▸ 已说明（9 处）\n"), "{text}");
    let folded =
        "  已说明 NB106  三、依申请公开 E8:H8（4 处）  理由：上级要求（张三，2022-01-05）\n";
    assert!(text.contains(folded), "{text}");
    assert!(text.ends_with("甲注.xlsx：9 处已说明\n"), "{text}");

    let checked = printed(&desk.run(&["check", "甲注.xlsx", "--format", "json"]));
    assert_eq!(printed(&desk.run(&["convert", "甲注.xlsx", "--format", "json"])), checked);
    let file = &serde_json::from_str::<Json>(&checked).unwrap()["files"][0];
    assert_eq!(file["accepted"], 9);
    for finding in file["findings"].as_array().unwrap() {
        assert_eq!(finding["accepted"]["reason"], "上级要求");
        assert_eq!(finding["accepted"]["by"], "张三");
        assert_eq!(finding["accepted"]["date"], "2022-01-05");
    }
    let log = json(&desk.run(&["check", "甲注.xlsx", "--format", "sarif"]));
    for result in log["runs"][0]["results"].as_array().unwrap() {
        assert_eq!(result["suppressions"][0]["justification"], "上级要求（张三，2022-01-05）");
    }
    // The page says nothing of it.
    desk.run(&["convert", "甲注.xlsx", "--to", "xml,html", "-q"]);
    for name in ["甲注.xml", "甲注.html"] {
        let text = fs::read_to_string(desk.path(name)).unwrap();
        assert!(!text.contains("上级要求") && !text.contains("NB106"), "{name}");
    }
    // Reasons go along into another workbook.
    desk.run(&["convert", "甲注.xlsx", "--to", "xlsx", "-o", "再", "-q"]);
    let again = json(&desk.run(&["check", "再/甲注.xlsx", "--format", "json"]));
    assert_eq!(again["files"][0]["accepted"], 9);
    desk.run(&["convert", "甲注.xlsx", "--to", "xml", "-o", "出", "--summary", "汇总.json", "-q"]);
    let summary: Json = serde_json::from_slice(&fs::read(desk.path("汇总.json")).unwrap()).unwrap();
    let book = &summary["workbooks"][0];
    assert_eq!(
        (&book["accepted"], &book["warnings"], &book["status"]),
        (&8.into(), &0.into(), &"clean".into())
    );
}

#[test]
fn a_reason_holds_for_what_was_there_and_for_nothing_else() {
    let desk = marked();
    change(&desk, "甲注.xlsx", explained);
    // Another value in the list is another value in the cell.
    change(&desk, "甲注.xlsx", |sheet| sheet.replacen(">-</t>", ">/</t>", 1));
    let findings = json(&desk.run(&["check", "甲注.xlsx", "--format", "json"]));
    let findings = &findings["files"][0]["findings"];
    assert_eq!(codes(findings).iter().filter(|code| **code == "NB032").count(), 1);
    let open = findings.as_array().unwrap().iter().filter(|one| one.get("accepted").is_none());
    assert_eq!(open.count(), 2, "{findings}");
}

#[test]
fn a_workbook_without_the_sheet_gets_one() {
    let desk = Desk::new();
    desk.report("甲.xlsx", doubtful);
    let bytes = fs::read(desk.path("甲.xlsx")).unwrap();
    let mut package = Edit::open(&bytes).unwrap();
    let book = package.text("xl/workbook.xml").unwrap().unwrap();
    package.write("xl/workbook.xml", book.replace("name=\"核对说明\"", "name=\"另外一张\""));
    let sheet = package.text(SHEET).unwrap().unwrap();
    let (start, end) = (sheet.find("<row").unwrap(), sheet.find("</sheetData>").unwrap());
    package.write(SHEET, format!("{}{}", &sheet[..start], &sheet[end..]));
    fs::write(desk.path("甲.xlsx"), package.finish().unwrap()).unwrap();
    let output = desk.run(&["check", "甲.xlsx", "--mark", "甲注.xlsx"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = printed(&desk.run(&["check", "甲注.xlsx"]));
    assert!(text.contains("甲注.xlsx ▸ 核对说明\n"), "{text}");
    assert!(text.contains("NB033  E3:E11（9 处）"), "{text}");
}

#[test]
fn what_needs_another_file_is_not_missed_without_it() {
    let desk = marked();
    change(&desk, "甲注.xlsx", explained);
    let row = |code: &str| {
        format!(
            "<row r=\"20\"><c r=\"A20\" t=\"inlineStr\"><is><t>{code}</t></is></c><c r=\"B20\" t=\"inlineStr\"><is><t>三、依申请公开 ▸ J6</t></is></c><c r=\"E20\" t=\"inlineStr\"><is><t>更正</t></is></c></row></sheetData>"
        )
    };
    for (code, missed) in [("NB501", 0), ("NB801", 0), ("NB411", 1), ("NB999", 1)] {
        let name = format!("{code}.xlsx");
        fs::copy(desk.path("甲注.xlsx"), desk.path(&name)).unwrap();
        change(&desk, &name, |sheet| sheet.replace("</sheetData>", &row(code)));
        let findings = json(&desk.run(&["check", &name, "--format", "json"]));
        let found = codes(&findings["files"][0]["findings"]);
        assert_eq!(found.iter().filter(|code| **code == "NB031").count(), missed, "{code}");
    }
}
