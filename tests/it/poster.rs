//! 一图读懂 from outside: what the program writes, read back and held against the report.

use crate::desk::{Desk, EXAMPLE, example};
use nianbao::model::{Figure, Passage};
use nianbao::text::unit::WAN_YUAN;
use std::collections::BTreeSet;
use std::fs;

fn numbers(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|number| number.trim_matches('.').to_owned())
        .filter(|number| !number.is_empty())
        .collect()
}

/// What an SVG says in its description.
fn description(svg: &str) -> &str {
    let (_, rest) = svg.split_once("<desc id=\"desc\">").unwrap();
    rest.split_once("</desc>").unwrap().0
}

fn svg(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.path(path)).unwrap()
}

#[test]
fn every_number_of_the_picture_is_one_of_the_report() {
    let desk = Desk::new();
    let done = desk.run(&["convert", EXAMPLE, "-o", "图", "--to", "svg"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = svg(&desk, "图/example-2021.svg");
    assert!(text.starts_with("<svg role=\"img\""), "{}", &text[..80]);
    assert!(text.contains("width=\"1080\""));
    let told = numbers(description(&text));
    let report = example();
    let mut known = numbers(&report.title());
    let figures = report.tables.values().flat_map(|table| table.rows.values());
    let figures: Vec<&Figure> = figures.flat_map(|row| row.values()).collect();
    known.extend(figures.iter().flat_map(|figure| numbers(&figure.to_string())));
    known.extend(["2022", "2", "8"].map(str::to_owned));
    let problems = report.section(5).unwrap();
    known.extend(problems.blocks.iter().flat_map(|passage| numbers(Passage::text(passage))));
    assert!(told.is_subset(&known), "{:?}", told.difference(&known));
    for due in ["13", "7903", "477", "587.4072", "6", "1", "7"] {
        assert!(told.contains(due), "{due}");
    }
    let fee = format!("587.4072{WAN_YUAN}");
    assert!(description(&text).contains(&fee));
}

#[test]
fn the_three_pictures_have_their_names_and_sizes_and_come_out_the_same_again() {
    let desk = Desk::new();
    for folder in ["甲", "乙"] {
        let done = desk.run(&["convert", EXAMPLE, "-o", folder, "--to", "png,svg,poster"]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    let files = desk.tree("甲");
    assert_eq!(files, desk.tree("乙"));
    let png = &files["example-2021.png"];
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    assert_eq!(png[16..20], 1080_u32.to_be_bytes());
    assert!(png.windows(15).any(|bytes| bytes == b"iTXtDescription"));
    assert!(files["example-2021.poster.pdf"].starts_with(b"%PDF-1.7"));
    assert!(files.contains_key("example-2021.svg"));
}

#[test]
fn the_look_can_be_another_offices() {
    let desk = Desk::new();
    let own = "#let typeset(data) = { set page(width: 1080pt, height: auto); set text(font: data.fonts.hei); for line in data.title { line } }";
    desk.put("样子/poster.typ", own.as_bytes());
    let convert = |look: &str| {
        desk.run(&["convert", EXAMPLE, "-o", "图", "--to", "svg", "--poster-template", look])
    };
    desk.run(&["convert", EXAMPLE, "-o", "图", "--to", "svg"]);
    let shipped = svg(&desk, "图/example-2021.svg");
    let done = convert("样子");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = svg(&desk, "图/example-2021.svg");
    assert!(text.len() * 3 < shipped.len(), "only the title is drawn");
    assert!(description(&text).contains("7903"));
    desk.put("空/x.txt", b"");
    let refused = String::from_utf8(convert("空").stderr).unwrap();
    assert!(refused.contains("没有 poster.typ"), "{refused}");
    desk.put("错/poster.typ", b"#let typeset(data) = { unknown }");
    let refused = String::from_utf8(convert("错").stderr).unwrap();
    assert!(refused.contains("poster.typ 第 1 行"), "{refused}");
}

#[test]
fn earlier_years_are_drawn() {
    let desk = Desk::new();
    for (year, received) in [(2019, 31), (2020, 17)] {
        desk.report(&format!("{year}.xlsx"), |report| {
            report.metadata.year = Some(year);
            let requests = report.tables.get_mut("requests").unwrap();
            requests.set("r1", "total", Figure::whole(received));
        });
    }
    let run = |years: &[&str]| {
        let mut arguments = vec!["convert", EXAMPLE, "-o", "图", "--to", "svg", "--allow-errors"];
        arguments.extend(years.iter().flat_map(|year| ["--previous", year]));
        desk.run(&arguments)
    };
    run(&["2020.xlsx", "2019.xlsx"]);
    let text = svg(&desk, "图/example-2021.svg");
    assert!(
        description(&text)
            .contains("本年新收政府信息公开申请数量：2019：31件，2020：17件，2021：7件"),
        "{}",
        description(&text)
    );
    let refused = run(&["2020.xlsx", "2019.xlsx", "2019.xlsx"]);
    assert!(String::from_utf8(refused.stderr).unwrap().contains("最多写 2 次"));
}

#[test]
fn a_report_of_noughts_says_so() {
    let desk = Desk::new();
    desk.report("镇.xlsx", |report| {
        for table in report.tables.values_mut() {
            let form = table.form.form();
            for form in &form.tables {
                for (row, column) in form.squares() {
                    if table.rows.contains_key(&row.id) {
                        table.set(&row.id, &column.id, Figure::whole(0));
                    }
                }
            }
        }
    });
    desk.run(&["convert", "镇.xlsx", "--to", "svg", "--allow-errors"]);
    let text = svg(&desk, "镇.svg");
    let told = description(&text);
    assert!(told.contains("结转下年度继续办理均为0件。"), "{told}");
    assert!(told.contains("未填写。"), "what was blank stays blank: {told}");
}
