//! Files made to do harm: each one aborted calamine, hung it, or filled the memory.

use super::build::{package, rows, with_part, xlsx, xlsx_parts};
use super::*;
use crate::reader::guard::limits::{MAX_COLUMNS, MAX_MERGES, MAX_ROWS};

const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";

#[test]
fn a_cell_in_the_last_corner_is_noted_and_the_others_are_read() {
    let far = opened(&rows(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
    ));
    assert_eq!(far.book.sheets[0].cells.len(), 1);
    assert_eq!(kinds(&far), [NoteKind::FarCells]);
    assert_eq!(far.notes[0].at, Some((1_048_575, 16_383)));
}

#[test]
fn far_cells_that_are_only_formatted_are_nothing() {
    let empty = opened(&rows("<row r=\"1048576\" s=\"3\"><c r=\"XFD1048576\" s=\"5\"/></row>"));
    assert_eq!((empty.book.sheets[0].cells.len(), empty.notes.len()), (0, 0));
}

#[test]
fn a_boast_of_shared_strings_is_not_believed() {
    let strings = "<sst count=\"99999999999\" uniqueCount=\"99999999999\"><si><t>甲</t></si></sst>";
    let file = with_part("<c t=\"s\"><v>0</v></c>", STRINGS, strings);
    assert_eq!(content(&file, (0, 0)), text("甲"));
}

#[test]
fn a_huge_number_of_a_shared_formula_gets_a_small_one() {
    let file = rows(
        "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" si=\"9999999999\" ref=\"A1:A2\">B1+1</f><v>2</v></c></row><row r=\"2\"><c r=\"A2\"><f t=\"shared\" si=\"9999999999\"/><v>3</v></c></row>",
    );
    let sheet = sheet(&file);
    assert_eq!(sheet.cells[&(0, 0)].formula.as_deref(), Some("B1+1"));
    assert_eq!(sheet.cells[&(1, 0)].formula.as_deref(), Some("B2+1"));
}

#[test]
fn references_that_wrap_around_are_refused() {
    assert!(
        refused(&rows("<row><c r=\"ZZZZZZZZZZ99999999999\"><v>1</v></c></row>"))
            .contains("单元格编号")
    );
    assert!(refused(&rows("<row r=\"4294967296\"/>")).contains("行号"));
}

#[test]
fn a_reversed_dimension_means_nothing() {
    let file = xlsx("<dimension ref=\"C9:A1\"/><sheetData><row><c><v>7</v></c></row></sheetData>");
    assert_eq!(content(&file, (0, 0)), number("7"));
}

#[test]
fn what_grows_without_end_is_not_inflated() {
    let blank = " ".repeat(3 << 20);
    assert!(refused(&rows(&format!("<row><c><v>{blank}</v></c></row>"))).contains("超过 1 MB"));
    drop(blank);
    let remark = format!("<!--{}-->", "x".repeat(900 << 10));
    assert!(refused(&rows(&remark.repeat(6))).contains("展开后大了"));
}

#[test]
fn comments_and_character_data_are_not_kept_whole() {
    for (open, close) in [("<!--", "-->"), ("<?x ", "?>"), ("<![CDATA[", "]]>")] {
        let filling = "x<>".repeat(400 << 10);
        assert!(refused(&rows(&format!("{open}{filling}{close}"))).contains("超过 1 MB"), "{open}");
    }
    let pieces = "a&amp;".repeat(200_000);
    let file = rows(&format!("<row><c t=\"str\"><v>{pieces}</v></c></row>"));
    assert!(refused(&file).contains("单元格的文字"));
}

#[test]
fn one_long_text_in_many_cells_is_paid_for_each_time() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "字".repeat(30_000));
    let file = with_part(&"<c t=\"s\"><v>0</v></c>".repeat(999), STRINGS, &strings);
    assert!(refused(&file).contains("文字总量"));
    let formula =
        format!("<c><f t=\"shared\" ref=\"A1\" si=\"0\">{}1</f></c>", "A1+".repeat(2_700));
    let file = rows(&format!(
        "<row>{formula}{0}</row><row>{0}</row>",
        "<c><f t=\"shared\" si=\"0\"/></c>".repeat(900)
    ));
    assert!(refused(&file).contains("文字总量"));
}

#[test]
fn too_many_of_anything_is_refused() {
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(200_001));
    assert!(refused(&with_part("", STRINGS, &strings)).contains("不同的文字"));
    let formats = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(65_537));
    assert!(refused(&with_part("", STYLES, &formats)).contains("格式的种类"));
    let sheets = "<sheet name=\"a\" r:id=\"r1\"/>".repeat(257);
    let book = format!("<workbook><sheets>{sheets}</sheets></workbook>");
    assert!(refused(&with_part("", "xl/workbook.xml", &book)).contains("工作表超过"));
    let list = "<Relationship Id=\"a\" Type=\"b\" Target=\"c\"/>".repeat(2_001);
    let list = format!("<Relationships>{list}</Relationships>");
    assert!(refused(&with_part("", "xl/_rels/workbook.xml.rels", &list)).contains("引用太多"));
}

#[test]
fn thousands_of_merges_and_hidden_rows_stay_small() {
    let merges: String = (1..=9_000).map(|r| format!("<mergeCell ref=\"A{r}:B{r}\"/>")).collect();
    let hidden: String = (1..=20_000).map(|r| format!("<row r=\"{r}\" hidden=\"1\"/>")).collect();
    let file = opened(&xlsx(&format!(
        "<cols><col min=\"2\" max=\"16384\" hidden=\"1\"/></cols><sheetData>{hidden}</sheetData><mergeCells>{merges}</mergeCells>"
    )));
    let sheet = &file.book.sheets[0];
    assert_eq!(sheet.merges.len(), MAX_MERGES);
    assert_eq!(sheet.hidden_rows.len(), MAX_ROWS as usize);
    assert_eq!(sheet.hidden_columns.len(), MAX_COLUMNS as usize - 1);
    assert_eq!(kinds(&file), [NoteKind::ManyMerges]);
}

#[test]
fn fifty_thousand_attributes_take_no_time() {
    let attributes: String = (0..50_000).map(|n| format!(" a{n}=\"1\"")).collect();
    assert_eq!(
        content(&rows(&format!("<row{attributes}><c><v>1</v></c></row>")), (0, 0)),
        number("1")
    );
}

#[test]
fn deep_nesting_and_own_grammars_are_refused() {
    assert!(refused(&rows(&"<a>".repeat(1_000))).contains("层次太深"));
    let grammar = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst/>";
    assert!(refused(&with_part("", STRINGS, grammar)).contains("DTD"));
    assert!(
        refused(&with_part("", STRINGS, "<sst><si><t>&b;</t></si></sst>")).contains("字符代号")
    );
}

#[test]
fn a_sheet_that_lives_outside_of_the_file_is_noted() {
    let list = "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"http://example.org/a.xml\" TargetMode=\"External\"/></Relationships>";
    let file = opened(&with_part("", "xl/_rels/workbook.xml.rels", list));
    assert_eq!((file.book.sheets.len(), kinds(&file)), (0, vec![NoteKind::LostSheet]));
}

#[test]
fn a_refused_form_still_tells_what_was_left_out_of_the_file() {
    let list = "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"http://example.org/a.xml\" TargetMode=\"External\"/></Relationships>";
    let lost = with_part("", "xl/_rels/workbook.xml.rels", list);
    let far = rows(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
    );
    for file in [lost, far] {
        let whole = opened(&file);
        let error = crate::reader::read(&file, &OpenOptions::default()).expect_err("no form in it");
        let sentence = error.to_string();
        assert!(matches!(error, crate::error::Error::NotTheForm(_)), "{sentence}");
        assert!(sentence.contains(&whole.notes[0].detail.to_string()), "{sentence}");
    }
}

#[test]
fn missing_texts_or_formats_are_damage_not_silence() {
    let mut parts = xlsx_parts("<sheetData/>");
    parts[3].1 = super::build::links(&[
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "styles", "styles.xml"),
    ])
    .into_bytes();
    assert!(refused(&package(&parts)).contains("缺少"));
    let lost = opened(&rows("<row><c t=\"s\"><v>5</v></c></row>"));
    assert_eq!(kinds(&lost), [NoteKind::LostText]);
}

#[test]
fn a_cell_stored_twice_is_noted_when_its_contents_differ() {
    let twice = opened(&rows("<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>"));
    assert_eq!(kinds(&twice), [NoteKind::RepeatedCell]);
    let same = opened(&rows("<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>"));
    assert!(same.notes.is_empty());
}
