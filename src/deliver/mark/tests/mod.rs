//! The marked copy as a whole.

mod others;
mod sample;

use super::mark;
use crate::diag::{Finding, Severity};
use crate::error::Error;
use sample::{SHEET, Sample, error, finding, names, stored, template, text};

const PLAIN: &str = r#"<sheetData><row r="1" spans="1:2"><c r="A1"><v>1</v></c><c r="B1" s="1"><f>A1*2</f><v>2</v></c></row></sheetData><pageMargins left="1"/><extLst/>"#;

const FIRST: &str = "xl/worksheets/sheet1.xml";

fn marked(sample: &Sample, findings: &[Finding]) -> Vec<u8> {
    mark(&sample.bytes(), findings).unwrap()
}

/// The fill of a cell of the sheet, `None` when there is no such cell.
fn fill(bytes: &[u8], cell: &str) -> Option<String> {
    let sheet = text(bytes, FIRST);
    let tag = sheet.split('<').find(|tag| tag.contains(&format!("r=\"{cell}\"")))?.to_owned();
    let number = |tag: &str, key: &str| -> usize {
        let value = tag.split(&format!(" {key}=\"")).nth(1).map(|rest| rest.split('"').next());
        value.flatten().map_or(0, |value| value.parse().unwrap())
    };
    let styles = text(bytes, "xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1)?.to_owned();
    let format = formats.split("<xf").nth(number(&tag, "s") + 1)?.to_owned();
    let fill = styles.split("<fill>").nth(number(&format, "fillId") + 1)?;
    Some(fill.split("</fill>").next()?.to_owned())
}

/// References and texts of the comments in a part.
fn comments(bytes: &[u8], part: &str) -> Vec<(String, String)> {
    let text = text(bytes, part);
    let split = text.split("<comment ref=\"").skip(1).map(|one| {
        let words: Vec<&str> = one.split("<t").skip(2).collect();
        let words = words.iter().map(|run| {
            let run = run.split_once('>').map_or("", |(_, rest)| rest);
            run.split("</t>").next().unwrap().to_owned()
        });
        (one.split('"').next().unwrap().to_owned(), words.collect::<String>())
    });
    split.collect()
}

#[test]
fn every_part_that_is_not_marked_stays_as_it_is_stored() {
    for name in ["example-2021", "official-2021", "official-2019"] {
        let book = template(name);
        let findings = [
            finding(Severity::Error, "三、依申请公开", (8, 3), (8, 9)),
            finding(Severity::Warning, "四、复议诉讼", (4, 0), (4, 0)),
        ];
        let copy = mark(&book, &findings).unwrap();
        // The sheet that was seen first gives way to the list of findings.
        let seen = if name == "example-2021" { 2 } else { 1 };
        let changed = [
            "[Content_Types].xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            &format!("xl/worksheets/sheet{seen}.xml"),
            "xl/styles.xml",
            "xl/worksheets/sheet5.xml",
            "xl/worksheets/sheet6.xml",
        ];
        let old = names(&book);
        assert_eq!(names(&copy)[..old.len()], old);
        for part in &old {
            let is_same = stored(&book, part) == stored(&copy, part);
            assert_eq!(is_same, !changed.contains(&part.as_str()), "{name} {part}");
        }
        let new: Vec<String> = names(&copy)[old.len()..].to_vec();
        assert_eq!(
            new[..3],
            [
                "xl/worksheets/_rels/sheet5.xml.rels",
                "xl/comments1.xml",
                "xl/drawings/vmlDrawing1.vml"
            ]
        );
        assert!(copy == mark(&book, &findings).unwrap());
    }
}

#[test]
fn of_a_marked_sheet_only_formats_and_the_drawing_change() {
    let copy = marked(&Sample::sheet(PLAIN), &[error(0, 1)]);
    let expected = PLAIN
        .replace("<sheetData>", "<sheetPr><tabColor rgb=\"FFF9BEB8\"/></sheetPr><sheetData>")
        .replace("B1\" s=\"1\"", "B1\" s=\"3\"")
        .replace("<extLst/>", "<legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"rId2\"/><extLst/>");
    assert!(text(&copy, FIRST).contains(&expected), "{}", text(&copy, FIRST));
    let styles = text(&copy, "xl/styles.xml");
    assert!(
        styles.contains(r#"<cellXfs count="10"><xf/><xf fillId="2" numFmtId="1"/>"#),
        "{styles}"
    );
    assert!(styles.contains(r#"<xf applyFill="1" fillId="3" numFmtId="1"/>"#));
    assert!(fill(&copy, "B1").unwrap().contains("F9BEB8"));
}

#[test]
fn a_comment_says_what_is_wrong_and_how_to_put_it_right() {
    let range = finding(Severity::Warning, SHEET, (0, 0), (1, 1));
    let copy = marked(&Sample::sheet(PLAIN), &[range, error(0, 0), error(0, 0)]);
    let id = error(0, 0).code.id;
    let body = "\n分项 &lt; 合计\n修改：核对";
    let said = format!("错误 {id}{body}\n\n警告 {id}（A1:B2）{body}");
    assert_eq!(comments(&copy, "xl/comments1.xml"), [("A1".to_owned(), said)]);
    assert!(fill(&copy, "A1").unwrap().contains("F9BEB8"));
    for cell in ["B1", "A2", "B2"] {
        assert!(fill(&copy, cell).unwrap().contains("FFDF9E"), "{cell}");
    }
    let boxes = text(&copy, "xl/drawings/vmlDrawing1.vml");
    assert!(boxes.contains("<x:Row>0</x:Row><x:Column>0</x:Column>"));
    assert!(boxes.contains("visibility:hidden"));
}

#[test]
fn cells_that_are_not_there_are_put_in_where_they_belong() {
    let rows = r#"<cols><col min="4" max="4" style="2"/></cols><sheetData><row r="2" spans="2:2"><c r="B2"/></row><row r="5" s="1" customFormat="1"/></sheetData>"#;
    let findings = [error(0, 0), error(1, 0), error(1, 3), error(2, 2), error(4, 3), error(9, 3)];
    let copy = marked(&Sample::sheet(rows), &findings);
    let sheet = text(&copy, FIRST);
    let expected = r#"<sheetData><row r="1"><c r="A1" s="3"/></row><row r="2" spans="1:4"><c r="A2" s="3"/><c r="B2"/><c r="D2" s="4"/></row><row r="3"><c r="C3" s="3"/></row><row r="5" s="1" customFormat="1"><c r="D5" s="5"/></row><row r="10"><c r="D10" s="4"/></row></sheetData>"#;
    assert!(sheet.contains(expected), "{sheet}");

    let copy = marked(&Sample::sheet("<sheetData/>"), &[error(1, 1)]);
    let expected = r#"<sheetData><row r="2"><c r="B2" s="3"/></row></sheetData>"#;
    assert!(text(&copy, FIRST).contains(expected));
}

#[test]
fn rows_and_cells_without_numbers_are_counted() {
    let rows = "<sheetData><row><c/><c s=\"1\"><v>7</v></c></row><row/><row><c/></row></sheetData>";
    let copy = marked(&Sample::sheet(rows), &[error(0, 1), error(2, 0), error(2, 1)]);
    let expected = r#"<sheetData><row><c/><c s="3"><v>7</v></c></row><row/><row><c s="4"/><c r="B3" s="4"/></row></sheetData>"#;
    assert!(text(&copy, FIRST).contains(expected), "{}", text(&copy, FIRST));
}

#[test]
fn of_a_merged_area_the_first_cell_is_marked() {
    let merged = r#"<sheetData><row r="2"><c r="B2"/></row></sheetData><mergeCells><mergeCell ref="B2:C3"/></mergeCells>"#;
    let copy = marked(&Sample::sheet(merged), &[error(2, 2)]);
    let said = comments(&copy, "xl/comments1.xml");
    assert_eq!(said[0].0, "B2");
    assert!(said[0].1.contains("（C3）"));
    assert!(fill(&copy, "B2").unwrap().contains("F9BEB8"));
    assert_eq!(fill(&copy, "C3"), None);
}

#[test]
fn what_has_no_place_is_said_at_the_front() {
    let book = template("example-2021");
    let mut nowhere = error(0, 0);
    nowhere.place = None;
    let elsewhere = finding(Severity::Warning, "没有的表", (4, 2), (4, 2));
    let copy = mark(&book, &[nowhere, elsewhere]).unwrap();
    let said = comments(&copy, "xl/comments1.xml");
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].0, "A1");
    assert!(said[0].1.contains("（整份报告）") && said[0].1.contains("（没有的表 ▸ C5）"));
    assert!(text(&copy, "xl/worksheets/_rels/sheet2.xml.rels").contains("../comments1.xml"));
}

#[test]
fn a_copy_that_is_marked_again_says_only_what_is_new() {
    for name in ["example-2021", "official-2019"] {
        let book = template(name);
        let place = |row| finding(Severity::Error, "三、依申请公开", (row, 3), (row, 9));
        let once = mark(&book, &[place(8), place(9)]).unwrap();
        assert!(mark(&once, &[place(8), place(9)]).unwrap() == once);

        let none = mark(&once, &[]).unwrap();
        let sheet = "xl/worksheets/sheet5.xml";
        let drawing = "<legacyDrawing r:id=\"rId2\"/>";
        assert_eq!(text(&none, sheet).replace(drawing, ""), text(&book, sheet));
        assert!(comments(&none, "xl/comments1.xml").is_empty());
        assert!(!text(&none, "xl/drawings/vmlDrawing1.vml").contains("ClientData"));
        assert!(mark(&none, &[place(8), place(9)]).unwrap() == once);
        assert!(mark(&book, &[]).unwrap() == book);
    }
}

#[test]
fn a_workbook_without_formats_gets_some() {
    let mut sample = Sample::sheet(PLAIN);
    sample.0.retain(|(name, _)| name != "xl/styles.xml");
    let sample = sample.changed(|name, text| match name {
        "xl/_rels/workbook.xml.rels" => text.replace("rId2\" Type", "rId3\" Type=\"x\" Was"),
        _ => text.replace(" s=\"1\"", ""),
    });
    let copy = marked(&sample, &[error(0, 0)]);
    assert!(fill(&copy, "A1").unwrap().contains("F9BEB8"));
    assert!(text(&copy, "xl/_rels/workbook.xml.rels").contains("Target=\"styles.xml\"/>"));
    assert!(text(&copy, "[Content_Types].xml").contains("PartName=\"/xl/styles.xml\""));
}

#[test]
fn a_list_of_fills_that_is_missing_or_empty_is_made() {
    let fills = text(&Sample::sheet(PLAIN).bytes(), "xl/styles.xml");
    let fills = fills[fills.find("<fills").unwrap()..fills.find("<borders").unwrap()].to_owned();
    for instead in ["", "<fills/>", "<fills count=\"0\"></fills>"] {
        let sample = Sample::sheet(PLAIN).changed(|_, text| text.replace(&fills, instead));
        let copy = marked(&sample, &[error(0, 0)]);
        assert!(fill(&copy, "A1").unwrap().contains("F9BEB8"));
        let styles = text(&copy, "xl/styles.xml");
        assert!(
            styles.contains("</fonts><fills count=\"3\"><fill><patternFill patternType=\"none\"/>"),
            "{styles}"
        );
    }
}

#[test]
fn prefixes_and_the_strict_variant_are_kept() {
    let sample = Sample::sheet(PLAIN).changed(|name, text| match name {
        FIRST => text
            .replace("</", "</x:")
            .replace("<x:", "<")
            .replace('<', "<x:")
            .replace("<x:/", "</x:")
            .replace("x:x:", "x:")
            .replace(
                "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
        _ => text,
    });
    let copy = marked(&sample, &[error(0, 0), error(3, 0)]);
    let sheet = text(&copy, FIRST);
    assert!(sheet.contains(r#"<x:row r="4"><x:c r="A4" s="3"/></x:row></x:sheetData>"#), "{sheet}");
    assert!(sheet.contains("<x:legacyDrawing xmlns:r=\"http://purl.oclc.org/"));
    assert!(
        text(&copy, "xl/comments1.xml").contains("http://purl.oclc.org/ooxml/spreadsheetml/main")
    );
}

#[test]
fn what_cannot_carry_comments_is_refused_in_words() {
    let binary = Sample(vec![("xl/workbook.bin".into(), "x".into())]).bytes();
    let document = Sample(vec![("content.xml".into(), "<office/>".into())]).bytes();
    for bytes in [
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest".to_vec(),
        b"<xml/>".into(),
        Vec::new(),
        binary,
        document,
    ] {
        let Err(Error::Usage(words)) = mark(&bytes, &[error(0, 0)]) else { panic!("not refused") };
        assert!(words.contains("另存为"), "{words}");
    }
    let signed = Sample::sheet(PLAIN).with("_xmlsignatures/sig1.xml", "<a/>").bytes();
    let Err(Error::Usage(words)) = mark(&signed, &[]) else { panic!("not refused") };
    assert!(words.contains("数字签名"));
}

#[test]
fn a_comment_never_grows_beyond_what_excel_takes() {
    let findings: Vec<Finding> = (0..3_000)
        .map(|n| Finding { message: format!("第 {n} 条").into(), ..error(0, 0) })
        .collect();
    let copy = marked(&Sample::sheet(PLAIN), &findings);
    let said = comments(&copy, "xl/comments1.xml");
    assert!(said[0].1.encode_utf16().count() < 32_767);
    assert!(said[0].1.contains("条放不下"));
}

/// Names of the sheets in their order.
fn sheets(bytes: &[u8]) -> Vec<String> {
    let book = text(bytes, "xl/workbook.xml");
    let names = book.split("<sheet ").skip(1).map(|tag| tag.split("name=\"").nth(1).unwrap());
    names.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn all_findings_are_listed_on_the_first_sheet_with_links() {
    let book = template("example-2021");
    let mut nowhere = error(0, 0);
    nowhere.place = None;
    let findings = [
        finding(Severity::Warning, "三、依申请公开", (8, 3), (8, 9)),
        finding(Severity::Info, "二、主动公开", (4, 1), (4, 1)),
        nowhere,
    ];
    let copy = mark(&book, &findings).unwrap();
    let names = sheets(&copy);
    assert_eq!(names[0], "核对结果");
    assert_eq!(names[1..], sheets(&book));
    let list = text(&copy, "xl/worksheets/sheet11.xml");
    assert!(list.contains("核对结果：1 个错误、1 个警告、1 个提示"), "{list}");
    // The gravest first; what has no place has no link.
    assert!(list.contains("<hyperlink ref=\"C5\" location=\"'三、依申请公开'!D9:J9\"/>"), "{list}");
    assert!(!list.contains("hyperlink ref=\"C4\""));
    assert!(list.contains("整份报告") && list.contains("怎样修改"));
    // What counts the sheets counts on, and this one is seen first.
    let workbook = text(&copy, "xl/workbook.xml");
    assert!(workbook.contains("activeTab=\"0\""));
    assert!(workbook.contains("localSheetId=\"5\">'三、依申请公开'!$2:$4"), "{workbook}");
    assert!(text(&copy, "xl/worksheets/sheet2.xml").contains("tabSelected=\"0\""));
    // Tabs show where errors and warnings are; hints colour none.
    assert!(text(&copy, "xl/worksheets/sheet5.xml").contains("<tabColor rgb=\"FFFFDF9E\"/>"));
    assert!(!text(&copy, "xl/worksheets/sheet4.xml").contains("tabColor"));
}

#[test]
fn marking_again_replaces_the_list() {
    let book = template("example-2021");
    let place = |row| finding(Severity::Error, "三、依申请公开", (row, 3), (row, 9));
    let once = mark(&book, &[place(8), place(9)]).unwrap();
    let again = mark(&once, &[place(9)]).unwrap();
    assert_eq!(sheets(&again), sheets(&once));
    let list = text(&again, "xl/worksheets/sheet11.xml");
    assert!(list.contains("1 个错误") && !list.contains("D9:J9"), "{list}");
    let none = mark(&once, &[]).unwrap();
    assert!(text(&none, "xl/worksheets/sheet11.xml").contains("没有发现问题"));
}

#[test]
fn a_workbook_with_a_locked_structure_gets_no_sheet() {
    let locked = Sample::sheet(PLAIN).changed(|name, text| match name {
        "xl/workbook.xml" => {
            text.replace("<sheets>", "<workbookProtection lockStructure=\"1\"/><sheets>")
        }
        _ => text,
    });
    let copy = marked(&locked, &[error(0, 1)]);
    assert_eq!(sheets(&copy).len(), 1);
    assert_eq!(comments(&copy, "xl/comments1.xml").len(), 1);
}

#[test]
fn cells_that_lie_scattered_in_an_area_do_not_colour_it_all() {
    let copy = marked(&Sample::sheet(PLAIN), &[finding(Severity::Info, SHEET, (0, 0), (30, 9))]);
    assert!(fill(&copy, "A1").unwrap().contains("C7E1F5"));
    assert_eq!(fill(&copy, "B2"), None);
    assert!(!fill(&copy, "B1").unwrap().contains("C7E1F5"));
}

#[test]
fn a_tab_that_somebody_has_coloured_keeps_its_colour() {
    let own = format!("<sheetPr><tabColor rgb=\"FF00FF00\"/></sheetPr>{PLAIN}");
    assert!(text(&marked(&Sample::sheet(&own), &[error(0, 0)]), FIRST).contains("FF00FF00"));
    let codes = format!("<sheetPr codeName=\"a\"/>{PLAIN}");
    let once = marked(&Sample::sheet(&codes), &[error(0, 0)]);
    let tab = "<sheetPr codeName=\"a\"><tabColor rgb=\"FFF9BEB8\"/></sheetPr>";
    assert!(text(&once, FIRST).contains(tab));
    let none = mark(&once, &[]).unwrap();
    assert!(text(&none, FIRST).contains("<sheetPr codeName=\"a\"></sheetPr>"));
}
