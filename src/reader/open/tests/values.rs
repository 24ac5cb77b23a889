//! What cells of an .xlsx hold, and what their sheets say of them.

use super::build::{package, rows, with_part, xlsx, xlsx_parts};
use super::*;
use rust_xlsxwriter::{Color, Format, Formula, Workbook};

fn cell(inside: &str) -> Option<Content> {
    content(&rows(&format!("<row>{inside}</row>")), (0, 0))
}

#[test]
fn numbers_come_out_as_typed() {
    for (stored, shown) in [
        ("587.4072", "587.4072"),
        ("587.40719999999999", "587.4072"),
        ("0.1", "0.1"),
        ("7.0", "7"),
        ("-3", "-3"),
        (" 12 ", "12"),
        ("+5", "5"),
        ("1.5E-7", "0.00000015"),
        ("1e21", "1000000000000000000000"),
    ] {
        assert_eq!(cell(&format!("<c><v>{stored}</v></c>")), number(shown), "{stored}");
        assert_eq!(cell(&format!("<c t=\"n\"><v>{stored}</v></c>")), number(shown), "{stored}");
    }
    assert_eq!(cell("<c t=\"n\"><v>NaN</v></c>"), text("NaN"));
    assert_eq!(cell("<c><v>1e999</v></c>"), text("1e999"));
    assert_eq!(cell("<c t=\"n\"><v>十二</v></c>"), text("十二"));
}

#[test]
fn long_numbers_are_noted() {
    let long =
        opened(&rows("<row><c><v>113208290142345678</v></c><c><v>999999999999999</v></c></row>"));
    assert_eq!(kinds(&long), [NoteKind::LongNumber]);
    assert_eq!(long.notes[0].at, Some((0, 0)));
}

#[test]
fn text_keeps_what_was_typed() {
    assert_eq!(cell("<c t=\"str\"><v>a&lt;b &amp; &#x4E2D;</v></c>"), text("a<b & 中"));
    assert_eq!(cell("<c t=\"inlineStr\"><is><t>行</t></is></c>"), text("行"));
    assert_eq!(
        cell("<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> 行 </t></is></c>"),
        text(" 行 ")
    );
    assert_eq!(cell("<c t=\"str\"><v>一\n二&#13;&#10;三</v></c>"), text("一\n二\r\n三"));
    assert_eq!(cell("<c t=\"str\"><v>a_x000B_b</v></c>"), text("a\u{B}b"));
    assert_eq!(cell("<c t=\"str\"><v><![CDATA[<甲>]]></v></c>"), text("<甲>"));
    assert_eq!(cell("<c t=\"oddity\"><v>甲</v></c>"), text("甲"));
    assert_eq!(cell("<c t=\"b\"><v>maybe</v></c>"), text("maybe"));
}

#[test]
fn shared_strings_lose_fonts_and_readings() {
    let strings = "<x:sst xmlns:x=\"m\"><x:si><x:r><x:rPr><x:b/></x:rPr><x:t>富</x:t></x:r><x:r><x:t xml:space=\"preserve\"> 文本</x:t></x:r><x:rPh><x:t>fu</x:t></x:rPh></x:si><x:si><x:t/></x:si></x:sst>";
    let cells = "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>";
    let sheet = sheet(&with_part(cells, "xl/sharedStrings.xml", strings));
    assert_eq!(sheet.text((0, 0)), Some("富 文本"));
    assert_eq!(sheet.cells.len(), 1);
}

#[test]
fn dates_are_numbers_with_a_date_format() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"0_ ;[红色]\\-0\\ \"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"31\"/></cellXfs></styleSheet>";
    let cells: String = (0..6).map(|s| format!("<c s=\"{s}\"><v>45322</v></c>")).collect();
    let sheet = sheet(&with_part(&cells, "xl/styles.xml", styles));
    let dates: Vec<bool> =
        (0..6).map(|c| sheet.cells[&(0, c)].content == Content::Date(45322.0)).collect();
    assert_eq!(dates, [false, true, true, false, true, false]);
    assert_eq!(
        cell("<c t=\"d\"><v>2024-01-31</v></c>"),
        Some(Content::DateText("2024-01-31".into()))
    );
}

#[test]
fn formulas_without_results_are_uncalculated() {
    for stored in ["<f>SUM(B1:C1)</f>", "<f>SUM(B1:C1)</f><v></v>", "<f>SUM(B1:C1)</f><v/>"] {
        for kind in ["", " t=\"str\"", " t=\"n\""] {
            let sheet = sheet(&rows(&format!("<row><c{kind}>{stored}</c></row>")));
            let cell = &sheet.cells[&(0, 0)];
            assert_eq!(cell.content, Content::Uncalculated, "{stored}{kind}");
            assert_eq!(cell.formula.as_deref(), Some("SUM(B1:C1)"));
        }
    }
    assert_eq!(cell("<c><f>1+1</f><v>2</v></c>"), number("2"));
    assert_eq!(cell("<c><f t=\"shared\" si=\"4\"/></c>"), Some(Content::Uncalculated));
}

#[test]
fn errors_of_any_name_stay_where_they_are() {
    for error in ["#REF!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#未知!"] {
        let sheet = sheet(&rows(&format!(
            "<row><c t=\"e\"><f>A1</f><v>{error}</v></c><c><v>8</v></c></row>"
        )));
        assert_eq!(sheet.cells[&(0, 0)].content, Content::Error(error.into()));
        assert_eq!(sheet.cells[&(0, 0)].formula.as_deref(), Some("A1"));
        assert_eq!(sheet.cells[&(0, 1)].content, Content::Number("8".into()));
    }
}

#[test]
fn hidden_things_and_merges_are_known() {
    let mut parts = xlsx_parts(
        "<cols><col min=\"2\" max=\"3\" hidden=\"true\"/><col min=\"5\" max=\"5\" width=\"0\"/></cols><sheetData><row r=\"3\" hidden=\"1\"><c><v>1</v></c></row><row ht=\"0\"/></sheetData><mergeCells><mergeCell ref=\"D5:A4\"/><mergeCell ref=\"B1:C1\"/><mergeCell ref=\"A9\"/></mergeCells>",
    );
    parts[2].1 = "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"A&amp;B\" state=\"veryHidden\" r:id=\"r1\"/></sheets></workbook>".into();
    let opened = opened(&package(&parts));
    let sheet = &opened.book.sheets[0];
    assert!(opened.book.epoch_1904 && sheet.hidden);
    assert_eq!(sheet.name, "A&B");
    assert_eq!(sheet.merges, [area((0, 1), (0, 2)), area((3, 0), (4, 3))]);
    assert!(sheet.hidden_rows.iter().eq(&[2, 3]));
    assert!(sheet.hidden_columns.iter().eq(&[1, 2, 4]));
}

#[test]
fn charts_are_passed_over_but_macro_sheets_with_cells_are_not() {
    for (kind, root, sheets) in [("chartsheet", "<c><v>1</v></c>", 0), ("xlMacrosheet", "", 0)] {
        let mut parts = xlsx_parts(root);
        parts[3].1 = super::build::links(&[("r1", kind, "worksheets/sheet1.xml")]).into();
        assert_eq!(opened(&package(&parts)).book.sheets.len(), sheets, "{kind}");
    }
    let mut parts = xlsx_parts("<sheetData><row><c><v>1</v></c></row></sheetData>");
    parts[3].1 = super::build::links(&[("r1", "xlMacrosheet", "worksheets/sheet1.xml")]).into();
    assert_eq!(opened(&package(&parts)).book.sheets.len(), 1);
}

#[test]
fn parts_may_lie_and_be_called_anything() {
    let list = super::build::links(&[("r1", "officeDocument", "/book/main.xml")]);
    let book = "<x:workbook><x:sheets><x:sheet name=\"表\" q:id=\"a\"/></x:sheets></x:workbook>";
    let links =
        super::build::links(&[("a", "worksheet", "../s/1.xml"), ("b", "sharedStrings", "/t.xml")]);
    let file = super::build::zip(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &list),
        ("book/main.xml", book),
        ("book/_rels/main.xml.rels", &links),
        (
            "s/1.xml",
            "<x:worksheet><x:sheetData><x:row><x:c t=\"s\"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>",
        ),
        ("t.xml", "<sst><si><t>甲</t></si></sst>"),
        ("xl/readme", ""),
    ]);
    assert_eq!(content(&file, (0, 0)), text("甲"));
}

#[test]
fn what_excel_writes_is_read_as_it_was_meant() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("二、主动公开").unwrap();
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.set_formula_result_default("");
    sheet.merge_range(0, 0, 0, 3, "第二十条第（一）项", &bold).unwrap();
    sheet.write(1, 0, "规章").unwrap().write(1, 1, 587.4072).unwrap();
    sheet.write_formula(1, 2, Formula::new("=SUM(B2:B2)").set_result("587.4072")).unwrap();
    sheet.write_formula(1, 3, Formula::new("=B2")).unwrap();
    sheet.write_with_format(2, 0, 45_322, &date).unwrap().write(2, 1, true).unwrap();
    sheet.write_rich_string(2, 2, &[(&bold, "粗"), (&Format::new(), "细")]).unwrap();
    sheet.write(2, 3, "一\u{B}二").unwrap();
    sheet.set_row_hidden(2).unwrap().set_column_hidden(1).unwrap();
    sheet.set_tab_color(Color::Red);
    workbook.add_worksheet().set_name("附表").unwrap().set_hidden(true);
    let opened = opened(&workbook.save_to_buffer().unwrap());
    let [first, second] = &opened.book.sheets[..] else { panic!("two sheets") };
    assert_eq!(first.name, "二、主动公开");
    assert_eq!(first.merges, [area((0, 0), (0, 3))]);
    assert_eq!(first.text((0, 0)), Some("第二十条第（一）项"));
    assert_eq!(first.cells[&(1, 1)].content, Content::Number("587.4072".into()));
    assert_eq!(first.cells[&(1, 2)].formula.as_deref(), Some("SUM(B2:B2)"));
    assert_eq!(first.cells[&(1, 2)].content, Content::Number("587.4072".into()));
    assert_eq!(first.cells[&(1, 3)].content, Content::Uncalculated);
    assert_eq!(first.cells[&(2, 0)].content, Content::Date(45_322.0));
    assert_eq!(first.cells[&(2, 1)].content, Content::Bool(true));
    assert_eq!(first.text((2, 2)), Some("粗细"));
    assert_eq!(first.text((2, 3)), Some("一\u{B}二"));
    assert!(first.is_hidden((2, 0)) && first.is_hidden((0, 1)) && !first.is_hidden((1, 0)));
    assert!(second.hidden && second.cells.is_empty());
    assert!(opened.notes.is_empty());
}

#[test]
fn a_sheet_of_formatted_rows_beyond_the_last_is_read() {
    let empty: String = (2..12_000)
        .map(|r| {
            format!("<row r=\"{r}\" s=\"{}\" ht=\"14.25\"><c r=\"A{r}\" s=\"5\"/></row>", r % 7)
        })
        .collect();
    let sheet = sheet(&xlsx(&format!(
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>{empty}</sheetData>"
    )));
    assert_eq!(sheet.cells.len(), 1);
}
