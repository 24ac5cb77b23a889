//! `check` says everything that `convert` would: of every workbook at hand, with the same
//! options, both give the same findings.

use crate::desk::{Desk, EXAMPLE, printed, said};
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// What `--format json` printed.
fn json(output: &Output) -> Json {
    let printed = printed(output);
    serde_json::from_str(&printed)
        .unwrap_or_else(|error| panic!("{error}\n{printed}\n{}", said(output)))
}

fn both(desk: &Desk, workbook: &Path, options: &[&str]) -> (Json, Json) {
    let workbook = workbook.to_str().unwrap();
    let arguments = |command| [&[command, workbook, "--format", "json"][..], options].concat();
    let check = desk.run(&arguments("check"));
    let convert = desk.run(&[&arguments("convert")[..], &["-o", "out"]].concat());
    assert_eq!(check.status.code(), convert.status.code(), "{workbook}: {}", said(&convert));
    (json(&check), json(&convert))
}

/// Every workbook below a folder.
fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() {
            workbooks(&path, found);
        } else if ["xlsx", "xls", "xlsb", "ods", "et"].contains(&ending) {
            found.push(path);
        }
    }
}

#[test]
fn every_workbook_at_hand_gets_the_same_findings_from_both() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["templates", "tests"] {
        workbooks(&root.join(folder), &mut all);
    }
    // More of them, where somebody has put a folder of cases.
    if let Some(folder) = std::env::var_os("NIANBAO_CASES") {
        workbooks(Path::new(&folder), &mut all);
    }
    all.sort();
    assert!(all.len() >= 4, "{all:?}");
    for workbook in all {
        let desk = Desk::new();
        let (check, convert) = both(&desk, &workbook, &[]);
        assert_eq!(check, convert, "{}", workbook.display());
    }
}

#[test]
fn what_stops_convert_is_found_by_check_with_the_same_options() {
    let desk = Desk::new();
    let catalogue =
        concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mappings/catalogue.toml").to_owned();
    let glyph = desk.report("字.xlsx", |report| {
        report.metadata.fields.insert("preamble".into(), "某县\u{1F600}报告。".into());
    });
    let bare = desk.report("缺.xlsx", |report| {
        report.metadata.fields.remove("indexNumber");
    });
    for (workbook, options, code) in [
        (&glyph, &[][..], "NB901"),
        (&bare, &["--portal-strict"], "NB680"),
        (&bare, &["--mapping", &catalogue], "NB684"),
    ] {
        let (check, convert) = both(&desk, workbook, options);
        assert_eq!(check, convert, "{options:?}");
        let findings = check["files"][0]["findings"].as_array().unwrap();
        assert!(findings.iter().any(|one| one["code"] == code), "{options:?}: {findings:#?}");
    }
}

#[test]
fn what_a_format_cannot_do_without_is_a_finding_of_both_and_stops_no_other_format() {
    let desk = Desk::new();
    let undated = desk.report("无日期.xlsx", |report| {
        (report.metadata.date_produced, report.metadata.date_published) = (None, None);
    });
    // So that nothing but the archival format insists on a date.
    desk.put("宽.toml", "[severity]\nNB107 = \"warning\"\n".as_bytes());
    let (check, convert) = both(&desk, &undated, &["--profile", "宽.toml"]);
    assert_eq!(check, convert);
    let findings = check["files"][0]["findings"].as_array().unwrap();
    let unwritten: Vec<&Json> = findings.iter().filter(|one| one["code"] == "NB906").collect();
    assert_eq!(unwritten.len(), 1, "{findings:#?}");
    assert!(unwritten[0]["message"].as_str().unwrap().contains("日期"), "{unwritten:?}");
    assert!(!desk.path("out/无日期.pdf").exists() && desk.path("out/无日期.xml").exists());
    let (check, convert) = both(&desk, &undated, &["--profile", "宽.toml", "--to", "docx"]);
    assert_eq!(check, convert);
    assert!(desk.path("out/无日期.docx").exists(), "Word asks for no date");
}

#[test]
fn what_cannot_be_set_names_its_cell_and_stops_the_pdf_alone() {
    let desk = Desk::new();
    let long = desk.report("长.xlsx", |report| {
        report.metadata.agency = Some("长".repeat(20_000));
    });
    let (check, convert) = both(&desk, &long, &["--allow-errors"]);
    assert_eq!(check, convert);
    let findings = check["files"][0]["findings"].as_array().unwrap();
    let unset: Vec<&Json> = findings.iter().filter(|one| one["code"] == "NB906").collect();
    assert_eq!(unset.len(), 1, "{findings:#?}");
    assert_eq!(unset[0]["cell"], "B3", "{unset:?}");
    assert!(!desk.path("out/长.pdf").exists() && desk.path("out/长.docx").exists());
}

#[test]
fn an_option_at_fault_is_an_error_of_both() {
    let desk = Desk::new();
    for command in ["check", "convert"] {
        let output = desk.run(&[command, EXAMPLE, "--attach"]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(said(&output).contains("PDF/A-3"), "{}", said(&output));
    }
}
