//! What the program says of a workbook, in every format, and the book of rules.

use crate::desk::{Desk, EXAMPLE, printed, said};
use nianbao::model::{Figure, Value};
use serde_json::Value as Json;
use std::path::Path;
use std::process::Output;

/// The example workbook after a change to its table of requests.
fn requests(desk: &Desk, name: &str, change: impl FnOnce(&mut nianbao::model::Table)) {
    desk.report(name, |report| change(report.tables.get_mut("requests").unwrap()));
}

/// One wrong total, and five dashes in one row.
fn wrong(desk: &Desk, name: &str) {
    requests(desk, name, |table| {
        table.set("r1", "total", Figure::whole(9));
        dashes(table);
    });
}

const HEADS: [&str; 5] = ["commercial", "research", "welfare", "legal", "other"];

fn dashes(table: &mut nianbao::model::Table) {
    for column in HEADS {
        let dash = Figure { value: Value::Kept("-".into()), ..Figure::BLANK };
        table.set("r3-2", column, dash);
    }
}

fn json(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", said(output)))
}

/// Findings of the first file with this code.
fn with_code<'j>(document: &'j Json, code: &str) -> Vec<&'j Json> {
    let findings = document["files"][0]["findings"].as_array().unwrap();
    findings.iter().filter(|finding| finding["code"] == code).collect()
}

#[test]
fn the_book_of_rules_is_the_committed_one() {
    let book = printed(&Desk::new().run(&["explain", "--format", "markdown"]));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    if std::env::var_os("NIANBAO_BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(&path, &book).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(committed == book, "docs/rules.md: run NIANBAO_BLESS=1 cargo test --test it diag");
}

#[test]
fn every_code_is_explained_and_listed() {
    let desk = Desk::new();
    let list = printed(&desk.run(&["explain"]));
    for code in nianbao::pipeline::codes().all() {
        assert!(list.contains(code.id) && list.contains(code.title), "{}:\n{list}", code.id);
        let page = printed(&desk.run(&["explain", code.id]));
        for part in [code.id, code.title, code.what, code.why, code.fix] {
            assert!(page.contains(part), "{}: {part} is missing in:\n{page}", code.id);
        }
        assert!(!page.contains(['{', '}']), "{}: a gap is left open in:\n{page}", code.id);
    }
    let pages = printed(&desk.run(&["explain", "nb203", "201"]));
    assert!(pages.starts_with("NB203 ") && pages.contains("\nNB201 "), "{pages}");
}

#[test]
fn an_unknown_code_gets_a_sentence_with_those_that_are_near() {
    let output = Desk::new().run(&["explain", "NB20"]);
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    assert!(
        said.contains("“NB20”") && said.contains("NB201") && said.lines().count() == 1,
        "{said}"
    );
    assert_eq!(printed(&output), "");
}

#[test]
fn people_read_equal_mistakes_once_and_programs_read_every_cell() {
    let desk = Desk::new();
    wrong(&desk, "错.xlsx");
    let text = printed(&desk.run(&["check", "错.xlsx"]));
    let dashes: Vec<&str> = text.lines().filter(|line| line.contains("NB106")).collect();
    assert_eq!(dashes.len(), 1, "{text}");
    assert!(dashes[0].contains("（5 处）") && dashes[0].contains("E8:I8"), "{text}");
    assert_eq!(text.matches("错.xlsx ▸ 三、依申请公开\n").count(), 1, "{text}");
    assert!(text.lines().last().unwrap().contains("7 个提示"), "{text}");
    assert!(!text.contains('\u{1b}'), "colours in a pipe:\n{text}");
    let document = json(&desk.run(&["check", "错.xlsx", "--format", "json"]));
    let cells: Vec<&str> =
        with_code(&document, "NB106").iter().map(|one| one["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["E8", "F8", "G8", "H8", "I8"]);
}

#[test]
fn a_finding_in_json_has_exactly_the_documented_keys() {
    let desk = Desk::new();
    wrong(&desk, "错.xlsx");
    let document = json(&desk.run(&["check", "错.xlsx", "没有.xlsx", "--format", "json"]));
    let keys = |value: &Json| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let sorted = |value: &Json| {
        let mut keys = keys(value);
        keys.sort();
        keys
    };
    assert_eq!(sorted(&document), ["files"]);
    assert_eq!(sorted(&document["files"][0]), ["file", "findings"]);
    assert_eq!(sorted(&document["files"][1]), ["error", "file", "findings"]);
    let wrong = with_code(&document, "NB201");
    assert_eq!(wrong.len(), 1);
    assert_eq!(sorted(wrong[0]), ["cell", "code", "help", "message", "severity", "sheet", "title"]);
    assert_eq!(wrong[0]["severity"], "error");
    assert_eq!(wrong[0]["sheet"], "三、依申请公开");
    assert_eq!(wrong[0]["cell"], "J5");
}

#[test]
fn the_schema_names_the_keys_that_are_written() {
    let schema: Json =
        serde_json::from_str(include_str!("../../docs/findings.schema.json")).unwrap();
    let desk = Desk::new();
    wrong(&desk, "错.xlsx");
    std::fs::write(desk.path("省.toml"), "name = \"某省\"").unwrap();
    let output =
        desk.run(&["check", "错.xlsx", "没有.xlsx", "--profile", "省.toml", "--format", "json"]);
    let document = json(&output);
    let described = |value: &Json, schema: &Json| {
        for key in value.as_object().unwrap().keys() {
            assert!(schema["properties"].get(key).is_some(), "{key} is not in the schema");
        }
        for key in schema["required"].as_array().unwrap() {
            assert!(value.get(key.as_str().unwrap()).is_some(), "{key} is missing");
        }
    };
    described(&document, &schema);
    for file in document["files"].as_array().unwrap() {
        described(file, &schema["$defs"]["file"]);
        for finding in file["findings"].as_array().unwrap() {
            described(finding, &schema["$defs"]["finding"]);
        }
    }
}

#[test]
fn sarif_has_rules_results_and_the_cells_as_logical_locations() {
    let desk = Desk::new();
    wrong(&desk, "错 误.xlsx");
    let output = desk.run(&["check", "./错 误.xlsx", "没有.xlsx", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(2), "a file is missing");
    let log = json(&output);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), nianbao::pipeline::codes().all().count());
    let results = run["results"].as_array().unwrap();
    let wrong = results.iter().find(|result| result["ruleId"] == "NB201").unwrap();
    assert_eq!(wrong["level"], "error");
    assert_eq!(rules[wrong["ruleIndex"].as_u64().unwrap() as usize]["id"], "NB201");
    let location = &wrong["locations"][0];
    let uri = &location["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "%E9%94%99%20%E8%AF%AF.xlsx");
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "三、依申请公开!J5");
    assert_eq!(results.iter().filter(|result| result["ruleId"] == "NB106").count(), 5);
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn strictly_a_warning_is_enough_for_exit_code_1() {
    let desk = Desk::new();
    // A total left blank: a warning and nothing worse.
    requests(&desk, "空.xlsx", |table| table.set("r1", "total", Figure::BLANK));
    std::fs::copy(EXAMPLE, desk.path("好.xlsx")).unwrap();
    for (arguments, code) in [
        (&["check", "空.xlsx"][..], 0),
        (&["check", "空.xlsx", "--strict"], 1),
        (&["convert", "空.xlsx", "--to", "xml"], 0),
        (&["convert", "空.xlsx", "--to", "xml", "--strict"], 1),
        (&["check", "好.xlsx"], 0),
    ] {
        let output = desk.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{}", said(&output));
    }
    assert!(desk.path("空.xml").exists(), "only the exit code is strict");
    let output = desk.run(&["convert", "空.xlsx", "--to", "xml", "--strict", "--quiet"]);
    assert!(said(&output).contains("NB105"), "why it fails is shown: {}", said(&output));
}

#[test]
fn a_profile_re_grades_and_what_it_omits_is_counted() {
    let desk = Desk::new();
    wrong(&desk, "错.xlsx");
    let profile = "name = \"某省\"\n[severity]\nNB106 = \"off\"\nNB201 = \"warning\"\n";
    std::fs::write(desk.path("省.toml"), profile).unwrap();
    // The wrong total breaks the column's sums, too: those stay errors.
    let document =
        json(&desk.run(&["check", "错.xlsx", "--profile", "省.toml", "--format", "json"]));
    assert_eq!(document["profile"], "某省");
    assert_eq!(document["files"][0]["omitted"], 5);
    assert!(with_code(&document, "NB106").is_empty());
    assert_eq!(with_code(&document, "NB201")[0]["severity"], "warning");
    let output = desk.run(&["check", "错.xlsx", "--profile", "省.toml"]);
    assert!(printed(&output).contains("按规则集“某省”略去 5 条"), "{}", printed(&output));
    requests(&desk, "杠.xlsx", dashes);
    std::fs::write(desk.path("严.toml"), "[severity]\nNB106 = \"error\"\n").unwrap();
    let output = desk.run(&["convert", "杠.xlsx", "--to", "xml", "--profile", "严.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!desk.path("杠.xml").exists());
}

#[test]
fn a_wrong_profile_stops_the_run_with_one_sentence() {
    let desk = Desk::new();
    for text in
        ["[severity]\nNB16 = \"off\"", "[severity]\nNB201 = \"off\"", "severity", "标题 = 1"]
    {
        std::fs::write(desk.path("省.toml"), text).unwrap();
        for command in ["check", "convert"] {
            let output = desk.run(&[command, EXAMPLE, "--profile", "省.toml"]);
            let said = said(&output);
            assert_eq!(output.status.code(), Some(2), "{text}: {said}");
            assert!(said.contains("省.toml") && said.lines().count() == 1, "{text}: {said}");
        }
    }
    let output = desk.run(&["check", EXAMPLE, "--profile", "没有.toml"]);
    assert!(said(&output).contains("没有.toml"), "{}", said(&output));
}

#[test]
fn several_files_are_counted_together_at_the_end() {
    let desk = Desk::new();
    wrong(&desk, "错.xlsx");
    let output = desk.run(&["check", "错.xlsx", EXAMPLE, "没有.xlsx"]);
    assert_eq!(output.status.code(), Some(2));
    let text = printed(&output);
    let at = text.find("汇总\n").unwrap();
    for line in ["有错误", "读不了", "合计", "需要处理的"] {
        assert!(text[at..].contains(line), "{text}");
    }
}

#[test]
fn a_marked_copy_never_takes_the_place_of_another_file() {
    let desk = Desk::new();
    wrong(&desk, "错.xlsx");
    let before = std::fs::read(desk.path("错.xlsx")).unwrap();
    std::fs::write(desk.path("别的.xlsx"), "重要").unwrap();
    for (arguments, part) in [
        (&["check", "错.xlsx", "--mark", "错.xlsx"][..], "不能覆盖"),
        (&["check", "错.xlsx", "--mark", "别的.xlsx"], "--force"),
        (&["check", "错.xlsx", "--mark", "副本.xls"], ".xlsx"),
        (&["check", "错.xlsx", "错.xlsx", "--mark", "副本.xlsx"], "一个"),
    ] {
        let output = desk.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(part), "{arguments:?}: {}", said(&output));
        assert_eq!(printed(&output), "", "nothing is done before");
    }
    assert!(std::fs::read(desk.path("错.xlsx")).unwrap() == before);
    assert_eq!(std::fs::read(desk.path("别的.xlsx")).unwrap(), "重要".as_bytes());
    let output = desk.run(&["check", "错.xlsx", "--mark", "副本.xlsx"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("副本.xlsx"), "{}", said(&output));
    assert!(std::fs::read(desk.path("副本.xlsx")).unwrap().starts_with(b"PK"));
    let output = desk.run(&["check", "错.xlsx", "--mark", "副本.xlsx", "--force"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
}
