//! `diff`: what the program says of two files.

use crate::desk::Desk;
use nianbao::model::{Figure, Passage};
use serde_json::Value;

fn two() -> Desk {
    let desk = Desk::new();
    desk.report("旧.xlsx", |_| {});
    desk.report("新.xlsx", |report| {
        let table = report.tables.get_mut("requests").unwrap();
        table.set("r1", "natural", Figure::whole(99));
        report.sections[0].blocks.push(Passage::Paragraph("新增的一段。".into()));
        report.metadata.fields.insert("phone".into(), "029-12345678".into());
    });
    desk
}

#[test]
fn exactly_what_was_changed_is_told_with_its_cells() {
    let desk = two();
    let output = desk.run(&["diff", "旧.xlsx", "新.xlsx", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let figures = told["figures"].as_array().unwrap();
    assert_eq!(figures.len(), 1, "{figures:?}");
    assert_eq!((&figures[0]["row"], &figures[0]["new"]), (&"r1".into(), &"99".into()));
    assert_eq!(figures[0]["newCell"], figures[0]["oldCell"]);
    let text = told["text"].as_array().unwrap();
    assert_eq!((text.len(), &text[0]["kind"]), (1, &"added".into()), "{text:?}");
    assert_eq!(told["keys"][0]["id"], "phone");
}

#[test]
fn the_same_report_in_another_format_is_equal() {
    let desk = two();
    assert!(desk.run(&["convert", "旧.xlsx", "--to", "xml", "-o", "out"]).status.success());
    let output = desk.run(&["diff", "旧.xlsx", "out/旧.xml"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("内容相同"));
    let output = desk.run(&["diff", "旧.xlsx", "没有.xlsx"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_marked_copy_shows_each_difference_at_its_cell() {
    let desk = two();
    let output = desk.run(&["diff", "旧.xlsx", "新.xlsx", "--mark", "改动.xlsx"]);
    assert_eq!(output.status.code(), Some(1));
    let output = desk.run(&["diff", "新.xlsx", "改动.xlsx"]);
    assert_eq!(output.status.code(), Some(0), "the copy is the same report");
    let copy = std::fs::read(desk.path("改动.xlsx")).unwrap();
    let mut package = nianbao::formats::opc::Package::open(&copy).unwrap();
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    let mut comments = names.iter().filter(|name| name.contains("comments"));
    let says = |name: &String| {
        let bytes = package.bytes(name, 1 << 20).unwrap().unwrap_or_default();
        String::from_utf8_lossy(&bytes).contains("原为")
    };
    assert!(comments.any(says), "{names:?}");
}
