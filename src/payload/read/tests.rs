//! Any report survives the XML, and nothing else is taken for one.

use super::{Payload, is_ours};
use crate::error::Error;
use crate::model::form::{FigureKind, fields};
use crate::model::{Date, Figure, Forms, Metadata, Passage, Report, Section, Table, Value};
use crate::payload::write::{Issue, Status, write, write_issue};
use crate::reader::OpenOptions;
use crate::text::clean::{clean, trim};
use crate::writers::workbook::filled;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

fn read_payload(bytes: &[u8]) -> Result<Payload, Error> {
    super::read_payload(bytes, Forms::shipped())
}

fn read_xml(bytes: &[u8]) -> Result<Report, Error> {
    super::read_xml(bytes, Forms::shipped())
}

const EXAMPLE: &str = include_str!("../../../templates/example-2021.toml");

fn example() -> Report {
    toml::from_str(EXAMPLE).unwrap()
}

fn example_xml() -> String {
    String::from_utf8(write(&example()).unwrap()).unwrap()
}

// ───────── reports at random ─────────

/// Text as the reader of workbooks lets it in: cleaned, trimmed, on one line.
fn words() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "甲",
        "乙&丙",
        "<b>",
        "]]>",
        "\u{E000}",
        "𠮷",
        "\"引\"",
        "'",
        "&amp;",
        "&#10;",
        "\t",
        "　",
        " ",
        "\u{1}",
        "\u{B}",
        "\u{FFFF}",
        "\u{200B}",
        "\u{10FFFD}",
        "1.",
        "（一）",
        "<!--",
        "-->",
        "<![CDATA[",
        "?>",
        "é",
        "。",
    ]);
    let ready = |text: String| trim(&clean(&text).text).replace('\n', "");
    prop_oneof![
        20 => prop::collection::vec(pieces, 1..12).prop_map(move |pieces| ready(pieces.concat())),
        10 => any::<String>().prop_map(ready),
        1 => Just("一万字的段落。&<]]>".repeat(770)),
    ]
    .prop_map(|text| if trim(&text).is_empty() { "字".to_owned() } else { trim(&text).to_owned() })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(Value::Blank),
        3 => any::<i64>().prop_map(Value::Whole),
        2 => (any::<i64>(), 1u32..10).prop_map(|(n, scale)| Value::Exact(Decimal::new(n, scale))),
        1 => words().prop_map(Value::Kept),
    ]
}

fn figure(kind: FigureKind) -> impl Strategy<Value = Figure> {
    let unit = prop::option::of(select(vec!["元", "万元", "亿元"]));
    (value(), unit, prop::option::of(words())).prop_map(move |(value, unit, remark)| {
        let is_number = matches!(value, Value::Whole(_) | Value::Exact(_));
        // The reader gives units to money only, and none that the column names itself.
        let unit = unit.filter(|unit| match kind {
            FigureKind::Money => true,
            FigureKind::WanYuan => *unit != "万元",
            FigureKind::Count | FigureKind::Signed => false,
        });
        Figure {
            unit: unit.map(str::to_owned).filter(|_| is_number),
            remark: remark.filter(|_| is_number),
            value,
        }
    })
}

fn table(id: &'static str) -> impl Strategy<Value = Option<Table>> {
    let of_edition = |edition: usize| {
        let form = Forms::shipped().iter().nth(edition).unwrap();
        let squares: Vec<_> = form.table(id).unwrap().squares().collect();
        let figures: Vec<_> = squares.iter().map(|(_, column)| figure(column.kind)).collect();
        figures.prop_map(move |figures| {
            let mut table = Table::blank(form.edition());
            for ((row, column), figure) in squares.iter().zip(figures) {
                table.set(&row.id, &column.id, figure);
            }
            table
        })
    };
    prop::option::weighted(0.9, (0usize..2).prop_flat_map(of_edition))
}

fn passage() -> impl Strategy<Value = Passage> {
    prop_oneof![
        3 => words().prop_map(Passage::Paragraph),
        1 => (2u8..5, words()).prop_map(|(level, text)| Passage::Heading { level, text }),
    ]
}

fn metadata() -> impl Strategy<Value = Metadata> {
    let ids: Vec<&str> = fields()
        .fields
        .iter()
        .map(|field| field.id.as_str())
        .filter(|id| !matches!(*id, "year" | "agency" | "title" | "dateProduced" | "datePublished"))
        .chain(["columnType", "futureField"])
        .collect();
    let date = || (2019i32..2030, 1u8..13, 1u8..28).prop_map(|(y, m, d)| Date::new(y, m, d));
    (
        (1900i32..10000, words(), prop::option::of(words())),
        (prop::option::of(Just(())), date(), date()),
        prop::option::of((0u8..24, 0u8..60)),
        prop::collection::btree_map(select(ids), words(), 0..8),
        prop::collection::vec((words(), words()), 0..3),
    )
        .prop_map(
            |((year, agency, title), (is_dated, produced, published), time, fields, unknown)| {
                Metadata {
                    year: Some(year),
                    agency: Some(agency),
                    title,
                    date_produced: produced.filter(|_| is_dated.is_some()),
                    date_published: published,
                    time_published: time.map(|(hour, minute)| format!("{hour:02}:{minute:02}")),
                    fields: fields.into_iter().map(|(id, text)| (id.to_owned(), text)).collect(),
                    unknown,
                }
            },
        )
}

fn report() -> impl Strategy<Value = Report> {
    let texts =
        || (words(), prop::collection::vec(passage(), 0..5), prop::collection::vec(words(), 0..3));
    (
        0usize..2,
        metadata(),
        [texts(), texts(), texts(), texts(), texts(), texts()],
        (table("proactive"), table("requests"), table("litigation")),
    )
        .prop_map(|(edition, metadata, texts, (proactive, requests, litigation))| {
            let form = Forms::shipped().iter().nth(edition).unwrap();
            let named =
                [("proactive", proactive), ("requests", requests), ("litigation", litigation)];
            let tables: BTreeMap<String, Table> =
                named.into_iter().filter_map(|(id, table)| Some((id.to_owned(), table?))).collect();
            let sections =
                form.sections.iter().zip(texts).map(|(official, (heading, blocks, notes))| {
                    Section {
                        number: official.number,
                        heading,
                        blocks,
                        table: official.table.clone(),
                        notes,
                    }
                });
            Report { edition: form.edition(), metadata, sections: sections.collect(), tables }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_report_survives_the_xml(report in report(), revision in 1u32..9) {
        let issue = Issue { revision, status: Status::Corrected };
        let bytes = write_issue(&report, issue).unwrap();
        let back = read_payload(&bytes).unwrap();
        prop_assert_eq!(&back.report, &report);
        prop_assert_eq!(back.issue, issue);
        prop_assert_eq!(write_issue(&back.report, issue).unwrap(), bytes);
    }
}

// ───────── round trips ─────────

#[test]
fn workbook_to_xml_to_workbook_to_xml_is_the_identity() {
    let mut report = example();
    let table = report.tables.get_mut("proactive").unwrap();
    let kept = |text: &str| Figure { value: Value::Kept(text.into()), ..Figure::BLANK };
    table.set("a20-5-license", "decisions", kept("—"));
    table.set(
        "a20-6-penalty",
        "decisions",
        Figure {
            value: Value::Whole(22),
            remark: Some("（其中修订16件）".into()),
            ..Figure::BLANK
        },
    );
    report.metadata.time_published = Some("15:47".into());
    report.metadata.unknown.push(("本单位编号".into(), "A&B<C>".into()));
    report.sections[1].notes.push("注：数据统计截至12月31日。".into());
    report.sections[0].heading = "工作总体情况".into();
    report
        .metadata
        .fields
        .insert("preamble".into(), "第一段引言，按照要求编制本报告。\n第二段。".into());
    let read = |bytes: &[u8]| crate::reader::read(bytes, &OpenOptions::default()).unwrap().report;
    let first = read(&filled(&report).unwrap());
    let xml = write(&first).unwrap();
    let second = read(&filled(&read_xml(&xml).unwrap()).unwrap());
    assert_eq!(second, first);
    assert_eq!(String::from_utf8(write(&second).unwrap()), String::from_utf8(xml));
}

#[test]
fn a_composed_title_and_a_day_without_time_stay_what_they_are() {
    let back = read_xml(example_xml().as_bytes()).unwrap();
    assert_eq!((back.metadata.title, back.metadata.time_published), (None, None));
    let mut report = example();
    report.metadata.title = Some(report.default_title());
    report.metadata.time_published = Some("00:00".into());
    assert_eq!(read_xml(&write(&report).unwrap()).unwrap().metadata, report.metadata);
}

#[test]
fn every_table_of_every_form_has_all_its_cells() {
    for edition in Forms::shipped().iter() {
        let mut report = example();
        for (id, table) in &mut report.tables {
            *table = Table::blank(edition.edition());
            let squares = edition.table(id).unwrap().squares();
            squares.for_each(|(row, column)| table.set(&row.id, &column.id, Figure::whole(3)));
        }
        let text = String::from_utf8(write(&report).unwrap()).unwrap();
        let due: usize = edition.tables.iter().map(|table| table.squares().count()).sum();
        assert_eq!(text.matches("<r:cell ").count(), due);
        assert_eq!(read_xml(text.as_bytes()).unwrap().tables, report.tables);
    }
}

// ───────── refusals ─────────

/// The sentence with which a changed example is refused.
fn refused(from: &str, to: &str) -> String {
    let text = example_xml();
    assert!(text.contains(from), "{from}");
    read_xml(text.replacen(from, to, 1).as_bytes()).unwrap_err().to_string()
}

#[test]
fn what_is_not_exactly_ours_is_refused_with_the_reason() {
    let laughs = "<!DOCTYPE r [<!ENTITY a \"哈\"><!ENTITY b \"&a;&a;&a;\">]>\n<r:report ";
    let outside = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<r:report ";
    let cases = [
        ("<r:report ", laughs, "DTD"),
        ("<r:report ", outside, "DTD"),
        ("<r:report ", "<?php x?><r:report ", "处理指令"),
        ("UTF-8", "GBK", "XML 声明"),
        ("总体情况</r:heading>", "&xxe;</r:heading>", "实体“xxe”"),
        ("总体情况</r:heading>", "&#0;</r:heading>", "字符"),
        ("总体情况</r:heading>", "&#xB;</r:heading>", "字符"),
        ("总体情况</r:heading>", "\u{B}</r:heading>", "U+000B"),
        ("总体情况</r:heading>", "</r:heading>", "heading 是空的"),
        ("xxgk-report:1", "xxgk-report:2", "命名空间"),
        ("xmlns:r=", "xmlns:q=", "前缀 r 没有声明"),
        ("<r:report ", "<r:reports ", "r:reports 还没有结束，却有 r:report 的结束标记"),
        ("</r:report>", "</r:report></r:x>", "多了 r:x 的结束标记"),
        ("</r:report>", "<r:repo", "最后一个标记没有写完"),
        ("year=\"2021\"", "year=2021", "有属性写得不对"),
        ("<r:metadata>", "<r:metadata><!x>", "格式有误"),
        ("schemaVersion=\"1.0\"", "schemaVersion=\"2.0\"", "升级程序"),
        ("GBGKBH-2021-30", "GBGKBH-1999-1", "没有格式"),
        ("year=\"2021\"", "year=\"二〇二一\"", "四位年份"),
        ("year=\"2021\" ", "", "缺少属性 year"),
        ("revision=\"1\"", "revision=\"0\"", "修订号"),
        ("status=\"published\"", "status=\"draft\"", "draft"),
        ("status=\"published\"", "status=\"published\" extra=\"1\"", "不认识的属性 extra"),
        ("2022-02-08 00:00", "2022-02-30 00:00", "2022-02-30"),
        ("2022-02-08 00:00", "2022-02-08 24:00", "24:00"),
        ("2022-02-08 00:00", "2022-02-08", "YYYY-MM-DD HH:MM"),
        (">淳化县人民政府</r:ContentSource>", "></r:ContentSource>", "ContentSource"),
        ("<r:section no=\"6\">", "<r:section no=\"5\">", "序号"),
        ("<r:row id=\"r1\" ", "<r:row id=\"r2\" ", "r2 不认识或位置不对，应为 r1"),
        ("col=\"natural\"", "col=\"nature\"", "缺少 requests/r1/natural"),
        ("<r:cell col=\"natural\">6<", "<r:cell col=\"natural\">六<", "“六”，不是数字"),
        ("<r:cell col=\"natural\">6<", "<r:cell col=\"natural\">6e3<", "不是数字"),
        ("<r:cell col=\"natural\">6<", "<r:cell col=\"natural\">NaN<", "不是数字"),
        ("<r:cell col=\"natural\">6<", "<r:cell col=\"natural\">0x6<", "不是数字"),
        ("<r:cell col=\"natural\">6<", "<r:cell col=\"natural\"><", "空白应写"),
        ("<r:cell col=\"natural\">6<", "<r:cell col=\"natural\"><b xmlns=\"\"/><", "不认识"),
        ("<r:cell col=\"natural\">6<", "<r:cell col=\"natural\" xsi:nil=\"true\">6<", "却有内容"),
        ("form=\"2021\"", "form=\"2035\"", "没有 2035 年版的表"),
        ("<r:metadata>", "<r:metadata><r:Evil/>", "Evil"),
        ("<r:metadata>", "<r:metadata>文字", "不该有的文字"),
        ("</r:report>", "</r:report><r/>", "两个根元素"),
        ("</r:report>", "</r:report>文字", "之外"),
        ("</r:report>", "", "不完整"),
    ];
    for (from, to, because) in cases {
        let said = refused(from, to);
        assert!(
            said.starts_with("这个 XML 不能用作年度报告：") && said.contains(because),
            "{to}: {said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn too_much_of_anything_is_refused() {
    let deep = format!("<a xmlns=\"x\">{}", "<b>".repeat(100));
    assert!(read_xml(deep.as_bytes()).unwrap_err().to_string().contains("层以上"));
    let many = format!("<a>{}</a>", "<b/>".repeat(200_001));
    assert!(read_xml(many.as_bytes()).unwrap_err().to_string().contains("200000 个"));
    let named: String = (0..100_000).map(|n| format!(" a{n}=''")).collect();
    let wide = format!("<r:report xmlns:r=\"x\"{named}/>");
    assert!(read_xml(wide.as_bytes()).unwrap_err().to_string().contains("属性超过 64 个"));
    let digits = refused(
        "<r:cell col=\"natural\">6<",
        &format!("<r:cell col=\"natural\">{}<", "9".repeat(400)),
    );
    assert!(digits.contains("9…”，不是数字") && digits.chars().count() < 120, "{digits}");
    let name = format!("<{}\n/>", "长".repeat(5000));
    let said = read_xml(name.as_bytes()).unwrap_err().to_string();
    assert!(said.chars().count() < 250 && said.lines().count() == 1, "{said}");
    let long = vec![b' '; (16 << 20) + 1];
    assert!(read_xml(&long).unwrap_err().to_string().contains("16 MB"));
    for bytes in [&b""[..], b"<", b"\xFF\xFE<\0", "文字".as_bytes()] {
        read_xml(bytes).unwrap_err();
    }
}

#[test]
fn our_xml_is_told_from_pages_and_spreadsheets() {
    assert!(is_ours(example_xml().as_bytes()));
    assert!(is_ours("\u{FEFF}\n<r:report".as_bytes()) && is_ours(b"<!DOCTYPE lolz [<!ENTITY"));
    for other in [
        "<html>",
        "<!DOCTYPE html><p>",
        "PK\u{3}\u{4}",
        "<table>",
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>",
    ] {
        assert!(!is_ours(other.as_bytes()), "{other}");
    }
}

#[test]
fn what_a_newer_minor_version_adds_is_ignored_and_a_newer_major_one_refused() {
    let newer = example_xml()
        .replace("schemaVersion=\"1.0\"", "schemaVersion=\"1.7\"")
        .replace("<r:cell col=\"natural\">6<", "<r:cell col=\"natural\" sure=\"1\">6<")
        .replace("</r:metadata>", "<r:mood>好</r:mood></r:metadata>")
        .replace("</r:report>", "<r:more><r:p>另</r:p></r:more></r:report>");
    assert_eq!(read_xml(newer.as_bytes()).unwrap(), example());
    for other in ["2.0", "1.x", "1", "01.0"] {
        let other = example_xml().replace("\"1.0\"", &format!("\"{other}\""));
        assert!(read_xml(other.as_bytes()).is_err());
    }
}

#[test]
fn other_prefixes_encodings_and_comments_make_no_difference() {
    let plain = example_xml();
    let default = plain.replace("<r:", "<").replace("</r:", "</").replace("xmlns:r=", "xmlns=");
    let other =
        plain.replace("<r:", "<ns0:").replace("</r:", "</ns0:").replace("xmlns:r=", "xmlns:ns0=");
    let commented = plain
        .replace("<r:metadata>", "<!-- 一 --><r:metadata><!-- 二 -->")
        .replace("</r:p>", "<!-- 三 --></r:p>");
    let marked = format!("\u{FEFF}{plain}");
    for text in [&default, &other, &commented, &marked] {
        assert!(is_ours(text.as_bytes()) && read_xml(text.as_bytes()).unwrap() == example());
    }
    let gbk = default.replace("UTF-8", "GB18030");
    let (gbk, _, _) = encoding_rs::GB18030.encode(&gbk);
    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [&gbk[..], &utf16] {
        assert!(is_ours(bytes) && read_xml(bytes).unwrap() == example());
    }
}

#[test]
fn what_stands_twice_is_called_that() {
    let twice = |what: &str| refused(what, &what.repeat(2));
    assert!(twice("<r:cell col=\"natural\">6</r:cell>").contains("requests/r1/natural 重复"));
    let xml = example_xml();
    let row = xml.split("<r:row").find(|row| row.contains("id=\"r1\"")).unwrap();
    let row = format!("<r:row{row}");
    assert!(twice(row.trim_end()).contains("行 r1 重复"), "{}", twice(row.trim_end()));
}
